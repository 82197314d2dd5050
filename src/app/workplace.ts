import { resolve } from 'node:path'
import { type Deps, openVault } from '../access/index.ts'
import { backUpBefore, recordUpgrade, refuseHalfRestored, type Upgraded } from '../backup/index.ts'
import { type Clock, fixedClock, instant, systemClock } from '../calendar/index.ts'
import { defaultDataDir, type Workplace } from '../cli/index.ts'
import { type Db, openDatabase, type OpenDatabase, systemIds } from '../database/index.ts'
import { programItself } from './program-itself.ts'

export type OpenWorkplace = Workplace & { database: OpenDatabase; upgraded: Upgraded | undefined }

/** How an older installation is upgraded; `moved`: what moving it to another PostgreSQL did just before. */
type Upgrade = Pick<Parameters<typeof backUpBefore>[0], 'passphrase' | 'onProgress' | 'say'> & { moved?: Upgraded }

/** Opens a data directory: database, vault, and the clock stored in it when it holds a demonstration. */
export async function openWorkplace(options: {
  dataDir: string | undefined
  role: 'serve' | 'worker' | 'cli'
  demo?: boolean
  /** Whether an older database is brought to this version, after a backup; without it one is refused. */
  upgrade?: Upgrade
}): Promise<OpenWorkplace> {
  const dataDir = resolve(options.dataDir ?? defaultDataDir(options.demo === true))
  refuseHalfRestored(dataDir)
  const backup = options.upgrade && backUpBefore({ ...options.upgrade, dataDir, wall: systemClock() })
  const database = await openDatabase({
    dataDir,
    databaseUrl: process.env['DATABASE_URL'],
    databaseAppUrl: process.env['DATABASE_APP_URL'],
    role: options.role,
    beforeUpgrade: backup?.before,
  })
  try {
    const upgraded = options.upgrade?.moved ?? backup?.done()
    if (upgraded)
      await recordUpgrade({ db: database.db, ids: systemIds(), wall: systemClock() }, programItself, upgraded)
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
      upgraded,
      async describe() {
        const described = await database.describe()
        const apart = Date.parse(described.at) - Date.parse(systemClock().now())
        return { ...described, clockApartMs: Math.abs(apart) }
      },
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
