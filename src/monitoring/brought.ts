import { addDays, type CivilDate, firstDayOf, monthOf } from '../calendar/index.ts'
import { postsPerDay, updateFacts } from '../collection/index.ts'
import type { Db, Tx } from '../database/index.ts'
import { type MessageFacts, messageFacts, serviceFacts } from '../engagement/index.ts'
import {
  type ApprovedFact,
  approvedFacts,
  type ContentFacts,
  contentFacts,
  type RepostFact,
  repostFacts,
} from '../publishing/index.ts'
import { digestEarly } from './incremental.ts'
import type { BroughtFacts, ReportFact } from './indicators/brought-facts.ts'
import { noReviewRecord } from './indicators/district/no-review-record.ts'
import { advertisement } from './indicators/national/advertisement.ts'
import { repostSource } from './indicators/national/repost-source.ts'
import type { Thresholds } from './indicators/define.ts'
import { interactionSeen } from './patrols.ts'
import { reportsUntil } from './reported-problems.ts'

// A way to ask that somebody tried stays known for a quarter: 每季度全覆盖 (P-HN-01); after that it is looked at again.
const LOOK_HOLDS_DAYS = 92
const FOUR_WEEKS = 28

/**
 * What other rooms and people bring of the accounts of a district, as of a checkpoint: a few statements whatever its size.
 * A group that the district does not keep at all is told of no account, so that nobody is unknown for want of a ledger.
 * `vetoesOnly`: leaves out what only deductions look at.
 */
export async function broughtFacts(
  db: Db | Tx,
  districtId: string,
  checkpoint: CivilDate,
  thresholds: Thresholds,
  how: { vetoesOnly: boolean },
): Promise<(accountId: string) => Partial<BroughtFacts>> {
  const month = { from: firstDayOf(monthOf(checkpoint)), to: checkpoint }
  // First, as there are the most of them.
  const messages = how.vetoesOnly ? undefined : await messageFacts(db, districtId, month)
  for (const facts of messages?.values() ?? []) if (facts.covered) digestEarly(facts.messages)
  const entries = await interactionSeen(db, districtId, { from: addDays(checkpoint, -LOOK_HOLDS_DAYS), to: checkpoint })
  const reports = await reportsUntil(db, districtId, checkpoint)
  const seen = (accountId: string): Partial<BroughtFacts> => ({
    interaction: entries.get(accountId) ?? null,
    reports: reports.get(accountId) ?? {},
  })
  if (!messages) return seen
  const reposts = await repostFacts(db, districtId, month)
  const approved = await approvedFacts(db, districtId, month)
  const content = await contentFacts(db, districtId, month)
  const services = await serviceFacts(db, districtId, checkpoint)
  const weekly = thresholds.numbers?.minPostsPerWeek !== undefined
  const posts = weekly ? await weeklyPosts(db, districtId, checkpoint) : undefined
  return (accountId) => ({
    ...seen(accountId),
    reports: withFound(reports.get(accountId), approved.get(accountId), content.get(accountId)),
    ...(messages.size > 0 && { messages: asked(messages.get(accountId)) }),
    ...(reposts.size > 0 && { repostDuties: dutiesOf(reposts.get(accountId)) }),
    ...(services.has(accountId) && { services: services.get(accountId)! }),
    ...(posts && { posts: posts(accountId) }),
  })
}

// What people put on record, and what was found in posts beside it: held against approved texts (先审后发), advertisements
// (F-09) and sources (F-08) by the lists of the district. All of it waits for a person.
function withFound(
  reports: BroughtFacts['reports'] = {},
  approved: readonly ApprovedFact[] | undefined,
  content: ContentFacts | undefined,
): BroughtFacts['reports'] {
  const found: [string, readonly ReportFact[]][] = []
  if (approved) found.push([noReviewRecord.id, approved])
  // Nothing found says nothing: words and sources that no list has may stand in any post.
  if (content && content.advertisements.length > 0) found.push([advertisement.id, content.advertisements])
  if (content && content.sources.length > 0) found.push([repostSource.id, content.sources])
  const all = found.map(([id, facts]) => [
    id,
    [...(reports[id] ?? []), ...facts].toSorted((one, other) => (one.seenOn ?? '').localeCompare(other.seenOn ?? '')),
  ])
  return { ...reports, ...Object.fromEntries(all) }
}

const dutiesOf = (facts: readonly RepostFact[] = []): NonNullable<BroughtFacts['repostDuties']> =>
  facts.map(({ dueOn, doneOn }) => ({ dueOn, doneOn }))

/** Where nobody looked through an account's messages, what came late or is overdue is sure, and nothing else is. */
function asked(facts: MessageFacts | undefined): BroughtFacts['messages'] {
  if (!facts) return null
  if (facts.covered) return facts.messages
  const sure = facts.messages.filter(({ standing }) => standing === 'late' || standing === 'overdue')
  return sure.length === 0 ? null : sure
}

// Which days were looked at is read before what was found on them, as with the two weeks.
async function weeklyPosts(
  db: Db | Tx,
  districtId: string,
  checkpoint: CivilDate,
): Promise<(accountId: string) => NonNullable<BroughtFacts['posts']>> {
  const range = { from: addDays(checkpoint, 1 - FOUR_WEEKS), to: checkpoint }
  const seen = await updateFacts(db, districtId, range)
  const days = new Map<string, CivilDate[]>()
  for (const { accountId, day, posts } of await postsPerDay(db, districtId, null, range)) {
    const own = days.get(accountId) ?? []
    for (let n = 0; n < posts; n++) own.push(day)
    days.set(accountId, own)
  }
  return (accountId) => ({ days: days.get(accountId) ?? [], covered: seen.get(accountId)?.covered ?? false })
}
