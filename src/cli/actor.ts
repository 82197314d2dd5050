import { type Actor, type Deps, type Role } from '../access/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'

/** The user named by `--as`, acting with that user's own rights. Refuses `access.unknown-user`. */
export async function actorNamed(deps: Deps, login: string, requestId: string): Promise<Actor> {
  const user = await deps.db
    .selectFrom('app_user')
    .select(['id', 'district_id', 'unit_id'])
    .where('login', '=', login)
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
  if (!user) throw refuse('access.unknown-user')
  const held = await deps.db
    .selectFrom('user_role')
    .select('role')
    .where('user_id', '=', user.id)
    .orderBy('role')
    .execute()
  return {
    kind: 'user',
    id: user.id,
    districtId: user.district_id,
    unitId: user.unit_id,
    roles: held.map(({ role }) => role as Role),
    requestId,
  }
}
