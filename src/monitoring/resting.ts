import { sql } from 'kysely'
import { addDays, type CivilDate, type Instant, type Month, startOfDay } from '../calendar/index.ts'
import type { Brought } from '../collection/index.ts'
import type { Db, Tx } from '../database/index.ts'

/** As far back as the bench shows posts before the window: what was seen since then a finding may rest on. */
export const RESTS_DAYS = 415

export type RestingFinding = {
  accountId: string
  month: Month
  from: Instant
  until: Instant
  /** When it was decided and its month closed; null while either is to come. */
  over: Instant | null
}

/** Every finding that stands, or was decided by a person, with the time of what it rests on. */
export async function restingFindings(db: Db | Tx, districtId: string): Promise<RestingFinding[]> {
  const { rows } = await sql<Omit<RestingFinding, 'from'> & { checkpoint: CivilDate }>`
    select f.account_id as "accountId", f.month, r.checkpoint, greatest(r.finished_at, f.decided_at) as until,
      case when f.state in ('confirmed', 'dismissed') and m.month is not null then greatest(f.decided_at, m.closed_at) end as over
    from finding f
    join check_run r on r.district_id = f.district_id and r.id = f.run_id
    left join month_closing m on m.district_id = f.district_id and m.month = f.month
    where f.district_id = ${districtId} and f.state <> 'withdrawn'`.execute(db)
  return rows.map(({ checkpoint, ...one }) => ({ ...one, from: startOfDay(addDays(checkpoint, -RESTS_DAYS)) }))
}

/**
 * The closed months whose verdicts knew of what a file brought: closed after it came, of an account that was judged, and of
 * days up to the month's end, since a month looks back to the last update.
 */
export async function closedMonthsOn(tx: Tx, districtId: string, { at, days }: Brought): Promise<Month[]> {
  const { rows } = await sql<{ month: Month }>`
    select m.month from month_closing m
    where m.district_id = ${districtId} and m.closed_at >= ${at} and exists (
      select from unnest(
        ${days.map(({ accountId }) => accountId)}::uuid[], ${days.map(({ from }) => from)}::date[]) as d (account_id, day)
      join check_result c on c.district_id = m.district_id and c.run_id = m.run_id and c.account_id = d.account_id
      where d.day < (to_date(m.month || '-01', 'YYYY-MM-DD') + interval '1 month')::date)
    order by m.month`.execute(tx)
  return rows.map(({ month }) => month)
}
