import { PassThrough } from 'node:stream'
import { isDeepStrictEqual } from 'node:util'
import type pg from 'pg'
import { type CopiedTable, copiedTables, copyIn } from '../database/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import type { BackupSummary } from './model.ts'
import type { OpenBackup, Sink } from './read-backup.ts'

type Filled = {
  path: string
  onProgress: (step: { done: number; total: number; message: string }) => void
  /** Where files and keys go. */
  file: Sink['file']
  key: Sink['key']
}

/** Fills the empty tables of a schema with what a backup of the same version holds. Refuses `backup.*`. */
export async function fillFrom(
  { manifest: { tables }, rest }: OpenBackup,
  owner: pg.ClientBase,
  { path, onProgress, file, key }: Filled,
): Promise<BackupSummary> {
  const total = tables.length + 1
  const filling = new Filling(owner)
  // Names out of the file are used in statements: only those that this schema has.
  if (!isDeepStrictEqual(await copiedTables(owner), tables)) throw refuse('backup.other-schema', { name: path })
  for (const { name } of tables) await owner.query(`truncate "${name}"`)
  let done = 0
  const summary = await rest({
    table: async (table, chunk) => {
      if (filling.begins(table)) onProgress({ done: done++, total, message: `正在恢复数据表 ${table.name}` })
      await filling.add(table, chunk)
    },
    file,
    key,
  })
  await filling.end()
  return summary
}

/** One table after the other, each as one statement that its parts flow into. */
class Filling {
  #current: { name: string; into: PassThrough; filled: Promise<unknown> } | undefined
  readonly #owner: pg.ClientBase
  constructor(owner: pg.ClientBase) {
    this.#owner = owner
  }

  begins = ({ name }: CopiedTable): boolean => this.#current?.name !== name

  async add(table: CopiedTable, chunk: Uint8Array): Promise<void> {
    if (this.begins(table)) {
      await this.end()
      const into = new PassThrough()
      const filled = copyIn(this.#owner, table, into)
      // Told by `end`, or by the chunk that meets it.
      filled.catch((error: unknown) => into.destroy(error as Error))
      this.#current = { name: table.name, into, filled }
    }
    const { into, filled } = this.#current!
    if (!into.write(chunk)) await Promise.race([new Promise((drained) => into.once('drain', drained)), filled])
  }

  async end(): Promise<void> {
    this.#current?.into.end()
    await this.#current?.filled
    this.#current = undefined
  }
}
