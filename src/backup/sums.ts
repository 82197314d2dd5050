import { createHash } from 'node:crypto'
import { type BackupSummary, type Manifest, places, type Sums } from './model.ts'

const NEWLINE = 10

/** Adds up what goes by: one digest a table, one over all files in their order. */
export class Summing {
  readonly #tables = new Map<string, { bytes: number; rows: number; hash: ReturnType<typeof createHash> }>()
  readonly #files = { count: 0, bytes: 0, hash: createHash('sha256') }

  table(name: string, chunk?: Uint8Array): void {
    const sum = this.#tables.get(name) ?? { bytes: 0, rows: 0, hash: createHash('sha256') }
    this.#tables.set(name, sum)
    if (!chunk) return
    sum.bytes += chunk.byteLength
    sum.hash.update(chunk)
    // PostgreSQL's text has one line a row; a line break within a value is written \n.
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, at + 1)) sum.rows++
  }

  file(id: string): void {
    this.#files.count++
    this.#files.hash.update(id)
  }

  fileBytes(chunk: Uint8Array): void {
    this.#files.bytes += chunk.byteLength
    this.#files.hash.update(chunk)
  }

  sums(lost: readonly string[]): Sums {
    const tables = [...this.#tables].map(
      ([name, { bytes, rows, hash }]) => [name, { bytes, rows, sha256: hash.copy().digest('hex') }] as const,
    )
    const { count, bytes, hash } = this.#files
    return {
      tables: Object.fromEntries(tables),
      files: { count, bytes, sha256: hash.copy().digest('hex') },
      lost: [...lost],
    }
  }
}

/** The bytes of a file as they go by, added up. */
export async function* summed(content: AsyncIterable<Buffer>, summing: Summing): AsyncGenerator<Buffer> {
  for await (const chunk of content) {
    summing.fileBytes(chunk)
    yield chunk
  }
}

export const summaryOf = (
  { takenAt, schemaVersion, districts, tables, keys }: Manifest,
  sums: Sums,
  { encrypted, bytes }: Pick<BackupSummary, 'encrypted' | 'bytes'>,
): BackupSummary => ({
  takenAt,
  schemaVersion,
  districts,
  tables: tables.length,
  rows: Object.values(sums.tables).reduce((all, { rows }) => all + rows, 0),
  files: sums.files.count,
  lost: sums.lost,
  keys,
  encrypted,
  bytes,
})

/** `tables/post/000012`, so that parts stand in their order. */
export const partName = (table: string, part: number) => `${places.tables}${table}/${String(part).padStart(6, '0')}`
