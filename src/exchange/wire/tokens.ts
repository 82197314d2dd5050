import { createHash, randomBytes } from 'node:crypto'
import { type Actor, chainOf, type Deps, permit } from '../../access/index.ts'
import { addDays, type CivilDate, dayOf, formatDayZh } from '../../calendar/index.ts'
import { type Db, inTransaction, isUuid } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { peersOf } from '../queries.ts'
import { longestTokenDays, type PeerBearer, type PeerToken } from './model.ts'

const shape = /^gx_([1-9]\d{5})_[\w-]{43}$/
const digestOf = (token: string): Buffer => createHash('sha256').update(token).digest()

/**
 * 为对方建立收发令牌: an office whose key is trusted may fetch what is addressed to it and hand in what it signed, and nothing
 * else. Returned this once, kept as a digest; the one before goes on until it is revoked. Refuses `access.denied`,
 * `access.confirm-first`, `exchange.peer-unknown`, `exchange.token-expiry`.
 */
export async function createPeerToken(
  deps: Deps,
  actor: Actor,
  { place, peerCode, expiresOn }: { place: string; peerCode: string; expiresOn?: CivilDate | undefined },
): Promise<{ id: string; token: string; expiresOn: CivilDate }> {
  permit(actor, 'exchange.trust', { districtId: place })
  await requirePeer(deps.db, place, peerCode)
  const at = deps.wall.now()
  const today = dayOf(at)
  const last = addDays(today, longestTokenDays)
  const until = expiresOn ?? last
  if (until < today || until > last) throw refuse('exchange.token-expiry', { last: formatDayZh(last) })
  const token = `gx_${place}_${randomBytes(32).toString('base64url')}`
  const id = deps.ids.next()
  await inTransaction(deps.db, async (tx) => {
    await tx
      .insertInto('exchange_token')
      .values({
        district_id: place,
        id,
        peer_code: peerCode,
        token_digest: digestOf(token),
        expires_on: until,
        created_by: actor.id,
        created_at: at,
      })
      .execute()
    await append(tx, deps.ids, {
      districtId: await chainOf(tx, place),
      actor,
      action: 'exchange.token-created',
      subject: { kind: 'exchange-token', id },
      after: { peer: peerCode, expiresOn: until },
      at,
    })
  })
  return { id, token, expiresOn: until }
}

/** Ends a token at once. Refuses `access.denied`, `access.confirm-first`, `record.not-found`. */
export async function revokePeerToken(
  deps: Deps,
  actor: Actor,
  { place, id }: { place: string; id: string },
): Promise<void> {
  permit(actor, 'exchange.trust', { districtId: place })
  if (!isUuid(id)) throw refuse('record.not-found', { what: '收发令牌' })
  await inTransaction(deps.db, async (tx) => {
    const at = deps.wall.now()
    const done = await tx
      .updateTable('exchange_token')
      .set({ revoked_by: actor.id, revoked_at: at })
      .where('district_id', '=', place)
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .executeTakeFirst()
    if (done.numUpdatedRows !== 1n) throw refuse('record.not-found', { what: '收发令牌' })
    await append(tx, deps.ids, {
      districtId: await chainOf(tx, place),
      actor,
      action: 'exchange.token-revoked',
      subject: { kind: 'exchange-token', id },
      at,
    })
  })
}

/** Tokens of a place that are not revoked, the newest first. */
export async function peerTokens(db: Db, place: string): Promise<PeerToken[]> {
  const rows = await db
    .selectFrom('exchange_token')
    .select([
      'id',
      'peer_code as peerCode',
      'expires_on as expiresOn',
      'created_at as createdAt',
      'last_used_at as lastUsedAt',
      'revoked_at as revokedAt',
    ])
    .where('district_id', '=', place)
    .where('revoked_at', 'is', null)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(500)
    .execute()
  return rows
}

const NOTED_EVERY_MS = 60_000

/**
 * Who bears a token. Refuses `api.token-unknown`, `api.token-revoked`, `api.token-expired`, and `exchange.peer-revoked` where
 * the office behind it is trusted no more.
 */
export async function peerBearer(deps: Pick<Deps, 'db' | 'wall'>, token: string): Promise<PeerBearer> {
  const place = shape.exec(token)?.[1]
  if (place === undefined) throw refuse('api.token-unknown')
  const row = await deps.db
    .selectFrom('exchange_token')
    .select([
      'id',
      'peer_code as peerCode',
      'expires_on as expiresOn',
      'last_used_at as lastUsedAt',
      'revoked_at as revokedAt',
    ])
    .where('district_id', '=', place)
    .where('token_digest', '=', digestOf(token))
    .executeTakeFirst()
  if (!row) throw refuse('api.token-unknown')
  if (row.revokedAt !== null) throw refuse('api.token-revoked')
  const now = deps.wall.now()
  if (row.expiresOn < dayOf(now)) throw refuse('api.token-expired', { day: formatDayZh(row.expiresOn) })
  const peer = await requirePeer(deps.db, place, row.peerCode)
  if (row.lastUsedAt === null || Date.parse(now) - Date.parse(row.lastUsedAt) >= NOTED_EVERY_MS)
    await deps.db
      .updateTable('exchange_token')
      .set({ last_used_at: now })
      .where('district_id', '=', place)
      .where('id', '=', row.id)
      .execute()
  return { place, tokenId: row.id, peer }
}

/** An office whose key is trusted now. Refuses `exchange.peer-unknown`, `exchange.peer-revoked`. */
export async function requirePeer(db: Db, place: string, code: string): Promise<{ code: string; name: string }> {
  const known = (await peersOf(db, place)).filter((one) => one.code === code)
  const peer = known.find(({ revokedAt }) => revokedAt === null)
  if (peer) return { code, name: peer.name }
  const [gone] = known
  throw gone ? refuse('exchange.peer-revoked', { name: gone.name }) : refuse('exchange.peer-unknown', { code })
}
