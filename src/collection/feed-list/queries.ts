import { sql } from 'kysely'
import type { Db, Tx } from '../../database/index.ts'
import type { Platform } from '../../vocabulary/platforms.ts'
import type { SetUpFeed } from './place-feeds.ts'

/** The feeds of a district that are set up, whatever their state. */
export async function feedsSetUp(db: Db | Tx, districtId: string): Promise<SetUpFeed[]> {
  const { rows } = await sql<SetUpFeed>`
    select t.account_id as "accountId", t.target->>'url' as url, t.state
    from collection_target t
    join collection_source s on s.district_id = t.district_id and s.id = t.source_id
    where t.district_id = ${districtId} and s.kind = 'feed'
    order by t.created_at, t.id`.execute(db)
  return rows
}

/** A feed with the account it is of, as lists are written. */
export type FeedOfAccount = { name: string; platform: Platform; url: string; profileUrl: string | null }

/** The feeds that are looked at, by unit and account; those that were switched off are no subscription. */
export async function feedsInUse(db: Db, districtId: string): Promise<FeedOfAccount[]> {
  const { rows } = await sql<FeedOfAccount>`
    select a.name, a.platform, t.target->>'url' as url, a.profile_url as "profileUrl"
    from collection_target t
    join collection_source s on s.district_id = t.district_id and s.id = t.source_id
    join account a on a.district_id = t.district_id and a.id = t.account_id
    join unit u on u.district_id = a.district_id and u.id = a.unit_id
    where t.district_id = ${districtId} and s.kind = 'feed' and t.state <> 'off'
    order by u.name collate "zh-x-icu", u.id, a.name collate "zh-x-icu", a.id, t.created_at, t.id`.execute(db)
  return rows
}
