import type { CivilDate, Instant } from '../../calendar/index.ts'
import type { Role } from '../actions.ts'

/** 代理: `lenderId` lends one role to `deputyId`, both days included. */
export type Delegation = {
  id: string
  lenderId: string
  deputyId: string
  role: Role
  fromDay: CivilDate
  toDay: CivilDate
  reason: string
  madeBy: string
  madeAt: Instant
  endedAt: Instant | null
}

export type DelegationState = 'coming' | 'running' | 'over' | 'ended'

/** What a delegation is on a day. */
export function stateOn({ fromDay, toDay, endedAt }: Delegation, today: CivilDate): DelegationState {
  if (endedAt !== null) return 'ended'
  if (today < fromDay) return 'coming'
  return today > toDay ? 'over' : 'running'
}

export const delegationLabels: Readonly<Record<DelegationState, string>> = {
  coming: '未开始',
  running: '代理中',
  over: '已到期',
  ended: '已提前结束',
}

/** A role lent for longer is no leave but another post, and is given as one. */
export const MOST_DAYS = 184

/**
 * Lender and deputy stay one person to each other for so many days behind the last one: what a deputy made in a quarter is
 * not checked by the lender in that quarter's reports, nor the other way round.
 */
export const ONE_PERSON_DAYS = 92
