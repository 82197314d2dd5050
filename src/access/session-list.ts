import type { Instant } from '../calendar/index.ts'
import { inTransaction, type Tx } from '../database/index.ts'
import { append } from '../trail/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { chainOf } from './chain-of.ts'
import type { Deps } from './deps.ts'
import { type Actor, permit, permittedScope } from './permissions.ts'
import { policyOf, type SecurityPolicy } from './security/policy.ts'
import { plusMinutes } from './sign-in/attempts.ts'

/** One open session: since when, from where, with which browser. */
export type SessionLine = {
  id: string
  userId: string
  login: string
  startedAt: Instant
  lastSeenAt: Instant
  address: string | null
  browser: string | null
}

const mostListed = 500

async function openSessions(
  deps: Deps,
  districtId: string | null,
  of: { userId?: string },
  policy?: SecurityPolicy,
): Promise<SessionLine[]> {
  const now = deps.wall.now()
  const { idleMinutes, absoluteHours } = policy ?? (await policyOf(deps.db, districtId))
  let query = deps.db
    .selectFrom('session')
    .innerJoin('app_user', 'app_user.id', 'session.user_id')
    .select([
      'session.id',
      'session.user_id as userId',
      'app_user.login',
      'session.created_at as startedAt',
      'session.last_seen_at as lastSeenAt',
      'session.address',
      'session.browser',
    ])
    .where('app_user.disabled_at', 'is', null)
    .where('session.expires_at', '>', now)
    .where('session.last_seen_at', '>', plusMinutes(now, -idleMinutes))
    .where('session.created_at', '>', plusMinutes(now, -absoluteHours * 60))
    .orderBy('session.last_seen_at', 'desc')
    .limit(mostListed)
  query =
    of.userId === undefined
      ? query.where('app_user.district_id', '=', districtId)
      : query.where('session.user_id', '=', of.userId)
  return query.execute()
}

/** The own open sessions, the one used last first; `policy` where the session has read it already. */
export const ownSessions = (deps: Deps, actor: Actor, policy?: SecurityPolicy): Promise<SessionLine[]> =>
  openSessions(deps, actor.districtId, { userId: actor.id }, policy)

/** All open sessions of a district's people, the newest 500, the one used last first. Refuses `access.denied`. */
export async function listSessions(
  deps: Deps,
  actor: Actor,
  districtId: string,
  policy?: SecurityPolicy,
): Promise<SessionLine[]> {
  permittedScope(actor, 'sessions.end', districtId)
  return openSessions(deps, districtId, {}, policy)
}

/** Ends one session: one's own, or with the right for it anybody's of the district; `ownAlone` where nobody else's is offered. Refuses `session.not-found`, `access.denied`. */
export async function endSession(
  deps: Deps,
  actor: Actor,
  input: { districtId: string; sessionId: string; ownAlone?: boolean },
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const found = await tx
      .selectFrom('session')
      .innerJoin('app_user', 'app_user.id', 'session.user_id')
      .select(['session.user_id as userId', 'app_user.district_id as districtId'])
      .where('session.id', '=', input.sessionId)
      .executeTakeFirst()
    const isOwn = found?.userId === actor.id
    if (!isOwn && input.ownAlone) throw refuse('session.not-found')
    if (!isOwn) permit(actor, 'sessions.end', { districtId: input.districtId })
    if (!found || (!isOwn && found.districtId !== input.districtId)) throw refuse('session.not-found')
    await tx.deleteFrom('session').where('id', '=', input.sessionId).execute()
    await tellEnded(tx, deps, actor, { ...found, sessions: 1 })
  })
}

/** Ends every session of oneself but the one that is used. Answers how many there were. */
export async function endOtherSessions(deps: Deps, actor: Actor, keep: string): Promise<number> {
  return inTransaction(deps.db, async (tx) => {
    const ended = await tx
      .deleteFrom('session')
      .where('user_id', '=', actor.id)
      .where('id', '!=', keep)
      .returning('id')
      .execute()
    if (ended.length > 0)
      await tellEnded(tx, deps, actor, { userId: actor.id, districtId: actor.districtId, sessions: ended.length })
    return ended.length
  })
}

async function tellEnded(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { userId, districtId, sessions }: { userId: string; districtId: string | null; sessions: number },
): Promise<void> {
  await append(tx, deps.ids, {
    districtId: await chainOf(tx, districtId),
    actor,
    action: 'session.ended',
    subject: { kind: 'user', id: userId },
    after: { sessions },
    at: deps.wall.now(),
  })
}
