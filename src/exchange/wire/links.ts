import { type Actor, chainOf, type Deps, permit } from '../../access/index.ts'
import { type Db, inTransaction, type Tx } from '../../database/index.ts'
import { addressFault, type AllowedHosts } from '../../outgoing/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import type { Instant } from '../../calendar/index.ts'
import type { Link, LinkSecrets } from './model.ts'
import { requirePeer } from './tokens.ts'

type Ends = { place: string; peerCode: string }
const context = ({ place, peerCode }: Ends) => `${place}/exchange-link/${peerCode}`

/**
 * 在线收发: where another office's installation lies and with which token it is asked, sealed; what was set before is replaced.
 * Refuses `access.denied`, `access.confirm-first`, `exchange.peer-unknown`, `exchange.peer-revoked`, `exchange.link-address`,
 * `exchange.link-token`.
 */
export async function setLink(
  deps: Deps,
  actor: Actor,
  { place, peerCode, url, token, auto }: Ends & { url: string; token: string; auto: boolean },
  allow: AllowedHosts,
): Promise<void> {
  permit(actor, 'exchange.trust', { districtId: place })
  await requirePeer(deps.db, place, peerCode)
  const address = url.trim()
  const fault = addressFault(address, allow)
  if (fault !== undefined) throw refuse('exchange.link-address', { why: fault })
  // The token says whose it is: one of another office would only be refused there.
  if (!new RegExp(`^gx_${peerCode}_[\\w-]{43}$`).test(token.trim())) throw refuse('exchange.link-token')
  const { host } = new URL(address)
  const secrets: LinkSecrets = { url: address.replace(/\/*$/, '/'), token: token.trim() }
  const boxed = deps.vault.sealBytes(Buffer.from(JSON.stringify(secrets)), context({ place, peerCode }))
  await inTransaction(deps.db, async (tx) => {
    const at = deps.wall.now()
    const row = {
      host,
      secrets_key: boxed.wrappedKey,
      secrets: boxed.sealed,
      auto,
      set_by: actor.id,
      set_at: at,
      tried_at: null,
      why: null,
    }
    await tx
      .insertInto('exchange_link')
      .values({ district_id: place, peer_code: peerCode, ...row })
      .onConflict((conflict) => conflict.columns(['district_id', 'peer_code']).doUpdateSet(row))
      .execute()
    await told(tx, deps, actor, { place, peerCode }, 'exchange.link-set', { host, auto })
  })
}

/** Takes the address and its token away. Refuses `access.denied`, `access.confirm-first`, `record.not-found`. */
export async function removeLink(deps: Deps, actor: Actor, { place, peerCode }: Ends): Promise<void> {
  permit(actor, 'exchange.trust', { districtId: place })
  await inTransaction(deps.db, async (tx) => {
    const done = await tx
      .deleteFrom('exchange_link')
      .where('district_id', '=', place)
      .where('peer_code', '=', peerCode)
      .executeTakeFirst()
    if (done.numDeletedRows !== 1n) throw refuse('record.not-found', { what: '在线收发的对方地址' })
    await told(tx, deps, actor, { place, peerCode }, 'exchange.link-removed')
  })
}

async function told(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { place, peerCode }: Ends,
  action: string,
  after?: Record<string, unknown>,
): Promise<void> {
  await append(tx, deps.ids, {
    districtId: await chainOf(tx, place),
    actor,
    action,
    subject: { kind: 'exchange-link', id: peerCode },
    ...(after && { after }),
    at: deps.wall.now(),
  })
}

const columns = ['peer_code as peerCode', 'host', 'auto', 'set_at as setAt', 'tried_at as triedAt', 'why'] as const

export const linksOf = (db: Db, place: string): Promise<Link[]> =>
  db.selectFrom('exchange_link').select(columns).where('district_id', '=', place).orderBy('peer_code').execute()

/** Where packages are fetched and handed in without a person. */
export const automaticLinks = (db: Db): Promise<{ place: string; peerCode: string }[]> =>
  db
    .selectFrom('exchange_link')
    .select(['district_id as place', 'peer_code as peerCode'])
    .where('auto', '=', true)
    .orderBy('district_id')
    .orderBy('peer_code')
    .execute()

/** Address and token. Refuses `exchange.no-link`, `exchange.link-unreadable`. */
export async function openLink({ db, vault }: Pick<Deps, 'db' | 'vault'>, ends: Ends): Promise<LinkSecrets> {
  const row = await db
    .selectFrom('exchange_link')
    .select(['secrets_key as wrappedKey', 'secrets as sealed'])
    .where('district_id', '=', ends.place)
    .where('peer_code', '=', ends.peerCode)
    .executeTakeFirst()
  if (!row) throw refuse('exchange.no-link')
  try {
    return JSON.parse(vault.openBytes(row, context(ends)).toString('utf8')) as LinkSecrets
  } catch (cause) {
    throw Object.assign(refuse('exchange.link-unreadable'), { cause })
  }
}

/** Notes how the last try went. */
export async function noteTried(
  db: Db,
  { place, peerCode }: Ends,
  { at, why }: { at: Instant; why: string | null },
): Promise<void> {
  await db
    .updateTable('exchange_link')
    .set({ tried_at: at, why })
    .where('district_id', '=', place)
    .where('peer_code', '=', peerCode)
    .execute()
}
