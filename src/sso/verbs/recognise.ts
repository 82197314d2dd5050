import { chainOf, type Deps, type Identified } from '../../access/index.ts'
import { addHours, type Instant } from '../../calendar/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import type { Provider, Vouched } from '../model.ts'
import { mostPending, pendingContext, pendingDays } from '../queries.ts'
import { subjectOf } from '../rules.ts'

/**
 * Finds the user whom an administrator linked to an identity: the step “identified” of a sign-in. Nobody's identity makes neither user nor right: it is kept for the administrator and
 * refused `sso.not-linked`. Refuses `sso.off` where the provider was switched off meanwhile, `sso.user-disabled`, and
 * `sso.not-accepted` for an identity that can't be kept.
 */
export async function recognise(deps: Deps, provider: Provider, vouched: Vouched): Promise<Identified> {
  const { label } = provider
  const subject = subjectOf(vouched.subject)
  if (subject === undefined) throw refuse('sso.not-accepted', { label, what: '身份标识的写法不合要求' })
  const found = await inTransaction(deps.db, async (tx) => {
    const user = await linkedUser(tx, provider.id, subject)
    if (user) await noteUse(tx, deps, { providerId: provider.id, subject }, user)
    else await notePending(tx, deps, provider.id, { ...vouched, subject })
    return user
  })
  if (!found) throw refuse('sso.not-linked', { label })
  if (!found.enabled) throw refuse('sso.off')
  if (found.disabled_at) throw refuse('sso.user-disabled')
  return {
    userId: found.id,
    districtId: found.district_id,
    // Whoever has no password here isn't asked to change it.
    mustChangePassword: found.must_change_password && !found.password_off,
    strong: vouched.strong,
  }
}

const linkedUser = (tx: Tx, providerId: string, subject: string) =>
  tx
    .selectFrom('sso_identity')
    .innerJoin('app_user', 'app_user.id', 'sso_identity.user_id')
    .innerJoin('sso_provider', 'sso_provider.id', 'sso_identity.provider_id')
    .select(['app_user.id', 'app_user.district_id', 'must_change_password', 'password_off', 'disabled_at', 'enabled'])
    .where('provider_id', '=', providerId)
    .where('subject', '=', subject)
    .executeTakeFirst()

type Used = NonNullable<Awaited<ReturnType<typeof linkedUser>>>

async function noteUse(tx: Tx, deps: Deps, at: { providerId: string; subject: string }, user: Used): Promise<void> {
  await tx
    .updateTable('sso_identity')
    .set({ last_used_at: deps.wall.now() })
    .where('provider_id', '=', at.providerId)
    .where('subject', '=', at.subject)
    .execute()
  if (!user.enabled || user.disabled_at) return
  await append(tx, deps.ids, {
    districtId: await chainOf(tx, user.district_id),
    actor: { kind: 'user', id: user.id, requestId: deps.ids.next() },
    action: 'user.vouched-for',
    subject: { kind: 'user', id: user.id },
    after: { providerId: at.providerId },
    at: deps.wall.now(),
  })
}

async function notePending(tx: Tx, deps: Deps, providerId: string, { subject, shown }: Vouched): Promise<void> {
  const at = deps.wall.now()
  const boxed = deps.vault.sealBytes(Buffer.from(shown), pendingContext(providerId, subject))
  const seen = { shown_key: boxed.wrappedKey, shown: boxed.sealed, last_at: at }
  await tx
    .insertInto('sso_pending')
    .values({ provider_id: providerId, subject, first_at: at, ...seen })
    .onConflict((conflict) =>
      conflict
        .columns(['provider_id', 'subject'])
        .doUpdateSet((eb) => ({ ...seen, times: eb('sso_pending.times', '+', 1) })),
    )
    .execute()
  await tx.deleteFrom('sso_pending').where('last_at', '<=', pendingSince(at)).execute()
  const kept = tx
    .selectFrom('sso_pending')
    .select('subject')
    .where('provider_id', '=', providerId)
    .orderBy('last_at', 'desc')
    .orderBy('subject')
    .limit(mostPending)
  await tx.deleteFrom('sso_pending').where('provider_id', '=', providerId).where('subject', 'not in', kept).execute()
}

/** What was seen last before this is waited for no longer. */
export const pendingSince = (now: Instant): Instant => addHours(now, -24 * pendingDays)
