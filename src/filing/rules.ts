import { type CivilDate, type Instant, lastDayBefore, minutesLate } from '../calendar/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import {
  type Campaign,
  nextReturnState,
  type Return,
  type ReturnAction,
  returnActionLabels,
  type ReturnState,
  returnStateLabels,
  type Timeliness,
} from './model.ts'

/** The state after an action. Refuses `return.action-not-allowed`: the table is the only way from state to state. */
export function stateAfter(state: ReturnState, action: ReturnAction): ReturnState {
  const next = nextReturnState[state][action]
  if (!next)
    throw refuse('return.action-not-allowed', { state: returnStateLabels[state], action: returnActionLabels[action] })
  return next
}

/** Late is late to the minute, and what was handed in first counts: a return that was sent back for mending stays in time. */
export function timeliness(
  { filingDue }: Pick<Campaign, 'filingDue'>,
  { firstSubmittedAt }: Pick<Return, 'firstSubmittedAt'>,
  now: Instant,
): Timeliness {
  const minutes = minutesLate(filingDue, firstSubmittedAt ?? now)
  if (firstSubmittedAt) return { state: minutes > 0 ? 'late' : 'in-time', minutes }
  return { state: minutes > 0 ? 'overdue' : 'due', minutes }
}

/** Sent back, not there again, and the day is over; the day itself still counts. */
export const isMendingOverdue = (
  { state, firstSubmittedAt, mendUntil }: Pick<Return, 'firstSubmittedAt' | 'mendUntil'> & { state: string },
  today: CivilDate,
): boolean =>
  firstSubmittedAt !== null && mendUntil !== null && mendUntil < today && state !== 'submitted' && state !== 'accepted'

/** How many days are left until the last day that counts; 0: it is today; negative: it is over. */
export const daysLeft = (due: Instant, today: CivilDate): number =>
  Math.round((Date.parse(lastDayBefore(due)) - Date.parse(today)) / 86_400_000)

/** 备案号: the district's code, the year, a running number. */
export const filingNumber = (districtId: string, year: number, serial: number): string =>
  `${districtId}-${year}-${String(serial).padStart(4, '0')}`
