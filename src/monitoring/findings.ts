import { sql } from 'kysely'
import type { Instant, Month } from '../calendar/index.ts'
import type { Db, Ids, Tx } from '../database/index.ts'
import type { Facts, FindingRow, FindingState, IndicatorClass } from './model.ts'
import type { Candidate } from './rules.ts'

/** The findings of a month as they stand after a run. */
export type FindingsOfRun = { districtId: string; month: Month; runId: string }

export type CandidateBatch = FindingsOfRun & {
  at: Instant
  /** Of parts of split findings, theirs: `partCandidates`. */
  candidates: readonly (Candidate & { part?: Part })[]
}

/** Which part of which finding a candidate is, and the reported problems that it is about. */
export type Part = { number: number; of: string; problemIds: readonly string[] }

// What was judged before results told the purpose is compared without it: to say more is no other fact.
const differs = sql`finding.facts <> (case when finding.facts ? 'purposeConfirmed' then excluded.facts
  else excluded.facts - array['purpose', 'purposeConfirmed'] end)`

// What a person decided on other facts is open again: a dismissal at day 15 says nothing about day 30.
const overtaken = sql`finding.state in ('confirmed', 'dismissed') and ${differs}`

/**
 * Puts the candidates of a run on the bench. What people decided stands while the facts under it stand; where they
 * changed, it waits for a person again, with the earlier reason. A withdrawn one whose fact is back is a candidate again.
 */
export async function upsertCandidates(
  tx: Tx,
  ids: Ids,
  { districtId, month, runId, at, candidates }: CandidateBatch,
): Promise<void> {
  if (candidates.length === 0) return
  await sql`
    insert into finding (district_id, month, run_id, state, created_at, id, account_id, indicator, class, facts, part, part_of,
      problem_ids)
    select ${districtId}, ${month}, ${runId}::uuid, 'candidate', ${at}::timestamptz, c.id, c.account, c.indicator, c.class,
      c.facts, c.part, c.of, c.problems::uuid[]
    from unnest(
      ${candidates.map(() => ids.next())}::uuid[], ${candidates.map((one) => one.accountId)}::uuid[],
      ${candidates.map((one) => one.result.indicator)}::text[], ${candidates.map((one) => one.result.class)}::text[],
      ${candidates.map((one) => JSON.stringify(one.result.facts))}::jsonb[],
      ${candidates.map(({ part }) => part?.number ?? 0)}::int[], ${candidates.map(({ part }) => part?.of ?? null)}::uuid[],
      ${candidates.map(({ part }) => (part ? `{${part.problemIds.join()}}` : null))}::text[]
    ) as c (id, account, indicator, class, facts, part, of, problems)
    on conflict (district_id, month, account_id, indicator, part) do update set
      class = excluded.class, facts = excluded.facts, run_id = excluded.run_id,
      facts_changed = (${overtaken}) or (finding.state = 'merged' and ${differs})
        or (finding.facts_changed and finding.state in ('candidate', 'needs-evidence')),
      reason = case when finding.state = 'withdrawn' then null else finding.reason end,
      first_confirmed_by = case when finding.state = 'withdrawn' or ${differs} then null else finding.first_confirmed_by end,
      first_confirmed_at = case when finding.state = 'withdrawn' or ${differs} then null else finding.first_confirmed_at end,
      state = case when finding.state = 'withdrawn' or ${overtaken} then 'candidate' else finding.state end,
      version = finding.version
        + case when finding.state = 'withdrawn' or ${differs} then 1 else 0 end`.execute(tx)
}

/**
 * Takes back what no longer holds. What no person had decided is withdrawn; what a person had confirmed waits for a person
 * again, resting on the run it was judged in, also where the ledger now says that the account has no place in the month.
 */
export async function withdrawVanished(tx: Tx, { districtId, month, runId }: FindingsOfRun): Promise<number> {
  // Every finding that still holds carries this run's id since the upsert.
  const withdrawn = await sql`
    update finding set state = 'withdrawn', version = version + 1
    where district_id = ${districtId} and month = ${month} and run_id <> ${runId}::uuid
      and state in ('candidate', 'needs-evidence') and not facts_changed`.execute(tx)
  await sql`
    update finding set state = 'needs-evidence', facts_changed = true, version = version + 1
    where district_id = ${districtId} and month = ${month} and run_id <> ${runId}::uuid and state = 'confirmed'`.execute(
    tx,
  )
  return Number(withdrawn.numAffectedRows ?? 0)
}

/** Which findings: `unitId` narrows to one unit, as `permittedScope` says. */
export type FindingFilter = {
  unitId?: string | undefined
  month?: Month | undefined
  states?: readonly FindingState[] | undefined
  indicator?: string | undefined
  accountId?: string | undefined
  /** Part of a unit's or an account's name. */
  search?: string | undefined
}

/** The order of the bench: what disqualifies first, then as the ledger stands. */
const benchOrder = sql`
  case f.class when 'veto' then 0 else 1 end, f.indicator, c.unit_name collate "zh-x-icu", c.account_name collate "zh-x-icu", f.id`

const findingColumns = sql`
  f.id, f.month, f.account_id as "accountId", c.account_name as "accountName", c.platform, c.unit_name as "unitName", f.indicator,
  (select r.checkpoint from check_run r where r.district_id = f.district_id and r.id = f.run_id) as checkpoint,
  f.class, f.facts, f.state, f.reason, f.first_confirmed_by as "firstConfirmedBy", f.decided_by as "decidedBy", f.decided_at as "decidedAt",
  f.part, f.part_of as "partOf", f.merged_into as "mergedInto", f.facts_changed as "factsChanged", f.version,
  f.run_id <> (select s.id from check_run s where s.district_id = f.district_id and s.month = f.month
    order by s.checkpoint desc, s.finished_at desc, s.id desc limit 1) as refuted`

// Under the names of the run that the finding rests on: a later rename or move of the account changes none of them.
const findingTables = sql`
  finding f
  join check_result c on c.district_id = f.district_id and c.run_id = f.run_id and c.account_id = f.account_id`

function matching(districtId: string, filter: FindingFilter) {
  const conditions = [sql`f.district_id = ${districtId}`]
  if (filter.unitId) conditions.push(sql`c.unit_id = ${filter.unitId}`)
  if (filter.month) conditions.push(sql`f.month = ${filter.month}`)
  if (filter.states) conditions.push(sql`f.state = any(${filter.states}::text[])`)
  if (filter.indicator) conditions.push(sql`f.indicator = ${filter.indicator}`)
  if (filter.accountId) conditions.push(sql`f.account_id = ${filter.accountId}`)
  if (filter.search)
    conditions.push(
      sql`(position(${filter.search} in c.unit_name) > 0 or position(${filter.search} in c.account_name) > 0)`,
    )
  return sql.join(conditions, sql` and `)
}

export type FindingPage = { findings: FindingRow[]; total: number; page: number; pageSize: number }

/** One page (from 1) of findings, newest month first, in the order of the bench. */
export async function listFindings(
  db: Db,
  districtId: string,
  filter: FindingFilter,
  page = 1,
  pageSize = 50,
): Promise<FindingPage> {
  const where = matching(districtId, filter)
  const found = await sql<FindingRow>`
    select ${findingColumns} from ${findingTables} where ${where}
    order by f.month desc, ${benchOrder} limit ${pageSize} offset ${(page - 1) * pageSize}`.execute(db)
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from ${findingTables} where ${where}`.execute(db)
  return { findings: found.rows, total: rows[0]?.total ?? 0, page, pageSize }
}

/** One finding as lists show it. */
export async function findingRow(db: Db | Tx, districtId: string, findingId: string): Promise<FindingRow | undefined> {
  const found = await sql<FindingRow>`
    select ${findingColumns} from ${findingTables}
    where f.district_id = ${districtId} and f.id = ${findingId}`.execute(db)
  return found.rows[0]
}

export type LockedFinding = Pick<
  FindingRow,
  | 'id'
  | 'month'
  | 'accountId'
  | 'indicator'
  | 'state'
  | 'version'
  | 'reason'
  | 'firstConfirmedBy'
  | 'decidedBy'
  | 'partOf'
  | 'mergedInto'
> & {
  runId: string
  class: IndicatorClass
  facts: Facts
}

/** The finding, held until the end of the transaction, so that two people never overwrite each other. */
export async function lockFinding(tx: Tx, districtId: string, findingId: string): Promise<LockedFinding | undefined> {
  const found = await sql<LockedFinding>`
    select id, month, account_id as "accountId", indicator, class, facts, state, reason, version, run_id as "runId",
      first_confirmed_by as "firstConfirmedBy", decided_by as "decidedBy", part_of as "partOf", merged_into as "mergedInto"
    from finding where district_id = ${districtId} and id = ${findingId} for update`.execute(tx)
  return found.rows[0]
}

/** 双人复核: the first of two has confirmed; the finding waits, as it stands, for another person. */
export async function saveFirstConfirmation(
  tx: Tx,
  districtId: string,
  finding: LockedFinding,
  { by, at }: { by: string; at: Instant },
): Promise<void> {
  await tx
    .updateTable('finding')
    .set({ first_confirmed_by: by, first_confirmed_at: at, version: finding.version + 1 })
    .where('district_id', '=', districtId)
    .where('id', '=', finding.id)
    .execute()
}

export type Decided = { state: FindingState; reason: string | null; by: string; at: Instant }

export async function saveDecision(
  tx: Tx,
  districtId: string,
  finding: LockedFinding,
  decided: Decided,
): Promise<void> {
  await tx
    .updateTable('finding')
    .set({
      state: decided.state,
      reason: decided.reason,
      decided_by: decided.by,
      decided_at: decided.at,
      // Sent back or dismissed, it takes two again.
      ...(decided.state !== 'confirmed' && { first_confirmed_by: null, first_confirmed_at: null }),
      facts_changed: false,
      version: finding.version + 1,
    })
    .where('district_id', '=', districtId)
    .where('id', '=', finding.id)
    .execute()
}

/** Where a finding stands among the open ones of its month, for J and K: "第 9 条，共 13 条". */
export type Neighbours = { previous: string | null; next: string | null; position: number | null; total: number }

export async function neighboursOf(
  db: Db,
  districtId: string,
  findingId: string,
  unitId?: string,
): Promise<Neighbours> {
  const found = await sql<{ id: string; open: boolean }>`
    select f.id, f.state in ('candidate', 'needs-evidence') as open from ${findingTables}
    where ${matching(districtId, { unitId })}
      and f.month = (select month from finding where district_id = ${districtId} and id = ${findingId})
      and (f.state in ('candidate', 'needs-evidence') or f.id = ${findingId})
    order by ${benchOrder}`.execute(db)
  const at = found.rows.findIndex(({ id }) => id === findingId)
  const open = found.rows.filter((row) => row.open)
  return {
    previous: found.rows[at - 1]?.id ?? null,
    next: at < 0 ? null : (found.rows[at + 1]?.id ?? null),
    position: found.rows[at]?.open ? open.findIndex(({ id }) => id === findingId) + 1 : null,
    total: open.length,
  }
}

/** How many findings of a month still wait for a person, or stand in the states that are asked for. */
export async function countOpen(
  db: Db | Tx,
  districtId: string,
  month: Month,
  states: readonly FindingState[] = ['candidate', 'needs-evidence'],
): Promise<number> {
  const { open } = await db
    .selectFrom('finding')
    .select(({ fn }) => fn.countAll<number>().as('open'))
    .where('district_id', '=', districtId)
    .where('month', '=', month)
    .where('state', 'in', [...states])
    .executeTakeFirstOrThrow()
  return open
}
