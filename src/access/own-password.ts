import { sql } from 'kysely'
import { inTransaction, type Tx } from '../database/index.ts'
import { append } from '../trail/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import type { Role } from './actions.ts'
import { chainOf } from './chain-of.ts'
import { fitsCounted } from './confirm.ts'
import type { Deps } from './deps.ts'
import { HISTORY, requireGoodPassword } from './password-rules.ts'
import { hashPassword, verifyPassword } from './passwords.ts'
import type { Actor } from './permissions.ts'
import { policyOf } from './security/policy.ts'

/**
 * A signed-in person sets a new password of their own; other sessions end. Refuses a wrong current one, what
 * `requireGoodPassword` refuses, `access.password-unchanged`, and under the rules of 等保 `access.password-used-before`.
 */
export async function changePassword(
  deps: Deps,
  actor: Actor,
  input: { current: string; next: string; keepCsrf: string },
): Promise<void> {
  const user = await deps.db
    .selectFrom('app_user')
    .select(['login', 'password_hash', 'district_id'])
    .where('id', '=', actor.id)
    .executeTakeFirst()
  const isCurrent = () => verifyPassword(input.current, user?.password_hash ?? '')
  const session = { userId: actor.id, csrf: input.keepCsrf }
  if (!user || !(await fitsCounted(deps, session, isCurrent))) throw refuse('access.wrong-credentials')
  const { passwords: profile } = await policyOf(deps.db, user.district_id)
  await requireGoodPassword(input.next, { login: user.login, roles: await rolesOf(deps, actor), profile })
  if (input.next === input.current) throw refuse('access.password-unchanged')
  if (profile === 'protected' && (await wasUsed(deps, actor.id, input.next)))
    throw refuse('access.password-used-before', { times: HISTORY })
  const passwordHash = await hashPassword(input.next)
  await inTransaction(deps.db, async (tx) => {
    await keepHistory(tx, deps, actor.id, user.password_hash)
    const { numUpdatedRows } = await tx
      .updateTable('app_user')
      .set({ password_hash: passwordHash, must_change_password: false, password_set_at: deps.wall.now() })
      .where('id', '=', actor.id)
      // Reset in this moment by 系统管理员: what was known is the password no more.
      .where('password_hash', '=', user.password_hash)
      .executeTakeFirst()
    if (numUpdatedRows !== 1n) throw refuse('access.wrong-credentials')
    await tx.deleteFrom('session').where('user_id', '=', actor.id).where('csrf', '!=', input.keepCsrf).execute()
    await tx.deleteFrom('sign_in_step').where('user_id', '=', actor.id).execute()
    await append(tx, deps.ids, {
      districtId: await chainOf(tx, user.district_id),
      actor,
      action: 'user.password-changed',
      subject: { kind: 'user', id: actor.id },
      at: deps.wall.now(),
    })
  })
}

// Their own beside one they act in: it is the password of them all.
async function rolesOf({ db }: Deps, { id, roles }: Actor): Promise<Role[]> {
  const held = await db.selectFrom('user_role').select('role').where('user_id', '=', id).execute()
  return [...held.map(({ role }) => role as Role), ...roles]
}

async function wasUsed(deps: Deps, userId: string, next: string): Promise<boolean> {
  const earlier = await deps.db
    .selectFrom('password_history')
    .select('password_hash')
    .where('user_id', '=', userId)
    .orderBy('replaced_at', 'desc')
    .limit(HISTORY - 1)
    .execute()
  const fits = await Promise.all(earlier.map(({ password_hash }) => verifyPassword(next, password_hash)))
  return fits.includes(true)
}

// With the present one there are five. Kept under both sets of rules, so that a change of rules finds them.
async function keepHistory(tx: Tx, deps: Deps, userId: string, replaced: string): Promise<void> {
  await tx
    .insertInto('password_history')
    .values({ user_id: userId, password_hash: replaced, replaced_at: deps.wall.now() })
    .onConflict((conflict) => conflict.columns(['user_id', 'password_hash']).doNothing())
    .execute()
  await sql`
    delete from password_history where user_id = ${userId} and password_hash not in (
      select password_hash from password_history where user_id = ${userId} order by replaced_at desc limit ${HISTORY})`.execute(
    tx,
  )
}
