import { kinds } from './tables.ts'

/** One statement that places one table. */
export type Step = { table: string; kind: 'distributed' | 'reference'; statement: string }

/** `child` names rows of `parent`. */
export type ForeignKey = { child: string; parent: string }

/** Shards of a distributed table: some multiple of the nodes a province may come to; changed later only by rebalancing. */
export const SHARDS = 32

/**
 * The statements that distribute a schema, in an order in which each may run: whatever a table names stands before it, and
 * all tables of a district lie on the same shards as the first one. A table that is in no list is a defect of the list.
 */
export function planOf(tables: readonly string[], foreignKeys: readonly ForeignKey[], shards = SHARDS): Step[] {
  const unknown = tables.filter((table) => kinds[table] === undefined)
  if (unknown.length > 0) throw new Error(`in no list of src/database/scale/tables.ts: ${unknown.join(', ')}`)
  const reference = inOrder(tables, 'reference', foreignKeys)
  const distributed = inOrder(tables, 'distributed', foreignKeys)
  const [first] = distributed
  return [
    ...reference.map((table) => ({
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
  ]
}

function inOrder(tables: readonly string[], kind: 'distributed' | 'reference', keys: readonly ForeignKey[]): string[] {
  const waiting = new Set(tables.filter((table) => kinds[table] === kind).toSorted())
  const placed: string[] = []
  while (waiting.size > 0) {
    const next = [...waiting].find(
      (table) => !keys.some(({ child, parent }) => child === table && parent !== table && waiting.has(parent)),
    )
    if (next === undefined) throw new Error(`foreign keys in a circle: ${[...waiting].join(', ')}`)
    waiting.delete(next)
    placed.push(next)
  }
  return placed
}
