import { createHash, randomBytes } from 'node:crypto'
import { inTransaction, type Tx } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import { Refusal, refuse } from '../../vocabulary/refusals/index.ts'
import { chainOf } from '../chain-of.ts'
import type { Deps } from '../deps.ts'
import { policyOf } from '../security/policy.ts'
import { markDays, markDigest, plusMinutes, unknownVisitor, type Visitor } from './attempts.ts'
import { type Identified, identifyByPassword } from './identify.ts'

/** What a step led to. `mark`: for the browser to keep, so that it is known next time; undefined where it is known. */
export type SignInOutcome = { next: 'session'; token: string; mustChangePassword: boolean; mark?: string }

/** Name and password, then whatever step follows. Refuses what the steps refuse. */
export async function signIn(
  deps: Deps,
  input: { login: string; password: string; visitor?: Visitor },
): Promise<SignInOutcome> {
  const { visitor = unknownVisitor } = input
  return continueSignIn(deps, await identifyByPassword(deps, { ...input, visitor }), visitor)
}

/** The step behind having been identified, whichever way. Refuses `access.wrong-credentials` where that no longer holds. */
export async function continueSignIn(deps: Deps, identified: Identified, visitor: Visitor): Promise<SignInOutcome> {
  const opened = await inTransaction(deps.db, (tx) => openSession(tx, deps, identified, visitor))
  if (opened instanceof Refusal) throw opened
  return opened
}

async function openSession(
  tx: Tx,
  deps: Deps,
  { userId, districtId, mustChangePassword, credential }: Identified,
  visitor: Visitor,
): Promise<SignInOutcome | Refusal> {
  const user = await tx
    .selectFrom('app_user')
    .select(['password_hash', 'disabled_at'])
    .where('id', '=', userId)
    .forUpdate()
    .executeTakeFirst()
  const holds = user && !user.disabled_at && (credential === undefined || credential === user.password_hash)
  if (!holds) return refuse('access.wrong-credentials')
  const token = randomBytes(32).toString('base64url')
  const now = deps.wall.now()
  const { absoluteHours } = await policyOf(tx, districtId)
  await tx.deleteFrom('session').where('expires_at', '<', now).execute()
  await tx
    .insertInto('session')
    .values({
      token_digest: createHash('sha256').update(token).digest(),
      user_id: userId,
      csrf: randomBytes(24).toString('base64url'),
      created_at: now,
      last_seen_at: now,
      confirmed_at: now,
      expires_at: plusMinutes(now, absoluteHours * 60),
      address: visitor.address,
      browser: visitor.browser?.slice(0, 400) ?? null,
    })
    .execute()
  await append(tx, deps.ids, {
    districtId: await chainOf(tx, districtId),
    actor: { kind: 'user', id: userId, requestId: deps.ids.next() },
    subject: { kind: 'user', id: userId },
    at: now,
    action: 'user.signed-in',
  })
  const mark = await markBrowser(tx, deps, userId, visitor)
  return { next: 'session', token, mustChangePassword, ...(mark !== undefined && { mark }) }
}

// People who share a PC share its mark; one that we never gave out is not taken over from whoever sends it.
async function markBrowser(tx: Tx, deps: Deps, userId: string, visitor: Visitor): Promise<string | undefined> {
  const now = deps.wall.now()
  await tx
    .deleteFrom('known_browser')
    .where('last_used_at', '<', plusMinutes(now, -markDays * 24 * 60))
    .execute()
  const given = await tx
    .selectFrom('known_browser')
    .select('user_id')
    .where('token_digest', '=', markDigest(visitor.mark ?? ''))
    .limit(1)
    .executeTakeFirst()
  const mark = given && visitor.mark ? visitor.mark : randomBytes(24).toString('base64url')
  await tx
    .insertInto('known_browser')
    .values({ token_digest: markDigest(mark), user_id: userId, last_used_at: now })
    .onConflict((conflict) => conflict.columns(['token_digest', 'user_id']).doUpdateSet({ last_used_at: now }))
    .execute()
  return mark === visitor.mark ? undefined : mark
}
