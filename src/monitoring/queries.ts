import { type RawBuilder, sql } from 'kysely'
import type { CivilDate, Instant, Month } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import type { RunningState } from '../registry/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import type { Platform } from '../vocabulary/platforms.ts'
import { type UnitKind, unitKindCodes, unitKinds } from '../vocabulary/units.ts'
import type { Rejudged } from './incremental.ts'
import type { RunCoverage, RunRules } from './model.ts'

/** The district's own name, 君山区. Refuses `check.no-district`. */
export async function districtName(db: Db | Tx, districtId: string): Promise<string> {
  const found = await db.selectFrom('district').select('name').where('id', '=', districtId).executeTakeFirst()
  if (!found) throw refuse('check.no-district', { district: districtId })
  return found.name
}

/** One check of a district and month at a time; waits for its turn and lets go at the end of the transaction. */
export async function lockMonth(tx: Tx, districtId: string, month: Month): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`govmedia.month/${districtId}/${month}`}, 0))`.execute(tx)
}

/** The run that speaks for a month, with the rule set it was judged by. */
export type SpeakingRun = Run & { month: Month; rulesId: string; rulesVersion: string }

export type Run = { id: string; checkpoint: CivilDate; digest: string; coverage: RunCoverage; finishedAt: Instant }

/** The run that speaks for a month: the one with the latest checkpoint, of these the newest. */
export async function latestRun(db: Db | Tx, districtId: string, month: Month): Promise<Run | undefined> {
  const [run] = await latestRuns(db, districtId, [month])
  return run
}

/** The same for several months, earliest month first. */
export async function latestRuns(db: Db | Tx, districtId: string, months: readonly Month[]): Promise<SpeakingRun[]> {
  const found = await sql<SpeakingRun>`
    select distinct on (month) month, id, checkpoint, digest, coverage, finished_at as "finishedAt",
      rules_id as "rulesId", rules_version as "rulesVersion"
    from check_run
    where district_id = ${districtId} and month = any(${[...months]}::text[])
    order by month, checkpoint desc, finished_at desc, id desc`.execute(db)
  return found.rows
}

/** Which run speaks for each of some months, and which months are closed: asked once by a page that tells several things of them. */
export type SpokenMonths = { months: readonly Month[]; runs: SpeakingRun[]; closings: (Closing & { month: Month })[] }

export async function spokenMonths(db: Db | Tx, districtId: string, months: readonly Month[]): Promise<SpokenMonths> {
  const runs = await latestRuns(db, districtId, months)
  return { months, runs, closings: await closingsOf(db, districtId, months) }
}

/** Of what is known already where it covers these months. */
export async function spokenOf(
  db: Db | Tx,
  districtId: string,
  months: readonly Month[],
  known?: SpokenMonths,
): Promise<Pick<SpokenMonths, 'runs' | 'closings'>> {
  if (!known || months.some((month) => !known.months.includes(month))) return spokenMonths(db, districtId, months)
  const isAsked = ({ month }: { month: Month }) => months.includes(month)
  return { runs: known.runs.filter(isAsked), closings: known.closings.filter(isAsked) }
}

/** The newest run at a checkpoint: equal data need no second run. */
export async function runAt(
  db: Db | Tx,
  districtId: string,
  month: Month,
  checkpoint: CivilDate,
): Promise<{ id: string; digest: string } | undefined> {
  return db
    .selectFrom('check_run')
    .select(['id', 'digest'])
    .where('district_id', '=', districtId)
    .where('month', '=', month)
    .where('checkpoint', '=', checkpoint)
    .orderBy('finished_at', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirst()
}

/** The trail's word for a month that was judged again with the same result. */
export const judgedAgain = 'check.repeated'

/** When a run was last found to hold still; undefined: its data were judged once. */
export async function judgedAgainAt(db: Db | Tx, districtId: string, runId: string): Promise<Instant | undefined> {
  const found = await db
    .selectFrom('trail_event')
    .select('occurred_at')
    .where('district_id', '=', districtId)
    .where('subject_kind', '=', 'check')
    .where('subject_id', '=', runId)
    .where('action', '=', judgedAgain)
    .orderBy('seq', 'desc')
    .executeTakeFirst()
  return found?.occurred_at
}

export type Closing = { runId: string; closedBy: string; closedAt: Instant }

export async function closingOf(db: Db | Tx, districtId: string, month: Month): Promise<Closing | undefined> {
  const [closing] = await closingsOf(db, districtId, [month])
  return closing
}

export async function closingsOf(
  db: Db | Tx,
  districtId: string,
  months: readonly Month[],
): Promise<(Closing & { month: Month })[]> {
  const found = await sql<Closing & { month: Month }>`
    select month, run_id as "runId", closed_by as "closedBy", closed_at as "closedAt"
    from month_closing
    where district_id = ${districtId} and month = any(${[...months]}::text[])
    order by month`.execute(db)
  return found.rows
}

export type NewRun = {
  id: string
  districtId: string
  month: Month
  checkpoint: CivilDate
  rules: RunRules
  coverage: RunCoverage
  digest: string
  judgedWith: string
  /** Null where every account was judged. */
  rejudged: Rejudged | null
  startedBy: string
  finishedAt: Instant
}

export async function insertRun(tx: Tx, run: NewRun): Promise<void> {
  await tx
    .insertInto('check_run')
    .values({
      district_id: run.districtId,
      id: run.id,
      month: run.month,
      checkpoint: run.checkpoint,
      rules_id: run.rules.id,
      rules_version: run.rules.version,
      rules: JSON.stringify(run.rules),
      coverage: JSON.stringify(run.coverage),
      digest: run.digest,
      judged_with: run.judgedWith,
      rejudged: run.rejudged && JSON.stringify(run.rejudged),
      started_by: run.startedBy,
      finished_at: run.finishedAt,
    })
    .execute()
}

/** That `r` is a result of the account `c` in its run: each different one of a run stands once, under its number. */
export const ownResult = sql<boolean>`r.district_id = c.district_id and r.run_id = c.run_id
  and r.number = any(c.result_numbers)`

/** Whether the account `c` has a result `r` like this in its run. */
export function hasResult(like: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`exists (select from run_result r where ${ownResult} and ${like})`
}

/** All results of the account `c`, as they were judged. */
export const ownResults = sql`coalesce((select jsonb_agg(r.result order by array_position(c.result_numbers, r.number))
  from run_result r where ${ownResult}), '[]')`

/**
 * Whether a veto of a result `c` is unknown. Its own verdict says so but where another veto failed: only there the results
 * are opened. Of which nothing was judged at all is unknown (`verdictOf`).
 */
export const hasUnknownVeto = sql<boolean>`(c.verdict = 'unknown'
  or c.verdict = 'unqualified' and ${hasResult(sql`r.class = 'veto' and r.value = 'unknown'`)})`

const inScopeKinds = unitKindCodes.filter((kind) => unitKinds[kind].inScope)

/**
 * Whether a result `c` of a month may be named: one of a closed month as it was judged, one of an open month while its
 * unit still stands inside the notice.
 */
export const mayBeNamed = (month: RawBuilder<unknown>) => sql`(
  exists (select from month_closing m where m.district_id = c.district_id and m.month = ${month})
  or exists (select from unit u where u.district_id = c.district_id and u.id = c.unit_id
    and u.kind = any(${inScopeKinds}::text[])))`

/** `stateIsClaimed`: 关停 was entered with the account, and no case has been approved since. */
export type PatrolledAccount = {
  unitId: string
  unitKind: UnitKind
  name: string
  platform: Platform
  runningState: RunningState
  ceasedOn: CivilDate | null
  stateIsClaimed: boolean
}

/** What recording a patrol has to know of an account; undefined when it is not there. */
export async function patrolledAccount(
  db: Db | Tx,
  districtId: string,
  accountId: string,
): Promise<PatrolledAccount | undefined> {
  return db
    .selectFrom('account as a')
    .innerJoin('unit as u', (join) => join.onRef('u.district_id', '=', 'a.district_id').onRef('u.id', '=', 'a.unit_id'))
    .select(['a.unit_id as unitId', 'u.kind as unitKind', 'a.name', 'a.platform'])
    .select(['a.running_state as runningState', 'a.ceased_on as ceasedOn'])
    .select(
      sql<boolean>`exists (select from account_claim c where c.district_id = a.district_id and c.account_id = a.id
        and c.fact = 'running-state' and c.settled_at is null)
        and not exists (select from filing_case f where f.district_id = a.district_id and f.account_id = a.id
          and f.kind in ('suspend', 'deregister') and f.decided_on is not null
          and f.state not in ('rejected', 'withdrawn'))`.as('stateIsClaimed'),
    )
    .where('a.district_id', '=', districtId)
    .where('a.id', '=', accountId)
    .$castTo<PatrolledAccount>()
    .executeTakeFirst()
}

/** The verdict of one account in a run; undefined when it was not judged there. */
export async function verdictIn(
  db: Db | Tx,
  districtId: string,
  runId: string,
  accountId: string,
): Promise<string | undefined> {
  const found = await db
    .selectFrom('check_result')
    .select('verdict')
    .where('district_id', '=', districtId)
    .where('run_id', '=', runId)
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return found?.verdict
}

export type UnknownReason = {
  districtId: string
  month: Month
  accountId: string
  reason: string
  version: number
  givenBy: string
  givenAt: Instant
}

export async function saveUnknownReason(tx: Tx, given: UnknownReason): Promise<void> {
  const { reason, version, givenBy: given_by, givenAt: given_at } = given
  await tx
    .insertInto('unknown_reason')
    .values({
      district_id: given.districtId,
      month: given.month,
      account_id: given.accountId,
      reason,
      version,
      given_by,
      given_at,
    })
    .onConflict((conflict) =>
      conflict.columns(['district_id', 'month', 'account_id']).doUpdateSet({ reason, version, given_by, given_at }),
    )
    .execute()
}

/** Whether the run that speaks for a month judges an account at all: one that had ceased by then has no place in it. */
export async function isJudged(
  db: Db | Tx,
  districtId: string,
  { month, accountId }: { month: Month; accountId: string },
): Promise<boolean> {
  const run = await latestRun(db, districtId, month)
  return run !== undefined && (await verdictIn(db, districtId, run.id, accountId)) !== undefined
}

/** Why accounts stayed unknown in a month, by account. */
export async function unknownReasonsOf(
  db: Db | Tx,
  districtId: string,
  month: Month,
): Promise<Map<string, { reason: string; version: number }>> {
  const found = await db
    .selectFrom('unknown_reason')
    .select(['account_id', 'reason', 'version'])
    .where('district_id', '=', districtId)
    .where('month', '=', month)
    .execute()
  return new Map(found.map(({ account_id, ...given }) => [account_id, given]))
}

export async function insertClosing(tx: Tx, closing: Closing & { districtId: string; month: Month }): Promise<void> {
  await tx
    .insertInto('month_closing')
    .values({
      district_id: closing.districtId,
      month: closing.month,
      run_id: closing.runId,
      closed_by: closing.closedBy,
      closed_at: closing.closedAt,
    })
    .execute()
}
