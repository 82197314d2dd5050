import { sql } from 'kysely'
import type { Instant } from '../calendar/index.ts'
import type { Db } from '../database/index.ts'
import type { CountPrecision } from '../vocabulary/counts.ts'
import type { Metric, PostWithCounts } from './model.ts'

type Sample = {
  postId: string
  metric: Metric
  value: number
  precision: CountPrecision
  source: string
  collectedAt: Instant
}

/** The newest sample of each metric for these posts of one account. Registered, never scored (12号, DESIGN 9). */
export async function postCounts(
  db: Db,
  districtId: string,
  accountId: string,
  postIds: readonly string[],
): Promise<Map<string, PostWithCounts['counts']>> {
  const found = await sql<Sample>`
    select distinct on (post_id, metric) post_id as "postId", metric, value, precision, source, collected_at as "collectedAt"
    from post_sample
    where district_id = ${districtId} and account_id = ${accountId} and post_id = any(${postIds}::uuid[])
    order by post_id, metric, collected_at desc, source`.execute(db)
  const counts = new Map<string, PostWithCounts['counts']>()
  for (const { postId, metric, ...count } of found.rows) counts.set(postId, { ...counts.get(postId), [metric]: count })
  return counts
}
