import { type Actor, type Deps, permit } from '../../access/index.ts'
import { inTransaction } from '../../database/index.ts'
import { addressFault, type AllowedHosts } from '../../outgoing/index.ts'
import { lastSeq } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { deliver, type Delivery, type Ways } from '../deliver.ts'
import { listEndpoints, noteTry, openEndpoint, secretsContext } from '../endpoints.ts'
import { eventNames, type EndpointSecrets, type Payload, type WebhookEvent } from '../model.ts'
import { giveUpWaiting } from '../outbox.ts'
import { linkMaker } from '../send-due.ts'
import { newSecret } from '../signing.ts'
import { type Place, requireEndpoint, told } from './own-endpoint.ts'

export type NewEndpoint = { districtId: string; name: string; url: string; events: readonly WebhookEvent[] }

/**
 * Sets an address up, switched off, with a key of its own that is returned this once. Refuses `access.denied`,
 * `webhook.name`, `webhook.name-taken`, `webhook.address`, `webhook.events`.
 */
export async function setEndpoint(
  deps: Deps,
  actor: Actor,
  input: NewEndpoint,
  allow: AllowedHosts,
): Promise<{ id: string; secret: string }> {
  const { districtId, url } = input
  permit(actor, 'api.manage', { districtId })
  const name = input.name.trim()
  if ([...name].length < 2 || [...name].length > 40) throw refuse('webhook.name')
  const fault = addressFault(url, allow)
  if (fault !== undefined) throw refuse('webhook.address', { why: fault })
  const events = eventNames.filter((event) => input.events.includes(event))
  if (events.length === 0) throw refuse('webhook.events')
  const id = deps.ids.next()
  const secret = newSecret()
  const { host } = new URL(url)
  await inTransaction(deps.db, async (tx) => {
    if ((await listEndpoints(tx, districtId)).some((one) => one.name === name))
      throw refuse('webhook.name-taken', { name })
    const kept: EndpointSecrets = { url, secret }
    const boxed = deps.vault.sealBytes(Buffer.from(JSON.stringify(kept)), secretsContext(districtId, id))
    await tx
      .insertInto('webhook_endpoint')
      .values({
        district_id: districtId,
        id,
        name,
        host,
        events,
        secrets_key: boxed.wrappedKey,
        secrets: boxed.sealed,
        last_seq: 0,
        created_by: actor.id,
        created_at: deps.wall.now(),
      })
      .execute()
    await told(tx, deps, actor, { districtId, id }, 'webhook.set', { name, host, events })
  })
  return { id, secret }
}

/** Switches an address on, from now on, or off; what waits for one that is off is not sent. Refuses `access.denied`, `webhook.unknown`. */
export async function switchEndpoint(
  deps: Deps,
  actor: Actor,
  { districtId, id, enabled }: Place & { enabled: boolean },
): Promise<void> {
  permit(actor, 'api.manage', { districtId })
  await inTransaction(deps.db, async (tx) => {
    const before = await requireEndpoint(tx, { districtId, id })
    if (before.enabled === enabled) return
    await told(tx, deps, actor, { districtId, id }, enabled ? 'webhook.enabled' : 'webhook.disabled')
    // Told after its own link: news begin with what happens from here on.
    await tx
      .updateTable('webhook_endpoint')
      .set({ enabled, ...(enabled && { last_seq: await lastSeq(tx, districtId), failed_at: null, failed_why: null }) })
      .where('district_id', '=', districtId)
      .where('id', '=', id)
      .execute()
    if (!enabled) await giveUpWaiting(tx, districtId, { endpointId: id, at: deps.wall.now(), why: '接收地址已停用' })
  })
}

/**
 * Saves an endpoint without the events that this program doesn't know any more. Refuses `access.denied`, `webhook.unknown`,
 * `webhook.events` where no other is left.
 */
export async function dropRetiredEvents(deps: Deps, actor: Actor, { districtId, id }: Place): Promise<void> {
  permit(actor, 'api.manage', { districtId })
  await inTransaction(deps.db, async (tx) => {
    const { name, events, retired } = await requireEndpoint(tx, { districtId, id })
    if (retired === 0) return
    if (events.length === 0) throw refuse('webhook.events')
    await tx
      .updateTable('webhook_endpoint')
      .set({ events })
      .where('district_id', '=', districtId)
      .where('id', '=', id)
      .execute()
    await told(tx, deps, actor, { districtId, id }, 'webhook.events-retired', { name, events })
  })
}

/** Takes an address away; its sealed address and key go with it. Refuses `access.denied`, `webhook.unknown`. */
export async function removeEndpoint(deps: Deps, actor: Actor, { districtId, id }: Place): Promise<void> {
  permit(actor, 'api.manage', { districtId })
  await inTransaction(deps.db, async (tx) => {
    const { name } = await requireEndpoint(tx, { districtId, id })
    const at = deps.wall.now()
    const nothing = Buffer.alloc(0)
    await tx
      .updateTable('webhook_endpoint')
      .set({ enabled: false, removed_at: at, secrets_key: nothing, secrets: nothing, old_key_until: null })
      .where('district_id', '=', districtId)
      .where('id', '=', id)
      .execute()
    await giveUpWaiting(tx, districtId, { endpointId: id, at, why: '接收地址已删除' })
    await told(tx, deps, actor, { districtId, id }, 'webhook.removed', { name })
  })
}

/** Sends a message that tells of nothing, now, and answers what came of it. Refuses `access.denied`, `webhook.unknown`, `webhook.secrets-unreadable`. */
export async function testEndpoint(deps: Deps, actor: Actor, { districtId, id }: Place, ways: Ways): Promise<Delivery> {
  permit(actor, 'api.manage', { districtId })
  await requireEndpoint(deps.db, { districtId, id })
  const at = deps.wall.now()
  const secrets = await openEndpoint(deps, { districtId, id }, at)
  if (!secrets) throw refuse('webhook.secrets-unreadable')
  const link = (await linkMaker(deps.db, districtId))('/api')
  const data = { district: districtId, kind: 'webhook', id, link, seq: await lastSeq(deps.db, districtId) }
  const payload: Payload = { type: 'webhook.test', timestamp: at, data }
  const delivery = await deliver(secrets, { id: deps.ids.next(), body: JSON.stringify(payload) }, at, ways)
  const why = delivery.outcome === 'sent' ? null : delivery.why
  await noteTry(deps.db, districtId, { id, at: deps.wall.now(), why })
  return delivery
}
