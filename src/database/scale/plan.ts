import { kinds } from './tables.ts'

/**
 * One statement. Foreign keys are taken off first and put back last (`off`, `on`): Citus refuses one that leads from a table
 * that isn't distributed yet to one that is, and takes every table that leans on a reference table into its metadata.
 */
export type Step = { table: string; kind: 'off' | 'distributed' | 'reference' | 'on'; statement: string }

/** A foreign key of `table`, as PostgreSQL writes it down. */
export type ForeignKey = { table: string; name: string; definition: string }

/** Shards of a distributed table: some multiple of the nodes a province may come to; changed later only by rebalancing. */
export const SHARDS = 32

/**
 * The statements that distribute a schema: its foreign keys off, small tables on every node, all tables of a district on the
 * same shards as the first one, the keys on again. A table that is in no list is a defect of the list.
 */
export function planOf(tables: readonly string[], foreignKeys: readonly ForeignKey[], shards = SHARDS): Step[] {
  const unknown = tables.filter((table) => kinds[table] === undefined)
  if (unknown.length > 0) throw new Error(`in no list of src/database/scale/tables.ts: ${unknown.join(', ')}`)
  const of = (kind: 'distributed' | 'reference') => tables.filter((table) => kinds[table] === kind).toSorted()
  const distributed = of('distributed')
  const [first] = distributed
  return [
    ...foreignKeys.map(({ table, name }) => ({
      table,
      kind: 'off' as const,
      statement: `alter table ${table} drop constraint ${quoted(name)};`,
    })),
    ...of('reference').map((table) => ({
      table,
      kind: 'reference' as const,
      statement: `select create_reference_table('${table}');`,
    })),
    ...distributed.map((table) => ({
      table,
      kind: 'distributed' as const,
      statement:
        table === first
          ? `select create_distributed_table('${table}', 'district_id', colocate_with => 'none', shard_count => ${shards});`
          : `select create_distributed_table('${table}', 'district_id', colocate_with => '${first}');`,
    })),
    ...foreignKeys.map((key) => ({ table: key.table, kind: 'on' as const, statement: `${putBack(key)};` })),
  ]
}

export const putBack = ({ table, name, definition }: ForeignKey): string =>
  `alter table ${table} add constraint ${quoted(name)} ${definition}`

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`
