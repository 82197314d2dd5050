import { type RawBuilder, sql } from 'kysely'
import type { Instant } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import { genesisHash, systemChain } from './chain.ts'

/** One link as stored. */
export type TrailRow = {
  districtId: string
  seq: number
  id: string
  occurredAt: Instant
  actorKind: string
  actorId: string
  action: string
  subjectKind: string
  subjectId: string
  before: unknown
  after: unknown
  requestId: string
  onBehalfOf: string | null
  algorithm: string
  previousHash: string
  hash: string
}

const columns = [
  'district_id as districtId',
  'seq',
  'id',
  'occurred_at as occurredAt',
  'actor_kind as actorKind',
  'actor_id as actorId',
  'action',
  'subject_kind as subjectKind',
  'subject_id as subjectId',
  'before',
  'after',
  'request_id as requestId',
  'on_behalf_of as onBehalfOf',
  'algorithm',
  'previous_hash as previousHash',
  'hash',
] as const

/**
 * Every chain there is or must be: of districts, of links and of heads. Each alone could be deleted by whoever owns the
 * database; an installation with a district has a chain of its own (`000000`).
 */
export async function chainIds(db: Db): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from district union select district_id from trail_head union select district_id from trail_event
    union select ${systemChain} from district
    order by 1`.execute(db)
  return rows.map(({ id }) => id)
}

/** The last link of a chain as its head names it. */
export async function chainHead(db: Db, districtId: string): Promise<{ seq: number; hash: string } | undefined> {
  return db.selectFrom('trail_head').select(['seq', 'hash']).where('district_id', '=', districtId).executeTakeFirst()
}

/** How long some chains are and how they end, as their heads say; a chain without a head is left out. In the order of their ids. */
export async function chainEnds(
  db: Db | Tx,
  wanted: readonly string[],
): Promise<{ chainId: string; size: number; hash: string }[]> {
  return db
    .selectFrom('trail_head')
    .select(['district_id as chainId', 'seq as size', 'hash'])
    .where('district_id', 'in', [...wanted])
    .orderBy('district_id')
    .execute()
}

/** The hash of one link as it stands now; before the first link it is what every chain begins with. */
export async function hashAt(db: Db, districtId: string, seq: number): Promise<string | undefined> {
  if (seq === 0) return genesisHash
  const row = await db
    .selectFrom('trail_event')
    .select('hash')
    .where('district_id', '=', districtId)
    .where('seq', '=', seq)
    .executeTakeFirst()
  return row?.hash
}

/** Links of a chain behind a sequence number, oldest first. */
export async function eventsAfter(db: Db, districtId: string, seq: number, limit: number): Promise<TrailRow[]> {
  return db
    .selectFrom('trail_event')
    .select(columns)
    .where('district_id', '=', districtId)
    .where('seq', '>', seq)
    .orderBy('seq')
    .limit(limit)
    .execute()
}

/** What happened to one subject, newest first; a page of `limit` behind `beforeSeq`. */
export async function eventsOf(
  db: Db,
  districtId: string,
  subject: { kind: string; id: string },
  { limit = 50, beforeSeq }: { limit?: number; beforeSeq?: number } = {},
): Promise<TrailRow[]> {
  let query = db
    .selectFrom('trail_event')
    .select(columns)
    .where('district_id', '=', districtId)
    .where('subject_kind', '=', subject.kind)
    .where('subject_id', '=', subject.id)
  if (beforeSeq !== undefined) query = query.where('seq', '<', beforeSeq)
  return query.orderBy('seq', 'desc').limit(limit).execute()
}

/** What happened to several subjects, oldest first; a subject is `kind/id`. */
export async function eventsAbout(db: Db | Tx, districtId: string, subjects: readonly string[]): Promise<TrailRow[]> {
  return db
    .selectFrom('trail_event')
    .select(columns)
    .where('district_id', '=', districtId)
    .where(sql<boolean>`(subject_kind, subject_id) in (
      select split_part(one, '/', 1), substr(one, position('/' in one) + 1) from unnest(${[...subjects]}::text[]) as one)`)
    .orderBy('seq')
    .execute()
}

/** Of a chain the links that somebody asks for: by who acted, by action, from a moment to before another. */
export type TrailFilter = { actorIds?: readonly string[]; action?: string; from?: Instant; before?: Instant }

/** The newest links of a chain, newest first; a page of `limit` behind `beforeSeq`. */
export async function latestEvents(
  db: Db,
  districtId: string,
  { limit = 50, beforeSeq, ...asked }: { limit?: number; beforeSeq?: number } & TrailFilter = {},
): Promise<TrailRow[]> {
  let query = db.selectFrom('trail_event').select(columns).where('district_id', '=', districtId)
  if (asked.actorIds !== undefined) query = query.where(sql<boolean>`actor_id = any(${[...asked.actorIds]}::text[])`)
  if (asked.action !== undefined) query = query.where('action', '=', asked.action)
  if (asked.from !== undefined) query = query.where('occurred_at', '>=', asked.from)
  if (asked.before !== undefined) query = query.where('occurred_at', '<', asked.before)
  if (beforeSeq !== undefined) query = query.where('seq', '<', beforeSeq)
  return query.orderBy('seq', 'desc').limit(limit).execute()
}

/** Who stands in a chain, and with which actions: what it can be searched by. */
export async function trailChoices(
  db: Db,
  districtId: string,
): Promise<{ actors: { actorKind: string; actorId: string }[]; actions: string[] }> {
  const { rows: actors } = await sql<{ actorKind: string; actorId: string }>`
    ${distinctIn(districtId, sql.ref('actor_id'))}
    select found.value as "actorId", (select e.actor_kind from trail_event e
      where e.district_id = ${districtId} and e.actor_id = found.value limit 1) as "actorKind"
    from found where found.value is not null`.execute(db)
  const { rows: actions } = await sql<{ action: string }>`
    ${distinctIn(districtId, sql.ref('action'))}
    select found.value as action from found where found.value is not null`.execute(db)
  return { actors, actions: actions.map(({ action }) => action) }
}

// From one value of an index to the next: a chain has many links, few people and few actions.
const distinctIn = (districtId: string, column: RawBuilder<unknown>) => sql`
  with recursive found as (
    (select ${column} as value from trail_event where district_id = ${districtId} order by ${column} limit 1)
    union all
    select (select ${column} from trail_event
      where district_id = ${districtId} and ${column} > found.value order by ${column} limit 1)
    from found where found.value is not null)`

/** When the newest link of all chains was written, by the clock of whoever wrote it. */
export async function newestMoment(db: Db | Tx): Promise<Instant | undefined> {
  const { rows } = await sql<{ at: Instant | null }>`
    select max(e.occurred_at) as at from trail_head h
    join trail_event e on e.district_id = h.district_id and e.seq = h.seq`.execute(db)
  return rows[0]?.at ?? undefined
}

/** The number of a chain's last link; 0: nothing has happened yet. Whatever is saved of a district moves it. */
export async function lastSeq(db: Db | Tx, districtId: string): Promise<number> {
  const head = await db.selectFrom('trail_head').select('seq').where('district_id', '=', districtId).executeTakeFirst()
  return head?.seq ?? 0
}
