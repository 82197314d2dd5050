import type { Tx } from '../database/index.ts'
import { append } from '../trail/index.ts'
import type { Deps } from './deps.ts'
import { type Actor, permit } from './permissions.ts'
import { changeOf, refuseOwn, requireAnotherAdministrator, requireUser, type UserTarget } from './users.ts'

/**
 * Lets a user in by password, or by a provider alone, in the caller's transaction, who knows that there is one. Nobody does
 * it to themselves, and one administrator with a password remains. Refuses `access.denied`, `access.own-account`,
 * `access.unknown-user`, `access.last-administrator`, `access.emergency-administrator`.
 */
export async function setPasswordSignIn(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  input: UserTarget & { off: boolean },
): Promise<void> {
  permit(actor, 'users.manage', { districtId: input.districtId })
  refuseOwn(actor, input.userId)
  await requireUser(tx, input)
  if (input.off) await requireAnotherAdministrator(tx, input)
  await tx.updateTable('app_user').set({ password_off: input.off }).where('id', '=', input.userId).execute()
  // Who has just given a password and not yet a code starts anew.
  if (input.off) await tx.deleteFrom('sign_in_step').where('user_id', '=', input.userId).execute()
  await append(tx, deps.ids, {
    ...(await changeOf(tx, deps, actor, input)),
    action: input.off ? 'user.password-off' : 'user.password-on',
  })
}
