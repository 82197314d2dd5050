import { type Actor, type Deps, type Role, standingOf } from '../access/index.ts'

/** A person with the rights they have now, for what is done in their name while they aren't there: none where they may not sign in. */
export async function actorOf(deps: Deps, userId: string, requestId: string): Promise<Actor> {
  const user = await deps.db
    .selectFrom('app_user')
    .select(['id', 'district_id', 'unit_id'])
    .where('id', '=', userId)
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
  const held = await deps.db.selectFrom('user_role').select('role').where('user_id', '=', userId).execute()
  const { lent } = user?.district_id
    ? await standingOf(deps.db, user.district_id, userId, deps.clock.today())
    : { lent: [] }
  return {
    kind: 'user',
    id: userId,
    districtId: user?.district_id ?? null,
    unitId: user?.unit_id ?? null,
    // What was begun as somebody's deputy is finished with the role that was lent.
    roles: user ? [...held.map(({ role }) => role as Role), ...lent.map(({ role }) => role)] : [],
    requestId,
  }
}
