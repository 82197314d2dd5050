import type { Forgetful } from './one-connection.ts'

type Query = Forgetful['query']
export type Changes = Map<string, string[]>

/** Rows of every table that the transaction has changed, as text: what is there now. */
export async function rowsOfChanged(query: Query): Promise<Changes> {
  const { rows: tables } = await query<{ name: string }>(
    `select relname as name from pg_stat_xact_user_tables where schemaname = 'public' and n_tup_ins + n_tup_upd + n_tup_del > 0 order by 1`,
  )
  const changes: Changes = new Map()
  for (const { name } of tables) {
    const { rows } = await query<{ row: string }>(`select to_jsonb(t)::text as row from ${name} t`)
    changes.set(
      name,
      rows.map(({ row }) => row),
    )
  }
  return changes
}

/** What is new against the rows before; ids, moments and sealed bytes that differ by chance are put aside. */
export function newRows(before: (table: string) => ReadonlySet<string>, changes: Changes): string[] {
  return [...changes].flatMap(([table, rows]) => {
    const known = before(table)
    return rows.filter((row) => !known.has(row)).map((row) => `${table} ${row}`)
  })
}

export const withoutChance = (row: string, known: ReadonlySet<string>): string =>
  row
    .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => (known.has(id) ? id : '*'))
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+(?:\+00:00|Z)?/g, '*')
    .replace(/\\\\x[0-9a-f]*/g, '*')
    .replace(/"(?:password_hash|sealed|wrappedKey)": ?"[^"]*"/g, '*')
    .replace(/[0-9a-f]{64}/g, '*')
    .replace(/"(seq|value|hash)": ?\d+/g, '*')
