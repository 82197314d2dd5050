import { sql } from 'kysely'
import type { Instant } from '../calendar/index.ts'
import { listDistricts } from '../access/index.ts'
import type { Db, Tx } from '../database/index.ts'
import { isAbove } from './places.ts'
import type { KeptPackage, Peer, Way } from './model.ts'
import { keptSaid, type PackageKind, type Said, type SaidOf } from './said.ts'

type PackageRow = Omit<KeptPackage, 'said'> & { said: unknown }

const columns = sql`
  p.id, p.way, p.kind, p.district_id as "districtId", p.place, p.digest, p.said, p.file_id as "fileId", p.kept_by as by,
  p.kept_at as at, p.item_id as "itemId"`

const kept = (rows: readonly PackageRow[]): KeptPackage[] => rows.map((row) => ({ ...row, said: keptSaid(row.said) }))

/** Another office of a place, by the fingerprint of its key; one that is trusted no more is answered too. */
export async function peersOf(db: Db | Tx, place: string): Promise<Peer[]> {
  const { rows } = await sql<Peer>`
    select peer_code as code, peer_name as name, fingerprint, public_key as "publicKey", trusted_by as "trustedBy",
      trusted_at as "trustedAt", revoked_at as "revokedAt"
    from exchange_peer where district_id = ${place} order by peer_code, trusted_at`.execute(db)
  return rows
}

export async function insertPeer(tx: Tx, place: string, peer: Omit<Peer, 'revokedAt'>): Promise<void> {
  await tx
    .insertInto('exchange_peer')
    .values({
      district_id: place,
      peer_code: peer.code,
      peer_name: peer.name,
      fingerprint: peer.fingerprint,
      public_key: peer.publicKey,
      trusted_by: peer.trustedBy,
      trusted_at: peer.trustedAt,
    })
    .execute()
}

export async function revokePeer(
  tx: Tx,
  place: string,
  fingerprint: string,
  { by, at }: { by: string; at: Instant },
): Promise<boolean> {
  const done = await tx
    .updateTable('exchange_peer')
    .set({ revoked_by: by, revoked_at: at })
    .where('district_id', '=', place)
    .where('fingerprint', '=', fingerprint)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return done.numUpdatedRows === 1n
}

/** Keeps a package; false where the same one is there already, also from somebody who brought it in at the same moment. */
export async function insertPackage(tx: Tx, one: Omit<KeptPackage, 'itemId'>): Promise<boolean> {
  const { said } = one
  const inserted = await tx
    .insertInto('exchange_package')
    .values({
      district_id: one.districtId,
      id: one.id,
      way: one.way,
      kind: one.kind,
      place: one.place,
      digest: one.digest,
      said: JSON.stringify(said),
      file_id: one.fileId,
      request_id: said.kind === 'answer' ? said.body.request.id : null,
      kept_by: one.by,
      kept_at: one.at,
    })
    .onConflict((conflict) => conflict.columns(['district_id', 'id', 'way']).doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

/** A package was there before, made or taken in. */
export async function findPackage(
  db: Db | Tx,
  key: { districtId: string; id: string; way: Way },
): Promise<KeptPackage | undefined> {
  const { rows } = await sql<PackageRow>`
    select ${columns} from exchange_package p
    where p.district_id = ${key.districtId} and p.id = ${key.id} and p.way = ${key.way}`.execute(db)
  return kept(rows)[0]
}

/** Holds a package until the end of the transaction: answers to one request are made one after another. */
export async function lockPackage(tx: Tx, key: { districtId: string; id: string; way: Way }): Promise<void> {
  await tx
    .selectFrom('exchange_package')
    .select('id')
    .where('district_id', '=', key.districtId)
    .where('id', '=', key.id)
    .where('way', '=', key.way)
    .forUpdate()
    .execute()
}

/** One package of a place, as its page is asked for. */
export async function packageOf(
  db: Db | Tx,
  place: string,
  { id, way }: { id: string; way: Way },
): Promise<KeptPackage | undefined> {
  const { rows } = await sql<PackageRow>`
    select ${columns} from exchange_package p
    where p.place = ${place} and p.id = ${id} and p.way = ${way}`.execute(db)
  return kept(rows)[0]
}

export type PackageFilter = { kind?: PackageKind | undefined; way?: Way | undefined; offset: number; limit: number }

/** What a place made and took in, the newest on top. */
export async function listPackages(
  db: Db | Tx,
  place: string,
  { kind, way, offset, limit }: PackageFilter,
): Promise<{ rows: KeptPackage[]; total: number }> {
  const where = sql`p.place = ${place} and (${kind ?? null}::text is null or p.kind = ${kind ?? null})
    and (${way ?? null}::text is null or p.way = ${way ?? null})`
  const { rows } = await sql<PackageRow>`
    select ${columns} from exchange_package p where ${where}
    order by p.kept_at desc, p.id desc offset ${offset} limit ${limit}`.execute(db)
  const counted = await sql<{ total: number }>`
    select count(*)::int as total from exchange_package p where ${where}`.execute(db)
  return { rows: kept(rows), total: counted.rows[0]?.total ?? 0 }
}

/** Packages of a way by their ids, of some districts. */
export async function packagesById(
  db: Db | Tx,
  { districtIds, ids, way }: { districtIds: readonly string[]; ids: readonly string[]; way: Way },
): Promise<KeptPackage[]> {
  const { rows } = await sql<PackageRow>`
    select ${columns} from exchange_package p
    where p.district_id = any(${[...districtIds]}::text[]) and p.id = any(${[...ids]}::uuid[]) and p.way = ${way}`.execute(
    db,
  )
  return kept(rows)
}

export type KeptAnswer = KeptPackage & { said: SaidOf<'answer'> }
export type KeptFigures = KeptPackage & { said: SaidOf<'figures'> }
export const isAnswer = (one: KeptPackage): one is KeptAnswer => one.said.kind === 'answer'
export const isFigures = (one: KeptPackage): one is KeptFigures => one.said.kind === 'figures'

/** Every answer to some requests that was taken in or made, by its serial, of equal ones the earlier first. */
export async function answersTo(
  db: Db | Tx,
  districtIds: readonly string[],
  requestIds: readonly string[],
  way: Way,
): Promise<KeptAnswer[]> {
  const { rows } = await sql<PackageRow>`
    select ${columns} from exchange_package p
    where p.district_id = any(${[...districtIds]}::text[]) and p.request_id = any(${[...requestIds]}::uuid[])
      and p.way = ${way}
    order by (p.said -> 'body' ->> 'serial')::int, p.kept_at, p.id`.execute(db)
  return kept(rows).filter(isAnswer)
}

/** The figures of some districts that were taken in, of these months, the newest of the making first. */
export async function figuresTakenIn(
  db: Db | Tx,
  districtIds: readonly string[],
  months: readonly string[],
): Promise<KeptFigures[]> {
  if (months.length === 0) return []
  const { rows } = await sql<PackageRow>`
    select ${columns} from exchange_package p
    where p.district_id = any(${[...districtIds]}::text[]) and p.kind = 'figures' and p.way = 'in'
      and p.said -> 'body' -> 'figures' -> 'month' ->> 'of' = any(${[...months]}::text[])
    order by p.said ->> 'madeAt' desc, p.id desc`.execute(db)
  return kept(rows).filter(isFigures)
}

/** A request became an item of 上级交办. */
export async function setItem(tx: Tx, key: { districtId: string; id: string }, itemId: string): Promise<boolean> {
  const done = await tx
    .updateTable('exchange_package')
    .set({ item_id: itemId })
    .where('district_id', '=', key.districtId)
    .where('id', '=', key.id)
    .where('way', '=', 'in')
    .where('item_id', 'is', null)
    .executeTakeFirst()
  return done.numUpdatedRows === 1n
}

export const isRequest = (said: Said): said is SaidOf<'request'> => said.kind === 'request'

/** Districts that an office above may ask: those held here and those whose key is trusted. */
export async function askableDistricts(db: Db, place: string): Promise<{ id: string; name: string }[]> {
  const held = await listDistricts(db)
  const trusted = (await peersOf(db, place)).filter(({ revokedAt }) => revokedAt === null)
  const all = new Map([
    ...trusted.map(({ code, name }) => [code, name] as const),
    ...held.map(({ id, name }) => [id, name] as const),
  ])
  return [...all]
    .map(([id, name]) => ({ id, name }))
    .filter(({ id }) => isAbove(place, id))
    .sort((one, other) => (one.id < other.id ? -1 : 1))
}

/** What an office is called in its key: the district's own name, or its code where it is no district here. */
export async function placeName(db: Db, place: string): Promise<string> {
  return (await listDistricts(db)).find(({ id }) => id === place)?.name ?? place
}
