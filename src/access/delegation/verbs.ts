import { type CivilDate, daysBetween } from '../../calendar/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { type Role, roleLabels } from '../actions.ts'
import type { Deps } from '../deps.ts'
import { type Actor, may, permit, requireConfirmed } from '../permissions.ts'
import { requireSeparatePowers } from '../three-powers.ts'
import { type Delegation, MOST_DAYS, stateOn } from './model.ts'
import { delegationsOf, lockDelegation, rolesLentTo } from './queries.ts'

export type NewDelegation = {
  districtId: string
  lenderId: string
  deputyId: string
  role: Role
  fromDay: CivilDate
  toDay: CivilDate
  reason: string
}

/**
 * Lends a role: one's own, or as 系统管理员 anybody's but to oneself. What is lent is not lent on. Refuses `access.denied`,
 * `access.confirm-first`, `access.unknown-user`, `access.own-account`, `access.powers-together`, `delegation.self`,
 * `delegation.not-held`, `delegation.held-already`, `delegation.days`, `delegation.overlaps`, `delegation.reason-required`.
 */
export async function lendRole(deps: Deps, actor: Actor, input: NewDelegation): Promise<{ id: string }> {
  const { districtId, lenderId, deputyId, role, fromDay, toDay } = input
  if (actor.onBehalfOf !== undefined) throw refuse('delegation.not-lent-on')
  if (actor.id === lenderId && actor.districtId === districtId) requireConfirmed(actor)
  else permit(actor, 'users.manage', { districtId })
  if (lenderId === deputyId) throw refuse('delegation.self')
  if (actor.id === deputyId) throw refuse('access.own-account')
  const reason = input.reason.replaceAll(/\s+/g, ' ').trim()
  if (reason.length < 2 || reason.length > 100) throw refuse('delegation.reason-required')
  requireDays(deps.clock.today(), fromDay, toDay)
  return inTransaction(deps.db, async (tx) => {
    const [lender, deputy] = [await rolesHeld(tx, districtId, lenderId), await rolesHeld(tx, districtId, deputyId)]
    if (!lender.includes(role) || role === 'upper_office')
      throw refuse('delegation.not-held', { role: roleLabels[role] })
    if (deputy.includes(role)) throw refuse('delegation.held-already', { role: roleLabels[role] })
    const lentMeanwhile = await rolesLentTo(tx, { districtId, deputyId, from: fromDay, to: toDay })
    requireSeparatePowers([...deputy, ...lentMeanwhile, role])
    await refuseOverlap(tx, input)
    const id = deps.ids.next()
    const at = deps.wall.now()
    await tx
      .insertInto('delegation')
      .values({
        district_id: districtId,
        id,
        lender_id: lenderId,
        deputy_id: deputyId,
        role,
        from_day: fromDay,
        to_day: toDay,
        reason,
        made_by: actor.id,
        made_at: at,
      })
      .execute()
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'delegation.made',
      subject: { kind: 'delegation', id },
      after: { lender: lenderId, deputy: deputyId, role, from: fromDay, to: toDay },
      at,
    })
    return { id }
  })
}

/**
 * Ends a delegation before its day: the lender, the deputy or 系统管理员. Refuses `record.not-found`,
 * `access.confirm-first`, `delegation.over`.
 */
export async function endDelegation(
  deps: Deps,
  actor: Actor,
  input: { districtId: string; delegationId: string },
): Promise<void> {
  const { districtId, delegationId } = input
  await inTransaction(deps.db, async (tx) => {
    const one = await lockDelegation(tx, districtId, delegationId)
    const isParty = one !== undefined && [one.lenderId, one.deputyId].includes(actor.id)
    // Whose it is not is not told that it is there.
    if (!one || (!isParty && !may(actor, 'users.manage', { districtId })))
      throw refuse('record.not-found', { what: '代理' })
    if (!isParty) permit(actor, 'users.manage', { districtId })
    if (!['coming', 'running'].includes(stateOn(one, deps.clock.today()))) throw refuse('delegation.over')
    const at = deps.wall.now()
    await tx
      .updateTable('delegation')
      .set({ ended_at: at, ended_by: actor.id })
      .where('district_id', '=', districtId)
      .where('id', '=', delegationId)
      .execute()
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'delegation.ended',
      subject: { kind: 'delegation', id: delegationId },
      after: { lender: one.lenderId, deputy: one.deputyId, role: one.role },
      at,
    })
  })
}

/** All delegations of the district for 系统管理员 and 安全保密员, one's own for everybody else. */
export function listDelegations(deps: Deps, actor: Actor, districtId: string): Promise<Delegation[]> {
  const seesAll = may(actor, 'users.manage', { districtId }) || may(actor, 'security.manage', { districtId })
  return delegationsOf(deps.db, districtId, seesAll ? undefined : actor.id)
}

/**
 * Goes on in a role that was lent, or as oneself again (`null`), for this session. Refuses `delegation.not-now`: it is not
 * for this person, not yet, or over.
 */
export async function chooseCapacity(
  deps: Deps,
  session: { id: string; lent: readonly { id: string }[] },
  delegationId: string | null,
): Promise<void> {
  if (delegationId !== null && !session.lent.some(({ id }) => id === delegationId)) throw refuse('delegation.not-now')
  await deps.db.updateTable('session').set({ delegation_id: delegationId }).where('id', '=', session.id).execute()
}

function requireDays(today: CivilDate, fromDay: CivilDate, toDay: CivilDate): void {
  const fits = fromDay >= today && toDay >= fromDay && daysBetween(fromDay, toDay) < MOST_DAYS
  if (!fits) throw refuse('delegation.days', { most: MOST_DAYS })
}

async function rolesHeld(tx: Tx, districtId: string, userId: string): Promise<Role[]> {
  const user = await tx
    .selectFrom('app_user')
    .select('id')
    .where('id', '=', userId)
    .where('district_id', '=', districtId)
    .where('disabled_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (!user) throw refuse('access.unknown-user')
  const held = await tx.selectFrom('user_role').select('role').where('user_id', '=', userId).execute()
  return held.map(({ role }) => role as Role)
}

async function refuseOverlap(tx: Tx, { districtId, lenderId, role, fromDay, toDay }: NewDelegation): Promise<void> {
  const other = await tx
    .selectFrom('delegation')
    .select('id')
    .where('district_id', '=', districtId)
    .where('lender_id', '=', lenderId)
    .where('role', '=', role)
    .where('ended_at', 'is', null)
    .where('from_day', '<=', toDay)
    .where('to_day', '>=', fromDay)
    .executeTakeFirst()
  if (other) throw refuse('delegation.overlaps')
}
