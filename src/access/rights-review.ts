import type { Instant } from '../calendar/index.ts'
import { inTransaction } from '../database/index.ts'
import { append, digestOf, eventsOf } from '../trail/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import type { Role } from './actions.ts'
import type { Deps } from './deps.ts'
import { type Actor, permit, permittedScope } from './permissions.ts'
import { usersOf } from './user-lists.ts'

/** One user with what there is to weigh about their rights. */
export type RightsLine = {
  id: string
  login: string
  displayName: string
  unitName: string | null
  roles: Role[]
  disabled: boolean
  changedAt: Instant
}

/** Everybody's rights in a district, and when they were last looked through. */
export type Rights = { lines: RightsLine[]; reviewed: { at: Instant; by: string } | undefined; digest: string }

// What was looked at: a change between looking and confirming gives another one.
const stateOf = (lines: readonly RightsLine[]) =>
  digestOf(lines.map(({ id, roles, disabled }) => ({ id, roles, disabled })))

/** All users of a district with roles and since when they hold them, for 安全保密员. Refuses `access.denied`. */
export async function readRights(deps: Deps, actor: Actor, districtId: string): Promise<Rights> {
  permittedScope(actor, 'security.manage', districtId)
  const users = await usersOf(deps, districtId)
  const granted = await deps.db
    .selectFrom('user_role')
    .innerJoin('app_user', 'app_user.id', 'user_role.user_id')
    .select((eb) => ['user_role.user_id as userId', eb.fn.max('granted_at').as('at')])
    .where('app_user.district_id', '=', districtId)
    .groupBy('user_role.user_id')
    .execute()
  const changes = new Map(granted.map(({ userId, at }) => [userId, at]))
  const lines = users.map(({ id, login, displayName, unitName, roles, disabled, createdAt }) => ({
    id,
    login,
    displayName,
    unitName,
    roles,
    disabled,
    changedAt: changes.get(id) ?? createdAt,
  }))
  const events = await eventsOf(deps.db, districtId, { kind: 'rights', id: districtId }, { limit: 20 })
  const last = events.find(({ action }) => action === 'rights.reviewed')
  return { lines, reviewed: last && { at: last.occurredAt, by: last.actorId }, digest: stateOf(lines) }
}

/**
 * 权限复核: 安全保密员 has looked through all rights and found nothing to object to. Refuses `access.denied`,
 * `access.confirm-first`, `rights.changed-meanwhile`.
 */
export async function reviewRights(
  deps: Deps,
  actor: Actor,
  input: { districtId: string; seen: string },
): Promise<void> {
  const { districtId, seen } = input
  permit(actor, 'security.manage', { districtId })
  const { lines, digest } = await readRights(deps, actor, districtId)
  if (digest !== seen) throw refuse('rights.changed-meanwhile')
  await inTransaction(deps.db, (tx) =>
    append(tx, deps.ids, {
      districtId,
      actor,
      action: 'rights.reviewed',
      subject: { kind: 'rights', id: districtId },
      after: { count: lines.length, digest },
      at: deps.wall.now(),
    }),
  )
}
