import type { Indicator, Thresholds } from './indicators/define.ts'
import type { IndicatorResult, RunRules, StoredResult } from './model.ts'

/**
 * Facts and thresholds are printed by name, whatever order they were written down in: the database keeps no order, and a
 * document printed again has the same bytes.
 */
export function byName<T extends object>(named: T): T {
  const ordered: Record<string, unknown> = {}
  for (const name of Object.keys(named).sort()) ordered[name] = (named as Record<string, unknown>)[name]
  return ordered as T
}

/** The rules of a run as kept beside its results: 2,000 accounts share one clause and one threshold. */
export function runRules(
  ruleSet: { id: string; version: string },
  indicators: readonly Indicator[],
  thresholds: Thresholds,
): RunRules {
  const { id, version } = ruleSet
  const kept = indicators.map(({ id: indicator, clause, threshold }) => {
    const number = threshold?.(thresholds)
    return [indicator, { clause, ...(number && { threshold: number }) }] as const
  })
  return { id, version, thresholds, indicators: Object.fromEntries(kept) }
}

export function toStored({ clause: _clause, threshold: _threshold, ...stored }: IndicatorResult): StoredResult {
  return stored
}

/** The result as it was judged and printed, with the clause and number of its own run: later changes change nothing here. */
export function fromStored(stored: StoredResult, rules: RunRules): IndicatorResult {
  const kept = rules.indicators[stored.indicator]
  const { indicator, class: weighs, value, facts, margin, wouldChange } = stored
  return {
    indicator,
    class: weighs,
    value,
    facts: byName(facts),
    clause: kept?.clause ?? '',
    ...(kept?.threshold && value !== 'not-applicable' && { threshold: byName(kept.threshold) }),
    ...(margin !== undefined && { margin }),
    ...(wouldChange !== undefined && { wouldChange }),
  }
}
