import { sql } from 'kysely'
import { diskTrouble, isDatabaseAway } from './away.ts'
import type { Db } from './index.ts'

/** Why the database saves nothing now, though it may still answer. */
export type WriteObstacle =
  | 'database'
  | 'database-disk-full'
  | 'database-disk-failing'
  | 'database-damaged'
  | 'database-read-only'

const troubles: Readonly<Record<string, WriteObstacle>> = {
  'database.disk-full': 'database-disk-full',
  'database.disk-failing': 'database-disk-failing',
  'database.damaged': 'database-damaged',
}

// SQLSTATE: a server whose owner forbids the first question, or limits what may be spilled, says nothing of its disk by that.
const forbidden = new Set(['42501', '53400'])

/**
 * What keeps the database from writing, found by writing: a sort that spills takes new room where its data lie, a message in
 * the log is brought to the disk as every saved thing is. No row is written, so nothing grows, however often it is asked.
 */
export async function writeObstacle(db: Db): Promise<WriteObstacle | undefined> {
  try {
    return await db.transaction().execute(async (tx) => {
      const { rows } = await sql<{ readOnly: boolean }>`
        select set_config('work_mem', '64kB', true), current_setting('transaction_read_only')::boolean as "readOnly"`.execute(
        tx,
      )
      if (rows[0]?.readOnly) return 'database-read-only' as const
      await sql`select count(*) from generate_series(1, 30000)`.execute(tx)
      await sql`select pg_logical_emit_message(true, 'govmedia', '')`.execute(tx)
      return undefined
    })
  } catch (error) {
    if (isDatabaseAway(error)) return 'database'
    const known = troubles[diskTrouble(error)?.code ?? '']
    if (known !== undefined) return known
    if (forbidden.has((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw error
  }
}
