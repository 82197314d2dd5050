import type { Pool } from 'pg'

/** What is true of every row before anything is killed, and has to be true of every row afterwards. */
export type Held = {
  /** Tables each row of which stands in the trail by its id. */
  traced: string[]
  /** Kinds of the trail's subjects, with the table in which each of them is found. */
  found: { kind: string; table: string }[]
}

/** Learns what holds of the rows that are there. */
export async function learnHeld(pool: Pool): Promise<Held> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select table_name as name from information_schema.columns
     where table_schema = 'public' and column_name = 'id' and data_type = 'uuid'
       and table_name not in ('trail_event', 'session', 'job_run') order by 1`,
  )
  const held: Held = { traced: [], found: [] }
  for (const { name } of tables) {
    const { rows } = await pool.query<{ rows: number; bare: number }>(
      `select count(*)::int as rows, count(*) filter (where not ${stands('t')})::int as bare from ${name} t`,
    )
    if (rows[0]!.rows > 0 && rows[0]!.bare === 0) held.traced.push(name)
    const { rows: kinds } = await pool.query<{ kind: string }>(
      `select subject_kind as kind from trail_event e where subject_id ~ '^[0-9a-f-]{36}$'
       group by 1 having bool_and(exists (select from ${name} t where t.id::text = e.subject_id)) order by 1`,
    )
    held.found.push(...kinds.map(({ kind }) => ({ kind, table: name })))
  }
  return held
}

const stands = (table: string) => `exists (select from trail_event e where e.subject_id = ${table}.id::text)`

/** Where that no longer holds, in words. */
export async function brokenHeld(pool: Pool, { traced, found }: Held): Promise<string[]> {
  const parts = [
    ...traced.map((table) => `select '${table} without trace: ' || id as why from ${table} t where not ${stands('t')}`),
    ...found.map(
      ({ kind, table }) =>
        `select '${kind} of the trail not in ${table}: ' || subject_id from trail_event e
         where subject_kind = '${kind}' and subject_id ~ '^[0-9a-f-]{36}$'
           and not exists (select from ${table} t where t.id::text = e.subject_id)`,
    ),
  ]
  const { rows } = await pool.query<{ why: string }>(parts.join(' union all '))
  return rows.map(({ why }) => why)
}
