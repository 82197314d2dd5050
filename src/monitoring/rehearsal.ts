import { type CivilDate, type Month, monthOf } from '../calendar/index.ts'
import type { Db } from '../database/index.ts'
import { checkFacts } from './facts.ts'
import { listFindings } from './findings.ts'
import type { Indicator, NumberName } from './indicators/define.ts'
import { indicatorOf } from './indicators/index.ts'
import { rulesAt } from './judging.ts'
import type { AccountResult, Coverage, FindingState, IndicatorResult, Threshold } from './model.ts'
import { coverageOf, judgeAccount, verdictOf } from './rules.ts'
import { byName } from './stored-results.ts'
import { forceOf, thresholdsOf } from './rule-sets/rule-set.ts'

/** An indicator as a rehearsal judged by it. `draft`: its paper is known from memory or scraps and waits for a person. */
export type RehearsedIndicator = Pick<Indicator, 'id' | 'label' | 'class' | 'clause' | 'method'> & {
  force: ReturnType<typeof forceOf>
  threshold?: Threshold
  /** The number that the district hasn't set, without which it judges nothing. */
  lacks?: NumberName
}

/** What a superior's indicator would say; a failure with the finding that people have of the very same facts. */
export type RehearsedResult = IndicatorResult & {
  finding?: { id: string; state: FindingState }
  /** The failure as a report would say it; that people reviewed it is said only where they did. */
  sentence?: string
}

export type Rehearsal = {
  district: string
  month: Month
  checkpoint: CivilDate
  indicators: RehearsedIndicator[]
  coverage: Coverage
  /** Accounts outside the notice, gone, or of units whose kind nobody has settled: not judged. */
  beside: { leads: number; ceased: number; unsettled: number }
  accounts: (Omit<AccountResult, 'results'> & { unitId: string; results: RehearsedResult[] })[]
}

const MOST = 100_000

/**
 * Judges a district by exactly these indicators, as of a checkpoint, with the numbers of the rule set alone: what the
 * district set stricter for itself is not the superior's. Drafts are judged and told as such. Reads, and writes nothing: no
 * run, no finding, no link. What nobody told of is not judged; unknown stays unknown.
 */
export async function rehearse(
  db: Db,
  districtId: string,
  { checkpoint, indicators: ids }: { checkpoint: CivilDate; indicators: readonly string[] },
): Promise<Rehearsal> {
  const { ruleSet, thresholds: own } = await rulesAt(db, districtId, checkpoint)
  const thresholds = thresholdsOf(ruleSet, [])
  // Days that other rooms count by the district's number: without it, nothing can be said.
  const lacking = (one: Indicator) => (one.number && own.numbers?.[one.number] === undefined ? one.number : undefined)
  const indicators = ids.map(indicatorOf)
  const judging = indicators.filter((one) => lacking(one) === undefined)
  const month = monthOf(checkpoint)
  const facts = await checkFacts(db, districtId, checkpoint, thresholds)
  const { findings } = await listFindings(db, districtId, { month }, 1, MOST)
  const known = new Map(findings.map((one) => [`${one.accountId}/${one.indicator}`, one]))
  const accounts = facts.accounts.map(({ account, facts: seen }) => {
    const results = judgeAccount(judging, seen, thresholds).map((result): RehearsedResult => {
      if (result.value !== 'fail') return result
      const found = known.get(`${account.id}/${result.indicator}`)
      const same = found && JSON.stringify(byName(found.facts)) === JSON.stringify(result.facts)
      return {
        ...result,
        sentence: said(result, checkpoint, same ? found.state : undefined),
        ...(same && { finding: { id: found.id, state: found.state } }),
      }
    })
    const { id, name, unitName: unit, unitId, platform } = account
    return { id, name, unit, unitId, platform, verdict: verdictOf(results), results }
  })
  return {
    district: districtId,
    month,
    checkpoint,
    indicators: indicators.map((one) => {
      const { id, label, class: weighs, clause, method } = one
      const threshold = one.threshold?.(thresholds)
      const lacks = lacking(one)
      const force = forceOf(one)
      return {
        id,
        label,
        class: weighs,
        clause,
        method,
        force,
        ...(threshold && { threshold }),
        ...(lacks && { lacks }),
      }
    }),
    coverage: coverageOf(accounts),
    beside: { leads: facts.leads, ceased: facts.ceased, unsettled: facts.unsettled },
    accounts,
  }
}

// Sentences of reports end with what people made of it.
const afterReview = /，经人工复核，判定为不合格(?=。)/u

function said({ indicator, facts }: IndicatorResult, checkpoint: CivilDate, state: FindingState | undefined): string {
  const sentence = indicatorOf(indicator).sentence(facts, checkpoint)
  return state === 'confirmed' ? sentence : sentence.replace(afterReview, '')
}
