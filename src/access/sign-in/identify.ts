import { inTransaction } from '../../database/index.ts'
import { appendOnce } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { chainOf } from '../chain-of.ts'
import type { Deps } from '../deps.ts'
import { spendPasswordTime, verifyPassword } from '../passwords.ts'
import { closesDoor, forgetPasswordAttempt, plusMinutes, takePasswordAttempt, type Visitor } from './attempts.ts'

/**
 * Who somebody was found to be, by whatever way: the first of the steps of a sign-in. `credential` is what must still hold
 * when the session opens; a way in without a password leaves it out.
 */
export type Identified = {
  userId: string
  districtId: string | null
  mustChangePassword: boolean
  credential?: string
  /** Under what name attempts of it are counted, where that is another than the user's own login. */
  countedAs?: string
  /** More than a password was asked for elsewhere, and the office takes that in place of a second factor. */
  strong?: boolean
}

/** A password that somebody else has seen doesn't lie about for ever (ASVS 5.0, 6.4.1). */
const FIRST_PASSWORD_DAYS = 14

/**
 * Finds a user by name and password. Refuses `access.wrong-credentials`,
 * `access.locked-out` and `access.network-held`, all for unknown and
 * disabled users just as for others and with the same work: no answer tells whether a name is somebody's. Of the right
 * password `access.first-password-over`, and `access.password-off` where its owner signs in by a provider alone.
 */
export async function identifyByPassword(
  deps: Deps,
  input: { login: string; password: string; visitor: Visitor },
): Promise<Identified> {
  const login = input.login.trim()
  const failures = await takePasswordAttempt(deps, login, input.visitor)
  const user = await deps.db
    .selectFrom('app_user')
    .select(['id', 'district_id', 'password_hash', 'must_change_password', 'password_set_at', 'password_off'])
    .where('login', '=', login)
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
  const fits = user ? await verifyPassword(input.password, user.password_hash) : await spendPasswordTime(input.password)
  if (!user) throw refuse('access.wrong-credentials')
  if (!fits) {
    if (closesDoor(failures)) await tellLocked(deps, { id: user.id, districtId: user.district_id })
    throw refuse('access.wrong-credentials')
  }
  await inTransaction(deps.db, (tx) => forgetPasswordAttempt(tx, deps, login, input.visitor))
  // Said to who knows the password, and to nobody else.
  if (user.password_off) throw refuse('access.password-off')
  const since = plusMinutes(deps.wall.now(), -FIRST_PASSWORD_DAYS * 24 * 60)
  if (user.must_change_password && (user.password_set_at ?? '') < since)
    throw refuse('access.first-password-over', { days: FIRST_PASSWORD_DAYS })
  return {
    userId: user.id,
    districtId: user.district_id,
    mustChangePassword: user.must_change_password,
    credential: user.password_hash,
  }
}

// Once an hour for a user: the trail isn't filled by whoever tries from many places.
export async function tellLocked(deps: Deps, user: { id: string; districtId: string | null }): Promise<void> {
  const at = deps.wall.now()
  await inTransaction(deps.db, async (tx) =>
    appendOnce(
      tx,
      deps.ids,
      {
        districtId: await chainOf(tx, user.districtId),
        actor: { kind: 'user', id: user.id, requestId: deps.ids.next() },
        action: 'user.locked-out',
        subject: { kind: 'user', id: user.id },
        after: {},
        at,
      },
      plusMinutes(at, -60),
    ),
  )
}
