import { inTransaction, type Tx } from '../database/index.ts'
import { append, systemChain } from '../trail/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { chainOf } from './chain-of.ts'
import { rolesLentTo } from './delegation/queries.ts'
import type { Deps } from './deps.ts'
import { hashPassword, oneTimePassword } from './passwords.ts'
import { savePerson } from './people.ts'
import type { Role } from './actions.ts'
import { type Actor, isOwnAccount, liesBelow, needsUnit, permit } from './permissions.ts'
import { forgetAttempts } from './sign-in/attempts.ts'
import { requireSeparatePowers } from './three-powers.ts'
import { unitChoices } from './user-lists.ts'

/** What a person of a city or province may be. */
export const rolesAbove: readonly Role[] = ['upper_office', 'administrator']

export type NewUser = {
  districtId: string
  unitId?: string | null
  login: string
  displayName: string
  roles: readonly Role[]
}

/**
 * Makes a user with a one-time password, which is returned once and kept nowhere. `districtId` is a district, or, for
 * whom the operator makes, the code of the city or province above. Refuses `access.denied`, `access.login-taken`,
 * `access.not-above`, `access.unit-required`, `access.powers-together`.
 */
export async function createUser(
  deps: Deps,
  actor: Actor,
  input: NewUser,
  oneTime = oneTimePassword(),
): Promise<{ id: string; password: string }> {
  permit(actor, 'users.manage', { districtId: input.districtId })
  requireUnit(input.roles, input.unitId ?? null)
  requireSeparatePowers(input.roles)
  const login = input.login.trim()
  const passwordHash = await hashPassword(oneTime)
  return deps.db.transaction().execute(async (tx) => {
    const taken = await tx.selectFrom('app_user').select('id').where('login', '=', login).executeTakeFirst()
    if (taken) throw refuse('access.login-taken', { login })
    await requireFittingLevel(tx, input)
    await forgetAttempts(tx, deps, login)
    const id = deps.ids.next()
    const person = await savePerson(tx, deps, input.districtId, { name: input.displayName })
    const at = deps.wall.now()
    await tx
      .insertInto('app_user')
      .values({
        id,
        district_id: input.districtId,
        unit_id: input.unitId ?? null,
        login,
        person_id: person.id,
        password_hash: passwordHash,
        must_change_password: true,
        password_set_at: at,
        created_at: at,
      })
      .execute()
    await tx
      .insertInto('user_role')
      .values(input.roles.map((role) => ({ user_id: id, role, granted_at: at })))
      .execute()
    await append(tx, deps.ids, {
      ...(await changeOf(tx, deps, actor, { ...input, userId: id })),
      action: 'user.created',
      after: { unitId: input.unitId ?? null, roles: input.roles, name: person.digest },
    })
    return { id, password: oneTime }
  })
}

export type UserTarget = { districtId: string; userId: string }

/**
 * Replaces a user's roles. Nobody changes their own, and a district keeps an administrator. Refuses `access.denied`,
 * `access.unknown-user`, `access.own-account`, `access.last-administrator`, `access.not-above`, `access.unit-required`,
 * `access.powers-together`.
 */
export async function setRoles(
  deps: Deps,
  actor: Actor,
  input: UserTarget & { roles: readonly Role[] },
): Promise<void> {
  await changeRoles(deps, actor, input, () => input.roles)
}

/** Gives a user one role more, as the operator does where a district has lost its administrator. Refuses as `setRoles`. */
export async function addRole(deps: Deps, actor: Actor, input: UserTarget & { role: Role }): Promise<void> {
  await changeRoles(deps, actor, input, (held) => [...new Set([...held, input.role])])
}

async function changeRoles(
  deps: Deps,
  actor: Actor,
  input: UserTarget,
  next: (held: readonly Role[]) => readonly Role[],
): Promise<void> {
  permit(actor, 'users.manage', { districtId: input.districtId })
  refuseOwn(actor, input.userId)
  await inTransaction(deps.db, async (tx) => {
    const { unitId } = await requireUser(tx, input)
    const before = await rolesOf(tx, input.userId)
    const roles = next(before)
    requireUnit(roles, unitId)
    // What is lent to them counts as what is their own: it is one person's hand.
    const lent = await rolesLentTo(tx, { ...input, deputyId: input.userId, from: deps.clock.today() })
    requireSeparatePowers([...roles, ...lent])
    await requireFittingLevel(tx, { ...input, roles })
    if (!roles.includes('administrator')) await requireAnotherAdministrator(tx, input)
    await tx.deleteFrom('user_role').where('user_id', '=', input.userId).execute()
    const rows = roles.map((role) => ({ user_id: input.userId, role, granted_at: deps.wall.now() }))
    if (rows.length > 0) await tx.insertInto('user_role').values(rows).execute()
    await append(tx, deps.ids, {
      ...(await changeOf(tx, deps, actor, input)),
      action: 'user.roles-changed',
      before: { roles: before },
      after: { roles: [...roles].sort() },
    })
  })
}

/** Moves a user to another unit, or to none; nobody themselves. Refuses `access.denied`, `access.own-account`, `access.unknown-user`, `access.unit-required`. */
export async function setUnit(
  deps: Deps,
  actor: Actor,
  input: { districtId: string; userId: string; unitId: string | null },
): Promise<void> {
  permit(actor, 'users.manage', { districtId: input.districtId })
  refuseOwn(actor, input.userId)
  await deps.db.transaction().execute(async (tx) => {
    const before = await requireUser(tx, input)
    requireUnit(await rolesOf(tx, input.userId), input.unitId)
    if (input.unitId) await requireActiveUnit(tx, input.districtId, input.unitId)
    if (before.unitId === input.unitId) return
    await tx.updateTable('app_user').set({ unit_id: input.unitId }).where('id', '=', input.userId).execute()
    await append(tx, deps.ids, {
      ...(await changeOf(tx, deps, actor, input)),
      action: 'user.unit-changed',
      before: { unitId: before.unitId },
      after: { unitId: input.unitId },
    })
  })
}

/** Gives a user a new one-time password and ends all sessions. Refuses `access.denied`, `access.own-account`, `access.unknown-user`. */
export async function resetPassword(deps: Deps, actor: Actor, input: UserTarget): Promise<{ password: string }> {
  permit(actor, 'users.manage', { districtId: input.districtId })
  // A deputy would come in as the lender, with all that the lender did not lend.
  if (actor.onBehalfOf === input.userId) throw refuse('access.own-account')
  const password = oneTimePassword()
  const passwordHash = await hashPassword(password)
  await deps.db.transaction().execute(async (tx) => {
    await requireUser(tx, input)
    const { login } = await tx
      .updateTable('app_user')
      .set({
        password_hash: passwordHash,
        must_change_password: true,
        password_set_at: deps.wall.now(),
        // A new password is given to let somebody in by it.
        password_off: false,
      })
      .where('id', '=', input.userId)
      .returning('login')
      .executeTakeFirstOrThrow()
    await tx.deleteFrom('session').where('user_id', '=', input.userId).execute()
    await tx.deleteFrom('known_browser').where('user_id', '=', input.userId).execute()
    await tx.deleteFrom('sign_in_step').where('user_id', '=', input.userId).execute()
    await forgetAttempts(tx, deps, login)
    await append(tx, deps.ids, { ...(await changeOf(tx, deps, actor, input)), action: 'user.password-reset' })
  })
  return { password }
}

/**
 * Disables or enables a user; disabling ends all sessions. Nobody is deleted: the trail still names the id. Refuses
 * `access.own-account`, `access.last-administrator`.
 */
export async function setDisabled(deps: Deps, actor: Actor, input: UserTarget & { disabled: boolean }): Promise<void> {
  permit(actor, 'users.manage', { districtId: input.districtId })
  refuseOwn(actor, input.userId)
  await inTransaction(deps.db, async (tx) => {
    await requireUser(tx, input)
    if (input.disabled) await requireAnotherAdministrator(tx, input)
    await tx
      .updateTable('app_user')
      .set({ disabled_at: input.disabled ? deps.wall.now() : null })
      .where('id', '=', input.userId)
      .execute()
    if (input.disabled) await tx.deleteFrom('session').where('user_id', '=', input.userId).execute()
    await append(tx, deps.ids, {
      ...(await changeOf(tx, deps, actor, input)),
      action: input.disabled ? 'user.disabled' : 'user.enabled',
    })
  })
}

export async function changeOf(tx: Tx, deps: Deps, actor: Actor, input: UserTarget) {
  return {
    districtId: await chainOf(tx, input.districtId),
    actor,
    subject: { kind: 'user', id: input.userId },
    at: deps.wall.now(),
  }
}

export async function requireUser(tx: Tx, input: UserTarget): Promise<{ unitId: string | null }> {
  const found = await tx
    .selectFrom('app_user')
    .select('unit_id as unitId')
    .where('id', '=', input.userId)
    .where((eb) => eb(eb.fn.coalesce('district_id', eb.val(systemChain)), '=', input.districtId))
    .forUpdate()
    .executeTakeFirst()
  if (!found) throw refuse('access.unknown-user')
  return found
}

// 经办与复核分开 holds only while nobody can make themselves the other one.
export function refuseOwn(actor: Actor, userId: string): void {
  if (isOwnAccount(actor, userId)) throw refuse('access.own-account')
}

// Locked, so that two administrators can't take each other's right at the same moment. One of those who remain has a password:
// a provider of sign-ins may be away.
export async function requireAnotherAdministrator(tx: Tx, { districtId, userId }: UserTarget): Promise<void> {
  const administrators = await tx
    .selectFrom('app_user')
    .select(['id', 'password_off'])
    .where('disabled_at', 'is', null)
    .where((eb) => eb(eb.fn.coalesce('district_id', eb.val(systemChain)), '=', districtId))
    .where('id', 'in', (eb) => eb.selectFrom('user_role').select('user_id').where('role', '=', 'administrator'))
    .orderBy('id')
    .forUpdate()
    .execute()
  if (administrators.length === 1 && administrators[0]?.id === userId) throw refuse('access.last-administrator')
  const [withPassword, ...others] = administrators.filter(({ password_off }) => !password_off)
  if (withPassword?.id === userId && others.length === 0) throw refuse('access.emergency-administrator')
}

// 上级主管部门 sees the districts below its code and does nothing else there; one of them may look after the people of that
// level. Everybody else belongs to one district.
async function requireFittingLevel(tx: Tx, { districtId, roles }: { districtId: string; roles: readonly Role[] }) {
  const codes = (await tx.selectFrom('district').select('id').execute()).map(({ id }) => id)
  if (districtId === systemChain || codes.includes(districtId)) {
    if (roles.includes('upper_office')) throw refuse('access.not-above')
    return
  }
  const isAbove = districtId.endsWith('00') && codes.some((code) => liesBelow(districtId, code))
  if (!isAbove || !roles.includes('upper_office') || roles.some((role) => !rolesAbove.includes(role)))
    throw refuse('access.not-above')
}
async function requireActiveUnit(tx: Tx, districtId: string, unitId: string): Promise<void> {
  if (!(await unitChoices(tx, districtId)).some(({ id }) => id === unitId))
    throw refuse('record.not-found', { what: '单位' })
}

function requireUnit(roles: readonly Role[], unitId: string | null): void {
  if (unitId === null && roles.some(needsUnit)) throw refuse('access.unit-required')
}

const rolesOf = async (tx: Tx, userId: string) =>
  (await tx.selectFrom('user_role').select('role').where('user_id', '=', userId).orderBy('role').execute()).map(
    ({ role }) => role as Role,
  )
