import { stat } from 'node:fs/promises'
import { isDeepStrictEqual } from 'node:util'
import { buffer } from 'node:stream/consumers'
import { isUuid, readMigrations } from '../database/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { type ArchiveEntry, isSealed, readArchive } from './container.ts'
import { type BackupSummary, type Manifest, manifestShape, places, type Sums, sumsShape } from './model.ts'
import { summaryOf, summed, Summing } from './sums.ts'

/** Where the things of a backup go, in this order; each is awaited before the next is read. */
export type Sink = {
  table(table: Manifest['tables'][number], chunk: Uint8Array): Promise<void>
  file(id: string, content: AsyncIterable<Buffer>): Promise<void>
  key(name: string, bytes: Uint8Array): Promise<void>
}

export type OpenBackup = { manifest: Manifest; rest(sink: Sink): Promise<BackupSummary> }

/**
 * Opens a backup and reads what it is of; `rest` hands on everything in it, and refuses at the end what doesn't come to the
 * sums it was made with. Refuses `backup.*`.
 */
export async function openBackup(path: string, passphrase: string | undefined): Promise<OpenBackup> {
  const encrypted = await isSealed(path)
  const entries = readArchive(path, passphrase)
  const first = await entries.next()
  const manifest = first.done ? undefined : await manifestOf(first.value, path)
  if (!manifest) {
    await entries.return(undefined)
    throw refuse('backup.foreign', { name: path })
  }
  requireKnownSchema(manifest, path)
  return {
    manifest,
    rest: async (sink) => {
      const sums = await readRest(entries, manifest, sink, path)
      return summaryOf(manifest, sums, { encrypted, bytes: (await stat(path)).size })
    },
  }
}

// What is read as one piece: a strange file must not fill the memory.
const WORDS_MOST = 64 * 1024 * 1024

async function manifestOf({ name, bytes: size, content }: ArchiveEntry, path: string): Promise<Manifest | undefined> {
  if (name !== places.manifest || size > WORDS_MOST) return undefined
  const bytes = await buffer(content)
  const { success, data } = manifestShape.safeParse(jsonOf(bytes, path))
  return success ? data : undefined
}

function jsonOf(bytes: Buffer, path: string): unknown {
  try {
    return JSON.parse(bytes.toString())
  } catch (cause) {
    throw Object.assign(refuse('backup.damaged', { name: path }), { cause })
  }
}

function requireKnownSchema({ schemaVersion, migrations }: Manifest, path: string): void {
  const known = readMigrations().map(({ sha256 }) => sha256)
  if (schemaVersion > known.length)
    throw refuse('backup.newer', { name: path, found: schemaVersion, known: known.length })
  if (!isDeepStrictEqual(known.slice(0, schemaVersion), migrations)) throw refuse('backup.other-schema', { name: path })
}

async function readRest(
  entries: AsyncGenerator<ArchiveEntry>,
  { tables }: Manifest,
  sink: Sink,
  path: string,
): Promise<Sums> {
  const summing = new Summing()
  for (const { name } of tables) summing.table(name)
  const byName = new Map(tables.map((table) => [table.name, table]))
  const damaged = () => refuse('backup.damaged', { name: path })
  for await (const { name, bytes, content } of entries) {
    const isOnePiece = !name.startsWith(places.tables) && !name.startsWith(places.files)
    if (isOnePiece && bytes > WORDS_MOST) throw damaged()
    if (name.startsWith(places.tables)) {
      const table = byName.get(name.slice(places.tables.length).split('/')[0] ?? '')
      if (!table) throw damaged()
      for await (const chunk of content) {
        summing.table(table.name, chunk)
        await sink.table(table, chunk)
      }
    } else if (name.startsWith(places.files)) {
      const id = name.slice(places.files.length)
      // The id becomes a path.
      if (!isUuid(id)) throw damaged()
      summing.file(id)
      await sink.file(id, summed(content, summing))
    } else if (name.startsWith(places.keys)) {
      await sink.key(name.slice(places.keys.length), await buffer(content))
    } else if (name === places.sums) {
      const { success, data } = sumsShape.safeParse(jsonOf(await buffer(content), path))
      if (!success || !isDeepStrictEqual(data, summing.sums(data.lost))) throw damaged()
      // Reads to the last byte: what follows is only the archive's own end.
      for await (const more of entries) throw Object.assign(damaged(), { cause: more.name })
      return data
    } else throw damaged()
  }
  throw refuse('backup.cut', { name: path })
}
