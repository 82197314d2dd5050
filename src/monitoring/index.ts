export { type EarlierDecision, type FindingDetail } from './finding-detail.ts'
export { type FindingFilter, type FindingPage, listFindings, type Neighbours } from './findings.ts'
export { accountHistory, type AccountMonth, monthAccounts } from './history.ts'
export type { Clause, Indicator } from './indicators/define.ts'
export { findingSentence, indicatorIds, indicatorOf, unitIndicators } from './indicators/index.ts'
export { decisiveDaysOn, updateLimitsOn } from './judging.ts'
export * from './model.ts'
export { type DayState, dayStates } from './day-states.ts'
export { type IndicatorAccount, indicatorAccounts, type IndicatorState } from './indicator-accounts.ts'
export { type LiveAccount, type LiveState, liveState } from './live.ts'
export {
  type IndicatorCounts,
  monthOverview,
  type MonthOverview,
  monthWithAccounts,
  spokenMonth,
  type VerdictCounts,
} from './month-overview.ts'
export { latestLooks, updateStands } from './patrols.ts'
export { patrolBench, type PatrolBench, type PatrolTask } from './patrol-bench.ts'
export {
  type OwnAccount,
  ownAccounts,
  type MonthRow,
  monthRows,
  type MonthState,
  checkedMonths,
} from './page-queries.ts'
export { correctionsAlert } from './pages/correction.tsx'
export { monitoringAccountPanel } from './pages/account-panel.tsx'
export { liveCard } from './pages/live.tsx'
export { findingMarks, verdictMarks } from './pages/words.ts'
export { IndicatorTable } from './pages/month-tables.tsx'
export { HeatMap, heatRows } from './pages/heat-map.tsx'
export { hasResult, mayBeNamed, ownResult, ownResults, type Run, spokenMonths, type SpokenMonths } from './queries.ts'
export {
  confirmedFindings,
  type ConfirmedFinding,
  type NamedFinding,
  namedFindings,
  type QuarterAccount,
  type QuarterNumbers,
  type QuarterVerdicts,
  judgingRules,
  quarterVerdicts,
} from './quarter.ts'
export { correctionsOf, type FindingCorrection } from './review-quality.ts'
export { closedMonthsOn, restingFindings } from './resting.ts'
export { rehearse, type Rehearsal, type RehearsedResult } from './rehearsal.ts'
export { problemsOfAccount, type ReportedProblem } from './reported-problems.ts'
export { replay, type Replay } from './replay/replay.ts'
export type { ReviewedAccount } from './reviewed.ts'
export { toldFindings, toldMonth, toldMonths, toldVerdicts } from './told.ts'
export { waitingSamples } from './review-quality.ts'
export { ruleSetName } from './rule-sets/rule-set.ts'
export type { ReviewedVerdict } from './rules.ts'
export { monitoringRecordWords } from './record-words.ts'
export { monitoringRoutes } from './routes.tsx'
export { countWaitingPurposes, purposesInForce } from './purpose-queries.ts'
export { type JudgedPurpose, unconfirmedPurpose } from './purposes.ts'
export { confirmPurpose, type PurposeInput } from './verbs/confirm-purpose.ts'
export { checkDismissal } from './verbs/check-dismissal.ts'
export { closeMonth } from './verbs/close-month.ts'
export { type DecideInput, decideFinding } from './verbs/decide-finding.ts'
export { type UnknownReasonInput } from './verbs/give-unknown-reason.ts'
export { type PatrolInput, recordPatrol } from './verbs/record-patrol.ts'
export { type CheckInput, type CheckProgress, runCheck } from './verbs/run-check.ts'
