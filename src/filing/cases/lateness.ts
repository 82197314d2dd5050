import type { Actor, Deps } from '../../access/index.ts'
import { addMonths, type CivilDate, dayOf, lastDayOf, monthOf, readPreciseDate } from '../../calendar/index.ts'
import type { Tx } from '../../database/index.ts'
import { loadCalendar } from '../../holidays/index.ts'
import { raiseTrigger } from '../triggers/index.ts'
import type { FilingCase } from './model.ts'

/** 变更日期 as the unit signed it: when it happened, or when it is to happen. Null: there is none that can be read. */
export function changedOn({ answers }: Pick<FilingCase, 'answers'>): CivilDate | null {
  const read = readPreciseDate(answers['changedOn'] ?? '')
  return 'reason' in read ? null : read.day
}

// Where only the month or the year is known, it may have been its last day: nobody is late by a guess.
function changedAtLast({ answers }: Pick<FilingCase, 'answers'>): CivilDate | null {
  const read = readPreciseDate(answers['changedOn'] ?? '')
  if ('reason' in read) return null
  if (read.precision === 'day') return read.day
  return lastDayOf(read.precision === 'month' ? monthOf(read.day) : addMonths(monthOf(read.day), 11))
}

/** A change that has happened is filed within so many working days 〔建议〕; provinces differ (rulebook C1). */
const FILING_WORKDAYS = 5

const CLAUSE = `国办发〔2018〕123号四（一）：变更政务新媒体应当备案；全国没有统一时限，系统按变更后${FILING_WORKDAYS}个工作日提示`

/** Of a change: when it happened, the last day for filing it, the day on which it was filed, by how many working days late. */
export type Lateness = {
  changedOn: CivilDate
  filingUntil: CivilDate
  /** The holidays of a year are not announced yet: the last day may still move. */
  provisional: boolean
  filedOn: CivilDate
  days: number
}

/**
 * How late a case is; null: nothing of it has a last day. Only a change may have happened before it is filed; everything else
 * is approved first, and a change that is still to come is in time. The unit's day is the one on which it first handed the
 * case in: how long the office takes, or a mended form, makes nobody late. What comes on a day of rest counts as of the next
 * working day.
 */
export async function latenessOf(tx: Tx, deps: Pick<Deps, 'clock'>, one: FilingCase): Promise<Lateness | null> {
  const day = one.kind === 'change' ? changedAtLast(one) : null
  if (day === null) return null
  const calendar = await loadCalendar(tx)
  const { day: filingUntil, provisional } = calendar.addWorkingDays(day, FILING_WORKDAYS)
  const filedOn = one.firstSubmittedAt ? dayOf(one.firstSubmittedAt) : deps.clock.today()
  const countedOn = calendar.isWorkingDay(filedOn) ? filedOn : calendar.addWorkingDays(filedOn, 1).day
  const days = filedOn > filingUntil ? calendar.countWorkingDays(filingUntil, countedOn) : 0
  return { changedOn: day, filingUntil, provisional, filedOn, days }
}

/**
 * What handing in and 受理 leave on a case: how late it is. A case that is late raises F-04 逾期未报送 once for each 变更日期
 * that it was signed with; a person decides what follows. In the caller's transaction.
 */
export async function keepLateness(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  districtId: string,
  one: FilingCase,
): Promise<{ days_late: number | null }> {
  const late = await latenessOf(tx, deps, one)
  if (late && late.days > 0) {
    const { days, provisional, ...when } = late
    await raiseTrigger(tx, deps, actor, {
      districtId,
      rule: 'F-04',
      unitId: one.unitId,
      accountId: one.accountId,
      subject: { kind: 'case', id: one.id },
      event: { id: late.changedOn, earlierOverBy: null },
      facts: {
        reason: '变更后逾期备案',
        caseId: one.id,
        ...when,
        daysLate: days,
        ...(provisional && { calendarNote: '节假日安排未公布，报送截止为暂定' }),
        clause: CLAUSE,
      },
    })
  }
  return { days_late: late && late.days }
}
