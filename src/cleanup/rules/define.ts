import type { CivilDate } from '../../calendar/index.ts'
import type { Disposition } from '../../registry/index.ts'
import type { Certainty, CleanupFacts, Reason, ReasonFacts, RuleClass } from '../model.ts'

/** What a rule found; undefined: it has nothing to say. `unknown`: it can't tell, and says what it would need. */
export type Spoken =
  | { disposition: Disposition | null; says: string; facts: ReasonFacts; wouldChange: string; margin?: number }
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
  threshold: Readonly<Record<string, number>>
  judge: (facts: CleanupFacts, threshold: Readonly<Record<string, number>>) => Spoken
}

/** What a rule says of an account, as a proposal prints it. */
export function reasonOf(rule: CleanupRule, facts: CleanupFacts): Reason | { unknown: string } | undefined {
  const spoken = rule.judge(facts, rule.threshold)
  if (!spoken || 'unknown' in spoken) return spoken
  const { disposition, says, facts: seen, wouldChange, margin } = spoken
  return {
    rule: rule.id,
    class: rule.class,
    disposition,
    says,
    facts: seen,
    clause: `${rule.source}：${rule.clause}`,
    certainty: rule.certainty,
    ...(margin !== undefined && { margin }),
    wouldChange,
  }
}
