import type { CivilDate, Instant } from '../../calendar/index.ts'

/** 授权书: a unit lets the office read one of its accounts through the operator's API of one platform. */
export type Authorisation = {
  id: string
  accountId: string
  unitId: string
  unitName: string
  sourceKind: string
  fileId: string
  signedOn: CivilDate
  /** The last day on which it holds. */
  validUntil: CivilDate
  recordedBy: string
  recordedAt: Instant
  revokedOn: CivilDate | null
  revokedReason: string | null
}

/** What a look may rest on: all that was ever recorded for an account and kind, and who sponsors the account today. */
export type Grant = Pick<Authorisation, 'unitId' | 'signedOn' | 'validUntil' | 'revokedOn'>

export const standingLabels = {
  'in-force': '有效',
  none: '未登记授权书',
  revoked: '授权书已撤回',
  expired: '授权书已到期',
  'not-yet': '授权书尚未生效',
  'other-unit': '授权书由原主办单位出具，现主办单位未授权',
} as const
export type Standing = keyof typeof standingLabels

/** How one 授权书 stands on a day. It holds from the day it was signed through its last day, and not on the day it is taken back. */
export function standingOf(grant: Grant, unitId: string, today: CivilDate): Standing {
  if (grant.revokedOn !== null && grant.revokedOn <= today) return 'revoked'
  if (grant.validUntil < today) return 'expired'
  if (grant.signedOn > today) return 'not-yet'
  return grant.unitId === unitId ? 'in-force' : 'other-unit'
}

/** How an account stands: any one in force will do; else what the newest one says. Pure. */
export function standingOfAll(grants: readonly Grant[], unitId: string, today: CivilDate): Standing {
  const newest = grants.toSorted((a, b) => (a.signedOn < b.signedOn ? 1 : -1))
  const standings = newest.map((grant) => standingOf(grant, unitId, today))
  return standings.find((one) => one === 'in-force') ?? standings[0] ?? 'none'
}
