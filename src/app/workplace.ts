import { resolve } from 'node:path'
import { type Deps, openVault } from '../access/index.ts'
import { type Clock, fixedClock, instant, systemClock } from '../calendar/index.ts'
import { defaultDataDir, type Workplace } from '../cli/index.ts'
import { type Db, openDatabase, type OpenDatabase, systemIds } from '../database/index.ts'

export type OpenWorkplace = Workplace & { database: OpenDatabase }

/** Opens a data directory: database, vault, and the clock stored in it when it holds a demonstration. */
export async function openWorkplace(options: {
  dataDir: string | undefined
  role: 'serve' | 'cli'
  demo?: boolean
}): Promise<OpenWorkplace> {
  const dataDir = resolve(options.dataDir ?? defaultDataDir(options.demo === true))
  const database = await openDatabase({
    dataDir,
    databaseUrl: process.env['DATABASE_URL'],
    databaseAppUrl: process.env['DATABASE_APP_URL'],
    role: options.role,
  })
  try {
    const demoClock = await storedDemoClock(database.db)
    const deps: Deps = {
      db: database.db,
      clock: demoClock ?? systemClock(),
      wall: systemClock(),
      ids: systemIds(),
      vault: await openVault(dataDir, database.db, systemClock().now()),
      dataDir,
    }
    return {
      deps,
      database,
      demo: demoClock !== undefined,
      describe: () => database.describe(),
      inSnapshot: (work) => database.inSnapshot(work),
      close: () => database.close(),
    }
  } catch (error) {
    await database.close()
    throw error
  }
}

/** The business clock a demonstration keeps in its directory, so that every later command sees the same today. */
async function storedDemoClock(db: Db): Promise<Clock | undefined> {
  const row = await db
    .selectFrom('installation_setting')
    .select('value')
    .where('key', '=', 'demo-clock')
    .executeTakeFirst()
  return row ? fixedClock(instant(String(row.value))) : undefined
}
