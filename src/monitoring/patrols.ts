import { sql } from 'kysely'
import { addDays, type CivilDate, type Instant, startOfDay } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import type { Patrol } from './model.ts'

/**
 * The last update that patrollers saw of each account, not after the checkpoint. Of several looks at one account the
 * newest that saw one speaks: what a first one got wrong, a second one mends. Who saw none takes nothing away from what
 * others saw, or a look at a later month would make an earlier one unknown.
 */
export async function patrolUpdates(
  db: Db | Tx,
  districtId: string,
  checkpoint: CivilDate,
): Promise<Map<string, CivilDate>> {
  const found = await sql<{ accountId: string; day: CivilDate }>`
    select distinct on (account_id) account_id as "accountId", last_update_on as day
    from patrol
    where district_id = ${districtId} and reachable = 'open' and last_update_on <= ${checkpoint}
    order by account_id, checked_at desc, id desc`.execute(db)
  return new Map(found.rows.map(({ accountId, day }) => [accountId, day]))
}

/** The last day up to `until` on which an account is known to have published, by its posts or by who looked at it. */
export async function knownUpdate(
  db: Db | Tx,
  districtId: string,
  accountId: string,
  until: CivilDate,
): Promise<CivilDate | null> {
  const found = await sql<{ day: CivilDate | null }>`
    select greatest(
      (select max(published_on) from post
        where district_id = ${districtId} and account_id = ${accountId} and published_on <= ${until}),
      (select max(last_update_on) from patrol
        where district_id = ${districtId} and account_id = ${accountId} and last_update_on <= ${until})
    ) as day`.execute(db)
  return found.rows[0]?.day ?? null
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
