import { type Actor, type Deps, type Role, standingOf } from '../access/index.ts'

/** A person with the rights they have now, their own and those lent to them, for what is read in their name while they aren't there: none where they may not sign in. */
export async function actorOf(deps: Deps, userId: string, requestId: string): Promise<Actor> {
  const { actor, lent } = await standing(deps, userId, requestId)
  return { ...actor, roles: [...actor.roles, ...lent.map(({ role }) => role)] }
}

/**
 * Who asked for a job, as they were when they asked: themselves, or the deputy of `onBehalfOf` in what that person has lent
 * them and still lends. The trail tells which.
 */
export async function askedBy(
  deps: Deps,
  { requestedBy, requestId, onBehalfOf }: { requestedBy: string; requestId: string; onBehalfOf?: string | undefined },
): Promise<Actor> {
  const { actor, lent } = await standing(deps, requestedBy, requestId)
  if (onBehalfOf === undefined) return actor
  const theirs = lent.filter(({ lenderId }) => lenderId === onBehalfOf)
  return { ...actor, unitId: theirs[0]?.unitId ?? null, roles: theirs.map(({ role }) => role), onBehalfOf }
}

async function standing(deps: Deps, userId: string, requestId: string) {
  const user = await deps.db
    .selectFrom('app_user')
    .select(['id', 'district_id', 'unit_id'])
    .where('id', '=', userId)
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
  const held = await deps.db.selectFrom('user_role').select('role').where('user_id', '=', userId).execute()
  const { lent, onePerson } = user?.district_id
    ? await standingOf(deps.db, user.district_id, userId, deps.clock.today())
    : { lent: [], onePerson: [] }
  const actor: Actor = {
    kind: 'user',
    id: userId,
    districtId: user?.district_id ?? null,
    unitId: user?.unit_id ?? null,
    roles: user ? held.map(({ role }) => role as Role) : [],
    requestId,
    ...(onePerson.length > 0 && { onePerson }),
  }
  return { actor, lent }
}
