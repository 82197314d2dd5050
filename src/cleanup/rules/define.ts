import type { CivilDate } from '../../calendar/index.ts'
import type { Disposition } from '../../registry/index.ts'
import type { Certainty, CleanupFacts, Reason, ReasonFacts, RuleClass } from '../model.ts'
import { type Quantities, type QuantityKey, type SourcedQuantities, valuesOf } from '../quantities.ts'

/**
 * What a rule found, each with its margin: a number, how many days, times or accounts are left before the rule would speak
 * (negative: so many too many), or words where nothing is counted. undefined: it has nothing to say. `unknown` alone: it can't tell, and says what it would need;
 * beside a finding: what it could not know of it. `class`: it weighs less here than the rule does. `by`: the numbers of
 * the office that decided.
 */
export type Spoken = Found | { unknown: string } | undefined
export type Found = {
  disposition: Disposition | null
  says: string
  facts: ReasonFacts
  wouldChange: string
  margin: number | string
  class?: RuleClass
  by?: readonly QuantityKey[]
  unknown?: string
}

/**
 * Several findings of one rule as one: every one of them is told, the margin is the first that is a number, and the
 * verdict changes only with all of them.
 */
export function together(all: readonly Spoken[]): Spoken {
  const found = all.filter((one) => one !== undefined && 'says' in one)
  const unknown = all.flatMap((one) => one?.unknown ?? []).join('') || undefined
  const [first] = found
  if (!first) return unknown === undefined ? undefined : { unknown }
  const by = found.flatMap((one) => one.by ?? [])
  return {
    ...first,
    says: found.map(({ says }) => says).join(''),
    facts: Object.assign({}, ...found.map(({ facts }) => facts)),
    margin: found.map(({ margin }) => margin).find((margin) => typeof margin === 'number') ?? first.margin,
    wouldChange: found.map(({ wouldChange }) => wouldChange.replace(/。$/u, '')).join('；并且') + '。',
    ...(by.length > 0 && { by }),
    ...(unknown !== undefined && { unknown }),
  }
}

/** A clean-up rule: data about it beside a pure function. `from` and `until` (exclusive) are the days it holds. */
export type CleanupRule = {
  id: string
  label: string
  class: RuleClass
  level: 'national' | 'district'
  region: string
  from: CivilDate
  until?: CivilDate
  certainty: Certainty
  source: string
  clause: string
  judge: (facts: CleanupFacts, quantities: Quantities) => Spoken
}

/** What a rule says of an account, as a proposal prints it, and what it could not know. */
export function heardFrom(
  rule: CleanupRule,
  facts: CleanupFacts,
  quantities: SourcedQuantities,
): { reason?: Reason; unknown?: string } {
  const spoken = rule.judge(facts, valuesOf(quantities))
  if (!spoken) return {}
  if (!('says' in spoken)) return spoken
  const { disposition, says, facts: seen, wouldChange, margin, by, unknown } = spoken
  const reason: Reason = {
    rule: rule.id,
    class: spoken.class ?? rule.class,
    disposition,
    says,
    facts: seen,
    clause: `${rule.source}：${rule.clause}`,
    certainty: rule.certainty,
    ...(by && { quantities: by.map((key) => ({ key, ...quantities[key] })) }),
    margin,
    wouldChange,
  }
  return { reason, ...(unknown !== undefined && { unknown }) }
}
