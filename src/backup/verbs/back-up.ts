import { createWriteStream, existsSync } from 'node:fs'
import { open, readFile, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import type { ClientBase } from 'pg'
import { type Actor, type Deps, permit, readVaultKey } from '../../access/index.ts'
import {
  copiedTables,
  copyOut,
  type CopiedTable,
  type InSnapshot,
  inTransaction,
  type Tx,
} from '../../database/index.ts'
import { storedPath, syncToDisk } from '../../files/index.ts'
import { append, systemChain } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { type Put, type Sealing, writeArchive } from '../container.ts'
import { type BackupSummary, keyFiles, type Manifest, places } from '../model.ts'
import { partName, summaryOf, summed, Summing } from '../sums.ts'

export type BackupInput = Sealing & {
  path: string
  /** Whether the keys are in it; by itself they are where it is sealed. */
  keys?: boolean
  onProgress?: (step: { done: number; total: number; message: string }) => void
}

/** What an installation is read from, whatever version its database has. */
export type Source = Pick<Deps, 'dataDir' | 'wall'>

/** What a file is called after its name until it is whole. */
export const unfinished = '.part'

/** Shorter ones are guessed offline by whoever has the file. */
export const passphraseLeast = 12

/**
 * 备份: everything an installation knows, as it stood at one moment while people go on working: every table, every file as
 * it lies sealed on the disk, and the keys. The file bears its name only when it is whole. Refuses `backup.exists`,
 * `backup.passphrase-short`.
 */
export async function backUp(
  deps: Deps,
  actor: Actor,
  inSnapshot: InSnapshot,
  input: BackupInput,
): Promise<BackupSummary> {
  permit(actor, 'backup.make', { districtId: actor.districtId ?? systemChain })
  if (existsSync(input.path)) throw refuse('backup.exists', { name: input.path })
  const summary = await makeFile(deps, inSnapshot, input)
  await inTransaction(deps.db, (tx) => recordMade(tx, deps, actor, input.path, summary))
  return summary
}

/** The file itself, with no word in the trail. A file of that name is replaced once the new one is whole. */
export async function makeFile(deps: Source, inSnapshot: InSnapshot, input: BackupInput): Promise<BackupSummary> {
  const { path, passphrase } = input
  if (passphrase !== undefined && [...passphrase].length < passphraseLeast)
    throw refuse('backup.passphrase-short', { least: passphraseLeast })
  const part = `${path}${unfinished}`
  try {
    await rm(part, { force: true })
    const { manifest, sums } = await writeBackup(deps, inSnapshot, part, input)
    await syncToDisk(part)
    await rename(part, path)
    await syncToDisk(dirname(path))
    return summaryOf(manifest, sums, { encrypted: passphrase !== undefined, bytes: (await stat(path)).size })
  } finally {
    await rm(part, { force: true })
  }
}

async function writeBackup(
  deps: Source,
  inSnapshot: InSnapshot,
  part: string,
  { passphrase, workFactor, keys = passphrase !== undefined, onProgress = () => undefined }: BackupInput,
) {
  return inSnapshot(async (client) => {
    const manifest = await manifestOf(deps, client, keys)
    const summing = new Summing()
    const lost: string[] = []
    const { tables } = manifest
    const total = tables.length + 2
    await writeArchive(
      createWriteStream(part, { mode: 0o600, flags: 'wx' }),
      { passphrase, workFactor },
      async (put) => {
        await put(places.manifest, json(manifest))
        for (const [done, table] of tables.entries()) {
          onProgress({ done, total, message: `正在备份数据表 ${done + 1}/${tables.length}` })
          await putTable(put, client, table, summing)
        }
        onProgress({ done: tables.length, total, message: '正在备份文件和证据' })
        for await (const id of fileIds(client)) if (!(await putFile(put, deps.dataDir, id, summing))) lost.push(id)
        if (manifest.keys) await putKeys(put, deps.dataDir)
        await put(places.sums, json(summing.sums(lost)))
      },
    )
    onProgress({ done: total, total, message: '备份完成' })
    return { manifest, sums: summing.sums(lost) }
  })
}

const json = (value: unknown) => Buffer.from(JSON.stringify(value))

async function manifestOf(deps: Source, client: ClientBase, keys: boolean): Promise<Manifest> {
  const { rows: applied } = await client.query<{ sha256: string }>(
    'select sha256 from schema_migration order by version',
  )
  const { rows: districts } = await client.query<{ id: string; name: string }>(
    'select id, name from district order by id',
  )
  return {
    what: 'govmedia-backup',
    format: 1,
    takenAt: deps.wall.now(),
    schemaVersion: applied.length,
    migrations: applied.map(({ sha256 }) => sha256),
    districts,
    tables: await copiedTables(client),
    // Only the vault's key opens what is sealed.
    keys: keys && readVaultKey(deps.dataDir) !== undefined,
  }
}

// The archive wants to know how long a thing is; a table of any size goes in parts that fit in memory.
const PART_BYTES = 4 * 1024 * 1024

async function putTable(put: Put, client: ClientBase, table: CopiedTable, summing: Summing): Promise<void> {
  summing.table(table.name)
  let [part, held, bytes]: [number, Buffer[], number] = [0, [], 0]
  const flush = async () => {
    if (bytes === 0) return
    const whole = Buffer.concat(held)
    ;[held, bytes] = [[], 0]
    summing.table(table.name, whole)
    await put(partName(table.name, ++part), whole)
  }
  for await (const chunk of copyOut(client, table) as AsyncIterable<Buffer>) {
    held.push(chunk)
    bytes += chunk.byteLength
    if (bytes >= PART_BYTES) await flush()
  }
  await flush()
}

const IDS_AT_ONCE = 5_000

async function* fileIds(client: ClientBase): AsyncGenerator<string> {
  let last = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const { rows } = await client.query<{ id: string }>(
      'select id from stored_file where wrapped_key is not null and id > $1 order by id limit $2',
      [last, IDS_AT_ONCE],
    )
    for (const { id } of rows) yield id
    if (rows.length < IDS_AT_ONCE) return
    last = rows.at(-1)!.id
  }
}

/** False where the disk has lost it: what is left is worth keeping, and the summary names it. */
async function putFile(put: Put, dataDir: string, id: string, summing: Summing): Promise<boolean> {
  const handle = await open(storedPath(dataDir, id)).catch(goneIs(undefined))
  if (!handle) return false
  try {
    summing.file(id)
    await put(`${places.files}${id}`, {
      bytes: (await handle.stat()).size,
      from: Readable.from(summed(handle.createReadStream({ autoClose: false }), summing)),
    })
  } finally {
    await handle.close()
  }
  return true
}

async function putKeys(put: Put, dataDir: string): Promise<void> {
  for (const name of keyFiles) {
    const bytes = await readFile(join(dataDir, 'keys', name)).catch(goneIs(undefined))
    if (bytes) await put(`${places.keys}${name}`, bytes)
  }
}

/** What isn't there is one thing, what can't be read another: that ends the backup. */
const goneIs =
  <T>(instead: T) =>
  (error: NodeJS.ErrnoException): T => {
    if (error.code === 'ENOENT') return instead
    throw error
  }

/** That a backup was made, in the chain of the installation. */
export async function recordMade(
  tx: Tx,
  deps: Pick<Deps, 'ids' | 'wall'>,
  actor: Actor,
  path: string,
  summary: BackupSummary,
): Promise<void> {
  const { takenAt, schemaVersion, rows, files, lost, keys, encrypted, bytes } = summary
  await append(tx, deps.ids, {
    districtId: systemChain,
    actor,
    action: 'backup.made',
    subject: { kind: 'backup', id: basename(path) },
    after: { takenAt, schemaVersion, rows, files, lost: lost.length, keys, encrypted, bytes },
    at: deps.wall.now(),
  })
}
