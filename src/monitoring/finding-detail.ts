import { sql } from 'kysely'
import { addDays, type CivilDate, type Instant, startOfDay } from '../calendar/index.ts'
import { type DayRange, type Post, postsWithin, type Span, spansOf } from '../collection/index.ts'
import type { Db, Tx } from '../database/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { arrangementOf, type Arrangement } from './arrangement.ts'
import { findingRow } from './findings.ts'
import type { Indicator, Thresholds } from './indicators/define.ts'
import { indicatorOf } from './indicators/index.ts'
import { updateWindow } from './indicators/silence.ts'
import { makersOfAll } from './makers.ts'
import {
  allowedDecisions,
  type Decision,
  type FindingRow,
  type FindingState,
  type IndicatorResult,
  type KnownPatrol,
  type RunRules,
  type StoredResult,
} from './model.ts'
import { patrolsOf } from './patrols.ts'
import { ownResult } from './queries.ts'
import { problemsOfAccount, type ReportedProblem } from './reported-problems.ts'
import { fromStored } from './stored-results.ts'

/** Everything a reviewer needs beside a finding to overrule it. */
export type FindingDetail = {
  finding: FindingRow
  profileUrl: string | null
  indicator: Pick<
    Indicator,
    | 'id'
    | 'label'
    | 'class'
    | 'level'
    | 'method'
    | 'clause'
    | 'basis'
    | 'restsOnCollection'
    | 'reported'
    | 'twoReviewers'
    | 'needs'
  >
  checkpoint: CivilDate
  /** When the machine judged. */
  judgedAt: Instant
  /** The judged result with threshold, margin and what would change it. */
  result: IndicatorResult
  window: DayRange
  /** The numbers of the run that it was judged in. */
  thresholds: Thresholds
  /** Posts in the window, and the last ones before it; newest first. */
  postsInWindow: Post[]
  postsBefore: Post[]
  spans: Span[]
  patrols: KnownPatrol[]
  /** What people put on record under this indicator in the month; empty of what the machine judges. */
  problems: ReportedProblem[]
  earlierDecisions: EarlierDecision[]
  /** Of all other decisions on this indicator: how often people agreed with the machine. */
  agreement: { confirmed: number; decided: number }
  allowed: readonly Decision[]
  /** Offered for each decision that the state allows and that wants a reason. */
  reasons: readonly { decision: Decision; words: readonly string[] }[]
  /** Who brought in what the finding rests on: these people don't decide it. */
  makers: string[]
  arrangement: Arrangement
}

export type EarlierDecision = {
  findingId: string
  month: string
  accountName: string
  sameAccount: boolean
  facts: unknown
  state: FindingState
  reason: string | null
  decidedAt: Instant | null
}

const POSTS_BEFORE = 5
const DAYS_BEFORE = 400

/** The evidence of one finding. Refuses `record.not-found`; `unitId` as `permittedScope` says. */
export async function findingDetail(
  db: Db,
  districtId: string,
  findingId: string,
  unitId?: string,
): Promise<FindingDetail> {
  const finding = await findingRow(db, districtId, findingId)
  const judged = await judgedResult(db, districtId, findingId)
  if (!finding || !judged || (unitId && judged.unitId !== unitId))
    throw refuse('record.not-found', { what: '监测线索' })
  const { accountId } = finding
  const indicator = indicatorOf(finding.indicator)
  const window = updateWindow(judged.checkpoint, judged.thresholds)
  const allowed = allowedDecisions[finding.state].filter((decision) => decision !== 'confirm' || !finding.refuted)
  const before = { from: addDays(window.from, -DAYS_BEFORE), to: addDays(window.from, -1) }
  const arrangement = await arrangementOf(db, districtId, finding)
  const twoReviewers = [indicator, ...arrangement.merged.map((one) => indicatorOf(one.indicator))].some(
    (one) => one.twoReviewers,
  )
  const problems = indicator.reported
    ? await problemsOfAccount(db, districtId, accountId, { month: finding.month, indicator: finding.indicator })
    : []
  return {
    finding,
    profileUrl: judged.profileUrl,
    indicator: { ...indicator, ...(twoReviewers && { twoReviewers: true as const }) },
    checkpoint: judged.checkpoint,
    judgedAt: judged.judgedAt,
    result: judged.result,
    window,
    thresholds: judged.thresholds,
    postsInWindow: await postsWithin(db, districtId, accountId, window),
    postsBefore: await postsWithin(db, districtId, accountId, before, POSTS_BEFORE),
    spans: await spansOf(db, districtId, accountId, window),
    patrols: await patrolsOf(db, districtId, accountId, startOfDay(window.from)),
    problems: arrangement.problemIds ? problems.filter(({ id }) => arrangement.problemIds?.includes(id)) : problems,
    earlierDecisions: await earlierDecisions(db, districtId, finding),
    agreement: await agreementOn(db, districtId, finding),
    allowed,
    reasons: allowed.flatMap((decision) =>
      decision === 'confirm' ? [] : { decision, words: indicator.reasons?.[decision] ?? [] },
    ),
    makers: await makersOfAll(db, districtId, finding, window),
    arrangement,
  }
}

type JudgedResult = {
  unitId: string
  profileUrl: string | null
  checkpoint: CivilDate
  judgedAt: Instant
  thresholds: Thresholds
  result: IndicatorResult
}

/** The result as it was judged, with the numbers of that run: a later change of thresholds changes nothing here. */
export async function judgedResult(
  db: Db | Tx,
  districtId: string,
  findingId: string,
): Promise<JudgedResult | undefined> {
  const found = await sql<Omit<JudgedResult, 'result' | 'thresholds'> & { rules: RunRules; stored: StoredResult }>`
    select c.unit_id as "unitId", a.profile_url as "profileUrl", k.checkpoint, k.finished_at as "judgedAt",
      k.rules, r.result as stored
    from finding f
    join account a on a.district_id = f.district_id and a.id = f.account_id
    join check_run k on k.district_id = f.district_id and k.id = f.run_id
    join check_result c on c.district_id = f.district_id and c.run_id = f.run_id and c.account_id = f.account_id
    join run_result r on ${ownResult} and r.indicator = f.indicator
    where f.district_id = ${districtId} and f.id = ${findingId}`.execute(db)
  const [row] = found.rows
  if (!row) return undefined
  const { unitId, profileUrl, checkpoint, judgedAt, rules, stored } = row
  return { unitId, profileUrl, checkpoint, judgedAt, thresholds: rules.thresholds, result: fromStored(stored, rules) }
}

async function earlierDecisions(db: Db, districtId: string, finding: FindingRow): Promise<EarlierDecision[]> {
  const found = await sql<EarlierDecision>`
    select f.id as "findingId", f.month, c.account_name as "accountName", f.account_id = ${finding.accountId} as "sameAccount",
      f.facts, f.state, f.reason, f.decided_at as "decidedAt"
    from finding f
    join check_result c on c.district_id = f.district_id and c.run_id = f.run_id and c.account_id = f.account_id
    where f.district_id = ${districtId} and f.indicator = ${finding.indicator} and f.id <> ${finding.id}
      and f.state in ('confirmed', 'dismissed')
    order by f.account_id = ${finding.accountId} desc, f.month desc, f.decided_at desc limit 8`.execute(db)
  return found.rows
}

async function agreementOn(db: Db, districtId: string, finding: FindingRow): Promise<FindingDetail['agreement']> {
  const found = await sql<FindingDetail['agreement']>`
    select count(*) filter (where state = 'confirmed') as confirmed, count(*) as decided
    from finding
    where district_id = ${districtId} and indicator = ${finding.indicator} and id <> ${finding.id}
      and state in ('confirmed', 'dismissed')`.execute(db)
  return found.rows[0] ?? { confirmed: 0, decided: 0 }
}
