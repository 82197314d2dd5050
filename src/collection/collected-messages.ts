import { sql } from 'kysely'
import type { Instant } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'

/** A comment as an interface of its platform showed it last. `text`: masked and cut (sources/messages.ts). */
export type CollectedMessage = {
  accountId: string
  key: string
  source: string
  status: 'open' | 'replied' | 'gone'
  /** Null where only its going was seen. */
  at: Instant | null
  text: string
  /** Null: not answered, or the platform doesn't tell when. */
  repliedAt: Instant | null
  collectedAt: Instant
}

/**
 * Comments of a district that were seen for the first time, or seen to have changed, at a moment or later; as seen last. Of one
 * that is gone, what was seen of it before in this time: its words, its time and its answer.
 */
export async function collectedMessages(db: Db | Tx, districtId: string, since: Instant): Promise<CollectedMessage[]> {
  const { rows } = await sql<CollectedMessage>`
    with seen as (
      select account_id, key, source, value, collected_at, observed_at, id from collection_sample
      where district_id = ${districtId} and kind = 'message' and import_id is null and key like 'comment:%'
        and collected_at >= ${since}
    ), whole as (
      select distinct on (account_id, key) account_id, key, value from seen where value ->> 'at' is not null
      order by account_id, key, collected_at desc, observed_at desc, id desc
    )
    select distinct on (s.account_id, s.key) s.account_id as "accountId", s.key, s.source, s.value ->> 'status' as status,
      (w.value ->> 'at')::timestamptz as at, coalesce(w.value ->> 'text', '') as text,
      (w.value ->> 'repliedAt')::timestamptz as "repliedAt", s.collected_at as "collectedAt"
    from seen s
    left join whole w on w.account_id = s.account_id and w.key = s.key
    order by s.account_id, s.key, s.collected_at desc, s.observed_at desc, s.id desc`.execute(db)
  return rows
}
