import { sql } from 'kysely'
import { addDays, type CivilDate, dayOf, type Instant, startOfDay } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import type { KnownPatrol, Patrol } from './model.ts'

/**
 * Whether the last update that a look `p` saw still stands. A look says two things: something was published on its last
 * update, and nothing from then to the day up to which it looked. So a look at a later moment takes an update away where
 * it saw those very days empty (what the first got wrong, the second mends), and never where it looked at other days, such
 * as those of an earlier month. Who saw no update at all takes nothing away. The moment of looking decides, and at one
 * moment the sign of life: in which order looks were typed decides nothing.
 */
export const updateStands = sql`p.reachable = 'open' and p.last_update_on is not null and not exists (
  select from patrol later
  join collection_span seen
    on seen.district_id = later.district_id and seen.account_id = later.account_id and seen.patrol_id = later.id
  where later.district_id = p.district_id and later.account_id = p.account_id and later.checked_at > p.checked_at
    and later.last_update_on < p.last_update_on and seen.to_day >= p.last_update_on)`

/** The last update of each account that patrollers saw and that stands, not after the checkpoint. */
export async function patrolUpdates(
  db: Db | Tx,
  districtId: string,
  checkpoint: CivilDate,
): Promise<Map<string, CivilDate>> {
  const found = await sql<{ accountId: string; day: CivilDate }>`
    select account_id as "accountId", max(last_update_on) as day
    from patrol p
    where district_id = ${districtId} and last_update_on <= ${checkpoint} and ${updateStands}
    group by account_id`.execute(db)
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
      (select max(last_update_on) from patrol p
        where district_id = ${districtId} and account_id = ${accountId} and last_update_on <= ${until} and ${updateStands})
    ) as day`.execute(db)
  return found.rows[0]?.day ?? null
}

/** The last day up to `until` of which a post of an account is known. */
export async function newestPost(
  db: Db | Tx,
  districtId: string,
  accountId: string,
  until: CivilDate,
): Promise<CivilDate | null> {
  const found = await sql<{ day: CivilDate | null }>`
    select max(published_on) as day from post
    where district_id = ${districtId} and account_id = ${accountId} and not automatic
      and published_on <= ${until}`.execute(db)
  return found.rows[0]?.day ?? null
}

/** The last update that another look of the same moment saw, up to the same day; undefined: there is none or it agrees. */
export async function seenOtherwise(
  db: Db | Tx,
  districtId: string,
  look: { accountId: string; checkedAt: Instant; lastUpdateOn: CivilDate; until: CivilDate },
): Promise<CivilDate | undefined> {
  const found = await sql<{ day: CivilDate }>`
    select p.last_update_on as day
    from patrol p
    join collection_span s on s.district_id = p.district_id and s.account_id = p.account_id and s.patrol_id = p.id
    where p.district_id = ${districtId} and p.account_id = ${look.accountId} and p.checked_at = ${look.checkedAt}
      and s.to_day = ${look.until} and p.last_update_on <> ${look.lastUpdateOn}
    limit 1`.execute(db)
  return found.rows[0]?.day
}

/** Patrols of one account, newest first: those made from a moment on, at most `limit`. */
export function patrolsOf(
  db: Db | Tx,
  districtId: string,
  accountId: string,
  since: Instant,
  limit = 20,
): Promise<KnownPatrol[]> {
  return db
    .selectFrom('patrol')
    .select(
      sql<CivilDate | null>`(select s.to_day from collection_span s where s.district_id = patrol.district_id
        and s.account_id = patrol.account_id and s.patrol_id = patrol.id)`.as('seenUntil'),
    )
    .select(['id', 'account_id as accountId', 'checked_at as checkedAt', 'reachable', 'last_update_on as lastUpdateOn'])
    .select(['never_updated as neverUpdated', 'has_interaction as hasInteraction', 'has_service as hasService'])
    .select(['screenshot_file_id as screenshotFileId', 'note', 'patrolled_by as patrolledBy'])
    .where('district_id', '=', districtId)
    .where('account_id', '=', accountId)
    .where('checked_at', '>=', since)
    .orderBy('checked_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .$castTo<KnownPatrol>()
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

type Look = { hasInteraction: boolean | null; hasService: boolean | null }

/** What the newest look at each account said of interaction and service entries, not after a day; null: it did not say. */
export async function latestLooks(db: Db | Tx, districtId: string, asOf: CivilDate): Promise<Map<string, Look>> {
  const { rows } = await sql<{ accountId: string } & Look>`
    select distinct on (account_id) account_id as "accountId", has_interaction as "hasInteraction", has_service as "hasService"
    from patrol
    where district_id = ${districtId} and reachable = 'open' and checked_at < ${startOfDay(addDays(asOf, 1))}
    order by account_id, checked_at desc, id desc`.execute(db)
  return new Map(rows.map(({ accountId, ...look }) => [accountId, look]))
}

/**
 * Whether people can ask or comment, by the newest look at each account that says, made within `range`. Of looks of one
 * minute the one that found a way counts: in which order they were typed decides nothing.
 */
export async function interactionSeen(
  db: Db | Tx,
  districtId: string,
  range: { from: CivilDate; to: CivilDate },
): Promise<Map<string, { hasEntry: boolean; seenOn: CivilDate }>> {
  const { rows } = await sql<{ accountId: string; hasEntry: boolean; seenAt: Instant }>`
    select distinct on (account_id) account_id as "accountId", has_interaction as "hasEntry", checked_at as "seenAt"
    from patrol
    where district_id = ${districtId} and reachable = 'open' and has_interaction is not null
      and checked_at >= ${startOfDay(range.from)} and checked_at < ${startOfDay(addDays(range.to, 1))}
    order by account_id, checked_at desc, has_interaction desc, id`.execute(db)
  return new Map(rows.map(({ accountId, hasEntry, seenAt }) => [accountId, { hasEntry, seenOn: dayOf(seenAt) }]))
}
