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

/** Comments of a district that were seen for the first time, or seen to have changed, at a moment or later; as seen last. */
export async function collectedMessages(db: Db | Tx, districtId: string, since: Instant): Promise<CollectedMessage[]> {
  const { rows } = await sql<CollectedMessage>`
    select distinct on (account_id, key) account_id as "accountId", key, source, value ->> 'status' as status,
      (value ->> 'at')::timestamptz as at, coalesce(value ->> 'text', '') as text,
      (value ->> 'repliedAt')::timestamptz as "repliedAt", collected_at as "collectedAt"
    from collection_sample
    where district_id = ${districtId} and kind = 'message' and import_id is null and key like 'comment:%'
      and collected_at >= ${since}
    order by account_id, key, collected_at desc, observed_at desc, id desc`.execute(db)
  return rows
}
