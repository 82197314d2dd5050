import { sql } from 'kysely'
import type { CivilDate } from '../../calendar/index.ts'
import type { DayRange } from '../../collection/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { advertisementsIn, approvedSources, hasAdvertisements } from '../lexicons/facts.ts'
import { ledgerNames } from '../lexicons/queries.ts'
import { saidSources } from '../lexicons/said-sources.ts'
import { isOwnName, namedSources } from '../lexicons/source-names.ts'
import { matchedPosts } from './queries.ts'

/** A post that a person has to look at, in a few words. */
export type ContentFact = { seenOn: CivilDate; what: string }

/** Of an account's posts: 商业广告 by the district's list (F-09), and what comes from no 稿源 of its list (F-08). */
export type ContentFacts = { advertisements: ContentFact[]; sources: ContentFact[] }

type Post = { id: string; accountId: string; title: string; text: string | null; on: CivilDate }

/**
 * Facts for monitoring of collected posts of some days, by account: what is offered to a person, never a pass. Where a
 * district keeps no list of advertisements or of 稿源, nothing is said under it; a post that names no source is nobody's fault.
 */
export async function contentFacts(
  db: Db | Tx,
  districtId: string,
  range: DayRange,
): Promise<Map<string, ContentFacts>> {
  const found = new Map<string, ContentFacts>()
  const of = (accountId: string) => {
    const own = found.get(accountId) ?? { advertisements: [], sources: [] }
    found.set(accountId, own)
    return own
  }
  for (const { post, words } of await advertised(db, districtId, range))
    of(post.accountId).advertisements.push({
      seenOn: post.on,
      what: `《${cut(post.title || (post.text ?? ''))}》中有“${words.join('”、“')}”`,
    })
  for (const { post, sources } of await fromElsewhere(db, districtId, range))
    of(post.accountId).sources.push({ seenOn: post.on, what: `《${cut(post.title)}》来源为“${sources.join('”、“')}”` })
  return found
}

async function advertised(db: Db | Tx, districtId: string, range: DayRange) {
  if (!(await hasAdvertisements(db, districtId))) return []
  const posts = await postsOf(db, districtId, range)
  const words = await advertisementsIn(
    db,
    districtId,
    range.to,
    posts.map(({ title, text }) => `${title}\n${text ?? ''}`),
  )
  return posts.flatMap((post, at) => (words[at]!.length > 0 ? { post, words: words[at]! } : []))
}

async function fromElsewhere(db: Db | Tx, districtId: string, range: DayRange) {
  const isApproved = await approvedSources(db, districtId, range.to)
  if (isApproved({}) === undefined) return []
  // What the district's own units write is no repost, whoever of them publishes it.
  const own = await ledgerNames(db, districtId)
  const taken = new Map<string, Taken>()
  for (const post of await postsOf(db, districtId, range))
    if (post.text !== null) taken.set(post.id, { post, names: saidSources(post.text), link: null })
  // Beside what the unit wrote with its manuscript, what the post itself says counts too.
  for (const { post, name, link } of await sourcesOfManuscripts(db, districtId, range))
    taken.set(post.id, { post, link, names: [...namedSources(name), ...(taken.get(post.id)?.names ?? [])] })
  return [...taken.values()].flatMap(({ post, names, link }) => {
    const sources = [...new Set(names)].filter((name) => !isOwnName(name, own) && !isApproved({ name, link }))
    return sources.length > 0 ? [{ post, sources }] : []
  })
}

type Taken = { post: Pick<Post, 'accountId' | 'title' | 'on'>; names: readonly string[]; link: string | null }

async function postsOf(db: Db | Tx, districtId: string, { from, to }: DayRange): Promise<Post[]> {
  const { rows } = await sql<Post>`
    select p.id, p.account_id as "accountId", p.title, t.text, p.published_on as on
    from post p
    left join published_text t on t.district_id = p.district_id and t.account_id = p.account_id and t.post_id = p.id
    where p.district_id = ${districtId} and not p.automatic and p.published_on between ${from} and ${to}
    order by p.published_on, p.id`.execute(db)
  return rows
}

/** Posts that are a manuscript of their unit, with the 稿源 that the unit wrote with it. */
async function sourcesOfManuscripts(db: Db | Tx, districtId: string, range: DayRange) {
  const matched = (await matchedPosts(db, { districtId }, range)).filter(
    ({ manuscriptId, on }) => manuscriptId !== null && on !== null,
  )
  if (matched.length === 0) return []
  const { rows } = await sql<{ id: string; name: string; link: string | null }>`
    select m.id, v.source as name, v.source_link as link
    from manuscript m
    join manuscript_round r on r.district_id = m.district_id and r.manuscript_id = m.id and r.number = m.approved_round
    join manuscript_version v on v.district_id = r.district_id and v.manuscript_id = r.manuscript_id
      and v.number = r.text_number
    where m.district_id = ${districtId} and m.id = any(${matched.map(({ manuscriptId }) => manuscriptId)}::uuid[])
      and v.source is not null`.execute(db)
  const byId = new Map(rows.map((one) => [one.id, one]))
  return matched.flatMap((post) => {
    const source = byId.get(post.manuscriptId!)
    return source ? { post: { ...post, on: post.on! }, name: source.name, link: source.link } : []
  })
}

const TITLE_SHOWN = 30
const cut = (title: string): string => {
  const letters = [...title.trim()]
  return letters.length > TITLE_SHOWN ? `${letters.slice(0, TITLE_SHOWN).join('')}……` : letters.join('')
}
