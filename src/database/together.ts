import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from './index.ts'

/** The answer of a query that always answers one row: counts of what waits. */
export async function oneRow<T>(db: Db | Tx, query: RawBuilder<T>): Promise<T> {
  const { rows } = await query.execute(db)
  return rows[0]!
}

type Asked = Record<string, RawBuilder<unknown> | false>
type Told<T extends Asked> = {
  [K in keyof T]: T[K] extends RawBuilder<infer R> | false ? (false extends T[K] ? R | undefined : R) : never
}

/**
 * Several such queries, of as many rooms, in one statement: a page that tells what waits everywhere waits itself once.
 * `false`: not asked, and undefined in what is told. Rows pass through JSON, so they hold numbers, words and truths only.
 */
export async function together<T extends Asked>(db: Db | Tx, asked: T): Promise<Told<T>> {
  const queries = Object.entries(asked).flatMap(([name, query]) => (query ? [{ name, query }] : []))
  if (queries.length === 0) return {} as Told<T>
  const columns = queries.map(({ name, query }) => sql`(select to_jsonb(one) from (${query}) one) as ${sql.id(name)}`)
  return oneRow(db, sql<Told<T>>`select ${sql.join(columns)}`)
}
