import { sql } from 'kysely'
import { type CivilDate, formatDayZh } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import { foldWord } from '../vocabulary/platforms.ts'
import { columnLabels } from './columns.ts'
import type { PostRow } from './model.ts'
import type { ReadPosts } from './read-posts.ts'

/** The first row of each link of each account in a file. */
export type Listed = Map<string, PostRow>

/**
 * The same link twice is one post. Written beside another day, or another title at another time, it is the link of a
 * profile page or a list and says of no post which one it is: then the row goes back, and what it asks for is answered.
 * Counting it as one post would make an account silent that was not.
 */
export function otherPostOf(row: PostRow, listed: Listed): string | undefined {
  const { post, accountId } = row
  if (!post?.url) return undefined
  const key = `${accountId}/${post.linkKey}`
  const first = listed.get(key)
  if (!first?.post) return void listed.set(key, row)
  const sameTitle = foldWord(first.post.title) === foldWord(post.title) || post.title === '' || first.post.title === ''
  const sameDay =
    first.post.publishedOn === post.publishedOn || first.post.publishedOn === null || post.publishedOn === null
  const sameTime = first.post.publishedAt !== null && first.post.publishedAt === post.publishedAt
  if (sameDay && (sameTitle || sameTime)) return undefined
  return `该条内容自己的链接；现与第${first.row}行链接相同，而标题或发布日期不同`
}

/** A known post whose day this file tells otherwise. */
export type MovedPost = { row: PostRow; postId: string; knownOn: CivilDate }

/** The rows that name a known post and another day for it, in the order of the file. */
export async function movedPosts(db: Db | Tx, districtId: string, rows: readonly PostRow[]): Promise<MovedPost[]> {
  const timed = rows.filter(({ post }) => post?.publishedOn != null)
  const known = await sql<{ at: number; postId: string; knownOn: CivilDate }>`
    select f.at, p.id as "postId", p.published_on as "knownOn"
    from unnest(
      ${timed.map((_, at) => at)}::int[], ${timed.map(({ accountId }) => accountId)}::uuid[],
      ${timed.map(({ post }) => post?.linkKey)}::text[], ${timed.map(({ post }) => post?.publishedOn)}::date[]
    ) as f (at, account_id, link_key, published_on)
    join post p on p.district_id = ${districtId} and p.account_id = f.account_id and p.link_key = f.link_key
    where p.published_on <> f.published_on
    order by f.at`.execute(db)
  return known.rows.map(({ at, postId, knownOn }) => ({ row: timed[at]!, postId, knownOn }))
}

/** What a file says without the rows that move a known post: they go back, and of their accounts' silence it says nothing. */
export function withoutMoved(read: ReadPosts, moved: readonly MovedPost[]): ReadPosts {
  const rows = new Set(moved.map(({ row }) => row))
  return {
    ...read,
    rows: read.rows.filter((row) => !rows.has(row)),
    doubtful: new Set([...read.doubtful, ...moved.map(({ row }) => row.accountId)]),
    rejected: [
      ...read.rejected,
      ...moved.map(({ row, knownOn }) => ({
        sheet: row.sheet,
        row: row.row,
        column: columnLabels.publishedAt,
        found: row.post?.publishedOn ?? '',
        wanted: `与已登记的发布日期（${formatDayZh(knownOn)}）一致；确系原来登记有误的，请选择以本文件为准更正`,
      })),
    ],
  }
}

/** Corrects the time of known posts: what stood before stays readable in the event that the caller records. */
export async function correctTimes(tx: Tx, districtId: string, moved: readonly MovedPost[]): Promise<void> {
  if (moved.length === 0) return
  await sql`
    update post p
    set published_at = f.published_at, published_on = f.published_on, time_precision = f.time_precision
    from unnest(
      ${moved.map(({ row }) => row.accountId)}::uuid[], ${moved.map(({ postId }) => postId)}::uuid[],
      ${moved.map(({ row }) => row.post?.publishedAt ?? null)}::timestamptz[],
      ${moved.map(({ row }) => row.post?.publishedOn ?? null)}::date[],
      ${moved.map(({ row }) => row.post?.timePrecision)}::text[]
    ) as f (account_id, post_id, published_at, published_on, time_precision)
    where p.district_id = ${districtId} and p.account_id = f.account_id and p.id = f.post_id`.execute(tx)
}
