import { sql } from 'kysely'
import type { Instant } from '../calendar/index.ts'
import type { Db, Ids, Tx } from '../database/index.ts'
import { bounded } from './link-key.ts'
import { type FigureRow, metrics, type PostRow } from './model.ts'

/** A post of the file, once: the first row that names it. `evidenceId`: where a look saw it stand. */
export type FilePost = PostRow & { post: NonNullable<PostRow['post']>; evidenceId?: string | undefined }
/** `importId` null: a source looked, nobody handed a file over. */
export type Origin = { districtId: string; importId: string | null; source: string; seenAt: Instant }

/** One post of one account. */
export const postKey = (row: FilePost) => `${row.accountId}/${row.post.linkKey}`

/** The file's posts without repetitions; where a later row has the time the first lacked, that row stands. */
export function distinctPosts(rows: readonly (PostRow & Pick<FilePost, 'evidenceId'>)[]): FilePost[] {
  const posts = new Map<string, FilePost>()
  for (const row of rows) {
    if (!row.post) continue
    const found = { ...row, post: row.post }
    const known = posts.get(postKey(found))
    if (!known || (known.post.publishedOn === null && found.post.publishedOn !== null)) posts.set(postKey(found), found)
  }
  return [...posts.values()]
}

// Parameters travel as text: 10,000 rows a statement keep a message under some megabytes.
const CHUNK = 10_000
function* chunks<T>(all: readonly T[]): Generator<T[]> {
  for (let start = 0; start < all.length; start += CHUNK) yield all.slice(start, start + CHUNK)
}

/** Of these posts those that are already kept, by `postKey`, and whether their time is known. */
export async function knownPosts(
  db: Db | Tx,
  districtId: string,
  posts: readonly FilePost[],
): Promise<Map<string, boolean>> {
  const known = new Map<string, boolean>()
  for (const part of chunks(posts)) {
    const found = await sql<{ key: string; timed: boolean }>`
      select p.account_id || '/' || p.link_key as key, p.time_precision <> 'none' as timed
      from unnest(${part.map((row) => row.accountId)}::uuid[], ${part.map((row) => row.post.linkKey)}::text[])
        as file (account_id, link_key)
      join post p on p.district_id = ${districtId} and p.account_id = file.account_id and p.link_key = file.link_key
    `.execute(db)
    for (const { key, timed } of found.rows) known.set(key, timed)
  }
  return known
}

/** Keeps posts not yet known; fills in the time of known ones that had none. Answers how many are new. */
export async function savePosts(tx: Tx, ids: Ids, origin: Origin, posts: readonly FilePost[]): Promise<number> {
  let inserted = 0
  for (const part of chunks(posts)) {
    const fresh = await insertPosts(tx, ids, origin, part)
    if (fresh < part.length) await fillTimes(tx, origin.districtId, part)
    inserted += fresh
  }
  return inserted
}

async function insertPosts(tx: Tx, ids: Ids, origin: Origin, posts: readonly FilePost[]): Promise<number> {
  const column = <T>(pick: (post: FilePost['post'], row: FilePost) => T) => posts.map((row) => pick(row.post, row))
  const result = await sql`
    insert into post (district_id, import_id, first_seen_at, account_id, id, link_key, url, title, published_at,
      published_on, time_precision, original, automatic, evidence_id)
    select ${origin.districtId}, ${origin.importId}::uuid, ${origin.seenAt}::timestamptz, f.* from unnest(
      ${column((_, row) => row.accountId)}::uuid[], ${column(() => ids.next())}::uuid[],
      ${column((post) => post.linkKey)}::text[], ${column((post) => post.url)}::text[],
      ${column((post) => post.title)}::text[], ${column((post) => post.publishedAt)}::timestamptz[],
      ${column((post) => post.publishedOn)}::date[], ${column((post) => post.timePrecision)}::text[],
      ${column((post) => post.original)}::boolean[], ${column((post) => post.automatic ?? false)}::boolean[],
      ${column((_, row) => row.evidenceId ?? null)}::uuid[]
    ) as f
    on conflict (district_id, account_id, link_key) do nothing`.execute(tx)
  return Number(result.numAffectedRows ?? 0)
}

async function fillTimes(tx: Tx, districtId: string, posts: readonly FilePost[]): Promise<void> {
  const timed = posts.filter(({ post }) => post.publishedOn !== null)
  await sql`
    update post p
    set published_at = f.published_at, published_on = f.published_on, time_precision = f.time_precision
    from unnest(
      ${timed.map((row) => row.accountId)}::uuid[], ${timed.map((row) => row.post.linkKey)}::text[],
      ${timed.map((row) => row.post.publishedAt)}::timestamptz[], ${timed.map((row) => row.post.publishedOn)}::date[],
      ${timed.map((row) => row.post.timePrecision)}::text[]
    ) as f (account_id, link_key, published_at, published_on, time_precision)
    where p.district_id = ${districtId} and p.account_id = f.account_id and p.link_key = f.link_key
      and p.time_precision = 'none'`.execute(tx)
}

/** Adds what was counted, at that moment, from that file. A sample once taken is never changed. Answers how many are new. */
export async function saveSamples(tx: Tx, origin: Origin, rows: readonly PostRow[]): Promise<number> {
  const samples = rows.flatMap((row) => metrics.flatMap((metric) => sampleOf(row, metric)))
  let inserted = 0
  for (const part of chunks(samples)) {
    const result = await sql`
      insert into post_sample (district_id, account_id, post_id, source, import_id, metric, collected_at, value, precision)
      select p.district_id, p.account_id, p.id, ${origin.source}, ${origin.importId}::uuid, f.metric, f.collected_at,
        f.value, f.precision
      from unnest(
        ${part.map((one) => one.accountId)}::uuid[], ${part.map((one) => one.linkKey)}::text[],
        ${part.map((one) => one.metric)}::text[], ${part.map((one) => one.collectedAt)}::timestamptz[],
        ${part.map((one) => one.value)}::bigint[], ${part.map((one) => one.precision)}::text[]
      ) as f (account_id, link_key, metric, collected_at, value, precision)
      join post p on p.district_id = ${origin.districtId} and p.account_id = f.account_id and p.link_key = f.link_key
      on conflict do nothing`.execute(tx)
    inserted += Number(result.numAffectedRows ?? 0)
  }
  return inserted
}

function sampleOf({ accountId, collectedAt, post }: PostRow, metric: (typeof metrics)[number]) {
  const count = post?.counts[metric]
  return post && count ? [{ accountId, collectedAt, linkKey: post.linkKey, metric, ...count }] : []
}

/** Who named a post: an import, or the target that was looked at. `corrects`: a person said that its time stands. */
export type Sighting = { row: FilePost; originId: string; corrects?: boolean; counted?: readonly PostRow[] }

/** Keeps what each of them said of posts that are known by now; said once, it stands (handed/take-back.ts). */
export async function saveSightings(
  tx: Tx,
  { districtId, byImport, seenAt }: { districtId: string; byImport: boolean; seenAt: Instant },
  sightings: readonly Sighting[],
): Promise<void> {
  for (const part of chunks(sightings)) {
    const column = <T>(pick: (post: FilePost['post'], one: Sighting) => T) => part.map((one) => pick(one.row.post, one))
    await sql`
      insert into post_sighting (district_id, account_id, post_id, origin_id, by_import, seen_at, corrects, url, title,
        published_at, published_on, time_precision, automatic, original, counted)
      select p.district_id, p.account_id, p.id, f.origin_id, ${byImport}, ${seenAt}::timestamptz, f.corrects, f.url,
        f.title, f.published_at, f.published_on, f.time_precision, f.automatic, f.original, f.counted::jsonb
      from unnest(
        ${column((_, one) => one.row.accountId)}::uuid[], ${column((post) => post.linkKey)}::text[],
        ${column((_, one) => one.originId)}::uuid[], ${column((_, one) => one.corrects ?? false)}::boolean[],
        ${column((post) => post.url)}::text[], ${column((post) => post.title)}::text[],
        ${column((post) => post.publishedAt)}::timestamptz[], ${column((post) => post.publishedOn)}::date[],
        ${column((post) => post.timePrecision)}::text[], ${column((post) => post.automatic ?? false)}::boolean[],
        ${column((post) => post.original)}::boolean[], ${column((_, one) => countedOf(one.counted))}::text[]
      ) as f (account_id, link_key, origin_id, corrects, url, title, published_at, published_on, time_precision,
        automatic, original, counted)
      join post p on p.district_id = ${districtId} and p.account_id = f.account_id and p.link_key = f.link_key
      on conflict do nothing`.execute(tx)
  }
}

function countedOf(rows: readonly PostRow[] = []): string | null {
  const counted = rows.flatMap((row) =>
    metrics.flatMap((metric) =>
      sampleOf(row, metric).map(({ collectedAt, value, precision }) => ({ metric, collectedAt, value, precision })),
    ),
  )
  return counted.length > 0 ? JSON.stringify(counted) : null
}

/** What an import says of the posts it names: the row that stands, and every count of theirs in the file. */
export function sightingsOf(
  posts: readonly FilePost[],
  rows: readonly PostRow[],
  originId: string,
  corrected: readonly PostRow[],
): Sighting[] {
  const corrections = new Map(
    corrected.flatMap((row) => (row.post ? [[postKey({ ...row, post: row.post }), row]] : [])),
  )
  const all = Map.groupBy(rows, (row) => (row.post ? postKey({ ...row, post: row.post }) : ''))
  return posts.map((row) => ({
    row,
    originId,
    corrects: corrections.has(postKey(row)),
    counted: all.get(postKey(row)) ?? [],
  }))
}

/** What was seen of one account beside its posts, and the evidence of it. */
export type Figures = Pick<FigureRow, 'accountId' | 'collectedAt' | 'samples'> & { evidenceId?: string | undefined }

/** Keeps figures. The same figure of two files is two samples, so that either can be taken back alone. */
export async function saveFigures(tx: Tx, ids: Ids, origin: Origin, rows: readonly Figures[]): Promise<void> {
  const samples = rows.flatMap(({ samples: own, ...row }) => own.map((sample) => ({ ...row, ...sample })))
  for (const part of chunks(samples)) {
    // Evidence shows the page that says so: a figure is its own.
    const evidence = part.map(({ kind, evidenceId = null }) => (kind === 'availability' ? evidenceId : null))
    await sql`
      insert into collection_sample (district_id, account_id, id, kind, key, value, source, observed_at, collected_at,
        confidence, import_id, evidence_id)
      select ${origin.districtId}, f.account_id, f.id, f.kind, f.key, f.value::jsonb, ${origin.source}, f.observed_at,
        f.collected_at, f.confidence, ${origin.importId}::uuid, f.evidence_id
      from unnest(
        ${part.map(({ accountId }) => accountId)}::uuid[], ${part.map(() => ids.next())}::uuid[],
        ${part.map(({ kind }) => kind)}::text[], ${part.map(({ key }) => bounded(key))}::text[],
        ${part.map(({ value }) => JSON.stringify(value))}::text[], ${part.map((one) => one.observedAt)}::timestamptz[],
        ${part.map((one) => one.collectedAt)}::timestamptz[], ${part.map((one) => one.confidence)}::text[],
        ${evidence}::uuid[]
      ) as f (account_id, id, kind, key, value, observed_at, collected_at, confidence, evidence_id)
      on conflict do nothing`.execute(tx)
  }
}

/**
 * Imports and looks beside each other, an undoing alone: what one of them adds is never taken for what only another
 * brought. Held until the transaction ends.
 */
export async function holdCollected(tx: Tx, districtId: string, how: 'beside' | 'alone' = 'beside'): Promise<void> {
  const key = sql`hashtextextended(${`govmedia.collected/${districtId}`}, 0)`
  await (
    how === 'alone' ? sql`select pg_advisory_xact_lock(${key})` : sql`select pg_advisory_xact_lock_shared(${key})`
  ).execute(tx)
}
