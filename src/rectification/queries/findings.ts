import { type RawBuilder, sql } from 'kysely'
import type { CivilDate, Instant, Month } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { type FindingState, ownResult, type Value } from '../../monitoring/index.ts'

/** The months in which some findings were found. */
export async function monthsOfFindings(tx: Tx, districtId: string, ids: readonly string[]): Promise<Month[]> {
  const { rows } = await sql<{ month: Month }>`
    select distinct month from finding where district_id = ${districtId} and id = any(${[...ids]}::uuid[])
    order by month`.execute(tx)
  return rows.map(({ month }) => month)
}

/** Which of some findings stand in an order, with the order and its state; what was withdrawn or upheld is none. */
export async function orderedAlready(
  db: Db | Tx,
  districtId: string,
  ids: readonly string[],
): Promise<Map<string, { orderId: string; number: string | null }>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ findingId: string; orderId: string; number: string | null }>`
    select f.finding_id as "findingId", f.order_id as "orderId", o.number
    from rectification_finding f
    join rectification_order o on o.district_id = f.district_id and o.id = f.order_id
    where f.district_id = ${districtId} and not f.released and f.finding_id = any(${[...ids]}::uuid[])`.execute(db)
  return new Map(rows.map(({ findingId, ...order }) => [findingId, order]))
}

// What was put right after a month was closed stands beside the finding.
const newestCorrection = (finding: RawBuilder<unknown>) => sql`
  (select c.to_state, c.reason, c.corrected_by, c.corrected_at from finding_correction c
    where c.district_id = ${finding}.district_id and c.finding_id = ${finding}.id
    order by c.corrected_at desc, c.id desc limit 1)`

/** Those of some findings that were put right to dismissed after their month was closed. */
export async function correctedAway(db: Db | Tx, districtId: string, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const { rows } = await sql<{ id: string }>`
    select n.id from finding n cross join lateral ${newestCorrection(sql`n`)} k
    where n.district_id = ${districtId} and n.id = any(${[...ids]}::uuid[]) and k.to_state = 'dismissed'`.execute(db)
  return new Set(rows.map(({ id }) => id))
}

/** A finding of an order that no longer stands as it stood when it was ordered. */
export type TurnedFinding = {
  orderId: string
  findingId: string
  label: string
  accountName: string
  state: FindingState
  reason: string | null
  decidedBy: string | null
  decidedAt: Instant | null
  factsChanged: boolean
  /** The run that speaks for its month no longer finds it. */
  refuted: boolean
  /** What of it was seen: a step that lets the order stand keeps it. */
  seen: string
}

// Which version of the finding, how many corrections, refuted or not: what a person looked at who let the order stand.
const seen = sql`n.version || '/' || (select count(*) from finding_correction c
  where c.district_id = n.district_id and c.finding_id = n.id) || '/' || (n.run_id <> s.id)::text`

/**
 * Findings under orders that were turned over since: no longer confirmed, with other facts, or refuted by the run that
 * speaks for their month; not those that a person has looked at since (`maintain`), while nothing new happened to them.
 */
export async function turnedFindings(
  db: Db | Tx,
  districtId: string,
  only: { orderId?: string } = {},
): Promise<TurnedFinding[]> {
  const { rows } = await sql<TurnedFinding>`
    select f.order_id as "orderId", f.finding_id as "findingId", f.label, f.account_name as "accountName",
      coalesce(k.to_state, n.state) as state, coalesce(k.reason, n.reason) as reason,
      coalesce(k.corrected_by, n.decided_by) as "decidedBy", coalesce(k.corrected_at, n.decided_at) as "decidedAt",
      k.to_state is null and n.facts_changed as "factsChanged", k.to_state is null and n.run_id <> s.id as refuted,
      ${seen} as seen
    from rectification_finding f
    join rectification_order o on o.district_id = f.district_id and o.id = f.order_id
    join finding n on n.district_id = f.district_id and n.id = f.finding_id
    cross join lateral (select r.id from check_run r
      where r.district_id = n.district_id and r.month = n.month
      order by r.checkpoint desc, r.finished_at desc, r.id desc limit 1) s
    left join lateral ${newestCorrection(sql`n`)} k on true
    where f.district_id = ${districtId} and not f.released and o.state <> 'drafted'
      and (coalesce(k.to_state, n.state) <> 'confirmed' or n.run_id <> s.id)
      and not exists (select from rectification_step m where m.district_id = f.district_id and m.order_id = f.order_id
        and m.action = 'maintain' and m.facts -> 'turned' @> jsonb_build_array(
          jsonb_build_object('findingId', f.finding_id, 'seen', ${seen})))
      ${only.orderId ? sql`and f.order_id = ${only.orderId}::uuid` : sql``}
    order by f.order_id, f.account_name, f.finding_id`.execute(db)
  return rows
}

/** What the newest check says of an account by an indicator. */
export type NewestResult = { accountId: string; indicator: string; month: Month; checkpoint: CivilDate; value: Value }

/** The machine's newest results of some accounts and indicators; nothing of those that were never judged. */
export async function newestResults(
  db: Db | Tx,
  districtId: string,
  pairs: readonly { accountId: string; indicator: string }[],
): Promise<NewestResult[]> {
  if (pairs.length === 0) return []
  const { rows } = await sql<NewestResult>`
    select distinct on (p."accountId", p.indicator) p."accountId", p.indicator, k.month, k.checkpoint, r.value
    from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as p ("accountId" uuid, indicator text)
    join check_result c on c.district_id = ${districtId} and c.account_id = p."accountId"
    join check_run k on k.district_id = c.district_id and k.id = c.run_id
    join run_result r on ${ownResult} and r.indicator = p.indicator
    order by p."accountId", p.indicator, k.checkpoint desc, k.finished_at desc, k.id desc`.execute(db)
  return rows
}

/** An account with the same problem confirmed again and again. */
export type Repeated = { accountId: string; indicator: string; months: Month[] }

/**
 * Accounts of which people confirmed the same problem in at least `times` of the months from `from` to `until`
 * (N-NM-09). A hint is no problem, and a fact of the unit is no account's.
 */
export async function repeatedFindings(
  db: Db | Tx,
  districtId: string,
  {
    from,
    until,
    times,
    unitIndicators,
  }: { from: Month; until: Month; times: number; unitIndicators: readonly string[] },
): Promise<Repeated[]> {
  const { rows } = await sql<Repeated>`
    select f.account_id as "accountId", f.indicator, array_agg(distinct f.month order by f.month) as months
    from finding f
    join account a on a.district_id = f.district_id and a.id = f.account_id and a.running_state = 'running'
    left join lateral ${newestCorrection(sql`f`)} k on true
    where f.district_id = ${districtId} and f.state = 'confirmed' and k.to_state is distinct from 'dismissed'
      and f.class in ('veto', 'deduction')
      and f.month between ${from} and ${until} and not f.indicator = any(${[...unitIndicators]}::text[])
    group by f.account_id, f.indicator
    having count(distinct f.month) >= ${times}
    order by f.account_id, f.indicator`.execute(db)
  return rows
}
