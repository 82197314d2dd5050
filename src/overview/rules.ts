import { type CivilDate, daysBetween, type Quarter } from '../calendar/index.ts'
import type { IndicatorClass, LiveAccount, ReviewedAccount } from '../monitoring/index.ts'
import type { OpenFinding } from '../rectification/index.ts'
import { perMille } from '../vocabulary/shares.ts'
import type { DayRow, OpenProblem, Rate, TrendQuarter } from './model.ts'

/** What an account is counted as now. A number of the overview and the list behind it ask the same of each account. */
export const nowSets = {
  monitored: { label: '应检账号', has: () => true },
  seen: { label: '已采集', has: ({ verdict }: LiveAccount) => verdict !== 'unknown' },
  unseen: { label: '未采集', has: ({ verdict }: LiveAccount) => verdict === 'unknown' },
  overdue: { label: '超过期限未更新', has: ({ overdue }: LiveAccount) => overdue },
  warned: { label: '更新预警', has: ({ warned }: LiveAccount) => warned },
  today: { label: '今天有更新', has: ({ silentDays }: LiveAccount) => silentDays === 0 },
} as const satisfies Record<string, { label: string; has: (account: LiveAccount) => boolean }>
export type NowSet = keyof typeof nowSets

type Judged = Pick<ReviewedAccount, 'verdict'>

/** What an account of a checked month or quarter is counted as. */
export const judgedSets = {
  registered: { label: '应检账号', has: () => true },
  judged: { label: '已采集', has: ({ verdict }: Judged) => verdict !== 'unknown' },
  qualified: { label: '合格', has: ({ verdict }: Judged) => verdict === 'qualified' },
  unqualified: { label: '不合格', has: ({ verdict }: Judged) => verdict === 'unqualified' },
  settled: {
    label: '已有判定',
    has: ({ verdict }: Judged) => verdict === 'qualified' || verdict === 'unqualified',
  },
  pending: { label: '待复核', has: ({ verdict }: Judged) => verdict === 'pending' },
  unknown: { label: '暂不判定', has: ({ verdict }: Judged) => verdict === 'unknown' },
  warned: {
    label: '合格中预警',
    has: ({ verdict, warned }: Judged & { warned?: boolean }) => verdict === 'qualified' && warned === true,
  },
} as const satisfies Record<string, { label: string; has: (account: Judged & { warned?: boolean }) => boolean }>
export type JudgedSet = keyof typeof judgedSets

export const standingNow = ({ overdue, warned, verdict }: LiveAccount): DayRow['standing'] =>
  overdue ? 'overdue' : warned ? 'warned' : verdict === 'unknown' ? 'unseen' : 'fine'

const weights: Readonly<Record<DayRow['standing'], number>> = { overdue: 3, warned: 2, unseen: 1, fine: 0 }

/** The order of the map: what is overdue, what is warned of, what nobody saw, the rest; the longest silence first, none known before all. */
export function bySilence(one: LiveAccount, other: LiveAccount): number {
  const weigh = weights[standingNow(other)] - weights[standingNow(one)]
  const none = (account: LiveAccount) => account.silentDays ?? (account.overdue ? Infinity : -1)
  return weigh || (none(one) === none(other) ? 0 : none(other) - none(one)) || (one.id < other.id ? -1 : 1)
}

type Counted = NonNullable<TrendQuarter['counted']>

/**
 * 合格率 in per mille, or why there is none: while a veto waits for a person it is not what it will be, and of accounts most
 * of which nobody saw the few are no measure (`stands`, docs/decisions/016).
 */
export function rateOf(
  { registered, qualified, unqualified, pending }: Omit<Counted, 'judged' | 'unknown'>,
  stands: boolean,
): Rate {
  const noRate = registered === 0 ? 'no-data' : pending > 0 ? 'pending' : stands ? null : 'minority'
  return { rate: noRate ? null : (perMille(qualified, qualified + unqualified) ?? null), noRate }
}

/** A quarter as the trend shows it; one in which nothing was checked says nothing. */
export function trendQuarter(
  quarter: Quarter,
  counted: Counted,
  { stands, provisional }: { stands: boolean; provisional: boolean },
): TrendQuarter {
  const any = counted.registered > 0
  const coverage = any ? (perMille(counted.judged, counted.registered) ?? null) : null
  return { quarter, counted: any ? counted : null, ...rateOf(counted, stands), coverage, provisional }
}

const severity: Readonly<Record<IndicatorClass, number>> = { veto: 0, deduction: 1, bonus: 2, hint: 2 }

/** Each problem once, the gravest first, of equal weight the oldest; by no order of units. */
export function problemsOf(findings: readonly (OpenFinding & { late: boolean })[], asOf: CivilDate): OpenProblem[] {
  const keyOf = ({ about, unitId, accountId, indicator }: OpenFinding) =>
    `${indicator} ${about === 'unit' ? unitId : accountId}`
  return [...Map.groupBy(findings, keyOf).values()]
    .map((own) => {
      const months = own.toSorted((one, other) => (one.checkpoint < other.checkpoint ? -1 : 1))
      const [first, last] = [months[0]!, months.at(-1)!]
      // Found again after it was ordered: the order is what is done about it.
      const ordered = months.findLast(({ order }) => order !== null)
      const { accountId, accountName, platform, unitId, unitName, indicator, label, about } = last
      return {
        accountId,
        accountName,
        platform,
        unitId,
        unitName,
        indicator,
        label,
        about,
        class: last.class,
        since: first.checkpoint,
        days: daysBetween(first.checkpoint, asOf),
        order: ordered?.order ? { id: ordered.order.id, state: ordered.order.state, late: ordered.late } : null,
      }
    })
    .sort(
      (one, other) =>
        severity[one.class] - severity[other.class] ||
        other.days - one.days ||
        (one.accountId + one.indicator < other.accountId + other.indicator ? -1 : 1),
    )
}
