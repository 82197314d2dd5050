import { sql } from 'kysely'
import type { Instant } from '../calendar/index.ts'
import type { Ids, Tx } from '../database/index.ts'
import { append, type TrailEntry } from './append.ts'

/**
 * As `append`, unless the same person did the same to the same thing since `since`: what can be repeated without end fills
 * no trail. Of two at the same moment one is kept.
 */
export async function appendOnce(tx: Tx, ids: Ids, entry: TrailEntry, since: Instant): Promise<void> {
  const { districtId, actor, action, subject, after } = entry
  await sql`select pg_advisory_xact_lock(hashtextextended(${`once/${districtId}/${actor.id}`}, 0))`.execute(tx)
  const last = await tx
    .selectFrom('trail_event')
    .select('seq')
    .where('district_id', '=', districtId)
    .where('subject_kind', '=', subject.kind)
    .where('subject_id', '=', subject.id)
    .where('action', '=', action)
    .where('actor_id', '=', actor.id)
    .where('after', '=', sql<string>`${JSON.stringify(after)}::jsonb`)
    .where('occurred_at', '>=', since)
    .limit(1)
    .executeTakeFirst()
  if (!last) await append(tx, ids, entry)
}
