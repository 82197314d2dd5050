import type { Actor, Deps } from '../../access/index.ts'
import { addMonths, monthOf } from '../../calendar/index.ts'
import { proposeForRepeats } from '../../cleanup/index.ts'
import { indicatorOf, unitIndicators } from '../../monitoring/index.ts'
import { repeatedFindings } from '../queries/findings.ts'

/** N-NM-09: how often within how many months 屡次 is. 〔建议〕: the paper names no number. */
export const repeats = { times: 3, months: 12 } as const

/** Accounts with the same problem confirmed three times in twelve months are put up for closing; a person decides (cleanup). */
export async function proposeRepeated(deps: Deps, actor: Actor, districtId: string): Promise<{ added: number }> {
  const until = monthOf(deps.clock.today())
  const found = await repeatedFindings(deps.db, districtId, {
    from: addMonths(until, 1 - repeats.months),
    until,
    times: repeats.times,
    unitIndicators,
  })
  const repeated = found.map(({ accountId, indicator, months }) => ({
    accountId,
    indicator,
    label: indicatorOf(indicator).label,
    months,
  }))
  return proposeForRepeats(deps, actor, { districtId, repeated })
}
