import { refuse } from '../vocabulary/refusals/index.ts'
import { type Action, actionLabels, confirmedActions, type Role } from './actions.ts'
import { permissionTable, type Reach } from './grants.ts'

/** 填报人、分管领导、主要领导: every right of theirs reaches one unit, so without a unit they have none. */
export const needsUnit = (role: Role): boolean => {
  const granted = Object.values(permissionTable[role])
  return granted.length > 0 && granted.every((reach) => reach === 'unit')
}

/** Who acts: a signed-in person, the operator at the terminal, or the system itself. `districtId` is the code of the district, or of the city or province whose districts an upper office sees. */
export type Actor = {
  kind: 'user' | 'operator' | 'system'
  id: string
  districtId: string | null
  unitId: string | null
  roles: readonly Role[]
  requestId: string
  /** Signed in some time ago, and it isn't sure who sits there now: what weighs is asked for again (`confirmedActions`). */
  unconfirmed?: true
  /** Whose role was lent and is acted in (代理); `roles` and `unitId` are then that person's. */
  onBehalfOf?: string
  /** With whom this person counts as one where maker and checker must differ: lenders and deputies. */
  onePerson?: readonly string[]
}

/** What is acted on. Without `unitId` the whole district is meant, and rights that reach one unit are not enough. */
export type Target = { districtId: string; unitId?: string | null }

/** True when a role of this person grants the action on this target. */
export function may(actor: Actor, action: Action, target: Target): boolean {
  return actor.roles.some((role) => reaches(actor, permissionTable[role][action], target))
}

/**
 * Throws `access.denied` unless the actor may, and `access.confirm-first` where the action weighs so much that whoever
 * sits there must have shown a moment ago who they are. The first line of every verb.
 */
export function permit(actor: Actor, action: Action, target: Target): void {
  if (!may(actor, action, target)) throw refuse('access.denied', { action: actionLabels[action] })
  if (confirmedActions.has(action)) requireConfirmed(actor)
}

/** Refuses `access.confirm-first` (OWASP ASVS 5.0, 7.5.3): the page asks for password or code and goes on with what was sent. */
export function requireConfirmed(actor: Actor): void {
  if (actor.unconfirmed) throw refuse('access.confirm-first')
}

/** What a list may show: all of a district, or one unit of it. Undefined: nothing at all. Pages use it as door and as filter. */
export function scopeOf(
  actor: Actor,
  action: Action,
  districtId: string,
): { districtId: string; unitId?: string } | undefined {
  if (may(actor, action, { districtId })) return { districtId }
  if (actor.unitId && may(actor, action, { districtId, unitId: actor.unitId }))
    return { districtId, unitId: actor.unitId }
  return undefined
}

/** As `scopeOf`, and refuses where nothing may be shown. */
export function permittedScope(
  actor: Actor,
  action: Action,
  districtId: string,
): { districtId: string; unitId?: string } {
  const scope = scopeOf(actor, action, districtId)
  if (!scope) throw refuse('access.denied', { action: actionLabels[action] })
  return scope
}

/** True of oneself, and of whoever lent this person a role or was lent one by them: two hands, one person's will. */
export const isOnePerson = (actor: Actor, userId: string | null): boolean =>
  userId !== null && (actor.id === userId || actor.onePerson?.includes(userId) === true)

/** True of whoever acts as this user in this role now: themselves, or the deputy to whom they lent just that role (代理). */
export const actsAs = (actor: Actor, userId: string, role: Role): boolean =>
  actor.roles.includes(role) && (actor.onBehalfOf ?? actor.id) === userId

/** True of the account of oneself, and of the one whose role was lent: neither is changed by its own hand. */
export const isOwnAccount = (actor: Actor, userId: string): boolean =>
  actor.id === userId || actor.onBehalfOf === userId

/** 经办与复核分开: whoever made a thing never checks it, nor does their deputy, nor who they are deputy of. */
export function refuseMaker(actor: Actor, makerId: string | null): void {
  if (isOnePerson(actor, makerId)) throw refuse('access.maker-is-checker')
}

function reaches(actor: Actor, reach: Reach | undefined, target: Target): boolean {
  switch (reach) {
    case undefined:
      return false
    case 'all':
      return actor.kind !== 'user'
    case 'below':
      return actor.districtId !== null && liesBelow(actor.districtId, target.districtId)
    case 'district':
      return actor.districtId === target.districtId
    case 'unit':
      return actor.districtId === target.districtId && actor.unitId !== null && actor.unitId === target.unitId
  }
}

/** 6-digit codes nest by pairs: 430600 (city) holds 430611 (district), 430000 (province) holds both. */
export function liesBelow(upper: string, districtId: string): boolean {
  return districtId.startsWith(upper.replace(/(00)+$/, ''))
}
