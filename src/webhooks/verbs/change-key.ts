import { type Actor, type Deps, permit, requireConfirmed } from '../../access/index.ts'
import { addHours, type Instant } from '../../calendar/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { keepSecrets, openEndpoint } from '../endpoints.ts'
import { type EndpointSecrets, type KeyOverlap, keyOverlaps } from '../model.ts'
import { newSecret } from '../signing.ts'
import { type Place, requireEndpoint, told } from './own-endpoint.ts'

/**
 * 换密钥: a new key, returned this once, with which everything is signed from now on; for the time that was chosen the key
 * before signs beside it, so that no push fails while the receiver takes the new one up. While an older key still signs,
 * another change has to end it at once: two keys are enough to lose sight of. Refuses `access.denied`,
 * `access.confirm-first`, `webhook.unknown`, `webhook.secrets-unreadable`, `webhook.key-changing`.
 */
export async function changeKey(
  deps: Deps,
  actor: Actor,
  { districtId, id, overlap }: Place & { overlap: KeyOverlap },
): Promise<{ secret: string; oldKeyUntil: Instant | null }> {
  permit(actor, 'api.manage', { districtId })
  requireConfirmed(actor)
  return inTransaction(deps.db, async (tx) => {
    const { name } = await requireEndpoint(tx, { districtId, id })
    const at = deps.wall.now()
    const before = await requireSecrets(tx, deps, { districtId, id }, at)
    const { hours } = keyOverlaps[overlap]
    if (before.earlier !== undefined && hours > 0) throw refuse('webhook.key-changing')
    const secret = newSecret()
    const oldKeyUntil = hours > 0 ? addHours(at, hours) : null
    const kept: EndpointSecrets = { url: before.url, secret, ...(hours > 0 && { earlier: before.secret }) }
    await keepSecrets({ db: tx, vault: deps.vault }, { districtId, id }, kept, { oldKeyUntil, keySince: at })
    await told(tx, deps, actor, { districtId, id }, 'webhook.key-changed', { name, oldKeyUntil })
    return { secret, oldKeyUntil }
  })
}

/** Ends the key before at once. Refuses `access.denied`, `access.confirm-first`, `webhook.unknown`, `webhook.no-old-key`. */
export async function endOldKey(deps: Deps, actor: Actor, { districtId, id }: Place): Promise<void> {
  permit(actor, 'api.manage', { districtId })
  requireConfirmed(actor)
  await inTransaction(deps.db, async (tx) => {
    const { name } = await requireEndpoint(tx, { districtId, id })
    const { url, secret, earlier } = await requireSecrets(tx, deps, { districtId, id }, deps.wall.now())
    if (earlier === undefined) throw refuse('webhook.no-old-key')
    await keepSecrets({ db: tx, vault: deps.vault }, { districtId, id }, { url, secret }, { oldKeyUntil: null })
    await told(tx, deps, actor, { districtId, id }, 'webhook.old-key-ended', { name })
  })
}

/** Lets go of keys whose time is over. They sign no more as it is; sealed or not, nothing keeps them any longer. */
export async function dropEndedKeys(deps: Deps, districtId: string): Promise<void> {
  const ended = await deps.db
    .selectFrom('webhook_endpoint')
    .select('id')
    .where('district_id', '=', districtId)
    .where('removed_at', 'is', null)
    .where('old_key_until', '<=', deps.wall.now())
    .execute()
  for (const { id } of ended)
    await inTransaction(deps.db, async (tx) => {
      const secrets = await openEndpoint({ db: tx, vault: deps.vault }, { districtId, id }, deps.wall.now(), 'lock')
      if (secrets && secrets.earlier === undefined)
        await keepSecrets({ db: tx, vault: deps.vault }, { districtId, id }, secrets, { oldKeyUntil: null })
    })
}

async function requireSecrets(tx: Tx, { vault }: Deps, place: Place, at: Instant): Promise<EndpointSecrets> {
  const secrets = await openEndpoint({ db: tx, vault }, place, at, 'lock')
  if (!secrets) throw refuse('webhook.secrets-unreadable')
  return secrets
}
