import { type Actor, createUser, type Deps, hashPassword, oneTimePassword, type Role } from '../../access/index.ts'
import { demoDistrict, demoUsers } from './cast.ts'
import { seededPick, seededRandom } from './seeded.ts'

/** The password of a demo user: the same on every run, because the demonstration answers on loopback only. */
export const demoPassword = (login: string) => oneTimePassword(seededPick(`password/${login}`))

/** A user with the password, for the terminal. */
export const signInOf = ({ login, displayName, role }: { login: string; displayName: string; role: Role }) => ({
  login,
  displayName,
  role,
  password: demoPassword(login),
})

/** Makes the users, by login and, the first of each, by role; their first password stays, so that a look round doesn't begin with typing passwords. */
export async function makeUsers(
  deps: Deps,
  operator: Actor,
  unitIds: ReadonlyMap<string, string>,
): Promise<Map<string, Actor>> {
  const actors = new Map<string, Actor>()
  for (const user of demoUsers) {
    const unitId = user.unit ? (unitIds.get(user.unit) ?? null) : null
    const { id } = await createUser(
      deps,
      operator,
      { districtId: demoDistrict.id, unitId, login: user.login, displayName: user.displayName, roles: [user.role] },
      demoPassword(user.login),
    )
    await keepPassword(deps, id, user.login)
    const actor: Actor = {
      kind: 'user',
      id,
      districtId: demoDistrict.id,
      unitId,
      roles: [user.role],
      requestId: deps.ids.next(),
    }
    actors.set(user.login, actor)
    if (!actors.has(user.role)) actors.set(user.role, actor)
  }
  return actors
}

// The salt is drawn by chance in createUser; two demonstrations must hold the same rows.
export async function keepPassword(deps: Deps, id: string, login: string): Promise<void> {
  const hash = await hashPassword(demoPassword(login), seededRandom(`salt/${login}`)(16))
  await deps.db
    .updateTable('app_user')
    .set({ password_hash: hash, must_change_password: false })
    .where('id', '=', id)
    .execute()
}
