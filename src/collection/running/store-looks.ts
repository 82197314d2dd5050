import { keepTexts } from '../post-texts.ts'
import type { Actor, Deps } from '../../access/index.ts'
import { dayOf, type Instant } from '../../calendar/index.ts'
import type { Tx } from '../../database/index.ts'
import { recordStops } from '../../files/index.ts'
import { append } from '../../trail/index.ts'
import { keepEvidenceOf } from '../evidence/keep.ts'
import { pointPosts } from '../evidence/queries.ts'
import {
  distinctPosts,
  type FilePost,
  holdCollected,
  knownPosts,
  postKey,
  saveFigures,
  savePosts,
  saveSamples,
  saveSightings,
} from '../saving.ts'
import { saveSpans } from '../spans.ts'
import { isCollected, type Look, type OtherSample, type Outcome, type PostSample } from '../sources/contract.ts'
import { sources } from '../sources/index.ts'
import { coverOf, type SeenBefore, seenAfter } from './cover.ts'
import { type DueTarget, heldBy, rhythms, saveAttempts, saveTargets } from './queries.ts'
import { bringsNew, withoutDoubtful } from './doubtful.ts'
import { daysIn, type QuietHosts } from './quiet-hosts.ts'
import { nextLook, type Rhythm } from './schedule.ts'

/** What one look brought. */
export type Looked = { target: DueTarget; look: Look; startedAt: Instant; finishedAt: Instant }

export type CollectedTarget = {
  account: string
  source: string
  outcome: Outcome
  why: string | null
  newPosts: number
}
type Storing = { districtId: string; worker: string; decisiveDays: readonly number[]; quiet?: QuietHosts }

/**
 * Stores what a worker's looks brought, with the moment of the next one, for those it still holds: posts, days, samples,
 * the log of the looks, one event. Answers what was kept.
 */
export async function storeLooks(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { districtId, worker, decisiveDays, quiet = new Map() }: Storing,
  looked: readonly Looked[],
): Promise<CollectedTarget[]> {
  const held = await heldBy(
    tx,
    districtId,
    worker,
    looked.map(({ target }) => target.targetId),
  )
  // Whoever took so long that another worker began is not heard any more.
  const heard = looked.filter(({ target }) => held.has(target.targetId))
  if (heard.length === 0) return []
  await holdCollected(tx, districtId)
  const own = await withoutDoubtful(tx, districtId, heard, quiet)
  const posts = own.flatMap(postRowsOf)
  const newPosts = await newAmong(tx, districtId, posts)
  const { found: evidence, written } = await storeEvidence(tx, deps, actor, districtId, own, newPosts)
  await storePosts(tx, deps, districtId, posts, evidence)
  const covers = own.map(({ target, look, startedAt }) => coverOf(look, seenBefore(target), startedAt, decisiveDays))
  await saveSpans(
    tx,
    deps.ids,
    districtId,
    own.flatMap(({ target, finishedAt }, at) => {
      const cover = covers[at]
      return cover
        ? [{ ...cover, accountId: target.accountId, source: target.sourceName, collectedAt: finishedAt }]
        : []
    }),
  )
  await storeOthers(tx, deps, districtId, own, evidence)
  await storeStops(tx, deps, actor, districtId, own)
  const postDays = await rhythms(
    tx,
    districtId,
    own.map(({ target }) => target.accountId),
  )
  await saveAttempts(
    tx,
    districtId,
    own.map(({ target, look, startedAt, finishedAt }, at) => ({
      id: deps.ids.next(),
      ...target,
      startedAt,
      finishedAt,
      outcome: look.outcome,
      why: look.why,
      posts: postsOf(look).length,
      newPosts: newPosts.get(target.targetId) ?? 0,
      cover: covers[at] ?? null,
      evidenceId: evidence.get(target.targetId) ?? null,
    })),
  )
  await saveTargets(
    tx,
    districtId,
    own.map((one, at) =>
      afterLook(one, covers[at] ?? null, { postDays: postDays.get(one.target.accountId) ?? [], decisiveDays }),
    ),
  )
  const told = own.map(({ target, look }) => ({
    account: target.accountName,
    source: target.sourceName,
    outcome: look.outcome,
    why: look.why,
    newPosts: newPosts.get(target.targetId) ?? 0,
  }))
  await recordRound(tx, deps, actor, districtId, told)
  // Evidence waits for the disk while the rest is entered; nothing is committed before its bytes are there.
  await written
  return told
}

/** Enough for the rhythm of a host with several feeds. */
const NEW_DAYS = 14

function afterLook(
  { target, look, startedAt, finishedAt: at }: Looked,
  cover: ReturnType<typeof coverOf>,
  days: Pick<Rhythm, 'postDays' | 'decisiveDays'>,
) {
  const { accountId, targetId, failures } = target
  const everyMs = sources.get(target.sourceKind)?.everyMs
  const rhythm = { ...days, failures, jitter: jitterOf(targetId, at), everyMs }
  const { at: nextAt, failures: failed, hold } = nextLook(look, rhythm, at)
  const newOn = bringsNew(look, target) ? [dayOf(startedAt)] : []
  const memory = {
    ...look.memory,
    ...seenAfter(look, seenBefore(target), cover, startedAt),
    newOn: [...new Set([...daysIn(target.memory['newOn']), ...newOn])].slice(-NEW_DAYS),
  }
  const collected = isCollected(look.outcome)
  return {
    accountId,
    targetId,
    memory,
    nextAt,
    failures: failed,
    hold,
    outcome: look.outcome,
    why: look.why,
    at,
    collected,
  }
}

function seenBefore({ memory }: DueTarget): SeenBefore {
  const { seenThrough, keys } = memory
  return { seenThrough: (seenThrough as SeenBefore['seenThrough']) ?? null, keys: Array.isArray(keys) ? keys : [] }
}

// Of one target and moment always the same, so that a run can be played again.
function jitterOf(targetId: string, at: Instant): number {
  let hash = 2_166_136_261
  for (const letter of `${targetId}${at}`) hash = Math.imul(hash ^ letter.charCodeAt(0), 16_777_619) >>> 0
  return hash / 4_294_967_296
}

const postsOf = (look: Look): PostSample[] =>
  look.samples.filter((sample): sample is PostSample => sample.kind === 'post')

type FoundPost = { targetId: string; source: string; row: FilePost; whole: string | undefined }

const postRowsOf = ({ target, look, finishedAt }: Looked): FoundPost[] =>
  postsOf(look).map(({ kind: _kind, pinned: _pinned, whole, ...post }) => ({
    whole,
    targetId: target.targetId,
    source: target.sourceName,
    row: { accountId: target.accountId, sheet: '', row: 0, collectedAt: finishedAt, post },
  }))

/** How many of these posts are not known yet, by target. */
async function newAmong(tx: Tx, districtId: string, posts: readonly FoundPost[]): Promise<Map<string, number>> {
  const rows = posts.map(({ row }) => row)
  const known = await knownPosts(tx, districtId, rows)
  const counts = new Map<string, number>()
  for (const { targetId, row } of posts)
    if (!known.has(postKey(row))) counts.set(targetId, (counts.get(targetId) ?? 0) + 1)
  return counts
}

/** Keeps the posts of a batch, each with the evidence of the look that first saw it. */
async function storePosts(
  tx: Tx,
  deps: Deps,
  districtId: string,
  found: readonly FoundPost[],
  evidence: ReadonlyMap<string, string>,
): Promise<void> {
  const seenAt = deps.clock.now()
  const posts = found.map((one) => ({ ...one, row: { ...one.row, evidenceId: evidence.get(one.targetId) } }))
  for (const [source, part] of Map.groupBy(posts, (one) => one.source)) {
    const origin = { districtId, importId: null, source, seenAt }
    const rows = part.map(({ row }) => row)
    const distinct = distinctPosts(rows)
    // Of those that were known, some may have come without evidence.
    if ((await savePosts(tx, deps.ids, origin, distinct)) < distinct.length) await pointPosts(tx, districtId, rows)
    await saveSamples(tx, origin, rows)
  }
  const texts = found.flatMap(({ row, whole }) =>
    whole === undefined ? [] : { accountId: row.accountId, linkKey: row.post.linkKey, text: whole },
  )
  await keepTexts(tx, districtId, texts, seenAt)
  const sightings = posts.map(({ targetId, row }) => ({ row, originId: targetId }))
  await saveSightings(tx, { districtId, byImport: false, seenAt }, sightings)
}

/** Keeps what a finding may rest on; posts and looks refer to it. Answers the evidence of each target's look. */
async function storeEvidence(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  districtId: string,
  own: readonly Looked[],
  newPosts: ReadonlyMap<string, number>,
): Promise<{ found: ReadonlyMap<string, string>; written: Promise<void> }> {
  const looks = own.map(({ target, look, finishedAt }) => ({
    accountId: target.accountId,
    targetId: target.targetId,
    source: target.sourceName,
    look,
    newPosts: newPosts.get(target.targetId) ?? 0,
    at: finishedAt,
  }))
  return keepEvidenceOf(tx, deps, actor, districtId, looks)
}

/** Numbers what looked like a secret; of the text nothing has come this far. */
async function storeStops(tx: Tx, deps: Deps, actor: Actor, districtId: string, own: readonly Looked[]): Promise<void> {
  const stops = own.flatMap(({ target, look }) =>
    (look.stopped ?? []).map((stop) => ({ ...stop, accountId: target.accountId, source: target.sourceName })),
  )
  await recordStops(tx, deps, actor, districtId, stops)
}

async function storeOthers(
  tx: Tx,
  deps: Deps,
  districtId: string,
  own: readonly Looked[],
  evidence: ReadonlyMap<string, string>,
): Promise<void> {
  for (const [source, part] of Map.groupBy(own, ({ target }) => target.sourceName)) {
    const rows = part.flatMap(({ target, look, finishedAt: collectedAt }) => {
      const samples = look.samples.filter((sample): sample is OtherSample => sample.kind !== 'post')
      const evidenceId = evidence.get(target.targetId)
      return samples.length === 0 ? [] : [{ accountId: target.accountId, collectedAt, samples, evidenceId }]
    })
    await saveFigures(tx, deps.ids, { districtId, importId: null, source, seenAt: deps.clock.now() }, rows)
  }
}

// INTERFACES "Data": a machine's run appends one event with its counts.
async function recordRound(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  districtId: string,
  told: readonly CollectedTarget[],
): Promise<void> {
  const outcomes: Partial<Record<Outcome, number>> = {}
  for (const { outcome } of told) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
  await append(tx, deps.ids, {
    districtId,
    actor,
    action: 'sources.looked',
    subject: { kind: 'collection', id: districtId },
    after: { looks: told.length, outcomes, newPosts: told.reduce((sum, { newPosts }) => sum + newPosts, 0) },
    at: deps.wall.now(),
  })
}
