import { sql } from 'kysely'
import type { CivilDate, Month, Quarter } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import type { DistrictFigures } from './model.ts'

/**
 * One statement a block for all districts, grouped by the district's code, which every one of these tables is keyed by: on a
 * distributed engine each is counted where it lies. A district without a row in a block is not in its answer.
 */

const among = (districtIds: readonly string[]) => sql`any(${[...districtIds]}::text[])`

const byDistrict = <T extends { districtId: string }>(rows: readonly T[]): Map<string, Omit<T, 'districtId'>> =>
  new Map(rows.map(({ districtId, ...rest }) => [districtId, rest]))

/** What stands in the ledgers, without what was deregistered. */
export async function ledgersOf(
  db: Db | Tx,
  districtIds: readonly string[],
): Promise<Map<string, DistrictFigures['ledger']>> {
  const { rows } = await sql<DistrictFigures['ledger'] & { districtId: string }>`
    select district_id as "districtId", count(*)::int as registered,
      count(*) filter (where running_state = 'running')::int as running,
      count(*) filter (where filing_state = 'filed')::int as filed,
      count(*) filter (where filing_state = 'unfiled')::int as unfiled,
      count(*) filter (where filing_state = 'unknown')::int as "filingUnknown"
    from account where district_id = ${among(districtIds)} and running_state <> 'deregistered'
    group by district_id`.execute(db)
  return byDistrict(rows)
}

/** The check that speaks for a month, and whether the month is closed. */
export async function checksOf(
  db: Db | Tx,
  districtIds: readonly string[],
  month: Month,
): Promise<Map<string, { checkpoint: CivilDate; closed: boolean }>> {
  const { rows } = await sql<{ districtId: string; checkpoint: CivilDate; closed: boolean }>`
    select r.district_id as "districtId", max(r.checkpoint) as checkpoint, bool_or(k.month is not null) as closed
    from check_run r left join month_closing k on k.district_id = r.district_id and k.month = r.month
    where r.district_id = ${among(districtIds)} and r.month = ${month}
    group by r.district_id`.execute(db)
  return byDistrict(rows)
}

/** Clues of a month that no person has decided. */
export async function awaitingOf(
  db: Db | Tx,
  districtIds: readonly string[],
  month: Month,
): Promise<Map<string, { awaiting: number }>> {
  const { rows } = await sql<{ districtId: string; awaiting: number }>`
    select district_id as "districtId", count(*)::int as awaiting from finding
    where district_id = ${among(districtIds)} and month = ${month} and state in ('candidate', 'needs-evidence')
    group by district_id`.execute(db)
  return byDistrict(rows)
}

/** The newest version of a quarter's report that still stands. */
export async function reportsOf(
  db: Db | Tx,
  districtIds: readonly string[],
  quarter: Quarter,
): Promise<Map<string, { version: number; final: boolean }>> {
  const { rows } = await sql<{ districtId: string; version: number; final: boolean }>`
    select distinct on (district_id) district_id as "districtId", version, state = 'final' as final
    from quarterly_report
    where district_id = ${among(districtIds)} and quarter = ${quarter} and state <> 'superseded'
    order by district_id, version desc`.execute(db)
  return byDistrict(rows)
}

/** The circular that was issued last and not taken back. */
export async function lastCircularsOf(
  db: Db | Tx,
  districtIds: readonly string[],
): Promise<Map<string, { title: string; issuedOn: CivilDate }>> {
  const { rows } = await sql<{ districtId: string; title: string; issuedOn: CivilDate }>`
    select distinct on (district_id) district_id as "districtId", title, issued_on as "issuedOn"
    from dispatch
    where district_id = ${among(districtIds)} and issued_on is not null and state in ('issued', 'closed')
      and variant in ('circular', 'letter', 'single-account', 'no-problems')
    order by district_id, issued_on desc, number_serial desc`.execute(db)
  return byDistrict(rows)
}

/** Of some months and districts those that were checked and are not closed. */
export async function openMonthsOf(
  db: Db | Tx,
  districtIds: readonly string[],
  months: readonly Month[],
): Promise<Set<string>> {
  const { rows } = await sql<{ key: string }>`
    select distinct r.district_id || ' ' || r.month as key from check_run r
    where r.district_id = ${among(districtIds)} and r.month = any(${[...months]}::text[])
      and not exists (select from month_closing k where k.district_id = r.district_id and k.month = r.month)`.execute(
    db,
  )
  return new Set(rows.map(({ key }) => key))
}
