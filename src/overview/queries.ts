import { sql } from 'kysely'
import type { Month } from '../calendar/index.ts'
import type { Db } from '../database/index.ts'
import type { Register } from './model.ts'

/** What stands in the ledger, as its list shows it: all but deregistered accounts. */
export async function registerCounts(db: Db, districtId: string): Promise<Register> {
  const { rows } = await sql<Register>`
    select count(*)::int as registered, count(*) filter (where running_state = 'running')::int as running
    from account where district_id = ${districtId} and running_state <> 'deregistered'`.execute(db)
  return rows[0]!
}

/** Those of some months that were checked and are not closed. */
export async function openMonths(db: Db, districtId: string, months: readonly Month[]): Promise<Set<Month>> {
  const { rows } = await sql<{ month: Month }>`
    select distinct month from check_run r
    where district_id = ${districtId} and month = any(${[...months]}::text[])
      and not exists (select from month_closing m where m.district_id = r.district_id and m.month = r.month)`.execute(
    db,
  )
  return new Set(rows.map(({ month }) => month))
}
