import type { CivilDate } from '../../calendar/index.ts'
import type { Disposition } from '../../registry/index.ts'
import type { Certainty, CleanupFacts, Reason, ReasonFacts, RuleClass } from '../model.ts'
import { type Quantities, type QuantityKey, type SourcedQuantities, valuesOf } from '../quantities.ts'

/**
 * What a rule found; undefined: it has nothing to say. `unknown` alone: it can't tell, and says what it would need;
 * beside a finding: what it could not know of it. `class`: it weighs less here than the rule does. `by`: the numbers of
 * the office that decided.
 */
export type Spoken =
  | {
      disposition: Disposition | null
      says: string
      facts: ReasonFacts
      wouldChange: string
      margin?: number
      class?: RuleClass
      by?: readonly QuantityKey[]
      unknown?: string
    }
  | { unknown: string }
  | undefined

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
    ...(margin !== undefined && { margin }),
    wouldChange,
  }
  return { reason, ...(unknown !== undefined && { unknown }) }
}
