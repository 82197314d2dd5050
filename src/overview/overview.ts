import { type Actor, type Deps, findDistrict, permit } from '../access/index.ts'
import { addDays, monthsOf, previousQuarter, type Quarter, quarterOf } from '../calendar/index.ts'
import { type Unseen, unseenReasons } from '../collection/index.ts'
import { replySums } from '../engagement/index.ts'
import {
  dayStates,
  type LiveAccount,
  type LiveState,
  liveState,
  monthOverview,
  spokenMonth,
} from '../monitoring/index.ts'
import { isLate, openFindings, orderCounts } from '../rectification/index.ts'
import { quarterTotals, rateStands } from '../reporting/index.ts'
import type { CheckedMonth, DayRow, NowCounts, OpenProblem, Overview, TrendQuarter } from './model.ts'
import { openMonths, registerCounts } from './queries.ts'
import { bySilence, nowSets, problemsOf, rateOf, standingNow, trendQuarter } from './rules.ts'

/** Five weeks of days, so that one silence of two weeks stands whole beside the posts before it. */
const DAYS_SHOWN = 35
const ACCOUNTS_SHOWN = 20
const PROBLEMS_SHOWN = 8
const QUARTERS = 8
/** A quarter of a year: enough answers for a median, and few that are long forgotten. */
export const REPLY_DAYS = 90
/** How far back it is looked for why an account was not seen: the longest silence that still passes. */
const UNSEEN_DAYS = 14

type At = { deps: Deps; districtId: string }

/** The district at a glance, counted now. Refuses `access.denied`. */
export async function overviewOf(deps: Deps, actor: Actor, { districtId }: { districtId: string }): Promise<Overview> {
  permit(actor, 'overview.view', { districtId })
  const at = { deps, districtId }
  const readAt = deps.wall.now()
  const { id, name } = await findDistrict(deps.db, districtId)
  const to = deps.clock.today()
  const asked = { from: addDays(to, 1 - REPLY_DAYS), to }
  // Side by side: none of them waits for another, and the database has more than one hand.
  const [state, register, month, replies, issued, quarters, problems] = await Promise.all([
    liveState(deps, districtId),
    registerCounts(deps.db, districtId),
    checkedMonth(at),
    replySums(deps.db, districtId, asked),
    orders(at),
    trend(at),
    openProblems(at),
  ])
  const vetoes = problems.filter((one) => one.class === 'veto').length
  return {
    district: { id, name },
    asOf: to,
    readAt,
    register,
    now: await nowCounts(at, state),
    month,
    replies: { ...asked, ...replies },
    orders: issued,
    trend: quarters,
    problems: {
      total: problems.length,
      vetoes,
      others: problems.length - vetoes,
      shown: problems.slice(0, PROBLEMS_SHOWN),
    },
    days: await silentDays(at, state),
  }
}

const unseenOf = ({ accounts }: LiveState) => accounts.filter(nowSets.unseen.has)

/** Why nobody has seen some accounts as of now, by account. */
export const unseenNow = ({ deps, districtId }: At, live: LiveState): Promise<Map<string, Unseen>> =>
  unseenReasons(
    deps.db,
    districtId,
    unseenOf(live).map(({ id }) => id),
    { from: addDays(live.asOf, -UNSEEN_DAYS), to: live.asOf },
  )

async function nowCounts(at: At, live: LiveState): Promise<NowCounts> {
  const count = (set: keyof typeof nowSets) => live.accounts.filter(nowSets[set].has).length
  const because: NowCounts['unseenBecause'] = {}
  for (const { kind } of (await unseenNow(at, live)).values()) because[kind] = (because[kind] ?? 0) + 1
  return {
    monitored: count('monitored'),
    seen: count('seen'),
    unseen: count('unseen'),
    unseenBecause: because,
    overdue: count('overdue'),
    warned: count('warned'),
    today: count('today'),
  }
}

async function checkedMonth({ deps, districtId }: At): Promise<CheckedMonth | null> {
  const { month, early } = await spokenMonth(deps.db, districtId, deps.clock.today())
  const { run, closing, verdicts, warned, byPlatform, byIndicator } = await monthOverview(deps.db, districtId, month)
  if (!run) return null
  const registered = byPlatform.reduce((sum, one) => sum + one.registered, 0)
  const judged = registered - verdicts.unknown
  const stands = rateStands({ registered, judged, ...verdicts })
  return {
    month,
    checkpoint: run.checkpoint,
    closed: closing !== null,
    early: early ?? null,
    registered,
    judged,
    verdicts,
    rate: rateOf({ registered, ...verdicts }, stands),
    warned,
    byPlatform,
    byIndicator: byIndicator
      .filter(({ class: weighs }) => weighs === 'veto' || weighs === 'deduction')
      .map(({ indicator, label, class: weighs, pass, accounts, unknown, awaiting }) => ({
        indicator,
        label,
        class: weighs,
        pass,
        ...accounts,
        unknown: unknown - awaiting,
      }))
      .filter(({ confirmed, open, dismissed, unknown }) => confirmed + open + dismissed + unknown > 0),
  }
}

async function orders({ deps, districtId }: At): Promise<Overview['orders']> {
  const { byState, late } = await orderCounts(deps.db, districtId, deps.clock.now())
  const over = (byState.upheld ?? 0) + (byState.closed ?? 0) + (byState.withdrawn ?? 0)
  const all = Object.values(byState).reduce((sum, count) => sum + count, 0)
  return { byState, late, open: all - over }
}

async function trend({ deps, districtId }: At): Promise<TrendQuarter[]> {
  const running = quarterOf(deps.clock.today())
  const quarters: Quarter[] = [running]
  while (quarters.length < QUARTERS) quarters.unshift(previousQuarter(quarters[0]!))
  const open = await openMonths(deps.db, districtId, quarters.flatMap(monthsOf))
  const totals = await quarterTotals(deps.db, districtId, quarters)
  return quarters.map((quarter) => {
    const own = totals.get(quarter)!
    const { registered, judged, qualified, unqualified, pending, unknown } = own
    const provisional = quarter === running || monthsOf(quarter).some((month) => open.has(month))
    const counted = { registered, judged, qualified, unqualified, pending, unknown }
    return trendQuarter(quarter, counted, { stands: rateStands(own), provisional })
  })
}

/** Every problem that is not over, the gravest and oldest first. */
export async function openProblems({ deps, districtId }: At): Promise<OpenProblem[]> {
  const today = deps.clock.today()
  const findings = await openFindings(deps.db, districtId, today)
  const now = deps.clock.now()
  return problemsOf(
    findings.map((one) => ({ ...one, late: one.order !== null && isLate(one.order, now) })),
    today,
  )
}

async function silentDays(at: At, live: LiveState): Promise<Overview['days']> {
  const longest = live.accounts.toSorted(bySilence).slice(0, ACCOUNTS_SHOWN)
  return daysOf(at, live, longest)
}

/** The last weeks of some accounts, day by day. */
export async function daysOf(
  { deps, districtId }: At,
  { asOf }: Pick<LiveState, 'asOf'>,
  accounts: readonly LiveAccount[],
): Promise<Overview['days']> {
  const range = { from: addDays(asOf, 1 - DAYS_SHOWN), to: asOf }
  const states = await dayStates(
    deps.db,
    districtId,
    accounts.map(({ id }) => id),
    range,
  )
  return {
    ...range,
    accounts: accounts.map((one): DayRow => ({
      id: one.id,
      name: one.name,
      unitName: one.unitName,
      platform: one.platform,
      silentDays: one.silentDays,
      standing: standingNow(one),
      days: states.get(one.id) ?? [],
    })),
  }
}
