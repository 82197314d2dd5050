import { inTransaction, type Tx } from '../../database/index.ts'
import { append, systemChain } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { chainOf } from '../chain-of.ts'
import type { Deps } from '../deps.ts'
import { type Actor, isOwnAccount, permit, requireConfirmed } from '../permissions.ts'
import { contextOf, factorOf, openSecret } from './queries.ts'
import { enrolmentUri, mayFollow, newRecoveryCode, newSecret, recoveryDigest, stepOf } from './codes.ts'

const RECOVERY_CODES = 10

/** Makes a secret of one's own, which counts once a code out of it was given. Refuses `second-factor.there-already`, `access.confirm-first`. */
export async function beginSecondFactor(deps: Deps, actor: Actor): Promise<void> {
  requireConfirmed(actor)
  await inTransaction(deps.db, async (tx) => {
    if ((await factorOf(tx, actor.id))?.enrolledAt) throw refuse('second-factor.there-already')
    const sealed = deps.vault.sealBytes(Buffer.from(newSecret()), contextOf(actor.id))
    const row = { wrapped_key: sealed.wrappedKey, sealed: sealed.sealed, begun_at: deps.wall.now() }
    await tx
      .insertInto('second_factor')
      .values({ user_id: actor.id, ...row })
      .onConflict((conflict) =>
        conflict.column('user_id').doUpdateSet(row).where('second_factor.enrolled_at', 'is', null),
      )
      .execute()
  })
}

/** The secret that is being set up, as text and as the address for a QR code; undefined: none is. */
export async function pendingSecret(
  deps: Deps,
  user: { id: string; login: string },
): Promise<{ text: string; uri: string } | undefined> {
  const factor = await factorOf(deps.db, user.id)
  if (!factor || factor.enrolledAt) return undefined
  const text = openSecret(deps, user.id, factor)
  return { text, uri: enrolmentUri(text, user.login) }
}

/**
 * The first code shows that the telephone has the secret: from now on it is asked for at each sign-in. Answers recovery
 * codes, which are shown once. Refuses `second-factor.not-begun`, `second-factor.wrong-code`.
 */
export async function enrolSecondFactor(deps: Deps, actor: Actor, code: string): Promise<string[]> {
  requireConfirmed(actor)
  return inTransaction(deps.db, async (tx) => {
    const factor = await factorOf(tx, actor.id, 'lock')
    if (!factor || factor.enrolledAt) throw refuse('second-factor.not-begun')
    const at = deps.wall.now()
    const step = stepOf(openSecret(deps, actor.id, factor), code.replaceAll(/\s/g, ''), at)
    if (step === undefined) throw refuse('second-factor.wrong-code')
    await tx
      .updateTable('second_factor')
      .set({ enrolled_at: at, last_step: step })
      .where('user_id', '=', actor.id)
      .execute()
    await tell(tx, deps, actor, actor.id, actor.districtId, 'user.second-factor-set')
    return writeRecoveryCodes(tx, actor.id)
  })
}

/** New recovery codes in place of all earlier ones. Refuses `second-factor.none`, `access.confirm-first`. */
export async function renewRecoveryCodes(deps: Deps, actor: Actor): Promise<string[]> {
  requireConfirmed(actor)
  return inTransaction(deps.db, async (tx) => {
    if (!(await factorOf(tx, actor.id, 'lock'))?.enrolledAt) throw refuse('second-factor.none')
    await tell(tx, deps, actor, actor.id, actor.districtId, 'user.recovery-codes-renewed')
    return writeRecoveryCodes(tx, actor.id)
  })
}

/** Takes one's own second factor away, to set up another telephone. Refuses `second-factor.none`, `access.confirm-first`. */
export async function removeSecondFactor(deps: Deps, actor: Actor): Promise<void> {
  requireConfirmed(actor)
  await inTransaction(deps.db, async (tx) => {
    if (!(await clearSecondFactor(tx, actor.id))) throw refuse('second-factor.none')
    await tell(tx, deps, actor, actor.id, actor.districtId, 'user.second-factor-removed')
  })
}

/**
 * Takes away the second factor of somebody who has lost telephone and recovery codes, and ends their sessions. Nobody does
 * it for themselves. Refuses `access.denied`, `access.own-account`, `access.unknown-user`, `second-factor.none`.
 */
export async function resetSecondFactor(
  deps: Deps,
  actor: Actor,
  input: { districtId: string; userId: string },
): Promise<void> {
  permit(actor, 'users.manage', { districtId: input.districtId })
  if (isOwnAccount(actor, input.userId)) throw refuse('access.own-account')
  await inTransaction(deps.db, async (tx) => {
    const user = await tx
      .selectFrom('app_user')
      .select('district_id as districtId')
      .where('id', '=', input.userId)
      .executeTakeFirst()
    if (!user || (user.districtId ?? systemChain) !== input.districtId) throw refuse('access.unknown-user')
    if (!(await clearSecondFactor(tx, input.userId))) throw refuse('second-factor.none')
    await tx.deleteFrom('session').where('user_id', '=', input.userId).execute()
    await tell(tx, deps, actor, input.userId, user.districtId, 'user.second-factor-reset')
  })
}

async function clearSecondFactor(tx: Tx, userId: string): Promise<boolean> {
  await tx.deleteFrom('recovery_code').where('user_id', '=', userId).execute()
  await tx.deleteFrom('sign_in_step').where('user_id', '=', userId).execute()
  const gone = await tx.deleteFrom('second_factor').where('user_id', '=', userId).returning('user_id').execute()
  return gone.length > 0
}

async function writeRecoveryCodes(tx: Tx, userId: string): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode)
  await tx.deleteFrom('recovery_code').where('user_id', '=', userId).execute()
  await tx
    .insertInto('recovery_code')
    .values(codes.map((code) => ({ user_id: userId, digest: recoveryDigest(code) })))
    .execute()
  return codes
}

/**
 * Takes a code of the telephone or, where `recovery` is said, one from paper; each goes once, also when it comes twice at
 * the same moment. False: it fits nothing.
 */
export async function takeCode(
  tx: Tx,
  deps: Deps,
  userId: string,
  typed: string,
  { recovery }: { recovery: boolean },
): Promise<'code' | 'recovery' | false> {
  const factor = await factorOf(tx, userId, 'lock')
  if (!factor?.enrolledAt) return false
  const now = deps.wall.now()
  const step = stepOf(openSecret(deps, userId, factor), typed.replaceAll(/\s/g, ''), now)
  if (step !== undefined && mayFollow(step, factor.lastStep, now)) {
    await tx.updateTable('second_factor').set({ last_step: step }).where('user_id', '=', userId).execute()
    return 'code'
  }
  if (!recovery) return false
  const used = await tx
    .updateTable('recovery_code')
    .set({ used_at: deps.wall.now() })
    .where('user_id', '=', userId)
    .where('digest', '=', recoveryDigest(typed))
    .where('used_at', 'is', null)
    .returning('user_id')
    .executeTakeFirst()
  return used ? 'recovery' : false
}

async function tell(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  userId: string,
  districtId: string | null,
  action: string,
): Promise<void> {
  await append(tx, deps.ids, {
    districtId: await chainOf(tx, districtId),
    actor,
    action,
    subject: { kind: 'user', id: userId },
    at: deps.wall.now(),
  })
}
