import { sql } from 'kysely'
import { type CivilDate, type Instant, startOfDay } from '../calendar/index.ts'
import type { DayRange } from '../collection/index.ts'
import type { Db, Tx } from '../database/index.ts'
import type { Patrol } from './model.ts'

/** The newest update that patrollers saw of each account, not after the checkpoint. */
export async function patrolUpdates(
  db: Db | Tx,
  districtId: string,
  checkpoint: CivilDate,
): Promise<Map<string, CivilDate>> {
  const found = await sql<{ accountId: string; day: CivilDate }>`
    select account_id as "accountId", max(last_update_on) as day
    from patrol
    where district_id = ${districtId} and last_update_on <= ${checkpoint}
    group by account_id`.execute(db)
  return new Map(found.rows.map(({ accountId, day }) => [accountId, day]))
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

/**
 * Accounts that somebody looked for in or after the window and could not open: nothing more can be seen of them, so
 * the month may close with them unknown. An account that opens shows its last update, which settles it.
 */
export async function unreachableAccounts(db: Db | Tx, districtId: string, window: DayRange): Promise<Set<string>> {
  const found = await db
    .selectFrom('patrol')
    .select('account_id')
    .distinct()
    .where('district_id', '=', districtId)
    .where('reachable', '<>', 'open')
    .where('checked_at', '>=', startOfDay(window.from))
    .execute()
  return new Set(found.map((row) => row.account_id))
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
