import { type CivilDate, dayOf, daysBetween, type Instant } from '../../calendar/index.ts'
import type { DayRange } from '../model.ts'
import { isCollected, type Look, type PostSample } from '../sources/contract.ts'

/** What the look before saw: until which day everything was seen, and which posts were listed then. */
export type SeenBefore = { seenThrough: CivilDate | null; keys: readonly string[] }

/** Posts that stand so many days apart from the next one may be pinned. */
const PINNED_DAYS = 60

/**
 * The days a look speaks of. A list of posts reaches back to its oldest one; where it still holds a post of the look
 * before, or nothing has changed since, nothing was missed in between and the days join up. A list without times, or with
 * a new post without one, says nothing of silence: null. It never speaks of days after the look.
 */
export function coverOf(look: Look, before: SeenBefore, now: Instant): DayRange | null {
  if (!isCollected(look.outcome)) return null
  if (look.covers !== undefined) return look.covers
  const today = dayOf(now)
  const since = before.seenThrough
  if (look.outcome !== 'ok') return since === null ? onlyToday(look, today) : { from: since, to: today }
  const posts = look.samples.filter((sample): sample is PostSample => sample.kind === 'post')
  const known = new Set(before.keys)
  if (posts.some(({ publishedOn, linkKey }) => publishedOn === null && !known.has(linkKey))) return null
  const listed = posts.filter(({ pinned }) => !pinned)
  const oldest = beginning(listed, today)
  // A pinned post is listed whatever was missed: only one that stands among the others joins two looks up.
  const among = ({ publishedOn }: PostSample) => publishedOn === null || oldest === null || publishedOn >= oldest
  const joined = since !== null && listed.some((post) => known.has(post.linkKey) && among(post))
  if (oldest === null) return joined ? { from: since, to: today } : null
  return { from: joined && since < oldest ? since : oldest, to: today }
}

// Nothing was ever listed there: today it was looked at, and of yesterday nobody knows.
const onlyToday = ({ outcome }: Look, today: CivilDate): DayRange | null =>
  outcome === 'empty' ? { from: today, to: today } : null

function beginning(posts: readonly PostSample[], today: CivilDate): CivilDate | null {
  const days = posts.flatMap(({ publishedOn }) => publishedOn ?? []).sort()
  if (days.length === 0) return null
  // Pinned posts lead a list whose other posts are new; the days between were not listed.
  const afterPinned = days.findLastIndex((day, at) => daysBetween(days[at - 1] ?? day, day) > PINNED_DAYS)
  // A post that stands alone, far from today, may be a pinned one as well.
  if (days.length === 1 && daysBetween(days[0] ?? today, today) > PINNED_DAYS) return today
  return days[Math.max(0, afterPinned)] ?? today
}

/** What is remembered for the next look: until which day all is seen, and the newest keys. */
export function seenAfter(look: Look, before: SeenBefore, cover: DayRange | null, now: Instant): SeenBefore {
  const keys = look.samples.flatMap((sample) => (sample.kind === 'post' ? sample.linkKey : []))
  if (look.outcome === 'ok') return { seenThrough: cover ? dayOf(now) : null, keys: keys.slice(0, 100) }
  return { ...before, seenThrough: cover ? dayOf(now) : before.seenThrough }
}
