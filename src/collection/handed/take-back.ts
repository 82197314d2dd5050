import { sql } from 'kysely'
import { type CivilDate, type Instant, type Month, monthZh, type Quarter, quarterZh } from '../../calendar/index.ts'
import type { Tx } from '../../database/index.ts'

/** What taking an import back takes and leaves. */
export type TakenBack = {
  /** Posts that nobody but this import named. */
  takenPosts: number
  /** Posts that it named and others as well: they stay. */
  keptPosts: number
  /** Of these, posts whose time, title or link is again what the others say. */
  restoredPosts: number
  /** Counts of posts, days looked at, figures. */
  samples: number
  spans: number
  figures: number
}

// Posts that no other file and no source of our own has named: every post is named by whoever brought it.
const ownPosts = (districtId: string, importId: string) => sql`
  select s.account_id, s.post_id, s.published_on, coalesce(s.url, s.title) as name from post_sighting s
  where s.district_id = ${districtId} and s.origin_id = ${importId}::uuid and s.by_import and not exists (
    select from post_sighting o where o.district_id = s.district_id and o.account_id = s.account_id
      and o.post_id = s.post_id and o.origin_id <> s.origin_id)`

/**
 * Posts that others named too, as these say: title and link of the first of them, the time of the last who corrected it,
 * else of the first who knew one. That is how they came about without this import (saving.ts).
 */
const otherPosts = (districtId: string, importId: string) => sql`
  select p.account_id, p.id, p.published_on as was_on, f.origin_id, f.by_import, f.seen_at, f.url, f.title, f.automatic,
    f.original, t.published_at, t.published_on, t.time_precision
  from post_sighting s
  join post p on p.district_id = s.district_id and p.account_id = s.account_id and p.id = s.post_id
  cross join lateral (
    select o.* from post_sighting o
    where o.district_id = s.district_id and o.account_id = s.account_id and o.post_id = s.post_id and o.origin_id <> s.origin_id
    order by o.seen_at, o.origin_id limit 1
  ) f
  cross join lateral (
    select o.published_at, o.published_on, o.time_precision from post_sighting o
    where o.district_id = s.district_id and o.account_id = s.account_id and o.post_id = s.post_id and o.origin_id <> s.origin_id
    order by o.corrects desc, case when o.corrects then o.seen_at end desc, case when o.corrects then o.origin_id end desc,
      o.time_precision = 'none', o.seen_at, o.origin_id limit 1
  ) t
  where s.district_id = ${districtId} and s.origin_id = ${importId}::uuid and s.by_import`

const differs = sql`(p.title, p.url, p.automatic, p.original, p.published_at, p.published_on, p.time_precision)
  is distinct from (f.title, f.url, f.automatic, f.original, f.published_at, f.published_on, f.time_precision)`

/** What taking an import back would take and leave; changes nothing. */
export async function foreseeTakingBack(tx: Tx, districtId: string, importId: string): Promise<TakenBack> {
  const { rows } = await sql<TakenBack>`
    select
      (select count(*) from (${ownPosts(districtId, importId)}) own) as "takenPosts",
      (select count(*) from (${otherPosts(districtId, importId)}) f) as "keptPosts",
      (select count(*) from (${otherPosts(districtId, importId)}) f
        join post p on p.district_id = ${districtId} and p.account_id = f.account_id and p.id = f.id where ${differs}
      ) as "restoredPosts",
      (select count(*) from post_sample where district_id = ${districtId} and import_id = ${importId}::uuid)
        - (select count(*) from (${sharedSamples(districtId, importId)}) shared) as samples,
      (select count(*) from collection_span where district_id = ${districtId} and import_id = ${importId}::uuid) as spans,
      (select count(*) from collection_sample where district_id = ${districtId} and import_id = ${importId}::uuid) as figures
  `.execute(tx)
  return rows[0]!
}

// The same count of the same moment in another file of that name was not kept twice; now it is that file's.
const sharedSamples = (districtId: string, importId: string) => sql`
  select distinct on (m.account_id, m.post_id, m.metric, m.source, m.collected_at)
    m.account_id, m.post_id, m.metric, m.source, m.collected_at, o.origin_id, c.value, c.precision
  from post_sample m
  join post_sighting o on o.district_id = m.district_id and o.account_id = m.account_id and o.post_id = m.post_id
    and o.by_import and o.origin_id <> m.import_id
  join import_run r on r.district_id = o.district_id and r.id = o.origin_id and r.file_name = m.source
  cross join lateral jsonb_to_recordset(o.counted) as
    c(metric text, "collectedAt" timestamptz, value bigint, precision text)
  where m.district_id = ${districtId} and m.import_id = ${importId}::uuid and c.metric = m.metric
    and c."collectedAt" = m.collected_at
  order by m.account_id, m.post_id, m.metric, m.source, m.collected_at, o.seen_at, o.origin_id`

/** Which posts only this import brought, for the digest of the event. */
export async function ownPostKeys(tx: Tx, districtId: string, importId: string): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`
    select account_id || '/' || name as key from (${ownPosts(districtId, importId)}) own order by 1`.execute(tx)
  return rows.map(({ key }) => key)
}

/** Takes back what only this import brought. The caller holds the collected data alone (`holdCollected`). */
export async function takeBack(tx: Tx, districtId: string, importId: string): Promise<void> {
  const of = sql`district_id = ${districtId} and import_id = ${importId}::uuid`
  await sql`
    update post_sample m set import_id = f.origin_id, value = f.value, precision = f.precision
    from (${sharedSamples(districtId, importId)}) f
    where m.district_id = ${districtId} and m.account_id = f.account_id and m.post_id = f.post_id and m.metric = f.metric
      and m.source = f.source and m.collected_at = f.collected_at`.execute(tx)
  await sql`delete from post_sample where ${of}`.execute(tx)
  await sql`delete from collection_span where ${of}`.execute(tx)
  await sql`delete from collection_sample where ${of}`.execute(tx)
  await sql`
    update post p set title = f.title, url = f.url, automatic = f.automatic, original = f.original,
      published_at = f.published_at, published_on = f.published_on, time_precision = f.time_precision,
      import_id = case when f.by_import then f.origin_id end, first_seen_at = f.seen_at
    from (${otherPosts(districtId, importId)}) f
    where p.district_id = ${districtId} and p.account_id = f.account_id and p.id = f.id
      and (p.import_id = ${importId}::uuid or ${differs})`.execute(tx)
  await sql`delete from post_sighting where district_id = ${districtId} and origin_id = ${importId}::uuid`.execute(tx)
  // What nobody names any more: without this import it would not be here.
  await sql`
    delete from post p where p.district_id = ${districtId} and p.import_id = ${importId}::uuid`.execute(tx)
}

/** When an import came, and of each account the earliest day on which taking it back would change something. */
export type Brought = { at: Instant; days: { accountId: string; from: CivilDate }[] }

/** What knew of an import: closed months, and the final reports made of them. */
export type RestingOn = { months: Month[]; reports: { quarter: Quarter; version: number }[] }

/** In words: months joined, reports joined; '' where there is none. */
export const restingWords = ({ months, reports }: RestingOn) => ({
  months: months.map(monthZh).join('、'),
  reports: reports.map(({ quarter, version }) => `${quarterZh(quarter)}报告（第 ${version} 版）`).join('、'),
})

/** Told by the rooms above, whose verdicts these are. */
export type RestingOnDays = (tx: Tx, districtId: string, brought: Brought) => Promise<RestingOn>

export async function daysBrought(tx: Tx, districtId: string, importId: string): Promise<Brought> {
  const { rows } = await sql<Brought>`
    with days as (
      select account_id, published_on as day from (${ownPosts(districtId, importId)}) own where published_on is not null
      union all
      select f.account_id, d.day from (${otherPosts(districtId, importId)}) f
      cross join lateral (values (f.was_on), (f.published_on)) d(day)
      where f.was_on is distinct from f.published_on and d.day is not null
      union all
      select account_id, from_day from collection_span where district_id = ${districtId} and import_id = ${importId}::uuid
    )
    select r.created_at as at, (
      select coalesce(jsonb_agg(jsonb_build_object('accountId', account_id, 'from', day) order by account_id), '[]')
      from (select account_id, min(day) as day from days group by account_id) first
    ) as days
    from import_run r where r.district_id = ${districtId} and r.id = ${importId}::uuid`.execute(tx)
  return rows[0]!
}
