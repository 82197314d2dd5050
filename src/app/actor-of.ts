import type { Actor, Deps, Role } from '../access/index.ts'

/** A person with the rights they have now, for what is done in their name while they aren't there: none where they may not sign in. */
export async function actorOf(deps: Deps, userId: string, requestId: string): Promise<Actor> {
  const user = await deps.db
    .selectFrom('app_user')
    .select(['id', 'district_id', 'unit_id'])
    .where('id', '=', userId)
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
  const held = await deps.db.selectFrom('user_role').select('role').where('user_id', '=', userId).execute()
  return {
    kind: 'user',
    id: userId,
    districtId: user?.district_id ?? null,
    unitId: user?.unit_id ?? null,
    roles: user ? held.map(({ role }) => role as Role) : [],
    requestId,
  }
}
