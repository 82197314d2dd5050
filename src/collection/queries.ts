import { sql } from 'kysely'
import { type CivilDate, dayOf, type Instant, startOfDay } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import { postCounts } from './post-counts.ts'
import type { DayRange, Post, PostWithCounts, Span, UpdateFacts } from './model.ts'

/**
 * For every account of a district: its last post not after the window's end, how many posts fall into the window, and
 * whether each day of the window was looked at. Two statements, whatever the number of accounts: what was covered is
 * read before what was found, so an import that lands in between can only add evidence of life, never a false silence.
 * `only`: of these accounts alone.
 */
export async function updateFacts(
  db: Db | Tx,
  districtId: string,
  window: DayRange,
  only?: readonly string[],
): Promise<Map<string, UpdateFacts>> {
  const covers = await coverOf(db, districtId, window, only)
  const posts = await sql<{ accountId: string; lastPostOn: CivilDate | null; postsInWindow: number }>`
    select a.id as "accountId", last.day as "lastPostOn", seen.posts as "postsInWindow"
    from account a
    left join lateral (
      select p.published_on as day from post p
      where p.district_id = a.district_id and p.account_id = a.id
        and p.published_on is not null and not p.automatic and p.published_on <= ${window.to}
      order by p.published_on desc limit 1
    ) last on true
    cross join lateral (
      select count(*) as posts from post p
      where p.district_id = a.district_id and p.account_id = a.id
        and p.published_on is not null and not p.automatic and p.published_on between ${window.from} and ${window.to}
    ) seen
    where a.district_id = ${districtId} ${only ? sql`and a.id = any(${[...only]}::uuid[])` : sql``}`.execute(db)
  return new Map(
    posts.rows.map(({ accountId, lastPostOn, postsInWindow }) => {
      const cover = covers.get(accountId) ?? { covered: false, coveredUntil: null }
      return [accountId, { lastPostOn, postsInWindow, ...cover }]
    }),
  )
}

type Cover = Pick<UpdateFacts, 'covered' | 'coveredUntil'>

// The union of spans, as a multirange of days, holds the whole window or it does not.
async function coverOf(
  db: Db | Tx,
  districtId: string,
  { from, to }: DayRange,
  only?: readonly string[],
): Promise<Map<string, Cover>> {
  const found = await sql<{ accountId: string } & Cover>`
    select account_id as "accountId",
      range_agg(daterange(from_day, to_day, '[]')) @> daterange(${from}, ${to}, '[]') as covered,
      max(least(to_day, ${to}::date)) as "coveredUntil"
    from collection_span
    where district_id = ${districtId} and from_day <= ${to} and to_day >= ${from}
      ${only ? sql`and account_id = any(${[...only]}::uuid[])` : sql``}
    group by account_id`.execute(db)
  return new Map(found.rows.map(({ accountId, ...cover }) => [accountId, cover]))
}

/** The spans of one account that touch a range of days, newest first: what a verdict about these days rests on. */
export async function spansOf(db: Db | Tx, districtId: string, accountId: string, range: DayRange): Promise<Span[]> {
  const found = await sql<Span>`
    select s.source, s.from_day as "from", s.to_day as "to", s.collected_at as "collectedAt", s.import_id as "importId",
      i.created_by as "importedBy", s.patrol_id as "patrolId"
    from collection_span s
    left join import_run i on i.district_id = s.district_id and i.id = s.import_id
    where s.district_id = ${districtId} and s.account_id = ${accountId}
      and s.from_day <= ${range.to} and s.to_day >= ${range.from}
    order by s.collected_at desc, s.id desc`.execute(db)
  return found.rows
}

/** Posts of one account that count, within a range of days, newest first; at most `limit`. */
export function postsWithin(
  db: Db | Tx,
  districtId: string,
  accountId: string,
  range: DayRange,
  limit = 50,
): Promise<Post[]> {
  return postColumns(db, districtId, accountId)
    .where('published_on', 'is not', null)
    .where('automatic', '=', false)
    .where('published_on', '>=', range.from)
    .where('published_on', '<=', range.to)
    .orderBy('published_on', 'desc')
    .orderBy(sql`published_at desc nulls last`)
    .orderBy('id', 'desc')
    .limit(limit)
    .$castTo<Post>()
    .execute()
}

export type PostPage = { posts: PostWithCounts[]; total: number; page: number; pageSize: number }

/** One page (from 1) of everything kept of an account, newest first, posts without a time last, with the newest counts. */
export async function postsOf(
  db: Db,
  districtId: string,
  accountId: string,
  page = 1,
  pageSize = 50,
): Promise<PostPage> {
  const posts = await postColumns(db, districtId, accountId)
    .orderBy(sql`published_on desc nulls last`)
    .orderBy(sql`published_at desc nulls last`)
    .orderBy('id', 'desc')
    .limit(pageSize)
    .offset((page - 1) * pageSize)
    .$castTo<Post>()
    .execute()
  const { total } = await db
    .selectFrom('post')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .where('district_id', '=', districtId)
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow()
  const counts = await postCounts(
    db,
    districtId,
    accountId,
    posts.map(({ id }) => id),
  )
  return { posts: posts.map((post) => ({ ...post, counts: counts.get(post.id) ?? {} })), total, page, pageSize }
}

/** Of an account's posts what they are called and when they came. `on`: null where nobody knows the day. */
export type CalledPost = Pick<Post, 'title' | 'url'> & {
  accountId: string
  on: CivilDate | null
  moment: Instant | null
}

/**
 * Posts of several accounts of the days from and to, both included, with or without a title, and those of no known day that
 * were first seen within or after them; in no order.
 */
export async function postsCalled(
  db: Db | Tx,
  districtId: string,
  accountIds: readonly string[],
  { from, to }: DayRange,
): Promise<CalledPost[]> {
  const found = await sql<CalledPost>`
    select account_id as "accountId", title, url, published_on as "on", published_at as moment from post
    where district_id = ${districtId} and account_id = any(${accountIds}::uuid[])
      and published_on is not null and not automatic and published_on between ${from} and ${to}
    union all
    select account_id, title, url, null, null from post
    where district_id = ${districtId} and account_id = any(${accountIds}::uuid[])
      and published_on is null and first_seen_at >= ${startOfDay(from)}`.execute(db)
  return found.rows
}

/** From the beginning of a day to a moment. */
export type Until = { from: CivilDate; until: Instant }

/**
 * For each stretch the accounts that were looked at all through it: a look speaks for the days it covers, and of the day on
 * which it was made for the hours before it. What came on the last day after the last look, nobody saw.
 */
export async function lookedThrough(
  db: Db | Tx,
  districtId: string,
  accountIds: readonly string[],
  stretches: readonly Until[],
): Promise<Set<string>[]> {
  if (stretches.length === 0) return []
  const first = stretches.map(({ from }) => from).reduce((one, other) => (one < other ? one : other))
  const last = stretches.map(({ until }) => dayOf(until)).reduce((one, other) => (one > other ? one : other))
  const { rows } = await sql<{ place: number; accountId: string }>`
    with seen as (
      select account_id, range_agg(tstzrange(from_day::timestamp at time zone 'Asia/Shanghai',
        least((to_day + 1)::timestamp at time zone 'Asia/Shanghai', collected_at))) as moments
      from collection_span
      where district_id = ${districtId} and account_id = any(${accountIds}::uuid[])
        and to_day >= ${first} and from_day <= ${last} and collected_at > from_day::timestamp at time zone 'Asia/Shanghai'
      group by account_id
    )
    select w.place::int as place, s.account_id as "accountId"
    from unnest(${stretches.map(({ from }) => startOfDay(from))}::timestamptz[],
      ${stretches.map(({ until }) => until)}::timestamptz[]) with ordinality as w (starts, ends, place)
    join seen s on s.moments @> tstzrange(w.starts, w.ends)`.execute(db)
  const found = Map.groupBy(rows, ({ place }) => place)
  return stretches.map((_, at) => new Set((found.get(at + 1) ?? []).map(({ accountId }) => accountId)))
}

const postColumns = (db: Db | Tx, districtId: string, accountId: string) =>
  db
    .selectFrom('post')
    .select(['id', 'title', 'url', 'published_at as publishedAt', 'published_on as publishedOn'])
    .select(['time_precision as timePrecision', 'original'])
    .where('district_id', '=', districtId)
    .where('account_id', '=', accountId)

export type DayCount = { accountId: string; day: CivilDate; posts: number }

/** Posts a day of several accounts, or of all (`null`), between two days, both included; days without a post have no row. */
export async function postsPerDay(
  db: Db | Tx,
  districtId: string,
  accountIds: readonly string[] | null,
  range: DayRange,
): Promise<DayCount[]> {
  const found = await sql<DayCount>`
    select account_id as "accountId", published_on as day, count(*) as posts
    from post
    where district_id = ${districtId} ${accountIds ? sql`and account_id = any(${accountIds}::uuid[])` : sql``}
      and published_on is not null and not automatic and published_on between ${range.from} and ${range.to}
    group by account_id, published_on
    order by account_id, published_on`.execute(db)
  return found.rows
}

/** The last day with a post that counts, for each of these accounts that has one. `until`: not after that day. */
export async function lastUpdates(
  db: Db,
  districtId: string,
  accountIds: readonly string[],
  until?: CivilDate,
): Promise<Map<string, CivilDate>> {
  const found = await sql<{ accountId: string; day: CivilDate }>`
    select a.id as "accountId", last.day
    from unnest(${accountIds}::uuid[]) as a (id)
    cross join lateral (
      select p.published_on as day from post p
      where p.district_id = ${districtId} and p.account_id = a.id
        and p.published_on is not null and not p.automatic and p.published_on <= ${until ?? '9999-12-31'}
      order by p.published_on desc limit 1
    ) last`.execute(db)
  return new Map(found.rows.map(({ accountId, day }) => [accountId, day]))
}

/** Accounts that a source looked at since a moment and answered for. */
export async function accountsLookedAtSince(db: Db, districtId: string, since: Instant): Promise<string[]> {
  const rows = await db
    .selectFrom('collection_target')
    .select('account_id as accountId')
    .distinct()
    .where('district_id', '=', districtId)
    .where('last_success_at', '>=', since)
    .execute()
  return rows.map(({ accountId }) => accountId)
}
