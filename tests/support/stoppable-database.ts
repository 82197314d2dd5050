import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { folderOf, prepareFolder } from '../../src/database/embedded/folder.ts'
import { startServer, stopServer } from '../../src/database/embedded/server.ts'
import { OWNER_ROLE } from '../../src/database/embedded/settings.ts'
import { openDatabase, type OpenDatabase } from '../../src/database/index.ts'
import { asOwner } from './database-server.ts'
import { quickFolder } from './quick-folder.ts'

/** A migrated database on an embedded server of its own, which a test may stop and start again under it. */
export type StoppableDatabase = OpenDatabase & {
  stop(): Promise<void>
  start(): Promise<void>
  remove(): Promise<void>
}

/** Opened as one behind DATABASE_URL, so that nobody but the test starts it again. */
export async function stoppableDatabase(): Promise<StoppableDatabase> {
  const base = mkdtempSync(join(quickFolder(), 'stoppable-'))
  const folder = folderOf(join(base, 'data'))
  prepareFolder(folder)
  let server = await startServer(folder, { durability: 'none' })
  await asOwner(server.socketDir, 'postgres', (owner) => owner.query('create database office'))
  const databaseUrl = `postgresql://${OWNER_ROLE}@localhost/office?host=${server.socketDir}`
  const database = await openDatabase({ dataDir: join(base, 'unused'), databaseUrl, role: 'serve' })
  return {
    ...database,
    stop: () => stopServer(folder, server),
    async start() {
      server = await startServer(folder, { durability: 'none', socketDir: server.socketDir })
    },
    async remove() {
      await database.close()
      await stopServer(folder, server)
      rmSync(base, { recursive: true, force: true })
    },
  }
}
