import type { Deps } from '../../access/index.ts'
import { type CivilDate, dayOf, readPreciseDate } from '../../calendar/index.ts'
import type { Tx } from '../../database/index.ts'
import { loadCalendar } from '../../holidays/index.ts'
import type { FilingCase } from './model.ts'

/** 变更日期 as the unit signed it: when it happened, or when it is to happen. Null: there is none that can be read. */
export function changedOn({ answers }: FilingCase): CivilDate | null {
  const read = readPreciseDate(answers['changedOn'] ?? '')
  return 'reason' in read ? null : read.day
}

/** A change that has happened is filed within so many working days 〔建议〕; provinces differ (rulebook C1). */
const FILING_WORKDAYS = 5

/**
 * How many working days late a case is. Only a change may have happened before it is filed; everything else is approved
 * first, and a change that is still to come is in time. The unit's day is the one on which it first handed the case in: how
 * long the office takes, or a mended form, makes nobody late.
 */
export async function daysLate(tx: Tx, deps: Deps, one: FilingCase): Promise<number | null> {
  const day = one.kind === 'change' ? changedOn(one) : null
  if (day === null) return null
  const calendar = await loadCalendar(tx)
  const filedOn = one.firstSubmittedAt ? dayOf(one.firstSubmittedAt) : deps.clock.today()
  return Math.max(0, calendar.countWorkingDays(day, filedOn) - FILING_WORKDAYS)
}
