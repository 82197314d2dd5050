import { type Actor, chainOf, type Deps, permit } from '../../access/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { append, systemChain } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import type { Provider, ProviderSettings } from '../model.ts'
import { findProvider, listProviders, secretContext } from '../queries.ts'
import { namesWithin, secretGoesTo } from '../rules.ts'

/** `secret` undefined: the one that is kept stays. */
export type ProviderInput = {
  districtId: string
  id?: string | undefined
  label: string
  secret?: string | undefined
} & ProviderSettings

type Place = { districtId: string; id: string }

/**
 * Sets a provider up, switched off, or changes one. Refuses `access.denied`, `sso.unknown`, `sso.label-taken`,
 * `sso.secret-missing`, `sso.secret-again`, and `sso.has-links` where who is linked might become somebody else.
 */
export async function setProvider(deps: Deps, actor: Actor, input: ProviderInput): Promise<string> {
  const { districtId, label, kind, settings, secret } = input
  permit(actor, 'sso.manage', { districtId })
  return inTransaction(deps.db, async (tx) => {
    const id = input.id ?? deps.ids.next()
    const before = input.id === undefined ? undefined : await requireProvider(tx, { districtId, id })
    if (before && before.kind !== kind) throw refuse('sso.unknown')
    const others = (await listProviders(tx, districtId)).filter((one) => one.id !== id)
    if (others.some((one) => one.label === label)) throw refuse('sso.label-taken', { label })
    if (before) await refuseOtherNames(tx, before, input)
    requireSecret(before, input)
    const boxed = secret === undefined ? undefined : deps.vault.sealBytes(Buffer.from(secret), secretContext(id))
    const row = {
      label,
      settings: JSON.stringify(settings),
      ...(boxed && { secret_key: boxed.wrappedKey, secret: boxed.sealed }),
    }
    const at = deps.wall.now()
    await tx
      .insertInto('sso_provider')
      .values({ id, district_id: districtId, kind, created_at: at, ...row })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
      .execute()
    await append(tx, deps.ids, {
      districtId: await chainOf(tx, districtId),
      actor,
      action: 'sso.provider-set',
      subject: { kind: 'sso-provider', id },
      ...(before && { before: { label: before.label, ...before.settings } }),
      // That a secret was replaced, never which.
      after: { kind, label, ...settings, secretsReplaced: secret !== undefined },
      at,
    })
    return id
  })
}

// A client of an OIDC provider has a secret; a directory has one where it is asked under a name.
function requireSecret(before: Provider | undefined, input: ProviderInput): void {
  const wanted = input.kind === 'oidc' || (input.kind === 'ldap' && input.settings.bindDn !== '')
  if (!wanted || input.secret !== undefined) return
  if (!before?.hasSecret) throw refuse('sso.secret-missing')
  if (secretGoesTo(before) !== secretGoesTo(input)) throw refuse('sso.secret-again')
}

async function refuseOtherNames(tx: Tx, before: Provider, input: ProviderInput): Promise<void> {
  if (namesWithin(before) === namesWithin(input)) return
  const links = await tx.selectFrom('sso_identity').select('user_id').where('provider_id', '=', before.id).execute()
  if (links.length > 0) throw refuse('sso.has-links', { links: links.length })
  // Who waits to be linked was known to the one before.
  await tx.deleteFrom('sso_pending').where('provider_id', '=', before.id).execute()
}

/** The provider, locked. One of another district, or of the installation for who isn't its operator, is none. */
export async function requireProvider(tx: Tx, { districtId, id }: Place): Promise<Provider> {
  await tx.selectFrom('sso_provider').select('id').where('id', '=', id).forUpdate().execute()
  const found = await findProvider(tx, id)
  if (found?.districtId !== districtId) throw refuse('sso.unknown')
  return found
}

/** Switches a provider on or off. Refuses `access.denied`, `sso.unknown`, `sso.still-needed`. */
export async function switchProvider(
  deps: Deps,
  actor: Actor,
  { enabled, ...place }: Place & { enabled: boolean },
): Promise<void> {
  permit(actor, 'sso.manage', place)
  await inTransaction(deps.db, async (tx) => {
    const before = await requireProvider(tx, place)
    if (before.enabled === enabled) return
    if (!enabled) await refuseNeeded(tx, place.id)
    await tx.updateTable('sso_provider').set({ enabled }).where('id', '=', place.id).execute()
    await append(tx, deps.ids, {
      districtId: await chainOf(tx, place.districtId),
      actor,
      action: 'sso.provider-switched',
      subject: { kind: 'sso-provider', id: place.id },
      before: { enabled: before.enabled },
      after: { enabled },
      at: deps.wall.now(),
    })
  })
}

/** Takes a provider away with its secret and its links; who came in by it or might have signs in anew. Refuses `access.denied`, `sso.unknown`, `sso.still-needed`. */
export async function removeProvider(deps: Deps, actor: Actor, place: Place): Promise<void> {
  permit(actor, 'sso.manage', place)
  await inTransaction(deps.db, async (tx) => {
    const { label } = await requireProvider(tx, place)
    await refuseNeeded(tx, place.id)
    const links = await tx.deleteFrom('sso_identity').where('provider_id', '=', place.id).returning('user_id').execute()
    await tx.deleteFrom('sso_pending').where('provider_id', '=', place.id).execute()
    await endSessionsOf(
      tx,
      links.map(({ user_id }) => user_id).filter((id) => id !== actor.id),
    )
    const at = deps.wall.now()
    await tx
      .updateTable('sso_provider')
      .set({ removed_at: at, enabled: false, secret: null, secret_key: null })
      .where('id', '=', place.id)
      .execute()
    await append(tx, deps.ids, {
      districtId: await chainOf(tx, place.districtId),
      actor,
      action: 'sso.provider-removed',
      subject: { kind: 'sso-provider', id: place.id },
      before: { label, linkedUsers: links.map(({ user_id }) => user_id) },
      at,
    })
  })
}

/** Makes a district's provider the installation's, for all districts to link to; from then on the operator alone changes it. Refuses `access.denied`, `sso.unknown`, `sso.label-taken`. */
export async function shareProvider(deps: Deps, actor: Actor, { id }: { id: string }): Promise<void> {
  permit(actor, 'sso.manage', { districtId: systemChain })
  await inTransaction(deps.db, async (tx) => {
    const found = await findProvider(tx, id)
    if (!found || found.districtId === systemChain) throw refuse('sso.unknown')
    await requireProvider(tx, found)
    const { districtId, label } = found
    const shared = (await listProviders(tx)).filter((one) => one.districtId === systemChain)
    if (shared.some((one) => one.label === label)) throw refuse('sso.label-taken', { label })
    await tx.updateTable('sso_provider').set({ district_id: systemChain }).where('id', '=', id).execute()
    const event = { actor, action: 'sso.provider-shared', subject: { kind: 'sso-provider', id }, at: deps.wall.now() }
    await append(tx, deps.ids, { ...event, districtId: await chainOf(tx, districtId) })
    await append(tx, deps.ids, { ...event, districtId: systemChain, before: { districtId }, after: { label } })
  })
}

// Linked, without a password, and with no other provider that is on.
async function refuseNeeded(tx: Tx, providerId: string): Promise<void> {
  const alone = await tx
    .selectFrom('sso_identity')
    .innerJoin('app_user', 'app_user.id', 'sso_identity.user_id')
    .select('app_user.id')
    .where('sso_identity.provider_id', '=', providerId)
    .where('password_off', '=', true)
    .where('disabled_at', 'is', null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('sso_identity as other')
            .innerJoin('sso_provider', 'sso_provider.id', 'other.provider_id')
            .select('other.user_id')
            .whereRef('other.user_id', '=', 'app_user.id')
            .where('other.provider_id', '!=', providerId)
            .where('sso_provider.enabled', '=', true),
        ),
      ),
    )
    .execute()
  if (alone.length > 0) throw refuse('sso.still-needed', { users: alone.length })
}

async function endSessionsOf(tx: Tx, userIds: readonly string[]): Promise<void> {
  if (userIds.length === 0) return
  await tx.deleteFrom('session').where('user_id', 'in', userIds).execute()
  await tx.deleteFrom('sign_in_step').where('user_id', 'in', userIds).execute()
}
