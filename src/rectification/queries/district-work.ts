import { sql } from 'kysely'
import { type CivilDate, type Instant, monthsOf } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { mayBeNamed, unitIndicators } from '../../monitoring/index.ts'
import { owed } from './lists.ts'
import { orderableQuarters } from './open-problems.ts'

/** Orders that are not over, those of them past their days, and problems that are not over (as `openFindings` lists them). */
export type DistrictWork = { open: number; late: number; problems: number }

/** Orders of many districts in one statement; a district that never had one is not in it. */
export async function ordersOfDistricts(
  db: Db | Tx,
  districtIds: readonly string[],
  now: Instant,
): Promise<Map<string, Pick<DistrictWork, 'open' | 'late'>>> {
  const { rows } = await sql<{ districtId: string; open: number; late: number }>`
    select o.district_id as "districtId",
      count(*) filter (where o.state not in ('upheld', 'closed', 'withdrawn'))::int as open,
      count(*) filter (where ${owed(now)})::int as late
    from rectification_order o where o.district_id = any(${[...districtIds]}::text[])
    group by o.district_id`.execute(db)
  return new Map(rows.map(({ districtId, ...counts }) => [districtId, counts]))
}

/**
 * Problems that people confirmed and that are not over, of many districts in one statement: under an order that stands, or
 * still to be ordered; what lasted three months is one, a unit's problem is one of the unit.
 */
export async function problemsOfDistricts(
  db: Db | Tx,
  districtIds: readonly string[],
  today: CivilDate,
): Promise<Map<string, number>> {
  const months = orderableQuarters(today).flatMap((quarter) => monthsOf(quarter))
  const districts = sql`any(${[...districtIds]}::text[])`
  const { rows } = await sql<{ districtId: string; problems: number }>`
    with run as materialized (
      select distinct on (district_id, month) district_id, month, id from check_run
      where district_id = ${districts} and month = any(${months}::text[])
      order by district_id, month, checkpoint desc, finished_at desc, id desc
    ), ordered as (
      select f.district_id, f.indicator, case f.about when 'unit' then o.unit_id else f.account_id end as whose
      from rectification_order o
      join rectification_finding f on f.district_id = o.district_id and f.order_id = o.id
      where o.district_id = ${districts} and o.state not in ('upheld', 'closed', 'withdrawn')
    ), waiting as (
      select f.district_id, f.indicator,
        case when f.indicator = any(${[...unitIndicators]}::text[]) then c.unit_id else f.account_id end as whose
      from run
      join finding f on f.district_id = run.district_id and f.month = run.month and f.state = 'confirmed'
      join check_result c on c.district_id = run.district_id and c.run_id = run.id and c.account_id = f.account_id
      where ${mayBeNamed(sql`run.month`)}
        and not exists (select from rectification_finding t where t.district_id = f.district_id and t.finding_id = f.id
          and not t.released)
        and (select k.to_state from finding_correction k where k.district_id = f.district_id and k.finding_id = f.id
          order by k.corrected_at desc, k.id desc limit 1) is distinct from 'dismissed'
    )
    select district_id as "districtId", count(*)::int as problems
    from (select district_id, indicator, whose from ordered union select district_id, indicator, whose from waiting) problem group by district_id`.execute(
    db,
  )
  return new Map(rows.map(({ districtId, problems }) => [districtId, problems]))
}
