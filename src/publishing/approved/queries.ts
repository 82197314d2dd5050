import { sql } from 'kysely'
import { addDays, type CivilDate, dayOf, endOfDay, type Instant, startOfDay } from '../../calendar/index.ts'
import { type DayRange, linkKey, lookedThrough } from '../../collection/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import type { Platform } from '../../vocabulary/platforms.ts'
import { adoptedUnits } from '../manuscripts/adoption.ts'
import type { Adoption } from '../manuscripts/model.ts'
import type { ApprovedText, MatchedPost, PublishedPost, ReturnedText, UnpublishedText } from './model.ts'
import { matchPost, prepareTexts, wasAdoptedOn } from './rules.ts'

// What was approved earlier than this before the first day is held against no post: nobody waits half a year to publish.
const APPROVED_BEFORE_DAYS = 183
// So long after its day an approved text may come before it is said to stand nowhere.
const PUBLISHED_WITHIN_DAYS = 3

export type Scope = { districtId: string; unitId?: string | undefined; accountId?: string | undefined }

type FoundPost = PublishedPost & { accountName: string; platform: Platform; unitId: string; unitName: string }

/**
 * Every collected post of some days of accounts whose unit wrote its manuscripts here at that moment, and how it stands to what was
 * approved; the newest first. Of all other units nothing is known, and nothing is answered.
 */
export async function matchedPosts(db: Db | Tx, scope: Scope, { from, to }: DayRange): Promise<MatchedPost[]> {
  const spans = await spansOf(db, scope)
  const posts = (await postsOfUnits(db, scope, spans, { from, to })).filter((post) => wasAdoptedOn(spans, post))
  if (posts.length === 0) return []
  const units = [...new Set(posts.map(({ unitId }) => unitId))]
  const before = { from: addDays(from, -APPROVED_BEFORE_DAYS), to }
  const [approved, returned] = [
    await approvedTexts(db, scope.districtId, units, before),
    await returnedTexts(db, scope.districtId, units, before),
  ]
  const textsOf = new Map(
    units.map((unitId) => [
      unitId,
      prepareTexts({
        approved: approved.filter((one) => one.unitId === unitId),
        returned: returned.filter((one) => one.unitId === unitId),
      }),
    ]),
  )
  return posts.map((post) => ({ ...post, ...matchPost(post, textsOf.get(post.unitId)!) }))
}

async function spansOf(db: Db | Tx, { districtId, unitId }: Scope): Promise<Adoption[]> {
  return adoptedUnits(db, districtId, unitId)
}

async function postsOfUnits(
  db: Db | Tx,
  { districtId, accountId }: Scope,
  spans: readonly Adoption[],
  { from, to }: DayRange,
): Promise<FoundPost[]> {
  const units = [...new Set(spans.map(({ unitId }) => unitId))]
  if (units.length === 0) return []
  const { rows } = await sql<FoundPost>`
    select p.id, p.account_id as "accountId", p.link_key as "linkKey", p.url, p.title, p.published_on as on,
      p.published_at as moment, t.text, a.name as "accountName", a.platform, a.unit_id as "unitId", u.name as "unitName"
    from account a
    join unit u on u.district_id = a.district_id and u.id = a.unit_id
    join post p on p.district_id = a.district_id and p.account_id = a.id
    left join published_text t on t.district_id = p.district_id and t.account_id = p.account_id and t.post_id = p.id
    where a.district_id = ${districtId} and a.unit_id = any(${units}::uuid[]) and not p.automatic
      and p.published_on between ${from} and ${to}
      ${accountId ? sql`and a.id = ${accountId}` : sql``}
    order by p.published_on desc, p.published_at desc nulls last, p.id`.execute(db)
  return rows
}

type OfUnit = { unitId: string }
type FoundText = Omit<ApprovedText, 'recorded' | 'open'> &
  OfUnit & {
    plannedAt: Instant | null
    published: { accountId: string; link: string | null }[]
    findings: { observed?: string; severity?: string }[]
    confirmed: number[]
  }

type UnitText = ApprovedText & OfUnit & { plannedAt: Instant | null; publishedOn: string[] }

/** Texts that went through all gates within some days, as they were pinned. */
async function approvedTexts(
  db: Db | Tx,
  districtId: string,
  units: readonly string[],
  { from, to }: DayRange,
): Promise<UnitText[]> {
  const { rows } = await sql<FoundText>`
    select m.id as "manuscriptId", m.number, m.unit_id as "unitId", m.planned_at as "plannedAt",
      m.withdrawn_at as "withdrawnAt", v.title, v.plain, v.account_ids as "accountIds", r.decided_at as "approvedAt", r.findings,
      coalesce((select jsonb_agg(c -> 'finding') from manuscript_gate g, jsonb_array_elements(g.confirmed) c
        where g.district_id = r.district_id and g.manuscript_id = r.manuscript_id and g.round = r.number), '[]') as confirmed,
      coalesce((select jsonb_agg(jsonb_build_object('accountId', p.account_id, 'link', p.link))
        from manuscript_publication p
        where p.district_id = m.district_id and p.manuscript_id = m.id), '[]') as published
    from manuscript_round r
    join manuscript m on m.district_id = r.district_id and m.id = r.manuscript_id
    join manuscript_version v on v.district_id = r.district_id and v.manuscript_id = r.manuscript_id
      and v.number = r.text_number
    where r.district_id = ${districtId} and m.unit_id = any(${[...units]}::uuid[]) and r.outcome = 'approved'
      and r.decided_at between ${startOfDay(from)} and ${endOfDay(to)}
    order by r.decided_at, m.number`.execute(db)
  return rows.map(({ findings, confirmed, published, ...text }) => ({
    ...text,
    publishedOn: published.map(({ accountId }) => accountId),
    recorded: published.flatMap(({ accountId, link }) =>
      link === null ? [] : [{ accountId, linkKey: linkKey(link, '', '') }],
    ),
    open: findings.flatMap(({ observed = '', severity }, at) =>
      severity !== 'advise' && !confirmed.includes(at) ? [observed] : [],
    ),
  }))
}

/** Texts that did not pass within some days, and were not approved later. */
async function returnedTexts(
  db: Db | Tx,
  districtId: string,
  units: readonly string[],
  { from, to }: DayRange,
): Promise<(ReturnedText & OfUnit)[]> {
  const { rows } = await sql<ReturnedText & OfUnit>`
    select m.id as "manuscriptId", m.number, m.unit_id as "unitId", v.title, v.plain, v.account_ids as "accountIds",
      r.decided_at as "returnedAt"
    from manuscript_round r
    join manuscript m on m.district_id = r.district_id and m.id = r.manuscript_id
    join manuscript_version v on v.district_id = r.district_id and v.manuscript_id = r.manuscript_id
      and v.number = r.text_number
    where r.district_id = ${districtId} and m.unit_id = any(${[...units]}::uuid[]) and r.outcome = 'returned'
      and r.decided_at between ${startOfDay(from)} and ${endOfDay(to)}
      and not exists (select from manuscript_round l where l.district_id = r.district_id
        and l.manuscript_id = r.manuscript_id and l.outcome = 'approved' and l.decided_at > r.decided_at)
    order by r.decided_at desc, m.number`.execute(db)
  return rows
}

/**
 * 审定未发布: texts approved within some days that stand nowhere on an account they were meant for. `missing` only where the
 * account was looked at all through the days in which it should have come.
 */
export async function unpublishedTexts(
  db: Db | Tx,
  scope: Scope,
  { from, to }: DayRange,
  now: Instant,
): Promise<UnpublishedText[]> {
  const units = [...new Set((await spansOf(db, scope)).map(({ unitId }) => unitId))]
  if (units.length === 0) return []
  const texts = (await approvedTexts(db, scope.districtId, units, { from, to })).filter(
    ({ withdrawnAt }) => withdrawnAt === null,
  )
  if (texts.length === 0) return []
  const posts = await matchedPosts(db, scope, { from, to: dayOf(now) })
  const stands = new Set(posts.map(({ manuscriptId, accountId }) => `${manuscriptId}/${accountId}`))
  const owed = texts.flatMap((text) =>
    text.accountIds
      .filter((id) => !text.publishedOn.includes(id) && !stands.has(`${text.manuscriptId}/${id}`))
      .map((accountId) => ({ text, accountId, until: lastMoment(text) })),
  )
  const looked = await lookedThrough(
    db,
    scope.districtId,
    [...new Set(owed.map(({ accountId }) => accountId))],
    owed.map(({ text, until }) => ({ from: dayOf(text.approvedAt), until })),
  )
  const accounts = await accountNames(db, scope.districtId, owed.map(({ accountId }) => accountId))
  return owed.flatMap(({ text, accountId, until }, at) => {
    const account = accounts.get(accountId)
    if (!account) return []
    const standing = now < until ? 'waiting' : looked[at]!.has(accountId) ? 'missing' : 'unlooked'
    const { manuscriptId, number, title, approvedAt, plannedAt } = text
    return [{ manuscriptId, number, title, approvedAt, plannedAt, accountId, ...account, standing }]
  })
}

const lastMoment = ({ plannedAt, approvedAt }: UnitText): Instant => {
  const due = plannedAt !== null && plannedAt > approvedAt ? plannedAt : approvedAt
  return endOfDay(addDays(dayOf(due), PUBLISHED_WITHIN_DAYS))
}

type Named = Pick<UnpublishedText, 'accountName' | 'platform' | 'unitId' | 'unitName'>

async function accountNames(db: Db | Tx, districtId: string, ids: readonly string[]): Promise<Map<string, Named>> {
  const { rows } = await sql<Named & { id: string }>`
    select a.id, a.name as "accountName", a.platform, a.unit_id as "unitId", u.name as "unitName"
    from account a join unit u on u.district_id = a.district_id and u.id = a.unit_id
    where a.district_id = ${districtId} and a.id = any(${[...ids]}::uuid[])`.execute(db)
  return new Map(rows.map(({ id, ...named }) => [id, named]))
}

/** One post of an account with how it stands, and the approved text it was held against; undefined: it is none that is compared. */
export async function matchOfPost(
  db: Db | Tx,
  scope: Scope & { accountId: string },
  postId: string,
): Promise<{ post: MatchedPost; text: Pick<ApprovedText, 'manuscriptId' | 'number' | 'title' | 'plain'> | undefined } | undefined> {
  const { rows } = await sql<{ on: CivilDate | null }>`
    select published_on as on from post
    where district_id = ${scope.districtId} and account_id = ${scope.accountId} and id = ${postId}`.execute(db)
  const on = rows[0]?.on
  if (!on) return undefined
  const post = (await matchedPosts(db, scope, { from: on, to: on })).find(({ id }) => id === postId)
  if (!post) return undefined
  return { post, text: post.manuscriptId === null ? undefined : await pinnedText(db, scope.districtId, post.manuscriptId) }
}

/** The text of a manuscript's last decided round. */
async function pinnedText(db: Db | Tx, districtId: string, manuscriptId: string) {
  const { rows } = await sql<Pick<ApprovedText, 'manuscriptId' | 'number' | 'title' | 'plain'>>`
    select m.id as "manuscriptId", m.number, v.title, v.plain
    from manuscript m
    join manuscript_round r on r.district_id = m.district_id and r.manuscript_id = m.id
    join manuscript_version v on v.district_id = r.district_id and v.manuscript_id = r.manuscript_id
      and v.number = r.text_number
    where m.district_id = ${districtId} and m.id = ${manuscriptId} and r.decided_at is not null
    order by (r.outcome = 'approved') desc, r.number desc limit 1`.execute(db)
  return rows[0]
}

/** Who read the texts of an account's posts of some days. */
export async function textReaders(
  db: Db | Tx,
  districtId: string,
  accountId: string,
  { from, to }: DayRange,
): Promise<string[]> {
  const { rows } = await sql<{ by: string }>`
    select distinct t.read_by as by from published_text t
    join post p on p.district_id = t.district_id and p.account_id = t.account_id and p.id = t.post_id
    where t.district_id = ${districtId} and t.account_id = ${accountId} and p.published_on between ${from} and ${to}`.execute(db)
  return rows.map(({ by }) => by)
}
