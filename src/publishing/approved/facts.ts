import { sql } from 'kysely'
import { type CivilDate, endOfDay, startOfDay } from '../../calendar/index.ts'
import { type DayRange, lookedThrough } from '../../collection/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { adoptedUnits } from '../manuscripts/adoption.ts'
import { isSuspect, type MatchedPost, type SampleOutcome, sampleOutcomeLabels, standingLabels } from './model.ts'
import { matchedPosts, textReaders } from './queries.ts'

/** What monitoring is told under 先审后发: a post that a person has to look at, in a few words. */
export type ApprovedFact = { seenOn: CivilDate | null; what: string }

/**
 * Facts for monitoring of posts of some days, by account: those that differ from what was approved, or for which no signed sheet was
 * found. An empty list: every post was compared and is as it was approved, or every sampled one was signed. An account that
 * stands in none is not known, and never at fault: its unit doesn't write here, or not everything could be compared.
 */
export async function approvedFacts(
  db: Db | Tx,
  districtId: string,
  range: DayRange,
): Promise<Map<string, ApprovedFact[]>> {
  const byAccount = new Map<string, ApprovedFact[]>()
  const posts = await matchedPosts(db, { districtId }, range)
  const sure = await wholeMonths(db, districtId, posts, range)
  for (const [accountId, own] of Map.groupBy(posts, (post) => post.accountId)) {
    const suspects = own.filter(({ standing }) => isSuspect(standing))
    if (suspects.length > 0 || (sure.has(accountId) && own.every(({ standing }) => standing === 'same')))
      byAccount.set(accountId, suspects.toReversed().map(factOf))
  }
  for (const { accountId, title, on, outcome } of await judgedSamples(db, districtId, range)) {
    const own = byAccount.get(accountId) ?? []
    const fact = outcome === 'proper' ? [] : [{ seenOn: on, what: `《${cut(title)}》${sampleOutcomeLabels[outcome]}` }]
    byAccount.set(accountId, [...own, ...fact])
  }
  return byAccount
}

const factOf = ({ on, title, standing }: MatchedPost): ApprovedFact => ({
  seenOn: on,
  what: `《${cut(title)}》${standingLabels[standing]}`,
})

const TITLE_SHOWN = 30
const cut = (title: string): string => {
  const letters = [...title.trim()]
  return letters.length > TITLE_SHOWN ? `${letters.slice(0, TITLE_SHOWN).join('')}……` : letters.join('')
}

/** Accounts whose unit wrote here all through these days and that were looked at all through them. */
async function wholeMonths(
  db: Db | Tx,
  districtId: string,
  posts: readonly MatchedPost[],
  { from, to }: DayRange,
): Promise<Set<string>> {
  if (posts.length === 0) return new Set()
  const spans = (await adoptedUnits(db, districtId)).filter(
    ({ adoptedAt, endedAt }) => adoptedAt <= startOfDay(from) && (endedAt === null || endedAt > endOfDay(to)),
  )
  const units = new Set(spans.map(({ unitId }) => unitId))
  const ids = [...new Set(posts.flatMap((post) => (units.has(post.unitId) ? post.accountId : [])))]
  return (await lookedThrough(db, districtId, ids, [{ from, until: endOfDay(to) }]))[0] ?? new Set()
}

type JudgedSample = { accountId: string; title: string; on: CivilDate; outcome: SampleOutcome; judgedBy: string }

async function judgedSamples(db: Db | Tx, districtId: string, { from, to }: DayRange): Promise<JudgedSample[]> {
  const { rows } = await sql<JudgedSample>`
    select account_id as "accountId", title, published_on as on, outcome, judged_by as "judgedBy" from review_sample
    where district_id = ${districtId} and outcome is not null and published_on between ${from} and ${to}
    order by published_on, id`.execute(db)
  return rows
}

/** What an account's facts of some days rest on: the posts that a person has to look at, and who read texts or judged sheets. */
export async function approvedGround(
  db: Db | Tx,
  districtId: string,
  accountId: string,
  range: DayRange,
): Promise<{ posts: MatchedPost[]; by: string[] }> {
  const posts = (await matchedPosts(db, { districtId, accountId }, range)).filter(({ standing }) => isSuspect(standing))
  const judged = (await judgedSamples(db, districtId, range)).filter((one) => one.accountId === accountId)
  const readers = await textReaders(db, districtId, accountId, range)
  return { posts, by: [...new Set([...readers, ...judged.map(({ judgedBy }) => judgedBy)])] }
}
