import { perMille, percentText } from '../vocabulary/shares.ts'
import { instructedFigure } from './instructed.ts'
import type { Bound, ReportFacts, Totals } from './model.ts'
import { problemsOf } from './problems.ts'
import { answeredFigure } from './last-circular.ts'
import { remindedFigure } from './reminders.ts'

/**
 * Every number a report may print, by name, recomputed from the rows of the annexes. `platform:weibo`,
 * `month-coverage:2026-07`, `class:veto` (problems of that class), `accounts:N-NM-02a` (accounts with that problem) and
 * `units-with:D-JS-10` are families, `reminded:level-7` one of 提醒, `instructed:overdue` one of 上期批示. Counts are pieces, rates are per cent with one decimal, `rate-change` is in percentage
 * points.
 */
export function figureText(facts: ReportFacts, id: string): string {
  const value = foundFigure(facts, id)
  if (value === undefined) throw new RangeError(`no such figure: ${id}`)
  return value
}

function foundFigure(facts: ReportFacts, id: string): string | undefined {
  const [family = '', member] = id.split(':')
  if (member === undefined) return Object.hasOwn(plainFigures, family) ? plainFigures[family]!(facts) : undefined
  return Object.hasOwn(familyFigures, family) ? familyFigures[family]!(facts, member) : undefined
}

/** A number for a sentence, bound to the figure it is. */
export const figure = (facts: ReportFacts, id: string): Bound => ({ figure: id, text: figureText(facts, id) })

/** Whether the facts have this number at all: no rate without a verdict, no comparison without a quarter before. */
export const hasFigure = (facts: ReportFacts, id: string): boolean => foundFigure(facts, id) !== undefined

/** The numbers that are no family's, in the order in which a report tells them. */
export const plainFigureIds = (): string[] => Object.keys(plainFigures)

const points = (tenths: number | undefined) => (tenths === undefined ? undefined : (Math.abs(tenths) / 10).toFixed(1))
const pieces = (change: number | undefined) => (change === undefined ? undefined : String(Math.abs(change)))

const count = (rows: readonly unknown[]) => String(rows.length)
const withVerdict = (facts: ReportFacts, verdict: string) =>
  facts.accounts.filter((account) => account.verdict === verdict)

const plainFigures: Readonly<Record<string, (facts: ReportFacts) => string | undefined>> = {
  registered: ({ accounts }) => count(accounts),
  units: ({ accounts }) => String(new Set(accounts.map(({ unitName }) => unitName)).size),
  judged: ({ accounts }) => count(accounts.filter(({ verdict }) => verdict !== 'unknown')),
  qualified: (facts) => count(withVerdict(facts, 'qualified')),
  unqualified: (facts) => count(withVerdict(facts, 'unqualified')),
  pending: (facts) => count(withVerdict(facts, 'pending')),
  unknown: (facts) => count(withVerdict(facts, 'unknown')),
  findings: (facts) => count(problemsOf(facts)),
  'judged-throughout': (facts) => String(totalsOf(facts).judged - totalsOf(facts).partly),
  'partly-unseen': (facts) => count(partlyUnseen(facts)),
  unreviewed: ({ unreviewed }) => String(unreviewed),
  leads: ({ leads }) => String(leads),
  unsettled: ({ unsettled }) => String(unsettled),
  'filing-unknown': ({ filingUnknown }) => String(filingUnknown),
  coverage: (facts) => percentText(totalsOf(facts).judged, totalsOf(facts).registered),
  rate: (facts) => percentText(totalsOf(facts).qualified, settledOf(totalsOf(facts))),
  'previous-rate': ({ previous }) =>
    previous ? percentText(previous.counted.qualified, settledOf(previous.counted)) : undefined,
  'rate-change': (facts) => points(rateChange(facts)),
  'coverage-change': (facts) => points(changeOf(facts, 'coverage')),
  'registered-change': (facts) => pieces(changeOf(facts, 'registered')),
  'unqualified-change': (facts) => pieces(changeOf(facts, 'unqualified')),
  'findings-change': (facts) => pieces(changeOf(facts, 'findings')),
  'previous-coverage': ({ previous }) =>
    previous ? percentText(previous.counted.judged, previous.counted.registered) : undefined,
  'previous-registered': ({ previous }) => previous?.counted.registered.toString(),
  'previous-unqualified': ({ previous }) => previous?.counted.unqualified.toString(),
  'previous-findings': ({ previous }) => previous?.counted.findings.toString(),
  'feedback-working-days': ({ feedbackBy }) => String(feedbackBy.workingDays),
  'unchecked-months': ({ months }) => count(months.filter(({ state }) => state === 'unchecked')),
  'open-months': ({ months }) => count(months.filter(({ state }) => state === 'checked')),
}

/** Accounts with a verdict of the quarter that nobody could see in some of its months. */
export const partlyUnseen = ({ accounts }: Pick<ReportFacts, 'accounts'>) =>
  accounts.filter(({ verdict, unseenMonths }) => verdict !== 'unknown' && unseenMonths.length > 0)

const unitsWith = (facts: ReportFacts, indicator: string) =>
  new Set(facts.findings.filter((finding) => finding.indicator === indicator).map(({ unitId }) => unitId))

const familyFigures: Readonly<Record<string, (facts: ReportFacts, member: string) => string | undefined>> = {
  platform: ({ accounts }, member) => count(accounts.filter(({ platform }) => platform === member)),
  'month-coverage': ({ months }, member) => {
    const coverage = months.find(({ month }) => month === member)?.coverage
    return (coverage && percentText(coverage.judged, coverage.registered)) ?? '0.0'
  },
  class: (facts, member) => count(problemsOf(facts).filter(({ last }) => last.class === member)),
  answered: answeredFigure,
  reminded: remindedFigure,
  instructed: instructedFigure,
  'units-with': (facts, member) => String(unitsWith(facts, member).size),
  accounts: ({ findings }, member) =>
    String(new Set(findings.filter(({ indicator }) => indicator === member).map(({ accountId }) => accountId)).size),
}

/** Totals recomputed from the rows. */
export function totalsOf({ accounts, findings }: Pick<ReportFacts, 'accounts' | 'findings'>): Totals {
  const of = (verdict: string) => accounts.filter((account) => account.verdict === verdict).length
  const [qualified, unqualified, pending, unknown] = [of('qualified'), of('unqualified'), of('pending'), of('unknown')]
  return {
    registered: accounts.length,
    judged: qualified + unqualified + pending,
    partly: partlyUnseen({ accounts }).length,
    qualified,
    unqualified,
    pending,
    unknown,
    findings: problemsOf({ findings }).length,
  }
}

/** What a rate is taken of: accounts whose verdict stands. What the machine alone found lowers no rate. */
export const settledOf = ({ qualified, unqualified }: Pick<Totals, 'qualified' | 'unqualified'>) =>
  qualified + unqualified

/**
 * Whether a rate may stand for the district. Of accounts most of which nobody saw, a rate of the few would read as a
 * clean bill for all: it is left out, and the numbers stand alone.
 */
export const rateStands = (totals: Omit<Totals, 'partly' | 'findings'> & Partial<Totals>): boolean =>
  settledOf(totals) > 0 && totals.judged * 2 >= totals.registered

/** Whether a month of the quarter was not checked at all: what the others say is no verdict on the quarter yet. */
export const isUnbegun = ({ months }: Pick<ReportFacts, 'months'>): boolean =>
  months.some(({ state }) => state === 'unchecked')

/**
 * Change of the printed rates against the last quarter, in tenths of a percentage point: what a reader gets who subtracts
 * them. Undefined while anything of either quarter waits for a person: the rate is not what it will be.
 */
export function rateChange(facts: ReportFacts): number | undefined {
  const { previous, unreviewed } = facts
  const totals = totalsOf(facts)
  if (isUnbegun(facts) || unreviewed > 0 || totals.pending > 0 || (previous?.counted.pending ?? 0) > 0) return undefined
  if (!rateStands(totals) || (previous && !rateStands(previous.counted))) return undefined
  const now = perMille(totals.qualified, settledOf(totals))
  const before = previous ? perMille(previous.counted.qualified, settledOf(previous.counted)) : undefined
  return now === undefined || before === undefined ? undefined : now - before
}

/** What is compared with the quarter before. Rates in tenths of a percentage point, counts in pieces. */
export type Compared = 'rate' | 'coverage' | 'registered' | 'unqualified' | 'findings'

/**
 * By how much a number differs from the last quarter's, above 0 where it grew. Undefined where nothing is compared: no
 * quarter before, or, of what people decide, while anything of either quarter waits for them.
 */
export function changeOf(facts: ReportFacts, what: Compared): number | undefined {
  const before = facts.previous?.counted
  if (what === 'rate' || !before) return what === 'rate' ? rateChange(facts) : undefined
  const totals = totalsOf(facts)
  if (isUnbegun(facts)) return undefined
  if (what === 'registered') return totals.registered - before.registered
  if (what === 'coverage') {
    const [now, then] = [totals, before].map(({ judged, registered }) => perMille(judged, registered))
    return now === undefined || then === undefined ? undefined : now - then
  }
  if (facts.unreviewed > 0 || totals.pending > 0 || before.pending > 0) return undefined
  return totals[what] - before[what]
}
