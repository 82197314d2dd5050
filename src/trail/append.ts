import { sql } from 'kysely'
import type { Instant } from '../calendar/index.ts'
import type { Ids, Tx } from '../database/index.ts'
import { type ChainRecord, genesisHash, linkHash } from './chain.ts'

/** What happened, as a verb tells it. `before` and `after` hold ids, plain facts and salted digests, never personal values. */
export type TrailEntry = {
  districtId: string
  actor: { kind: string; id: string; requestId: string; onBehalfOf?: string }
  action: string
  subject: { kind: string; id: string }
  before?: unknown
  after?: unknown
  at: Instant
}

/**
 * Appends one link to a chain, inside the caller's transaction, so that a change and its trace are saved together or
 * not at all. The head row is locked by its key: writers of one district queue up, districts never wait for each other.
 */
export async function append(tx: Tx, ids: Ids, entry: TrailEntry): Promise<{ seq: number; hash: string }> {
  const head = await lockHead(tx, entry.districtId)
  const record: ChainRecord = {
    districtId: entry.districtId,
    seq: head.seq + 1,
    id: ids.next(),
    occurredAt: entry.at,
    actorKind: entry.actor.kind,
    actorId: entry.actor.id,
    action: entry.action,
    subjectKind: entry.subject.kind,
    subjectId: entry.subject.id,
    before: entry.before ?? null,
    after: entry.after ?? null,
    requestId: entry.actor.requestId,
    ...(entry.actor.onBehalfOf !== undefined && { onBehalfOf: entry.actor.onBehalfOf }),
    algorithm: 'sm3',
    previousHash: head.hash,
  }
  const hash = linkHash(record)
  await insertLink(tx, record, hash)
  return { seq: record.seq, hash }
}

/** Begins a chain that has no link yet: from now on a missing head is a break, never an office where nothing happened. */
export async function beginChain(tx: Tx, districtId: string): Promise<void> {
  await tx
    .insertInto('trail_head')
    .values({ district_id: districtId, seq: 0, hash: genesisHash })
    .onConflict((conflict) => conflict.column('district_id').doNothing())
    .execute()
}

async function lockHead(tx: Tx, districtId: string): Promise<{ seq: number; hash: string }> {
  await beginChain(tx, districtId)
  return tx
    .selectFrom('trail_head')
    .select(['seq', 'hash'])
    .where('district_id', '=', districtId)
    .forUpdate()
    .executeTakeFirstOrThrow()
}

async function insertLink(tx: Tx, record: ChainRecord, hash: string): Promise<void> {
  await tx
    .insertInto('trail_event')
    .values({
      district_id: record.districtId,
      seq: record.seq,
      id: record.id,
      occurred_at: record.occurredAt,
      actor_kind: record.actorKind,
      actor_id: record.actorId,
      action: record.action,
      subject_kind: record.subjectKind,
      subject_id: record.subjectId,
      before: asJson(record.before),
      after: asJson(record.after),
      request_id: record.requestId,
      on_behalf_of: record.onBehalfOf ?? null,
      algorithm: record.algorithm,
      previous_hash: record.previousHash,
      hash,
    })
    .execute()
  await tx
    .updateTable('trail_head')
    .set({ seq: record.seq, hash })
    .where('district_id', '=', record.districtId)
    .execute()
}

// pg turns a bare array or string into something that is not JSON, so JSON goes in as text with a cast.
function asJson(value: unknown) {
  return value === null ? null : sql<string>`${JSON.stringify(value)}::jsonb`
}
