import { type Actor, chainOf, type Deps, permit } from '../../access/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { append, systemChain } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { findProvider } from '../queries.ts'
import { subjectOf } from '../rules.ts'

type Place = { districtId: string; providerId: string; subject: string }

/**
 * Says which user an identity of a provider is. It gives no right beyond those the user has. Refuses `access.denied`,
 * `access.own-account`, `sso.unknown`, `sso.bad-subject`, `access.unknown-user`, `sso.already-linked`, `sso.linked-elsewhere`, `sso.user-has-another`.
 */
export async function linkIdentity(deps: Deps, actor: Actor, input: Place & { userId: string }): Promise<void> {
  const { districtId, providerId, userId } = input
  permit(actor, 'sso.manage', { districtId })
  // A deputy would come in as the lender, with all that the lender did not lend.
  if (actor.onBehalfOf === userId) throw refuse('access.own-account')
  const subject = subjectOf(input.subject)
  if (subject === undefined) throw refuse('sso.bad-subject')
  await inTransaction(deps.db, async (tx) => {
    await requireReachable(tx, input)
    await requireUser(tx, input)
    const there = await tx
      .selectFrom('sso_identity')
      .select(['subject', 'user_id'])
      .where('provider_id', '=', providerId)
      .where((eb) => eb.or([eb('subject', '=', subject), eb('user_id', '=', userId)]))
      .execute()
    const taken = there.find((one) => one.subject === subject)
    if (taken) throw refuse(taken.user_id === userId ? 'sso.already-linked' : 'sso.linked-elsewhere')
    if (there.length > 0) throw refuse('sso.user-has-another')
    const at = deps.wall.now()
    await tx
      .insertInto('sso_identity')
      .values({ provider_id: providerId, subject, user_id: userId, linked_by: actor.id, linked_at: at })
      .execute()
    await tx.deleteFrom('sso_pending').where('provider_id', '=', providerId).where('subject', '=', subject).execute()
    await tell(tx, deps, actor, { action: 'sso.linked', districtId, userId, after: { providerId, subject } })
  })
}

/** Takes a link away and ends the user's sessions. Refuses `access.denied`, `sso.link-unknown`. */
export async function unlinkIdentity(deps: Deps, actor: Actor, input: Place): Promise<void> {
  const { districtId, providerId, subject } = input
  permit(actor, 'sso.manage', { districtId })
  await inTransaction(deps.db, async (tx) => {
    const link = await tx
      .selectFrom('sso_identity')
      .innerJoin('app_user', 'app_user.id', 'sso_identity.user_id')
      .select('user_id as userId')
      .where('provider_id', '=', providerId)
      .where('subject', '=', subject)
      .where((eb) => eb(eb.fn.coalesce('app_user.district_id', eb.val(systemChain)), '=', districtId))
      .executeTakeFirst()
    if (!link) throw refuse('sso.link-unknown')
    await tx.deleteFrom('sso_identity').where('provider_id', '=', providerId).where('subject', '=', subject).execute()
    await tx.deleteFrom('session').where('user_id', '=', link.userId).execute()
    // Vouched for a moment ago, and asked for a code now.
    await tx.deleteFrom('sign_in_step').where('user_id', '=', link.userId).execute()
    await tell(tx, deps, actor, { action: 'sso.unlinked', districtId, ...link, before: { providerId, subject } })
  })
}

/** Takes somebody off 待关联 without linking. Refuses `access.denied`, `sso.unknown`. */
export async function dismissPending(deps: Deps, actor: Actor, input: Place): Promise<void> {
  permit(actor, 'sso.manage', input)
  await inTransaction(deps.db, async (tx) => {
    await requireReachable(tx, input)
    const gone = await tx
      .deleteFrom('sso_pending')
      .where('provider_id', '=', input.providerId)
      .where('subject', '=', input.subject)
      .returning('subject')
      .executeTakeFirst()
    if (!gone) return
    await append(tx, deps.ids, {
      districtId: await chainOf(tx, input.districtId),
      actor,
      action: 'sso.pending-dismissed',
      subject: { kind: 'sso-provider', id: input.providerId },
      before: { subject: input.subject },
      at: deps.wall.now(),
    })
  })
}

async function requireReachable(tx: Tx, { districtId, providerId }: Place): Promise<void> {
  await tx.selectFrom('sso_provider').select('id').where('id', '=', providerId).forUpdate().execute()
  const provider = await findProvider(tx, providerId)
  if (!provider || ![districtId, systemChain].includes(provider.districtId)) throw refuse('sso.unknown')
}

async function requireUser(tx: Tx, { districtId, userId }: { districtId: string; userId: string }): Promise<void> {
  const found = await tx
    .selectFrom('app_user')
    .select('id')
    .where('id', '=', userId)
    .where((eb) => eb(eb.fn.coalesce('district_id', eb.val(systemChain)), '=', districtId))
    .forUpdate()
    .executeTakeFirst()
  if (!found) throw refuse('access.unknown-user')
}

type Told = { action: string; districtId: string; userId: string; before?: object; after?: object }

async function tell(tx: Tx, deps: Deps, actor: Actor, { districtId, userId, ...event }: Told): Promise<void> {
  await append(tx, deps.ids, {
    ...event,
    districtId: await chainOf(tx, districtId),
    actor,
    subject: { kind: 'user', id: userId },
    at: deps.wall.now(),
  })
}
