import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'

/** A table of the rooms and its columns in their order, without those that the database reckons itself. */
export type CopiedTable = { name: string; columns: string[] }

/** Every table that holds data, by name. What migrations wrote down of themselves, the queues, and what is
 * counted for an hour are made anew. */
export async function copiedTables(client: pg.ClientBase): Promise<CopiedTable[]> {
  const { rows } = await client.query<CopiedTable>(`
    select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and c.relpersistence = 'p'
      and c.relname <> 'schema_migration'
    group by c.relname order by c.relname`)
  return rows
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`
const listed = ({ name, columns }: CopiedTable) => `${quoted(name)} (${columns.map(quoted).join(', ')})`

/** The rows of a table as PostgreSQL's own text, which every version reads. */
export const copyOut = (client: pg.ClientBase, table: CopiedTable): Readable =>
  client.query(copyTo(`copy ${listed(table)} to stdout`))

/** Fills a table with what `copyOut` gave; answers how many rows. */
export async function copyIn(
  client: pg.ClientBase,
  table: CopiedTable,
  text: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<number> {
  const into = client.query(copyFrom(`copy ${listed(table)} from stdin`))
  await pipeline(Readable.from(text, { objectMode: false }), into)
  return into.rowCount
}

type ForeignKey = { table: string; name: string; definition: string }

/** Works on tables that may for a while name rows that aren't there yet, in whatever order they are filled. */
export async function withoutForeignKeys(owner: pg.ClientBase, work: () => Promise<void>): Promise<void> {
  const { rows } = await owner.query<ForeignKey>(`
    select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition
    from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace and conparentid = 0`)
  for (const { table, name } of rows) await owner.query(`alter table ${table} drop constraint ${quoted(name)}`)
  await work()
  for (const { table, name, definition } of rows)
    await owner.query(`alter table ${table} add constraint ${quoted(name)} ${definition}`)
}
