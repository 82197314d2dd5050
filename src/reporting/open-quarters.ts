import { sql } from 'kysely'
import type { Quarter } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'

/** Quarters with a report that is still being worked on: what it rests on is not done with. */
export async function openQuarters(db: Db | Tx, districtId: string): Promise<Quarter[]> {
  const { rows } = await sql<{ quarter: Quarter }>`
    select quarter from quarterly_report where district_id = ${districtId}
    group by quarter having not bool_or(state = 'final') order by quarter`.execute(db)
  return rows.map(({ quarter }) => quarter)
}
