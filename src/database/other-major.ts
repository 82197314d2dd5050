import { renameSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { refuse } from '../vocabulary/refusals/index.ts'
import { liveClients } from './clients.ts'
import { packagedMajor, packageFor } from './embedded/binaries.ts'
import { type Folder, folderOf } from './embedded/folder.ts'
import { findServer, majorOf, type RunningServer } from './embedded/server.ts'
import { OWNER_ROLE } from './embedded/settings.ts'
import { holdServer } from './keeper.ts'
import { withLock } from './lock.ts'
import { readMigrations, schemaVersion } from './migrate.ts'
import { connected, inSnapshotOf, loadDatabase, type OlderDatabase, type OpenOptions, socketTarget } from './open.ts'
import type { ClientBase } from 'pg'

/** Which PostgreSQL wrote an embedded database and which one this program brings; undefined where none is. */
export function clusterMajors(
  dataDir: string,
  embedded?: OpenOptions['embedded'],
): { found: number; known: number } | undefined {
  const folder = folderOf(resolve(dataDir))
  const found = majorOf(folder)
  const known = packagedMajor(embedded?.packageName)
  return found === undefined || known === undefined ? undefined : { found, known }
}

export type Move = {
  dataDir: string
  /** The folder of the program that wrote the database: its PostgreSQL reads it once more. */
  oldProgram: string | undefined
  /** Writes down everything the older database holds, as `older.inSnapshot` shows it. */
  dump: (older: OlderDatabase) => Promise<void>
  /** Fills the newer one with it, in the schema of the same version. */
  load: (owner: ClientBase) => Promise<void>
  embedded?: OpenOptions['embedded']
}

/**
 * Moves an embedded database to the PostgreSQL of this program: the older server is read once more, a new cluster is
 * filled beside it and takes its place when it is whole; the older cluster is kept beside it. What fails leaves the
 * older one where it was. Refuses `database.old-program`, `database.old-in-use` and every `database.*` code.
 */
export async function moveToOwnMajor({ dataDir, oldProgram, dump, load, embedded }: Move): Promise<{ kept: string }> {
  const folder = folderOf(resolve(dataDir))
  const major = majorOf(folder) ?? 0
  const packageName = olderPackage(major, oldProgram, packagedMajor(embedded?.packageName) ?? 0)
  const next = folderOf(folder.next)
  rmSync(next.root, { recursive: true, force: true })
  const prepare = async (server: RunningServer, [other]: { pid: number }[]) => {
    if (other) throw refuse('database.old-in-use', { pid: other.pid })
    return connected(socketTarget(server, OWNER_ROLE), async (owner) => {
      const from = await schemaVersion(owner)
      const known = readMigrations()
      if (from > known.length) throw refuse('database.schema-newer', { found: from, known: known.length })
      const files = known.slice(from).map(({ file }) => file)
      await dump({ from, to: known.length, files, inSnapshot: (work) => inSnapshotOf(owner, work) })
      await loadDatabase({ dataDir: next.root, role: 'cli', embedded }, from, load)
      return from
    })
  }
  try {
    // As the one that serves: no other service begins on the older cluster from here on.
    const hold = await holdServer(dataDir, 'serve', prepare, { ...embedded, packageName })
    await hold.release()
    return await withLock(folder.lock, async () => takePlace(folder, next, major))
  } finally {
    rmSync(next.root, { recursive: true, force: true })
  }
}

// Where the program ends between the two, the next start does the second (`finishMove`).
function takePlace(folder: Folder, next: Folder, major: number): { kept: string } {
  const [other] = liveClients(folder.clients)
  const running = findServer(folder)
  if (other || running) throw refuse('database.old-in-use', { pid: other?.pid ?? running?.pid ?? 0 })
  const kept = `${folder.pg}-${major}`
  rmSync(kept, { recursive: true, force: true })
  renameSync(folder.pg, kept)
  renameSync(next.pg, folder.pg)
  return { kept }
}

/** The package of the PostgreSQL that wrote the database: out of the older program, or one that lies with this program's. */
function olderPackage(major: number, oldProgram: string | undefined, known: number): string {
  if (oldProgram === undefined) {
    const beside = `postgres-${major}-${process.platform}-${process.arch}`
    if (packagedMajor(beside) === major) return beside
    throw refuse('database.other-major', { found: major, known })
  }
  const theirs = join(resolve(oldProgram), 'node_modules', packageFor(`${process.platform}-${process.arch}`))
  if (packagedMajor(theirs) === major) return theirs
  throw refuse('database.old-program', { path: oldProgram, found: major })
}
