import { sql } from 'kysely'
import type { CivilDate, Instant } from '../../../calendar/index.ts'
import type { Db, Tx } from '../../../database/index.ts'

export type HeldPost = {
  title: string
  url: string | null
  publishedAt: Instant | null
  publishedOn: CivilDate | null
  original: boolean | null
  reads: number | null
  likes: number | null
  comments: number | null
  reposts: number | null
  countedAt: Instant | null
}

/** Every post kept of an account with the newest count of each kind, the oldest first. */
export async function heldPosts(db: Db | Tx, districtId: string, accountId: string): Promise<HeldPost[]> {
  const { rows } = await sql<HeldPost>`
    with newest as (
      select distinct on (post_id, metric) post_id, metric, value, collected_at from post_sample
      where district_id = ${districtId} and account_id = ${accountId}::uuid
      order by post_id, metric, collected_at desc, source
    )
    select p.title, p.url, p.published_at as "publishedAt", p.published_on as "publishedOn", p.original,
      max(n.value) filter (where n.metric = 'reads') as reads, max(n.value) filter (where n.metric = 'likes') as likes,
      max(n.value) filter (where n.metric = 'comments') as comments, max(n.value) filter (where n.metric = 'reposts') as reposts,
      max(n.collected_at) as "countedAt"
    from post p left join newest n on n.post_id = p.id
    where p.district_id = ${districtId} and p.account_id = ${accountId}::uuid
    group by p.id, p.title, p.url, p.published_at, p.published_on, p.original
    order by p.published_on nulls first, p.published_at nulls first, p.id`.execute(db)
  return rows
}

export type HeldPatrol = {
  id: string
  checkedAt: Instant
  reachable: string
  lastUpdateOn: CivilDate | null
  neverUpdated: boolean
  hasInteraction: boolean | null
  hasService: boolean | null
  note: string | null
  screenshotFileId: string | null
  screenshotSha256: string | null
}

/** Every look at an account, the oldest first. */
export async function heldPatrols(db: Db | Tx, districtId: string, accountId: string): Promise<HeldPatrol[]> {
  const { rows } = await sql<HeldPatrol>`
    select p.id, p.checked_at as "checkedAt", p.reachable, p.last_update_on as "lastUpdateOn", p.never_updated as "neverUpdated",
      p.has_interaction as "hasInteraction", p.has_service as "hasService", p.note,
      p.screenshot_file_id as "screenshotFileId", f.sha256 as "screenshotSha256"
    from patrol p left join stored_file f on f.district_id = p.district_id and f.id = p.screenshot_file_id
    where p.district_id = ${districtId} and p.account_id = ${accountId}::uuid
    order by p.checked_at, p.id`.execute(db)
  return rows
}

export type HeldFinding = {
  month: string
  indicator: string
  state: string
  facts: unknown
  reason: string | null
  decidedAt: Instant | null
}

/** Findings of an account with what people decided, by month. */
export async function heldFindings(db: Db | Tx, districtId: string, accountId: string): Promise<HeldFinding[]> {
  const { rows } = await sql<HeldFinding>`
    select month, indicator, state, facts, reason, decided_at as "decidedAt" from finding
    where district_id = ${districtId} and account_id = ${accountId}::uuid
    order by month, indicator`.execute(db)
  return rows
}
