import { createHash, randomBytes } from 'node:crypto'
import { inTransaction, type Tx } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { chainOf } from '../chain-of.ts'
import type { Deps } from '../deps.ts'
import { factorOf } from '../second-factor/queries.ts'
import { takeCode } from '../second-factor/verbs.ts'
import { policyOf } from '../security/policy.ts'
import {
  closesDoor,
  factorAttempt,
  forgetAttempt,
  markDays,
  markDigest,
  nameMac,
  plusMinutes,
  takeAttempt,
  unknownVisitor,
  type Visitor,
} from './attempts.ts'
import { type Identified, identifyByPassword, tellLocked } from './identify.ts'

const stepMinutes = 10

/** Who stands between two steps; the name by which a browser is known again comes along. */
type Waiting = Identified & { nameMac: Buffer | null }

const nameMacOf = ({ vault }: Deps, { countedAs }: Identified) =>
  countedAs === undefined ? null : nameMac(vault, countedAs)

/** What a step led to. `mark`: for the browser to keep, so that it is known next time; undefined where it is known. */
export type SignInOutcome = {
  /** `second-factor`: the token is that of the step, and `answerSecondFactor` takes it. */
  next: 'session' | 'second-factor'
  token: string
  mustChangePassword: boolean
  mark?: string
}

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
  const { mustChangePassword, userId } = identified
  return inTransaction(deps.db, async (tx) => {
    await requireStill(tx, identified)
    if (identified.strong || !(await factorOf(tx, userId))?.enrolledAt)
      return openSession(tx, deps, identified, visitor, nameMacOf(deps, identified))
    const token = newToken()
    const now = deps.wall.now()
    await tx.deleteFrom('sign_in_step').where('expires_at', '<', now).execute()
    await tx
      .insertInto('sign_in_step')
      .values({
        token_digest: digestOf(token),
        user_id: userId,
        expires_at: plusMinutes(now, stepMinutes),
        name_mac: nameMacOf(deps, identified),
      })
      .execute()
    return { next: 'second-factor', token, mustChangePassword }
  })
}

/**
 * The code of the telephone, or one from paper, behind the password. Refuses `access.step-over` where too much time went
 * by, `access.locked-out`, `second-factor.wrong-code`.
 */
export async function answerSecondFactor(
  deps: Deps,
  input: { token: string; code: string; visitor?: Visitor },
): Promise<SignInOutcome> {
  const { visitor = unknownVisitor } = input
  const waiting = await stepOf(deps, input.token)
  const attempt = factorAttempt(waiting.userId, visitor)
  const failures = await takeAttempt(deps, ...attempt)
  const outcome = await inTransaction(deps.db, async (tx) => {
    await requireStill(tx, waiting)
    const taken = await takeCode(tx, deps, waiting.userId, input.code, { recovery: true })
    if (!taken) return undefined
    await forgetAttempt(tx, deps, ...attempt)
    await tx.deleteFrom('sign_in_step').where('token_digest', '=', digestOf(input.token)).execute()
    if (taken === 'recovery') await tell(tx, deps, waiting, 'user.recovery-code-used')
    return openSession(tx, deps, waiting, visitor, waiting.nameMac)
  })
  if (outcome) return outcome
  if (closesDoor(failures)) await tellLocked(deps, { id: waiting.userId, districtId: waiting.districtId })
  throw refuse('second-factor.wrong-code')
}

async function stepOf(deps: Deps, token: string): Promise<Waiting> {
  const now = deps.wall.now()
  const found = await deps.db
    .selectFrom('sign_in_step')
    .innerJoin('app_user', 'app_user.id', 'sign_in_step.user_id')
    .select('name_mac as nameMac')
    .select([
      'app_user.id as userId',
      'app_user.district_id as districtId',
      'must_change_password as mustChangePassword',
    ])
    .where('token_digest', '=', digestOf(token))
    .where('expires_at', '>', now)
    .where('expires_at', '<=', plusMinutes(now, stepMinutes))
    .executeTakeFirst()
  if (!found) throw refuse('access.step-over')
  return found
}

async function requireStill(tx: Tx, { userId, credential }: Identified): Promise<void> {
  const user = await tx
    .selectFrom('app_user')
    .select(['password_hash', 'disabled_at'])
    .where('id', '=', userId)
    .forUpdate()
    .executeTakeFirst()
  const holds = user && !user.disabled_at && (credential === undefined || credential === user.password_hash)
  if (!holds) throw refuse('access.wrong-credentials')
}

async function openSession(
  tx: Tx,
  deps: Deps,
  identified: Identified,
  visitor: Visitor,
  name: Buffer | null,
): Promise<SignInOutcome> {
  const { userId, districtId, mustChangePassword, strong = false } = identified
  const token = newToken()
  const now = deps.wall.now()
  const { absoluteHours } = await policyOf(tx, districtId)
  await tx.deleteFrom('session').where('expires_at', '<', now).execute()
  await tx
    .insertInto('session')
    .values({
      token_digest: digestOf(token),
      user_id: userId,
      csrf: randomBytes(24).toString('base64url'),
      created_at: now,
      last_seen_at: now,
      confirmed_at: now,
      expires_at: plusMinutes(now, absoluteHours * 60),
      address: visitor.address,
      browser: visitor.browser?.slice(0, 400) ?? null,
      strong,
    })
    .execute()
  await tell(tx, deps, identified, 'user.signed-in')
  const mark = await markBrowser(tx, deps, userId, visitor, name)
  return { next: 'session', token, mustChangePassword, ...(mark !== undefined && { mark }) }
}

async function tell(tx: Tx, deps: Deps, { userId, districtId }: Identified, action: string): Promise<void> {
  await append(tx, deps.ids, {
    districtId: await chainOf(tx, districtId),
    actor: { kind: 'user', id: userId, requestId: deps.ids.next() },
    subject: { kind: 'user', id: userId },
    at: deps.wall.now(),
    action,
  })
}

const newToken = () => randomBytes(32).toString('base64url')
const digestOf = (token: string) => createHash('sha256').update(token).digest()

// People who share a PC share its mark; one that we never gave out is not taken over from whoever sends it.
async function markBrowser(
  tx: Tx,
  deps: Deps,
  userId: string,
  visitor: Visitor,
  name: Buffer | null,
): Promise<string | undefined> {
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
    .values({ token_digest: markDigest(mark), user_id: userId, last_used_at: now, name_mac: name })
    .onConflict((conflict) =>
      conflict
        .columns(['token_digest', 'user_id'])
        .doUpdateSet({ last_used_at: now, ...(name !== null && { name_mac: name }) }),
    )
    .execute()
  return mark === visitor.mark ? undefined : mark
}
