import { sql } from 'kysely'
import type { CivilDate, Instant, Month } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import type { CandidateBatch, FindingsOfRun, LockedFinding } from './findings.ts'
import type { Facts, FindingState, IndicatorClass } from './model.ts'
import { factsOfReports } from './indicators/reported.ts'
import { indicatorOf } from './indicators/index.ts'

/** A finding that was split or merged, or stands for others, as one step needs it. */
export type Arranged = {
  id: string
  month: Month
  accountId: string
  indicator: string
  class: IndicatorClass
  facts: Facts
  state: FindingState
  firstConfirmedBy: string | null
  part: number
  partOf: string | null
  problemIds: string[] | null
  mergedInto: string | null
  runId: string
  version: number
}

const columns = sql.raw(`f.id, f.month, f.account_id as "accountId", f.indicator, f.class, f.facts, f.state,
  f.first_confirmed_by as "firstConfirmedBy", f.part, f.part_of as "partOf", f.problem_ids as "problemIds",
  f.merged_into as "mergedInto", f.run_id as "runId", f.version`)

/** Some findings, held until the end of the transaction; in the order of their ids, so that no two people wait for each other. */
export async function lockFindings(tx: Tx, districtId: string, ids: readonly string[]): Promise<Arranged[]> {
  const found = await sql<Arranged>`
    select ${columns} from finding f
    where f.district_id = ${districtId} and f.id = any(${[...ids]}::uuid[]) order by f.id for update`.execute(tx)
  return found.rows
}

/** The parts of a finding that was split; those of an earlier split, which were put back, are none. */
export async function partsOf(db: Db | Tx, districtId: string, wholeId: string): Promise<Arranged[]> {
  const found = await sql<Arranged>`
    select ${columns} from finding f
    where f.district_id = ${districtId} and f.part_of = ${wholeId} and f.merged_into is distinct from f.part_of
    order by f.part`.execute(db)
  return found.rows
}

/** What was put with a finding and is decided with it; parts that went back into their whole are not. */
export async function mergedInto(db: Db | Tx, districtId: string, targetId: string): Promise<Arranged[]> {
  const found = await sql<Arranged>`
    select ${columns} from finding f
    where f.district_id = ${districtId} and f.merged_into = ${targetId} and f.part_of is distinct from f.merged_into
    order by f.indicator, f.part`.execute(db)
  return found.rows
}

/** The reported problems that a finding, or a part of one, is about: what stood on record at the checkpoint of its run. */
export type StandingProblem = { id: string; accountId: string; indicator: string; seenOn: CivilDate; what: string }

export async function standingProblems(
  db: Db | Tx,
  districtId: string,
  { accountIds, from, until }: { accountIds: readonly string[]; from: CivilDate; until: CivilDate },
): Promise<StandingProblem[]> {
  const found = await sql<StandingProblem>`
    select id, account_id as "accountId", indicator, seen_on as "seenOn", what from reported_problem
    where district_id = ${districtId} and account_id = any(${[...accountIds]}::uuid[]) and withdrawn_at is null
      and seen_on between ${from} and ${until}
    order by account_id, seen_on, id`.execute(db)
  return found.rows
}

/** What a part says of its problems: the facts that the whole would have if there were no others. */
export const factsOfPart = (indicator: string, problems: readonly StandingProblem[]): Facts =>
  factsOfReports(problems, indicatorOf(indicator).reported === 'secret')

export type ArrangedBy = { reason: string; by: string; at: Instant }

/** Sets findings aside, or brings them back, with who did it and why; whoever looked at them before looks again. */
export async function arrange(
  tx: Tx,
  districtId: string,
  ids: readonly string[],
  { state, into, reason, by, at }: ArrangedBy & { state: FindingState; into: string | null },
): Promise<void> {
  await tx
    .updateTable('finding')
    .set((eb) => ({
      state,
      merged_into: into,
      arranged_reason: reason,
      arranged_by: by,
      arranged_at: at,
      facts_changed: false,
      version: eb('version', '+', 1),
    }))
    .where('district_id', '=', districtId)
    .where('id', 'in', [...ids])
    .execute()
}

export async function insertParts(
  tx: Tx,
  districtId: string,
  whole: LockedFinding,
  parts: readonly { id: string; number: number; problemIds: readonly string[]; facts: Facts }[],
  at: Instant,
): Promise<void> {
  await tx
    .insertInto('finding')
    .values(
      parts.map(({ id, number, problemIds, facts }) => ({
        district_id: districtId,
        id,
        month: whole.month,
        account_id: whole.accountId,
        indicator: whole.indicator,
        class: whole.class,
        facts: JSON.stringify(facts),
        run_id: whole.runId,
        state: 'candidate',
        created_at: at,
        part: number,
        part_of: whole.id,
        problem_ids: [...problemIds],
      })),
    )
    .execute()
}

/** The next free number for a part of a finding: those of an earlier split keep theirs. */
export async function nextPart(tx: Tx, districtId: string, wholeId: string): Promise<number> {
  const { rows } = await sql<{ next: number }>`
    select coalesce(max(part), 0) + 1 as next from finding
    where district_id = ${districtId} and part_of = ${wholeId}`.execute(tx)
  return rows[0]!.next
}

/** Who arranged a finding last, and why. */
export async function arrangedBy(db: Db, districtId: string, id: string): Promise<ArrangedBy | undefined> {
  const { rows } = await sql<ArrangedBy>`
    select arranged_reason as reason, arranged_by as by, arranged_at as at from finding
    where district_id = ${districtId} and id = ${id} and arranged_at is not null`.execute(db)
  return rows[0]
}

/**
 * The candidates of a run with the parts of what people split in that month: the whole stays split, each part goes on with
 * those of its problems that still stand, and what was reported since is a part of its own. One whose problems are all gone
 * is none.
 */
export async function withParts(
  tx: Tx,
  districtId: string,
  month: Month,
  range: { from: CivilDate; until: CivilDate },
): Promise<(candidates: CandidateBatch['candidates']) => CandidateBatch['candidates']> {
  const { rows } = await sql<Arranged>`
    select ${columns} from finding f
    where f.district_id = ${districtId} and f.month = ${month}
      and (f.state = 'split' or f.part_of in (select w.id from finding w
        where w.district_id = ${districtId} and w.month = ${month} and w.state = 'split'))
    order by f.part`.execute(tx)
  if (rows.length === 0) return (candidates) => candidates
  const split = new Map(rows.filter(({ state }) => state === 'split').map((one) => [keyOf(one), one]))
  const partsByWhole = Map.groupBy(
    rows.filter(({ partOf }) => partOf !== null),
    ({ partOf }) => partOf!,
  )
  const accountIds = [...new Set(rows.map(({ accountId }) => accountId))]
  const problems = Map.groupBy(await standingProblems(tx, districtId, { accountIds, ...range }), keyOf)
  return (candidates) =>
    candidates.flatMap((candidate) => {
      const key = keyOf({ accountId: candidate.accountId, indicator: candidate.result.indicator })
      const whole = split.get(key)
      if (!whole) return [candidate]
      const all = partsByWhole.get(whole.id) ?? []
      return [candidate, ...partCandidates(candidate, whole.id, all, problems.get(key) ?? [])]
    })
}

const keyOf = ({ accountId, indicator }: { accountId: string; indicator: string }) => `${accountId}/${indicator}`

function partCandidates(
  candidate: CandidateBatch['candidates'][number],
  whole: string,
  all: readonly Arranged[],
  problems: readonly StandingProblem[],
): CandidateBatch['candidates'][number][] {
  const parts = all.filter(({ mergedInto: into }) => into !== whole)
  const known = new Set(parts.flatMap(({ problemIds }) => problemIds ?? []))
  const since = problems.filter(({ id }) => !known.has(id))
  const next = Math.max(0, ...all.map(({ part }) => part)) + 1
  const groups = [
    ...parts.map(({ part, problemIds }) => ({
      number: part,
      own: problems.filter(({ id }) => problemIds?.includes(id)),
    })),
    { number: next, own: since },
  ]
  return groups.flatMap(({ number, own }) => {
    if (own.length === 0) return []
    const result = { ...candidate.result, facts: factsOfPart(candidate.result.indicator, own) }
    return [{ ...candidate, result, part: { number, of: whole, problemIds: own.map(({ id }) => id) } }]
  })
}

/**
 * After a run: what was put with a finding that the run no longer finds stands on its own again, and a decision that covers
 * one whose facts are others now is open again.
 */
export async function followMerged(tx: Tx, { districtId, month, runId }: FindingsOfRun): Promise<void> {
  await sql`
    update finding m set state = 'candidate', merged_into = null, facts_changed = false, version = m.version + 1
    from finding t
    where t.district_id = m.district_id and t.id = m.merged_into and m.district_id = ${districtId} and m.month = ${month}
      and m.state = 'merged' and m.part_of is distinct from m.merged_into
      and m.run_id = ${runId}::uuid and t.run_id <> ${runId}::uuid`.execute(tx)
  await sql`
    update finding t set version = t.version + 1, first_confirmed_by = null, first_confirmed_at = null,
      facts_changed = t.facts_changed or t.state in ('confirmed', 'dismissed'),
      state = case when t.state in ('confirmed', 'dismissed') then 'candidate' else t.state end
    where t.district_id = ${districtId} and t.month = ${month} and exists (select from finding m
      where m.district_id = t.district_id and m.merged_into = t.id and m.state = 'merged' and m.facts_changed
        and m.part_of is distinct from m.merged_into)`.execute(tx)
  await sql`
    update finding set facts_changed = false
    where district_id = ${districtId} and month = ${month} and state = 'merged' and facts_changed`.execute(tx)
}
