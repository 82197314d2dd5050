import { type Actor, type Deps, permit } from '../../access/index.ts'
import { firstDayOf, lastDayOf, type Month, monthZh } from '../../calendar/index.ts'
import { rehearse, type Rehearsal } from '../../monitoring/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { rehearsalLevel, type RehearsalLevelName } from './levels.ts'

export type RehearsalDocument = Rehearsal & { level: RehearsalLevelName; paper: string }
export type RehearsalInput = { districtId: string; month: Month; level: RehearsalLevelName }

/**
 * 迎检预演: what a superior's check would find, by exactly its indicators, at the end of a month, or today where the month
 * still runs. Nothing is written and no verdict comes of it; the same data give the same bytes. Refuses
 * `inspection.month-in-future`.
 */
export async function rehearseCheck(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  actor: Actor,
  { districtId, month, level }: RehearsalInput,
): Promise<RehearsalDocument> {
  permit(actor, 'inspection.rehearse', { districtId })
  const today = clock.today()
  if (firstDayOf(month) > today) throw refuse('inspection.month-in-future', { month: monthZh(month) })
  const last = lastDayOf(month)
  const checkpoint = last < today ? last : today
  const { indicators, paper } = rehearsalLevel(level)
  return { level, paper, ...(await rehearse(db, districtId, { checkpoint, indicators })) }
}

/** How an indicator came out over all accounts. */
export type IndicatorTally = Rehearsal['indicators'][number] & {
  found: number
  unknown: number
  passed: number
  notApplicable: number
  /** Nobody told of it, or it speaks only of what people put on record. */
  untold: number
}

export function tallies({ indicators, accounts }: Pick<Rehearsal, 'indicators' | 'accounts'>): IndicatorTally[] {
  return indicators.map((indicator) => {
    const results = accounts.flatMap((account) => account.results.filter((one) => one.indicator === indicator.id))
    const of = (value: string) => results.filter((one) => one.value === value).length
    return {
      ...indicator,
      found: of('fail'),
      unknown: of('unknown'),
      passed: of('pass'),
      notApplicable: of('not-applicable'),
      untold: accounts.length - results.length,
    }
  })
}

/** Accounts with results of one value, in the order of the ledger. */
export const accountsWith = ({ accounts }: Pick<Rehearsal, 'accounts'>, value: 'fail' | 'unknown') =>
  accounts.flatMap((account) => {
    const results = account.results.filter((one) => one.value === value)
    return results.length > 0 ? [{ ...account, results }] : []
  })
