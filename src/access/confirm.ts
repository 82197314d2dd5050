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
  // Counted before it is looked at: tries side by side are as few as one after another.
  const tried = await deps.db
    .updateTable('session')
    .set((eb) => ({ wrong_confirmations: eb('wrong_confirmations', '+', 1) }))
    .where('id', '=', session.id)
    .where('wrong_confirmations', '<', mostWrong)
    .returning('wrong_confirmations as wrong')
    .executeTakeFirst()
  const fits = tried !== undefined && (await isOwn(deps, session.user.id, word))
  if (!fits) {
    if ((tried?.wrong ?? mostWrong) >= mostWrong)
      await deps.db.deleteFrom('session').where('id', '=', session.id).execute()
    throw refuse('access.confirm-wrong')
  }
  await deps.db
    .updateTable('session')
    .set({ wrong_confirmations: 0, confirmed_at: deps.wall.now() })
    .where('id', '=', session.id)
    .execute()
}

async function isOwn(deps: Deps, userId: string, word: string): Promise<boolean> {
  if (await inTransaction(deps.db, (tx) => takeCode(tx, deps, userId, word, { recovery: false }))) return true
  const user = await deps.db
    .selectFrom('app_user')
    .select('password_hash')
    .where('id', '=', userId)
    .executeTakeFirstOrThrow()
  return verifyPassword(word, user.password_hash)
}
