import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { type Actor, readVaultKey } from '../../access/index.ts'
import { systemClock } from '../../calendar/index.ts'
import { inTransaction, loadDatabase, openDatabase, type OpenOptions, systemIds } from '../../database/index.ts'
import { storedPath } from '../../files/index.ts'
import { append, type ChainVerdict, systemChain, verifyTrail } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { type BackupSummary, keyFiles } from '../model.ts'
import { fillFrom } from '../filling.ts'
import { clearHalfRestored, endRestoring, markRestoring } from '../half-restored.ts'
import { openBackup, type OpenBackup } from '../read-backup.ts'

export type RestoreInput = {
  path: string
  passphrase: string | undefined
  /** An empty folder, or none yet. */
  dataDir: string
  databaseUrl?: string | undefined
  /** For tests: durability and the release of PostgreSQL. */
  embedded?: OpenOptions['embedded']
  onProgress?: (step: { done: number; total: number; message: string }) => void
}

/** `keysWanted`: the backup bears no keys, and names, phones and files stay closed until they are put back. */
export type Restored = BackupSummary & { chains: ChainVerdict[]; keysWanted: boolean }

/**
 * 恢复: an installation as it stood when the backup was made, in an empty folder and database, brought to this program's
 * schema; its trail is verified, and says that it was restored. What fails leaves nothing behind; what is killed leaves a mark
 * by which nobody takes the folder for whole, and by which the next try clears it. Refuses `backup.*`.
 */
export async function restoreBackup(actor: Actor, input: RestoreInput): Promise<Restored> {
  const { path, passphrase, dataDir, databaseUrl } = input
  await clearHalfRestored(dataDir)
  if ((await readdir(dataDir).catch(noneYet)).length > 0) throw refuse('backup.target-in-use')
  const backup = await openBackup(path, passphrase)
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 })
    const since = systemClock().now()
    await markRestoring(dataDir, { backup: basename(path), since, onServer: databaseUrl !== undefined })
    const restored = await load(backup, actor, input)
    await endRestoring(dataDir)
    return { ...restored, keysWanted: readVaultKey(dataDir) === undefined }
  } catch (error) {
    // The folder was empty: what lies in it now is ours.
    for (const name of await readdir(dataDir)) await rm(join(dataDir, name), { recursive: true, force: true })
    throw error
  }
}

function noneYet(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return []
  throw error
}

async function load(
  backup: OpenBackup,
  actor: Actor,
  { path, dataDir, databaseUrl, embedded, onProgress = () => undefined }: RestoreInput,
): Promise<BackupSummary & { chains: ChainVerdict[] }> {
  const { tables, schemaVersion } = backup.manifest
  const total = tables.length + 1
  const place = { dataDir, databaseUrl, embedded }
  let summary: BackupSummary | undefined
  let chains: ChainVerdict[] = []
  const fill = async (owner: pg.ClientBase) => {
    summary = await fillFrom(backup, owner, {
      path,
      onProgress,
      file: (id, content) => keepFile(storedPath(dataDir, id), content),
      key: (name, bytes) => keepKey(dataDir, name, bytes),
    })
  }
  await loadDatabase({ ...place, role: 'cli' }, schemaVersion, fill, async () => {
    onProgress({ done: total, total, message: '数据已恢复，正在核验留痕' })
    chains = await settle(actor, place, path, summary!)
  })
  return { ...summary!, chains }
}

async function keepFile(path: string, content: AsyncIterable<Buffer>): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await pipeline(content, createWriteStream(path, { mode: 0o600, flags: 'wx', flush: true }))
}

async function keepKey(dataDir: string, name: string, bytes: Uint8Array): Promise<void> {
  // A name out of the file never becomes a path of its own.
  if (!keyFiles.some((known) => known === name)) return
  await mkdir(join(dataDir, 'keys'), { recursive: true, mode: 0o700 })
  await writeFile(join(dataDir, 'keys', name), bytes, { mode: 0o600, flag: 'wx', flush: true })
}

async function settle(
  actor: Actor,
  place: Pick<RestoreInput, 'dataDir' | 'databaseUrl' | 'embedded'>,
  path: string,
  { takenAt, rows, files }: BackupSummary,
): Promise<ChainVerdict[]> {
  const database = await openDatabase({ ...place, role: 'cli' })
  try {
    const chains = await verifyTrail(database.db)
    await inTransaction(database.db, (tx) =>
      append(tx, systemIds(), {
        districtId: systemChain,
        actor,
        action: 'backup.restored',
        subject: { kind: 'backup', id: basename(path) },
        after: { takenAt, rows, files, whole: chains.every(({ whole }) => whole) },
        at: systemClock().now(),
      }),
    )
    return chains
  } finally {
    await database.close()
  }
}
