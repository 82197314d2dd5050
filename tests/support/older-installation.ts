import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { seededRandom } from '../../src/app/demo/seeded.ts'
import { fillFrom } from '../../src/backup/filling.ts'
import { openBackup } from '../../src/backup/read-backup.ts'
import { withoutForeignKeys } from '../../src/database/copying.ts'
import { OWNER_ROLE } from '../../src/database/embedded/settings.ts'
import type { StartOptions } from '../../src/database/embedded/server.ts'
import { holdServer } from '../../src/database/keeper.ts'
import { migrate, readMigrations } from '../../src/database/migrate.ts'
import { connected, socketTarget } from '../../src/database/open.ts'
import { ensureAppRole, grantRights } from '../../src/database/roles.ts'

/** Schemas of which a backup lies beside the tests: the demonstration of the program of that time, most posts left out. */
export const keptVersions = [5, 11, 30, 57, 61, 74]

/** The backup of an installation at a schema's version; it is not sealed and holds no files. */
export const backupAt = (version: number): string =>
  fileURLToPath(new URL(`../fixtures/schemas/${String(version).padStart(3, '0')}.backup`, import.meta.url))

/** Makes an empty database what it was at that version: its schema, its rows, its rights. */
export async function becomeOlder(owner: pg.Client, version: number): Promise<void> {
  const path = backupAt(version)
  await migrate(owner, readMigrations().slice(0, version))
  const nowhere = async () => undefined
  await withoutForeignKeys(owner, async () => {
    await fillFrom(await openBackup(path, undefined), owner, {
      path,
      onProgress: () => undefined,
      key: nowhere,
      file: nowhere,
    })
  })
  // What newer versions withhold on tables of their own can't be withheld here yet.
  await grantRights(owner)
}

/** A data directory as a program of that version left it, stopped. */
export async function makeOlderFolder(dataDir: string, version: number, options: StartOptions = {}): Promise<void> {
  mkdirSync(dataDir, { recursive: true, mode: 0o711 })
  mkdirSync(join(dataDir, 'keys'), { mode: 0o700 })
  // The key of every demonstration.
  writeFileSync(join(dataDir, 'keys', 'vault.key'), seededRandom('vault-key')(32), { mode: 0o600 })
  const prepare = async (server: Parameters<Parameters<typeof holdServer>[2]>[0]) => {
    await connected(socketTarget(server, OWNER_ROLE, 'postgres'), (owner) => owner.query('create database govmedia'))
    await connected(socketTarget(server, OWNER_ROLE), async (owner) => {
      await ensureAppRole(owner, true)
      await becomeOlder(owner, version)
    })
    return version
  }
  await (await holdServer(dataDir, 'serve', prepare, { durability: 'none', ...options })).release()
}
