import { inTransaction } from '../database/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import type { Deps } from './deps.ts'
import { verifyPassword } from './passwords.ts'
import { takeCode } from './second-factor/verbs.ts'
import type { Session } from './sessions.ts'

const mostWrong = 5

/**
 * Whoever sits at an open session shows that it is still the person it belongs to; for the next minutes nothing more is
 * asked. Refuses `access.confirm-wrong`; the fifth wrong word ends the session, and with it what could be tried.
 */
export async function confirmPerson(deps: Deps, session: Session, word: string): Promise<void> {
  if (
    !(await fitsCounted(deps, { userId: session.user.id, csrf: session.csrf }, () =>
      isOwn(deps, session.user.id, word),
    ))
  )
    throw refuse('access.confirm-wrong')
  await deps.db.updateTable('session').set({ confirmed_at: deps.wall.now() }).where('id', '=', session.id).execute()
}

/**
 * Whether a word given in an open session fits: five that don't fit end the session, and with it what could be tried by
 * whoever found it open.
 */
export async function fitsCounted(
  { db }: Pick<Deps, 'db'>,
  { userId, csrf }: { userId: string; csrf: string },
  fits: () => Promise<boolean>,
): Promise<boolean> {
  // Counted before it is looked at: tries side by side are as few as one after another.
  const tried = await db
    .updateTable('session')
    .set((eb) => ({ wrong_confirmations: eb('wrong_confirmations', '+', 1) }))
    .where('user_id', '=', userId)
    .where('csrf', '=', csrf)
    .where('wrong_confirmations', '<', mostWrong)
    .returning('wrong_confirmations as wrong')
    .executeTakeFirst()
  if (tried !== undefined && (await fits())) {
    const well = db.updateTable('session').set({ wrong_confirmations: 0 })
    await well.where('user_id', '=', userId).where('csrf', '=', csrf).execute()
    return true
  }
  if ((tried?.wrong ?? mostWrong) >= mostWrong)
    await db.deleteFrom('session').where('user_id', '=', userId).where('csrf', '=', csrf).execute()
  return false
}

async function isOwn(deps: Deps, userId: string, word: string): Promise<boolean> {
  if (await inTransaction(deps.db, (tx) => takeCode(tx, deps, userId, word, { recovery: false }))) return true
  const user = await deps.db
    .selectFrom('app_user')
    .select(['password_hash', 'password_off'])
    .where('id', '=', userId)
    .executeTakeFirstOrThrow()
  // A password that opens no session proves nobody in one.
  return !user.password_off && verifyPassword(word, user.password_hash)
}
