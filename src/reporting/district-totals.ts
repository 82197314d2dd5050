import { sql } from 'kysely'
import { monthsOf, type Period } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import { hasResult } from '../monitoring/index.ts'
import { unitKindCodes, unitKinds } from '../vocabulary/units.ts'
import type { Totals } from './model.ts'

const inScopeKinds = unitKindCodes.filter((kind) => unitKinds[kind].inScope)

/** Accounts by what became of them, of one district and period. */
export type PeriodTotals = Omit<Totals, 'partly' | 'findings'>

/**
 * What `quarterTotals` counts of one district, of many in one statement: every join and grouping goes by the district, so that
 * each can be counted where its rows lie. A district and period in which nothing was checked is not in it.
 */
export async function totalsOfDistricts(
  db: Db | Tx,
  districtIds: readonly string[],
  periods: readonly Period[],
): Promise<Map<string, Map<Period, PeriodTotals>>> {
  const asked = periods.flatMap((period) => monthsOf(period).map((month) => ({ period, month })))
  const months = [...new Set(asked.map(({ month }) => month))]
  const { rows } = await sql<PeriodTotals & { districtId: string; period: Period }>`
    with asked as (
      select m.period, m.month from unnest(${asked.map(({ period }) => period)}::text[], ${asked.map(({ month }) => month)}::text[])
        as m (period, month)
    ), run as materialized (
      select l.district_id, l.month, l.id,
        exists (select from month_closing k where k.district_id = l.district_id and k.month = l.month) as closed
      from (select distinct on (district_id, month) district_id, month, id from check_run
        where district_id = any(${[...districtIds]}::text[]) and month = any(${months}::text[])
        order by district_id, month, checkpoint desc, finished_at desc, id desc) l
    ), scope as materialized (
      select district_id, id from unit
      where district_id = any(${[...districtIds]}::text[]) and kind = any(${inScopeKinds}::text[])
    ), veto as materialized (
      select district_id, month, account_id, state from finding
      where district_id = any(${[...districtIds]}::text[]) and month = any(${months}::text[]) and class = 'veto'
    ), result as materialized (
      select run.district_id, run.month, c.account_id,
        (run.district_id, run.month, c.account_id) in
          (select district_id, month, account_id from veto where state = 'confirmed') as confirmed,
        (run.district_id, run.month, c.account_id) in
          (select district_id, month, account_id from veto where state in ('candidate', 'needs-evidence')) as open,
        case c.verdict when 'qualified' then true when 'unknown' then false
          else not ${hasResult(sql`r.class = 'veto' and r.value = 'unknown'`)} end as known
      from run
      join check_result c on c.district_id = run.district_id and c.run_id = run.id
      where run.closed or (c.district_id, c.unit_id) in (select district_id, id from scope)
    ), seen as (
      select r.district_id, a.period, r.account_id, bool_or(r.confirmed) as unqualified, bool_or(r.open) as pending,
        bool_or(r.known) as known
      from result r join asked a on a.month = r.month
      group by r.district_id, a.period, r.account_id
    )
    select district_id as "districtId", period, count(*)::int as registered,
      count(*) filter (where unqualified or pending or known)::int as judged,
      count(*) filter (where known and not unqualified and not pending)::int as qualified,
      count(*) filter (where unqualified)::int as unqualified,
      count(*) filter (where pending and not unqualified)::int as pending,
      count(*) filter (where not known and not unqualified and not pending)::int as unknown
    from seen group by district_id, period`.execute(db)
  return new Map(
    [...Map.groupBy(rows, ({ districtId }) => districtId)].map(([districtId, own]) => [
      districtId,
      new Map(own.map(({ districtId: _district, period, ...totals }) => [period, totals])),
    ]),
  )
}
