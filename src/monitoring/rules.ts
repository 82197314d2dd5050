import { type CheckAccount, stateMeans } from '../registry/index.ts'
import { isTold } from './indicators/brought-facts.ts'
import type { AccountFacts, Indicator, Thresholds } from './indicators/define.ts'
import { hasReports } from './indicators/reported.ts'
import type { AccountResult, Coverage, IndicatorResult, Verdict } from './model.ts'
import { byName } from './stored-results.ts'

/**
 * Who is judged at all. `lead`: the unit stands outside the notice (垂直管理、党委、群团、国企), its account is a 移交线索,
 * counted and never named. `unsettled`: nobody has said what kind of unit it is, so it is neither. `ceased`: gone from its platform; until then an account is judged (`stateMeans`).
 */
export function standing({
  inScope,
  unitKind,
  runningState,
}: Pick<CheckAccount, 'inScope' | 'unitKind' | 'runningState'>): Standing {
  if (unitKind === 'unknown') return 'unsettled'
  if (!inScope) return 'lead'
  return stateMeans[runningState].monitored ? 'monitored' : 'ceased'
}
export type Standing = 'monitored' | 'lead' | 'unsettled' | 'ceased'

/** What nobody told of is not judged, and what people judge speaks only where something was reported. */
const isJudged = (indicator: Indicator, facts: AccountFacts): boolean =>
  (indicator.needs ?? []).every((group) => isTold(facts, group)) &&
  (!indicator.reported || hasReports(indicator, facts))

/** All results of one account, in the order of the indicators. */
export function judgeAccount(
  indicators: readonly Indicator[],
  facts: AccountFacts,
  thresholds: Thresholds,
): IndicatorResult[] {
  const judged = indicators.filter((indicator) => isJudged(indicator, facts))
  return judged.map((indicator) => {
    const { value, facts: seen, margin, wouldChange, class: weighs } = indicator.judge(facts, thresholds)
    const threshold = value === 'not-applicable' ? undefined : indicator.threshold?.(thresholds)
    return {
      indicator: indicator.id,
      class: weighs ?? indicator.class,
      value,
      facts: byName(seen),
      clause: indicator.clause,
      ...(threshold && { threshold: byName(threshold) }),
      ...(margin !== undefined && { margin }),
      ...(wouldChange !== undefined && { wouldChange }),
    }
  })
}

/**
 * 单项否决 alone decides: unqualified if any applicable veto fails, else unknown if any applicable veto is unknown, else
 * qualified. Other failures are listed and never change it (INTERFACES.md, Verdicts; docs/decisions/006). Of which nothing
 * was judged at all is unknown.
 */
export function verdictOf(results: readonly Pick<IndicatorResult, 'class' | 'value'>[]): Verdict {
  if (results.length === 0) return 'unknown'
  const vetoes = results.filter((result) => result.class === 'veto')
  if (vetoes.some((result) => result.value === 'fail')) return 'unqualified'
  return vetoes.some((result) => result.value === 'unknown') ? 'unknown' : 'qualified'
}

/** Coverage with its parts; the ratio to four places, null where nothing is registered. */
export function coverageOf(accounts: readonly Pick<AccountResult, 'verdict'>[]): Coverage {
  const registered = accounts.length
  const unknown = accounts.filter(({ verdict }) => verdict === 'unknown').length
  const judged = registered - unknown
  return { registered, judged, unknown, ratio: ratioOf(judged, registered) }
}

export const ratioOf = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.round((part / whole) * 10_000) / 10_000

/** What review has made of an account: what people confirmed, what is open, what nobody could see. */
export type ReviewedVerdict = 'qualified' | 'unqualified' | 'pending' | 'unknown'

/**
 * The verdict once people have looked: a confirmed veto makes it unqualified, an open one leaves it pending, a dismissed
 * one counts as passed. Nothing the machine found alone makes an account unqualified.
 */
export function reviewedVerdict(seen: {
  confirmedVeto: boolean
  openVeto: boolean
  vetoUnknown: boolean
}): ReviewedVerdict {
  if (seen.confirmedVeto) return 'unqualified'
  if (seen.openVeto) return 'pending'
  return seen.vetoUnknown ? 'unknown' : 'qualified'
}

/** A failure that a person has to look at. Hints are told to the unit; nobody confirms a reminder. */
export const isCandidate = ({ class: weighs, value }: Pick<IndicatorResult, 'class' | 'value'>) =>
  value === 'fail' && (weighs === 'veto' || weighs === 'deduction')

/**
 * Candidates among the judged accounts of a run that is over all of `places`. A fact of a unit is told of each of its
 * accounts, but stands on the bench once: with the account of the unit that was registered first (ids sort by time).
 */
export function candidatesAmong(
  indicators: readonly Indicator[],
  places: readonly Pick<Judged, 'id' | 'unitId'>[],
): (judged: readonly Judged[]) => Candidate[] {
  const aboutUnit = new Set(indicators.filter(({ about }) => about === 'unit').map(({ id }) => id))
  const firstOfUnit = new Map<string, string>()
  for (const { id, unitId } of places) {
    const first = firstOfUnit.get(unitId)
    if (first === undefined || id < first) firstOfUnit.set(unitId, id)
  }
  return (judged) =>
    judged.flatMap(({ id, unitId, results }) =>
      results
        .filter((result) => isCandidate(result) && (!aboutUnit.has(result.indicator) || firstOfUnit.get(unitId) === id))
        .map((result) => ({ accountId: id, result })),
    )
}

export type Judged = { id: string; unitId: string; results: readonly IndicatorResult[] }
export type Candidate = { accountId: string; result: IndicatorResult }
