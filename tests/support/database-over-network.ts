import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openDatabase } from '../../src/database/index.ts'
import { cloneDatabase } from './database.ts'
import { silentProxy } from './silent-proxy.ts'

export const patience = { everyMs: 20, looks: 3, answerWithinMs: 3_000 }

/** A database of a test's own behind a network that can be cut, given up sooner than in an office. */
export async function overNetwork() {
  const { connection, name } = await cloneDatabase()
  const network = await silentProxy(join(connection.host, `.s.PGSQL.${connection.port}`))
  const databaseUrl = `postgresql://govmedia_owner@127.0.0.1:${network.port}/${name}`
  const database = await openDatabase({ dataDir: '/none', databaseUrl, role: 'serve', patience })
  onTestFinished(async () => {
    await network.close()
    await database.close()
  })
  return { network, database, databaseUrl }
}
