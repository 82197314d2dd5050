import { sql } from 'kysely'
import { addDays, type CivilDate, dayOf, endOfDay, type Instant, startOfDay } from '../../calendar/index.ts'
import { type DayRange, linkKey, lookedThrough, READ_BY_COLLECTION } from '../../collection/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import type { Platform } from '../../vocabulary/platforms.ts'
import { adoptedUnits } from '../manuscripts/adoption.ts'
import { cameToUnit } from './came-to-unit.ts'
import type { Adoption } from '../manuscripts/model.ts'
import { type ReviewedText, reviewedTexts } from '../manuscripts/reviewed-texts.ts'
import type { ApprovedText, HeldText, MatchedPost, PublishedPost, ReturnedText, UnpublishedText } from './model.ts'
import { matchPost, prepareTexts, wasAdoptedOn } from './rules.ts'

// What was approved earlier than this before the first day is held against no post: nobody waits half a year to publish.
const APPROVED_BEFORE_DAYS = 183
// So long after its day an approved text may come before it is said to stand nowhere.
const PUBLISHED_WITHIN_DAYS = 3

export type Scope = { districtId: string; unitId?: string | undefined; accountId?: string | undefined }

type FoundPost = PublishedPost & {
  accountName: string
  platform: Platform
  unitId: string
  unitName: string
  cameAt: Instant | null
}

/**
 * Every collected post of some days of accounts whose unit wrote its manuscripts here at that moment, and how it stands to what was
 * approved; the newest first. Of all other units, and of posts from before an account came to its unit, nothing is known, and nothing is answered.
 */
export async function matchedPosts(db: Db | Tx, scope: Scope, { from, to }: DayRange): Promise<MatchedPost[]> {
  const spans = await spansOf(db, scope)
  const posts = (await postsOfUnits(db, scope, spans, { from, to })).filter((post) => wasAdoptedOn(spans, post))
  if (posts.length === 0) return []
  const units = [...new Set(posts.map(({ unitId }) => unitId))]
  const before = { from: addDays(from, -APPROVED_BEFORE_DAYS), to }
  const { approved, returned } = await textsOfUnits(db, scope.districtId, units, before)
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
      p.published_at as moment, p.first_seen_at as "seenAt", t.text,
      case t.read_by when ${READ_BY_COLLECTION} then 'source' else case when t.text is not null then 'person' end end as "textBy",
      a.name as "accountName", a.platform, a.unit_id as "unitId", u.name as "unitName", ${cameToUnit} as "cameAt"
    from account a
    join unit u on u.district_id = a.district_id and u.id = a.unit_id
    join post p on p.district_id = a.district_id and p.account_id = a.id
    left join published_text t on t.district_id = p.district_id and t.account_id = p.account_id and t.post_id = p.id
    where a.district_id = ${districtId} and a.unit_id = any(${units}::uuid[]) and not p.automatic
      and ${within({ from, to })}
      ${accountId ? sql`and a.id = ${accountId}` : sql``}
    order by p.published_on desc nulls last, p.published_at desc nulls last, p.id`.execute(db)
  return rows
}

/** Posts of these days; of one whose day nobody knows, the day on which it was first seen. */
const within = ({ from, to }: DayRange) => sql`(p.published_on between ${from} and ${to}
  or p.published_on is null and p.first_seen_at between ${startOfDay(from)} and ${endOfDay(to)})`

type UnitText = ApprovedText & { unitId: string; plannedAt: Instant | null; publishedOn: string[] }

/** What units had reviewed within some days: what was approved, and what did not pass. */
async function textsOfUnits(
  db: Db | Tx,
  districtId: string,
  units: readonly string[],
  { from, to }: DayRange,
): Promise<{ approved: UnitText[]; returned: (ReturnedText & { unitId: string })[] }> {
  const [first, last] = [startOfDay(from), endOfDay(to)]
  const all = (await reviewedTexts(db, { districtId }, { decidedFrom: first, submittedBefore: last })).filter(
    (one): one is ReviewedText & { decidedAt: Instant } =>
      units.includes(one.unitId) && one.decidedAt !== null && one.decidedAt <= last,
  )
  const passed = all.filter(({ outcome }) => outcome === 'approved')
  const open = await openFindings(db, districtId, passed)
  return {
    approved: passed.map(({ decidedAt, publications, ...text }) => ({
      ...text,
      approvedAt: decidedAt,
      publishedOn: publications.map(({ accountId }) => accountId),
      recorded: publications.flatMap(({ accountId, link }) =>
        link === null ? [] : [{ accountId, linkKey: linkKey(link, '', '') }],
      ),
      open: open.get(text.manuscriptId) ?? [],
    })),
    returned: all
      .filter(({ outcome }) => outcome === 'returned')
      .map(({ decidedAt, ...text }) => ({ ...text, returnedAt: decidedAt })),
  }
}

/** What the machine asked to be confirmed in an approved round and nobody did, by manuscript; numbers of people stand masked in it. */
async function openFindings(
  db: Db | Tx,
  districtId: string,
  texts: readonly ReviewedText[],
): Promise<Map<string, string[]>> {
  if (texts.length === 0) return new Map()
  const { rows } = await sql<{ manuscriptId: string; observed: string[] }>`
    select r.manuscript_id as "manuscriptId", jsonb_agg(f.one ->> 'observed' order by f.at) as observed
    from unnest(${texts.map(({ manuscriptId }) => manuscriptId)}::uuid[], ${texts.map(({ round }) => round)}::int[]) as t (id, round)
    join manuscript_round r on r.district_id = ${districtId} and r.manuscript_id = t.id and r.number = t.round
    cross join jsonb_array_elements(r.findings) with ordinality as f (one, at)
    where f.one ->> 'severity' in ('block', 'confirm') and not exists (
      select from manuscript_gate g, jsonb_array_elements(g.confirmed) c
      where g.district_id = r.district_id and g.manuscript_id = r.manuscript_id and g.round = r.number
        and (c ->> 'finding')::int = f.at - 1)
    group by r.manuscript_id`.execute(db)
  return new Map(rows.map(({ manuscriptId, observed }) => [manuscriptId, observed]))
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
  const { approved } = await textsOfUnits(db, scope.districtId, units, { from, to })
  const texts = approved.filter(({ withdrawnAt }) => withdrawnAt === null)
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
  const accounts = await accountNames(
    db,
    scope.districtId,
    owed.map(({ accountId }) => accountId),
  )
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
): Promise<{ post: MatchedPost; text: HeldText | undefined } | undefined> {
  const { rows } = await sql<{ on: CivilDate | null; seenAt: Instant }>`
    select published_on as on, first_seen_at as "seenAt" from post
    where district_id = ${scope.districtId} and account_id = ${scope.accountId} and id = ${postId}`.execute(db)
  if (!rows[0]) return undefined
  const on = rows[0].on ?? dayOf(rows[0].seenAt)
  const post = (await matchedPosts(db, scope, { from: on, to: on })).find(({ id }) => id === postId)
  if (!post) return undefined
  return {
    post,
    text:
      post.manuscriptId === null
        ? undefined
        : await heldText(db, scope, post.manuscriptId, post.why.includes('returned') ? 'returned' : 'approved'),
  }
}

/** The text of a manuscript's last round that was decided so, or of its last decided one, with what became of it on an account. */
async function heldText(
  db: Db | Tx,
  { districtId, accountId }: Scope & { accountId: string },
  manuscriptId: string,
  outcome: 'approved' | 'returned',
): Promise<HeldText | undefined> {
  const { rows } = await sql<HeldText>`
    select m.id as "manuscriptId", m.number, v.title, v.plain, m.withdrawn_at as "withdrawnAt",
      (select p.removed_at from manuscript_publication p where p.district_id = m.district_id
        and p.manuscript_id = m.id and p.account_id = ${accountId}) as "removedAt",
      coalesce((select jsonb_agg(jsonb_build_object('manuscriptId', k.id, 'number', k.number, 'state', k.state) order by k.number)
        from manuscript k where k.district_id = m.district_id and k.corrects_id = m.id and k.state <> 'dropped'), '[]')
        as corrections
    from manuscript m
    join manuscript_round r on r.district_id = m.district_id and r.manuscript_id = m.id
    join manuscript_version v on v.district_id = r.district_id and v.manuscript_id = r.manuscript_id
      and v.number = r.text_number
    where m.district_id = ${districtId} and m.id = ${manuscriptId} and r.decided_at is not null
    order by (r.outcome = ${outcome}) desc, r.number desc limit 1`.execute(db)
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
    where t.district_id = ${districtId} and t.account_id = ${accountId} and ${within({ from, to })}
      and t.read_by <> ${READ_BY_COLLECTION}`.execute(db)
  return rows.map(({ by }) => by)
}

/** 稿件编号 by manuscript. */
export async function numbersOf(db: Db | Tx, districtId: string, ids: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; number: number }>`
    select id, number from manuscript where district_id = ${districtId} and id = any(${[...ids]}::uuid[])`.execute(db)
  return new Map(rows.map(({ id, number }) => [id, number]))
}
