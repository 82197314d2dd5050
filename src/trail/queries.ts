import { sql } from 'kysely'
import type { Instant } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'

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
  'algorithm',
  'previous_hash as previousHash',
  'hash',
] as const

/** Heads of all chains, or of one. */
export async function chainHeads(
  db: Db,
  districtId?: string,
): Promise<{ districtId: string; seq: number; hash: string }[]> {
  let query = db.selectFrom('trail_head').select(['district_id as districtId', 'seq', 'hash']).orderBy('district_id')
  if (districtId !== undefined) query = query.where('district_id', '=', districtId)
  return query.execute()
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

/** The newest links of a chain, newest first; a page of `limit` behind `beforeSeq`. */
export async function latestEvents(
  db: Db,
  districtId: string,
  { limit = 50, beforeSeq }: { limit?: number; beforeSeq?: number } = {},
): Promise<TrailRow[]> {
  let query = db.selectFrom('trail_event').select(columns).where('district_id', '=', districtId)
  if (beforeSeq !== undefined) query = query.where('seq', '<', beforeSeq)
  return query.orderBy('seq', 'desc').limit(limit).execute()
}
