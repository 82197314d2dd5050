import { sql } from 'kysely'
import { addDays, type CivilDate, dayOf, type Instant, startOfDay } from '../../calendar/index.ts'
import { lookedThrough, postsCalled } from '../../collection/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import type { Platform } from '../../vocabulary/platforms.ts'
import type { RepostAsked, RepostDuty, RepostPost, RepostState } from './model.ts'
import { repostState } from './rules.ts'
import { foldTitle } from './titles.ts'

// A repost that comes later than this is none: nobody waits for it, and no page reads years of posts.
const LOOKED_AFTER_DAYS = 31

type Scope = { districtId: string; unitId?: string | undefined }

const dutyColumns = sql`
  d.id, d.title, d.source, d.link, d.issued_on as "issuedOn", d.due_at as "dueAt", d.state, d.version,
  d.created_by as "createdBy"`

/** Duties that concern a district, or a unit's accounts; the newest deadline first. */
export async function listDuties(
  db: Db,
  { districtId, unitId }: Scope,
  { offset, limit }: { offset: number; limit: number },
): Promise<{ rows: RepostDuty[]; total: number }> {
  const { rows } = await sql<RepostDuty & { total: number }>`
    select ${dutyColumns}, count(*) over ()::int as total from repost_duty d
    where d.district_id = ${districtId} ${unitId ? concerns(unitId) : sql``}
    order by d.due_at desc, d.id desc offset ${offset} limit ${limit}`.execute(db)
  return { rows: rows.map(({ total: _total, ...row }) => row), total: rows[0]?.total ?? 0 }
}

const concerns = (unitId: string) => sql`and exists (
  select from repost_asked x join account a on a.district_id = x.district_id and a.id = x.account_id
  where x.district_id = d.district_id and x.duty_id = d.id and a.unit_id = ${unitId})`

export async function findDuty(db: Db | Tx, districtId: string, id: string): Promise<RepostDuty | undefined> {
  const { rows } = await sql<RepostDuty>`
    select ${dutyColumns} from repost_duty d where d.district_id = ${districtId} and d.id = ${id}`.execute(db)
  return rows[0]
}

export async function lockDuty(tx: Tx, districtId: string, id: string): Promise<RepostDuty | undefined> {
  const { rows } = await sql<RepostDuty>`
    select ${dutyColumns} from repost_duty d
    where d.district_id = ${districtId} and d.id = ${id} for update`.execute(tx)
  return rows[0]
}

/** Duties in force whose deadline lies between two moments, the first included. */
export async function dutiesDue(
  db: Db | Tx,
  districtId: string,
  { from, before }: { from: Instant; before: Instant },
): Promise<RepostDuty[]> {
  const { rows } = await sql<RepostDuty>`
    select ${dutyColumns} from repost_duty d
    where d.district_id = ${districtId} and d.state = 'open' and d.due_at >= ${from} and d.due_at < ${before}
    order by d.due_at, d.id`.execute(db)
  return rows
}

/** Whose part it is in these duties; of a unit only its own accounts, or of one account. */
export async function askedAccounts(
  db: Db | Tx,
  { districtId, unitId, accountId }: Scope & { accountId?: string | undefined },
  dutyIds: readonly string[],
): Promise<RepostAsked[]> {
  const { rows } = await sql<RepostAsked>`
    select x.duty_id as "dutyId", x.account_id as "accountId", a.name as "accountName", a.platform, a.unit_id as "unitId",
      u.name as "unitName", x.state, x.link, x.done_at as "doneAt", x.reason_id as "reasonId", x.version,
      x.stated_by as "statedBy", x.stated_at as "statedAt"
    from repost_asked x
    join account a on a.district_id = x.district_id and a.id = x.account_id
    join unit u on u.district_id = a.district_id and u.id = a.unit_id
    where x.district_id = ${districtId} and x.duty_id = any(${dutyIds}::uuid[])
      ${unitId ? sql`and a.unit_id = ${unitId}` : sql``}
      ${accountId ? sql`and x.account_id = ${accountId}` : sql``}
    order by u.name collate "zh-x-icu", a.name collate "zh-x-icu", a.platform, a.id`.execute(db)
  return rows
}

/** How each account of these duties stands at a moment, by `dutyId/accountId`; two statements, however many duties. */
export async function repostStates(
  db: Db | Tx,
  districtId: string,
  duties: readonly RepostDuty[],
  asked: readonly RepostAsked[],
  now: Instant,
): Promise<Map<string, RepostState>> {
  const today = dayOf(now)
  const stretches = duties.map(({ issuedOn, dueAt }) => ({
    from: issuedOn,
    until: earlier(addDays(dayOf(dueAt), LOOKED_AFTER_DAYS), today),
    dueAt,
  }))
  if (stretches.length === 0) return new Map()
  const partsOf = Map.groupBy(asked, ({ dutyId }) => dutyId)
  const ids = [...new Set(duties.flatMap(({ id }) => (partsOf.get(id) ?? []).map(({ accountId }) => accountId)))]
  // What was looked at is read before what was found, as with silences.
  const looked = await lookedThrough(
    db,
    districtId,
    ids,
    stretches.map(({ from, dueAt: until }) => ({ from, until })),
  )
  const found = await postsCalled(db, districtId, ids, {
    from: stretches.map(({ from }) => from).reduce(earlier),
    to: stretches.map(({ until }) => until).reduce((one, other) => (one > other ? one : other)),
  })
  const posts = found.map((post): RepostPost => ({ ...post, folded: foldTitle(post.title) }))
  const postsOf = Map.groupBy(posts, ({ accountId }) => accountId)
  return new Map(
    duties.flatMap((duty, place) => {
      const { from, until } = stretches[place]!
      return (partsOf.get(duty.id) ?? []).map((one): [string, RepostState] => {
        const own = (postsOf.get(one.accountId) ?? []).filter(({ on }) => on === null || (on >= from && on <= until))
        const covered = looked[place]!.has(one.accountId)
        return [keyOf(one), repostState({ duty, asked: one, posts: own, covered, now })]
      })
    }),
  )
}

export const keyOf = ({ dutyId, accountId }: Pick<RepostAsked, 'dutyId' | 'accountId'>) => `${dutyId}/${accountId}`

const earlier = (one: CivilDate, other: CivilDate) => (one < other ? one : other)

/** Accounts that run, to be asked: all of these platforms, or those of these ids. */
export async function runningAccounts(
  db: Db | Tx,
  districtId: string,
  which: { platforms: readonly Platform[] } | { ids: readonly string[] },
): Promise<{ id: string }[]> {
  const { rows } = await sql<{ id: string }>`
    select id from account where district_id = ${districtId} and running_state = 'running'
      and ${'ids' in which ? sql`id = any(${which.ids}::uuid[])` : sql`platform = any(${which.platforms}::text[])`}
    order by id`.execute(db)
  return rows
}

/** How many accounts run on each platform. */
export async function runningByPlatform(db: Db, districtId: string): Promise<{ platform: Platform; count: number }[]> {
  const { rows } = await sql<{ platform: Platform; count: number }>`
    select platform, count(*)::int as count from account
    where district_id = ${districtId} and running_state = 'running'
    group by platform order by count(*) desc, platform`.execute(db)
  return rows
}

/** What waits for the office: units' words that nobody has looked at. */
export const claimedReposts = (districtId: string) => sql<{ count: number }>`
    select count(*)::int as count from repost_asked x
    join repost_duty d on d.district_id = x.district_id and d.id = x.duty_id
    where x.district_id = ${districtId} and x.state = 'claimed' and d.state = 'open'`

export type OwedRepost = { dutyId: string; title: string; dueAt: Instant; accounts: number }

/** What a unit still has to repost: duties that are not over, or were over in the last month, with how many of its accounts. */
export async function repostsOwed(
  db: Db,
  { districtId, unitId }: { districtId: string; unitId: string },
  now: Instant,
): Promise<OwedRepost[]> {
  const from = startOfDay(addDays(dayOf(now), -LOOKED_AFTER_DAYS))
  const duties = await dutiesDue(db, districtId, { from, before: '9999-12-31T00:00:00.000Z' as Instant })
  const asked = await askedAccounts(
    db,
    { districtId, unitId },
    duties.map(({ id }) => id),
  )
  const states = await repostStates(db, districtId, duties, asked, now)
  return duties.flatMap(({ id, title, dueAt }) => {
    const open = asked.filter(
      (one) => one.dutyId === id && ['waiting', 'missed', 'unlooked'].includes(states.get(keyOf(one))!.standing),
    )
    return open.length === 0 ? [] : { dutyId: id, title, dueAt, accounts: open.length }
  })
}
