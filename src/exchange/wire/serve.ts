import { sql } from 'kysely'
import type { Actor, Deps } from '../../access/index.ts'
import type { Instant } from '../../calendar/index.ts'
import { readStoredFile } from '../../files/index.ts'
import { Refusal, refuse } from '../../vocabulary/refusals/index.ts'
import type { KeptPackage } from '../model.ts'
import { digestOfPackage, splitPackage } from '../package-format.ts'
import { packageOf } from '../queries.ts'
import type { PackageKind } from '../said.ts'
import { importPackage } from '../verbs/import-package.ts'
import { deliveriesOf, noteDelivery } from './deliveries.ts'
import type { PeerBearer } from './model.ts'

/** A package that waits for who bears the token, as it is told of before it is fetched. */
export type WaitingPackage = {
  id: string
  kind: PackageKind
  from: { code: string; name: string }
  madeAt: Instant
  expiresAt: Instant
  digest: string
  fetchedAt: Instant | null
}

type Asked = { kind?: PackageKind | undefined; after?: string | undefined; limit: number }

/**
 * What was made here for the bearer and may still be taken in, by id. One that was fetched stays until it expires: whoever
 * died before keeping it finds it again.
 */
export async function waitingPackages(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  { place, peer }: PeerBearer,
  { kind, after, limit }: Asked,
): Promise<WaitingPackage[]> {
  const { rows } = await sql<Omit<WaitingPackage, 'fetchedAt'>>`
    select p.id, p.kind, p.said -> 'from' as "from", p.said ->> 'madeAt' as "madeAt", p.said ->> 'expiresAt' as "expiresAt",
      p.digest
    from exchange_package p
    where p.place = ${place} and p.way = 'out' and p.said -> 'to' ->> 'code' = ${peer.code}
      and p.said ->> 'expiresAt' > ${clock.now()} and (${kind ?? null}::text is null or p.kind = ${kind ?? null})
      and (${after ?? null}::uuid is null or p.id > ${after ?? null}::uuid)
    order by p.id limit ${limit}`.execute(db)
  const delivered = await deliveriesOf(
    db,
    place,
    'out',
    rows.map(({ id }) => id),
  )
  return rows.map((row) => {
    const told = delivered.get(row.id)
    return { ...row, fetchedAt: told && (told.state === 'fetched' || told.state === 'sent') ? told.at : null }
  })
}

/** The bytes of a package for who bears the token. That it was fetched is noted. Refuses `record.not-found`. */
export async function fetchedPackage(
  deps: Deps,
  { place, peer }: PeerBearer,
  id: string,
): Promise<{ kept: KeptPackage; bytes: Uint8Array }> {
  const kept = await packageOf(deps.db, place, { id, way: 'out' })
  if (!kept || kept.said.to.code !== peer.code) throw refuse('record.not-found', { what: '数据包' })
  const { bytes } = await readStoredFile(deps, kept.districtId, kept.fileId)
  const at = deps.wall.now()
  await noteDelivery(deps.db, place, { packageId: id, way: 'out', peerCode: peer.code, state: 'fetched', at })
  return { kept, bytes }
}

export type HandedIn = {
  id: string
  kind: PackageKind
  digest: string
  entered: boolean
  waits: string | null
  repeated: boolean
}

/**
 * Takes a package in that came by the interface, exactly as one that a person brings, and only of the office whose token it
 * is. The same one once more changes nothing and is no fault. Refuses all that
 * `importPackage` refuses.
 */
export async function handIn(
  deps: Deps,
  { place, peer, tokenId }: PeerBearer,
  bytes: Uint8Array,
  requestId: string,
): Promise<HandedIn> {
  const digest = digestOfPackage(splitPackage(bytes))
  const before = await repeatedly(deps, { place, peer }, digest)
  if (before) return before
  try {
    const { id, kind, itemId, waits } = await importPackage(deps, wireActor(place, tokenId, requestId), {
      place,
      bytes,
      bearer: peer,
    })
    return { id, kind, digest, entered: itemId !== null, waits, repeated: false }
  } catch (error) {
    // Sent twice at the same moment: the other one was quicker.
    const other = isSeen(error) ? await repeatedly(deps, { place, peer }, digest) : undefined
    if (other) return other
    throw error
  }
}

const isSeen = (error: unknown) => error instanceof Refusal && error.code === 'exchange.seen-before'

async function repeatedly(
  { db }: Pick<Deps, 'db'>,
  { place, peer }: Pick<PeerBearer, 'place' | 'peer'>,
  digest: string,
): Promise<HandedIn | undefined> {
  const { rows } = await sql<{ id: string; kind: PackageKind; entered: boolean }>`
    select p.id, p.kind, p.item_id is not null as entered from exchange_package p
    where p.place = ${place} and p.way = 'in' and p.digest = ${digest} and p.said -> 'from' ->> 'code' = ${peer.code}
    limit 1`.execute(db)
  return rows[0] && { ...rows[0], digest, waits: null, repeated: true }
}

/** Nobody here: the other office's program. It moves packages and enters nothing in a person's place. */
export const wireActor = (place: string, tokenId: string, requestId: string): Actor => ({
  kind: 'system',
  id: `exchange-token:${tokenId}`,
  districtId: place,
  unitId: null,
  roles: ['operator'],
  requestId,
})
