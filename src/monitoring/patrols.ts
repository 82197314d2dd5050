import { sql } from 'kysely'
import { addDays, type CivilDate, type Instant, startOfDay } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import type { Patrol } from './model.ts'

/**
 * The last update that patrollers saw of each account, not after the checkpoint. Of several looks at one account the
 * newest speaks: what a first one got wrong, a second one mends.
 */
export async function patrolUpdates(
  db: Db | Tx,
  districtId: string,
  checkpoint: CivilDate,
): Promise<Map<string, CivilDate>> {
  const found = await sql<{ accountId: string; day: CivilDate | null }>`
    select distinct on (account_id) account_id as "accountId", last_update_on as day
    from patrol
    where district_id = ${districtId} and reachable = 'open' and (last_update_on <= ${checkpoint} or last_update_on is null)
    order by account_id, checked_at desc, id desc`.execute(db)
  return new Map(found.rows.flatMap(({ accountId, day }) => (day === null ? [] : [[accountId, day] as const])))
}

/** Patrols of one account, newest first: those made from a moment on, at most `limit`. */
export function patrolsOf(
  db: Db | Tx,
  districtId: string,
  accountId: string,
  since: Instant,
  limit = 20,
): Promise<Patrol[]> {
  return db
    .selectFrom('patrol')
    .select(['id', 'account_id as accountId', 'checked_at as checkedAt', 'reachable', 'last_update_on as lastUpdateOn'])
    .select(['never_updated as neverUpdated', 'has_interaction as hasInteraction', 'has_service as hasService'])
    .select(['screenshot_file_id as screenshotFileId', 'note', 'patrolled_by as patrolledBy'])
    .where('district_id', '=', districtId)
    .where('account_id', '=', accountId)
    .where('checked_at', '>=', since)
    .orderBy('checked_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .$castTo<Patrol>()
    .execute()
}

export async function insertPatrol(tx: Tx, districtId: string, patrol: Patrol, createdAt: Instant): Promise<void> {
  await tx
    .insertInto('patrol')
    .values({
      district_id: districtId,
      id: patrol.id,
      account_id: patrol.accountId,
      checked_at: patrol.checkedAt,
      reachable: patrol.reachable,
      last_update_on: patrol.lastUpdateOn,
      never_updated: patrol.neverUpdated,
      has_interaction: patrol.hasInteraction,
      has_service: patrol.hasService,
      screenshot_file_id: patrol.screenshotFileId,
      note: patrol.note,
      patrolled_by: patrol.patrolledBy,
      created_at: createdAt,
    })
    .execute()
}

/** What the newest look at each account said of interaction and service entries, not after a day; null: it did not say. */
export async function latestLooks(
  db: Db | Tx,
  districtId: string,
  asOf: CivilDate,
): Promise<Map<string, { hasInteraction: boolean | null; hasService: boolean | null }>> {
  const { rows } = await sql<{ accountId: string; hasInteraction: boolean | null; hasService: boolean | null }>`
    select distinct on (account_id) account_id as "accountId", has_interaction as "hasInteraction", has_service as "hasService"
    from patrol
    where district_id = ${districtId} and reachable = 'open' and checked_at < ${startOfDay(addDays(asOf, 1))}
    order by account_id, checked_at desc, id desc`.execute(db)
  return new Map(rows.map(({ accountId, ...look }) => [accountId, look]))
}
