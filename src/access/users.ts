import { sql } from 'kysely'
import { append, systemChain } from '../trail/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import type { Deps } from './deps.ts'
import { hashPassword, oneTimePassword, requireGoodPassword, verifyPassword } from './passwords.ts'
import { openPeople, savePerson } from './people.ts'
import { type Actor, needsUnit, permit, type Role } from './permissions.ts'

/** A user as the administrator's page lists it. */
export type UserSummary = {
  id: string
  login: string
  displayName: string
  unitId: string | null
  unitName: string | null
  roles: Role[]
  disabled: boolean
  mustChangePassword: boolean
}

export type NewUser = {
  districtId: string
  unitId?: string | null
  login: string
  displayName: string
  roles: readonly Role[]
}

/** Makes a user with a one-time password, which is returned once and kept nowhere. Refuses `access.denied`, `access.login-taken`, `access.unit-required`. */
export async function createUser(
  deps: Deps,
  actor: Actor,
  input: NewUser,
  oneTime = oneTimePassword(),
): Promise<{ id: string; password: string }> {
  permit(actor, 'users.manage', { districtId: input.districtId })
  requireUnit(input.roles, input.unitId ?? null)
  const login = input.login.trim()
  const passwordHash = await hashPassword(oneTime)
  return deps.db.transaction().execute(async (tx) => {
    const taken = await tx.selectFrom('app_user').select('id').where('login', '=', login).executeTakeFirst()
    if (taken) throw refuse('access.login-taken', { login })
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
        created_at: at,
      })
      .execute()
    await tx
      .insertInto('user_role')
      .values(input.roles.map((role) => ({ user_id: id, role, granted_at: at })))
      .execute()
    await append(tx, deps.ids, {
      districtId: input.districtId,
      actor,
      action: 'user.created',
      subject: { kind: 'user', id },
      after: { unitId: input.unitId ?? null, roles: input.roles, name: person.digest },
      at,
    })
    return { id, password: oneTime }
  })
}

/** Replaces a user's roles. Refuses `access.denied`, `access.unknown-user`, `access.unit-required`. */
export async function setRoles(
  deps: Deps,
  actor: Actor,
  input: { districtId: string; userId: string; roles: readonly Role[] },
): Promise<void> {
  permit(actor, 'users.manage', { districtId: input.districtId })
  await deps.db.transaction().execute(async (tx) => {
    const { unitId } = await requireUser(tx, input)
    requireUnit(input.roles, unitId)
    const before = await rolesOf(tx, input.userId)
    await tx.deleteFrom('user_role').where('user_id', '=', input.userId).execute()
    if (input.roles.length > 0) {
      await tx
        .insertInto('user_role')
        .values(input.roles.map((role) => ({ user_id: input.userId, role, granted_at: deps.wall.now() })))
        .execute()
    }
    await append(tx, deps.ids, {
      ...changeOf(deps, actor, input),
      action: 'user.roles-changed',
      before: { roles: before },
      after: { roles: [...input.roles].sort() },
    })
  })
}

/** Moves a user to another unit, or to none. Refuses `access.denied`, `access.unknown-user`, `access.unit-required`. */
export async function setUnit(
  deps: Deps,
  actor: Actor,
  input: { districtId: string; userId: string; unitId: string | null },
): Promise<void> {
  permit(actor, 'users.manage', { districtId: input.districtId })
  await deps.db.transaction().execute(async (tx) => {
    const before = await requireUser(tx, input)
    requireUnit(await rolesOf(tx, input.userId), input.unitId)
    if (input.unitId) await requireActiveUnit(tx, input.districtId, input.unitId)
    if (before.unitId === input.unitId) return
    await tx.updateTable('app_user').set({ unit_id: input.unitId }).where('id', '=', input.userId).execute()
    await append(tx, deps.ids, {
      ...changeOf(deps, actor, input),
      action: 'user.unit-changed',
      before: { unitId: before.unitId },
      after: { unitId: input.unitId },
    })
  })
}

/** Gives a user a new one-time password and ends all sessions. Refuses `access.denied`, `access.unknown-user`. */
export async function resetPassword(
  deps: Deps,
  actor: Actor,
  input: { districtId: string; userId: string },
): Promise<{ password: string }> {
  permit(actor, 'users.manage', { districtId: input.districtId })
  const password = oneTimePassword()
  const passwordHash = await hashPassword(password)
  await deps.db.transaction().execute(async (tx) => {
    await requireUser(tx, input)
    await tx
      .updateTable('app_user')
      .set({ password_hash: passwordHash, must_change_password: true, failed_sign_ins: 0, locked_until: null })
      .where('id', '=', input.userId)
      .execute()
    await tx.deleteFrom('session').where('user_id', '=', input.userId).execute()
    await append(tx, deps.ids, { ...changeOf(deps, actor, input), action: 'user.password-reset' })
  })
  return { password }
}

/** Disables or enables a user; disabling ends all sessions. Nobody is deleted: the trail still names the id. */
export async function setDisabled(
  deps: Deps,
  actor: Actor,
  input: { districtId: string; userId: string; disabled: boolean },
): Promise<void> {
  permit(actor, 'users.manage', { districtId: input.districtId })
  await deps.db.transaction().execute(async (tx) => {
    await requireUser(tx, input)
    await tx
      .updateTable('app_user')
      .set({ disabled_at: input.disabled ? deps.wall.now() : null })
      .where('id', '=', input.userId)
      .execute()
    if (input.disabled) await tx.deleteFrom('session').where('user_id', '=', input.userId).execute()
    await append(tx, deps.ids, {
      ...changeOf(deps, actor, input),
      action: input.disabled ? 'user.disabled' : 'user.enabled',
    })
  })
}

/** A signed-in person sets a new password of their own; other sessions end. Refuses wrong current, short, common or unchanged passwords. */
export async function changePassword(
  deps: Deps,
  actor: Actor,
  input: { current: string; next: string; keepCsrf?: string },
): Promise<void> {
  const user = await deps.db
    .selectFrom('app_user')
    .select(['login', 'password_hash', 'district_id'])
    .where('id', '=', actor.id)
    .executeTakeFirst()
  if (!user || !(await verifyPassword(input.current, user.password_hash))) throw refuse('access.wrong-credentials')
  requireGoodPassword(input.next, user.login)
  if (input.next === input.current) throw refuse('access.password-unchanged')
  const passwordHash = await hashPassword(input.next)
  await deps.db.transaction().execute(async (tx) => {
    await tx
      .updateTable('app_user')
      .set({ password_hash: passwordHash, must_change_password: false })
      .where('id', '=', actor.id)
      .execute()
    await tx
      .deleteFrom('session')
      .where('user_id', '=', actor.id)
      .where('csrf', '!=', input.keepCsrf ?? '')
      .execute()
    await append(tx, deps.ids, {
      districtId: user.district_id ?? systemChain,
      actor,
      action: 'user.password-changed',
      subject: { kind: 'user', id: actor.id },
      at: deps.wall.now(),
    })
  })
}

/** All users of a district with unit and roles, by login. */
export async function listUsers(deps: Deps, actor: Actor, districtId: string): Promise<UserSummary[]> {
  permit(actor, 'users.manage', { districtId })
  const rows = await deps.db
    .selectFrom('app_user')
    .leftJoin('unit', (join) =>
      join.onRef('unit.district_id', '=', 'app_user.district_id').onRef('unit.id', '=', 'app_user.unit_id'),
    )
    .select([
      'app_user.id',
      'login',
      'person_id',
      'unit_id',
      'unit.name as unit_name',
      'disabled_at',
      'must_change_password',
    ])
    .where('app_user.district_id', '=', districtId)
    .orderBy('login')
    .execute()
  const held = await deps.db
    .selectFrom('user_role')
    .innerJoin('app_user', 'app_user.id', 'user_role.user_id')
    .select(['user_id', 'role'])
    .where('app_user.district_id', '=', districtId)
    .execute()
  const people = await openPeople(
    deps.db,
    deps.vault,
    districtId,
    rows.flatMap(({ person_id }) => person_id ?? []),
  )
  return rows.map((row) => ({
    id: row.id,
    login: row.login,
    displayName: people.get(row.person_id ?? '')?.name ?? row.login,
    unitId: row.unit_id,
    unitName: row.unit_name,
    roles: held.filter(({ user_id }) => user_id === row.id).map(({ role }) => role as Role),
    disabled: row.disabled_at !== null,
    mustChangePassword: row.must_change_password,
  }))
}

/** Units a user may belong to, by name in the order of pinyin. */
export async function unitChoices(db: Deps['db'], districtId: string): Promise<{ id: string; name: string }[]> {
  return db
    .selectFrom('unit')
    .select(['id', 'name'])
    .where('district_id', '=', districtId)
    .where('state', '=', 'active')
    .orderBy(sql`name collate "zh-x-icu"`)
    .execute()
}

/** Display names of users, for "由谁办理" on pages and in reports. Ids of the terminal and the system name themselves. */
export async function namesOfUsers(
  deps: Pick<Deps, 'db' | 'vault'>,
  districtId: string,
  userIds: readonly string[],
): Promise<Map<string, string>> {
  const ids = [...new Set(userIds)].filter((id) => /^[0-9a-f-]{36}$/.test(id))
  if (ids.length === 0) return new Map()
  const rows = await deps.db
    .selectFrom('app_user')
    .select(['id', 'login', 'person_id'])
    .where('id', 'in', ids)
    .execute()
  const people = await openPeople(
    deps.db,
    deps.vault,
    districtId,
    rows.flatMap(({ person_id }) => person_id ?? []),
  )
  return new Map(rows.map((row) => [row.id, people.get(row.person_id ?? '')?.name ?? row.login]))
}

const changeOf = (deps: Deps, actor: Actor, input: { districtId: string; userId: string }) => ({
  districtId: input.districtId,
  actor,
  subject: { kind: 'user', id: input.userId },
  at: deps.wall.now(),
})

async function requireUser(
  tx: Deps['db'],
  input: { districtId: string; userId: string },
): Promise<{ unitId: string | null }> {
  const found = await tx
    .selectFrom('app_user')
    .select('unit_id as unitId')
    .where('id', '=', input.userId)
    .where('district_id', '=', input.districtId)
    .forUpdate()
    .executeTakeFirst()
  if (!found) throw refuse('access.unknown-user')
  return found
}

async function requireActiveUnit(tx: Deps['db'], districtId: string, unitId: string): Promise<void> {
  if (!(await unitChoices(tx, districtId)).some(({ id }) => id === unitId))
    throw refuse('record.not-found', { what: '单位' })
}

function requireUnit(roles: readonly Role[], unitId: string | null): void {
  if (unitId === null && roles.some(needsUnit)) throw refuse('access.unit-required')
}

const rolesOf = async (tx: Deps['db'], userId: string) =>
  (await tx.selectFrom('user_role').select('role').where('user_id', '=', userId).orderBy('role').execute()).map(
    ({ role }) => role as Role,
  )
