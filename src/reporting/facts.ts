import { type Deps, findDistrict } from '../access/index.ts'
import {
  addMonths,
  type CivilDate,
  dayOf,
  deadlineAfter,
  firstDayOf,
  type Instant,
  isCivilDate,
  lastDayOf,
  monthsOf,
  isQuarter,
  type Period,
  previousPeriod,
  startOfDay,
} from '../calendar/index.ts'
import type { Tx } from '../database/index.ts'
import { loadCalendar } from '../holidays/index.ts'
import {
  type ConfirmedFinding,
  confirmedFindings,
  judgingRules,
  type QuarterVerdicts,
  quarterVerdicts,
  updateLimitsOn,
} from '../monitoring/index.ts'
import { countFollowed, followedTasks } from '../instructions/index.ts'
import {
  type FindingOrder,
  followedReminders,
  isLate,
  ordersOfFindings,
  orderStateLabels,
} from '../rectification/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { quarterName } from './draft.ts'
import type { QuarterTotals, ReportFacts, ReportFinding, ReportMonth } from './model.ts'
import { countReminded, firstFinalBefore, quarterTotals } from './queries.ts'
import { lastCircular } from './read-last-circular.ts'

// Rulebook (c) C4: no national number; ten working days for a written answer is the default of this office.
const feedbackWorkingDays = 10

// The trend goes back two years at the most; quarters without a check are left out.
const trendQuarters = 8

/** Gathers all that a report of a quarter is made from. Refuses `report.quarter-not-begun`, `report.nothing-checked`. */
export async function gatherFacts(
  tx: Tx,
  deps: Deps,
  input: { districtId: string; quarter: Period },
): Promise<ReportFacts> {
  const { districtId, quarter } = input
  const today = deps.clock.today()
  const name = quarterName({ quarter })
  if (firstDayOf(monthsOf(quarter)[0]) > today) throw refuse('report.quarter-not-begun', { quarter: name })
  const verdicts = await quarterVerdicts(tx, districtId, quarter)
  const cutOff = verdicts.months.flatMap(({ checkpoint }) => checkpoint ?? []).at(-1)
  if (cutOff === undefined) throw refuse('report.nothing-checked', { quarter: name })
  const calendar = await loadCalendar(tx)
  const feedback = deadlineAfter(calendar, { from: today, days: feedbackWorkingDays, kind: 'working' })
  const confirmed = await confirmedFindings(tx, districtId, quarter)
  const orders = await ordersOfFindings(
    tx,
    districtId,
    confirmed.map(({ findingId }) => findingId),
  )
  const now = deps.clock.now()
  const trend = await trendUpTo(tx, districtId, quarter)
  return {
    district: await findDistrict(tx, districtId),
    quarter,
    cutOff,
    compiledOn: today,
    months: verdicts.months.map(stateOf),
    accounts: accountsOf(verdicts),
    findings: confirmed.map((finding) => ({
      ...findingOf(finding, today),
      order: orderOf(orders.get(finding.findingId), now),
    })),
    counted: (await quarterTotals(tx, districtId, [quarter])).get(quarter)!,
    unreviewed: verdicts.openCandidates,
    leads: verdicts.leads,
    unsettled: verdicts.unsettled,
    filingUnknown: verdicts.filingUnknown,
    trend,
    previous: trend.find((one) => one.quarter === previousPeriod(quarter)) ?? null,
    ...(isQuarter(quarter) && { lastCircular: await lastCircular(tx, districtId, quarter) }),
    reminders: await remindersOf(tx, districtId, quarter, today),
    ...(await instructedOf(tx, districtId, quarter, today)),
    rules: await judgingRules(tx, districtId, quarter),
    feedbackBy: { day: feedback.day, workingDays: feedbackWorkingDays, provisional: feedback.provisional },
  }
}

/** 整改中; 逾期 where the unit's days are over. A report keeps it as it stood when it was compiled. */
function orderOf(order: FindingOrder | undefined, now: Instant): NonNullable<ReportFinding['order']> | null {
  if (!order) return null
  const late = isLate(order, now) ? '，已逾期' : ''
  return { stands: `${orderStateLabels[order.state]}${late}`, feedbackBy: order.feedbackBy }
}

async function remindersOf(tx: Tx, districtId: string, quarter: Period, today: CivilDate) {
  const months = monthsOf(quarter)
  const [first, last] = [months[0], months.at(-1)!]
  const range = { from: startOfDay(firstDayOf(first)), until: startOfDay(firstDayOf(addMonths(last, 1))), today }
  const rows = await followedReminders(tx, districtId, range)
  const limits = await Promise.all(
    [...new Set(rows.flatMap(({ warned }) => warned?.checkpoint ?? []))].map(async (checkpoint) => ({
      checkpoint,
      ...(await updateLimitsOn(tx, districtId, checkpoint)),
    })),
  )
  return { rows, counted: await countReminded(tx, districtId, range, limits) }
}

// Nothing where there is nothing to tell: reports without 批示 before them stay what they are. A month's is no leader's paper.
async function instructedOf(tx: Tx, districtId: string, quarter: Period, today: CivilDate) {
  if (!isQuarter(quarter)) return undefined
  const followed = { districtId, before: quarter, since: await firstFinalBefore(tx, districtId, quarter) }
  const rows = await followedTasks(tx, followed)
  return rows.length > 0 && { instructed: { rows, counted: await countFollowed(tx, followed, today) } }
}

/** Earlier quarters and this one, the oldest first. */
async function trendUpTo(tx: Tx, districtId: string, last: Period): Promise<QuarterTotals[]> {
  const quarters: Period[] = [last]
  while (quarters.length < trendQuarters) quarters.unshift(previousPeriod(quarters[0]!))
  const totals = await quarterTotals(tx, districtId, quarters)
  return quarters
    .map((quarter) => ({ quarter, counted: totals.get(quarter)! }))
    .filter(({ counted }) => counted.registered > 0)
}

function stateOf({
  month,
  checkpoint,
  closed,
  coverage,
  openCandidates,
}: QuarterVerdicts['months'][number]): ReportMonth {
  const state = closed ? 'closed' : checkpoint ? 'checked' : 'unchecked'
  return {
    month,
    checkpoint: checkpoint ?? lastDayOf(month),
    state,
    coverage: coverage && { registered: coverage.registered, judged: coverage.judged },
    unreviewed: openCandidates,
  }
}

function accountsOf({ accounts }: QuarterVerdicts): ReportFacts['accounts'] {
  return accounts.map(({ accountId, accountName, platform, unitName, unitKind, verdict, months, judgedMonths }) => ({
    id: accountId,
    name: accountName,
    platform,
    unitName,
    unitKind,
    verdict,
    unseenMonths: months.filter((month) => !judgedMonths.includes(month)),
  }))
}

function findingOf(finding: ConfirmedFinding, today: CivilDate): ReportFinding {
  const decidedOn = dayOf(finding.decidedAt)
  const { findingId, month, checkpoint, accountId, accountName, platform, unitId, unitName } = finding
  const { indicator, label, about } = finding
  const seen = finding.facts['lastUpdateOn']
  return {
    id: findingId,
    month,
    checkpoint,
    accountId,
    accountName,
    platform,
    unitId,
    unitName,
    indicator,
    label,
    about,
    class: finding.class,
    lastUpdateOn: typeof seen === 'string' && isCivilDate(seen) ? seen : null,
    description: finding.sentence,
    particulars: finding.particulars,
    evidence: finding.sources ?? 'ledger',
    // The demonstration's business stands still on its day while records carry the real time: no opinion is later than the paper.
    decidedOn: decidedOn < today ? decidedOn : today,
  }
}
