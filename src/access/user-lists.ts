import { sql } from 'kysely'
import type { Instant } from '../calendar/index.ts'
import { type Db, isUuid, type Tx } from '../database/index.ts'
import { systemChain } from '../trail/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import type { Deps } from './deps.ts'
import { openPeople, type PersonValues } from './people.ts'
import { type Role, roleLabels } from './actions.ts'
import { type Actor, permit, permittedScope } from './permissions.ts'

/** A user as the administrator's page lists it. */
export type UserSummary = {
  id: string
  /** A district, the city or province above, or null for who belongs to none yet. */
  districtId: string | null
  login: string
  displayName: string
  unitId: string | null
  unitName: string | null
  roles: Role[]
  disabled: boolean
  mustChangePassword: boolean
  /** A second factor is asked of them at each sign-in. */
  hasSecondFactor: boolean
  createdAt: Instant
}

/** All users of a district with unit and roles, by login; without a district all of the installation, for the operator. */
export async function listUsers(deps: Deps, actor: Actor, districtId?: string): Promise<UserSummary[]> {
  permittedScope(actor, 'users.manage', districtId ?? systemChain)
  return usersOf(deps, districtId)
}

/** One user of a district or level, or undefined. */
export async function findUser(
  deps: Deps,
  actor: Actor,
  { districtId, userId }: { districtId: string; userId: string },
): Promise<UserSummary | undefined> {
  permittedScope(actor, 'users.manage', districtId)
  return (await usersOf(deps, districtId, userId))[0]
}

/** As `listUsers`, for whoever has asked for a right of their own already. */
export async function usersOf(deps: Deps, districtId?: string, userId?: string): Promise<UserSummary[]> {
  let query = deps.db
    .selectFrom('app_user')
    .leftJoin('unit', (join) =>
      join.onRef('unit.district_id', '=', 'app_user.district_id').onRef('unit.id', '=', 'app_user.unit_id'),
    )
    .leftJoin('second_factor', 'second_factor.user_id', 'app_user.id')
    .select([
      'app_user.id',
      'app_user.district_id',
      'login',
      'person_id',
      'unit_id',
      'unit.name as unit_name',
      'disabled_at',
      'must_change_password',
      'second_factor.enrolled_at',
      'app_user.created_at',
    ])
    .orderBy('app_user.district_id')
    .orderBy('login')
  if (districtId !== undefined) query = query.where('app_user.district_id', '=', districtId)
  if (userId !== undefined) query = query.where('app_user.id', '=', userId)
  const rows = await query.execute()
  const held = await deps.db
    .selectFrom('user_role')
    .select(['user_id', 'role'])
    .where(sql<boolean>`user_id = any(${rows.map(({ id }) => id)}::uuid[])`)
    .orderBy('role')
    .execute()
  const people = await peopleOf(deps, rows)
  return rows.map((row) => ({
    id: row.id,
    districtId: row.district_id,
    login: row.login,
    displayName: people.get(row.person_id ?? '')?.name ?? row.login,
    unitId: row.unit_id,
    unitName: row.unit_name,
    roles: held.filter(({ user_id }) => user_id === row.id).map(({ role }) => role as Role),
    disabled: row.disabled_at !== null,
    mustChangePassword: row.must_change_password,
    hasSecondFactor: row.enrolled_at !== null,
    createdAt: row.created_at,
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
  const ids = [...new Set(userIds)].filter(isUuid)
  if (ids.length === 0) return new Map()
  const rows = await deps.db
    .selectFrom('app_user')
    .select(['id', 'login', 'person_id'])
    .select((eb) => eb.fn.coalesce('district_id', eb.val(districtId)).as('district_id'))
    .where('id', 'in', ids)
    .execute()
  const people = await peopleOf(deps, rows)
  return new Map(rows.map((row) => [row.id, people.get(row.person_id ?? '')?.name ?? row.login]))
}

/** The roles that users have now, as labels joined by 、; none for who has no role any more. */
export async function rolesOfUsers(db: Db | Tx, userIds: readonly string[]): Promise<Map<string, string>> {
  const ids = [...new Set(userIds)]
  const { rows } = await sql<{ id: string; roles: Role[] }>`
    select user_id as id, array_agg(role order by role) as roles from user_role
    where user_id::text = any(${ids}::text[]) group by user_id`.execute(db)
  return new Map(rows.map(({ id, roles: held }) => [id, held.map((role) => roleLabels[role]).join('、')]))
}

/** The user of a login, with the district whose chain and administrators are responsible. Refuses `access.unknown-user`. */
export async function userNamed(deps: Deps, actor: Actor, login: string): Promise<{ id: string; districtId: string }> {
  const found = await deps.db
    .selectFrom('app_user')
    .select(['id', 'district_id'])
    .where('login', '=', login.trim())
    .executeTakeFirst()
  const districtId = found?.district_id ?? systemChain
  permit(actor, 'users.manage', { districtId })
  if (!found) throw refuse('access.unknown-user')
  return { id: found.id, districtId }
}

// A person's record lies in the district of the user it belongs to.
async function peopleOf(
  deps: Pick<Deps, 'db' | 'vault'>,
  rows: readonly { district_id: string | null; person_id: string | null }[],
): Promise<Map<string, PersonValues>> {
  const found = new Map<string, PersonValues>()
  for (const [districtId, users] of Map.groupBy(rows, (row) => row.district_id)) {
    const ids = users.flatMap(({ person_id }) => person_id ?? [])
    if (districtId === null || ids.length === 0) continue
    for (const [id, values] of await openPeople(deps.db, deps.vault, districtId, ids)) found.set(id, values)
  }
  return found
}

/** People of a district who hold a role and may sign in, by login: who a paper can be handed to. */
export async function peopleWithRole(
  deps: Pick<Deps, 'db' | 'vault'>,
  districtId: string,
  role: Role,
): Promise<{ id: string; name: string }[]> {
  const rows = await deps.db
    .selectFrom('app_user')
    .innerJoin('user_role', 'user_role.user_id', 'app_user.id')
    .select('app_user.id')
    .where('app_user.district_id', '=', districtId)
    .where('user_role.role', '=', role)
    .where('disabled_at', 'is', null)
    .orderBy('login')
    .execute()
  const ids = rows.map(({ id }) => id)
  const names = await namesOfUsers(deps, districtId, ids)
  return ids.map((id) => ({ id, name: names.get(id) ?? '' }))
}
