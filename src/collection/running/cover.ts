import { addDays, type CivilDate, dayOf, daysBetween, type Instant } from '../../calendar/index.ts'
import type { DayRange } from '../model.ts'
import { isCollected, type Look, type PostSample } from '../sources/contract.ts'

/** What the look before saw: until which day everything was seen, and which posts were listed then. */
export type SeenBefore = { seenThrough: CivilDate | null; keys: readonly string[] }

/** Posts that stand so many days apart from the next one may be pinned. */
const PINNED_DAYS = 60
/** A platform lets so many be pinned; few old ones may be, as soon as a verdict could rest on the days between. */
const MOST_PINNED = 3
const FEW_PINNED_DAYS = 14
const fewPinnedDays = (decisiveDays: readonly number[]) =>
  decisiveDays.length === 0 ? FEW_PINNED_DAYS : Math.min(FEW_PINNED_DAYS, Math.max(...decisiveDays))

/**
 * The days a look speaks of. A list of posts reaches back to its oldest one; where it still holds a post of the look
 * before, or nothing has changed since, nothing was missed in between and the days join up. A list without times, or with
 * a new post without one, says nothing of silence: null. With old ones without a time it only joins up, because nobody
 * knows on which of the days before they were published. It never speaks of days after the one on which the look began:
 * `now` is that moment. `decisiveDays`: lengths of silence on which a warning or the verdict falls.
 */
export function coverOf(
  look: Look,
  before: SeenBefore,
  now: Instant,
  decisiveDays: readonly number[] = [],
): DayRange | null {
  if (!isCollected(look.outcome)) return null
  if (look.covers !== undefined) return look.covers
  const today = dayOf(now)
  const since = before.seenThrough
  if (look.outcome !== 'ok') return since === null ? onlyToday(look, today) : between(since, today)
  const posts = postsOf(look)
  const known = new Set(before.keys)
  const undated = posts.filter(({ publishedOn }) => publishedOn === null)
  if (undated.some(({ linkKey }) => !known.has(linkKey))) return null
  const listed = inPlace(posts.filter(({ pinned }) => !pinned))
  const oldest = beginning(listed, today, fewPinnedDays(decisiveDays))
  // A pinned post is listed whatever was missed: only one that stands among the others joins two looks up.
  const among = ({ publishedOn }: PostSample) =>
    oldest === null ? publishedOn === null : publishedOn !== null && publishedOn >= oldest
  const joined = listed.some((post) => known.has(post.linkKey) && among(post)) ? since : null
  if (oldest === null || undated.length > 0) return joined && between(joined, today)
  return between(joined !== null && joined < oldest ? joined : oldest, today)
}

const postsOf = ({ samples }: Look) => samples.filter((sample): sample is PostSample => sample.kind === 'post')
const between = (from: CivilDate, to: CivilDate): DayRange | null => (from <= to ? { from, to } : null)

/**
 * The posts that stand where their day puts them. A list leads from the newest to the oldest, or the other way round; one
 * that is older than one behind it was pinned, or edited, and what was published after it need not be listed.
 */
function inPlace(posts: readonly PostSample[]): PostSample[] {
  const days = posts.flatMap(({ publishedOn }) => publishedOn ?? [])
  const rises = days.length > 2 && days.every((day, at) => at === 0 || day >= (days[at - 1] ?? day))
  let newest: CivilDate | null = null
  const found: PostSample[] = []
  for (const post of rises ? posts : posts.toReversed()) {
    const { publishedOn } = post
    if (publishedOn !== null && !rises && newest !== null && publishedOn < newest) continue
    newest = publishedOn ?? newest
    found.push(post)
  }
  return found
}

// Nothing was ever listed there: today it was looked at, and of yesterday nobody knows.
const onlyToday = ({ outcome }: Look, today: CivilDate): DayRange | null =>
  outcome === 'empty' ? { from: today, to: today } : null

function beginning(posts: readonly PostSample[], today: CivilDate, fewPinned: number): CivilDate | null {
  const days = posts.flatMap(({ publishedOn }) => publishedOn ?? []).sort()
  if (days.length === 0) return null
  // Pinned posts stand in a list whose other posts are new; the days between were not listed.
  const afterPinned = days.findLastIndex((day, at) => {
    const apart = daysBetween(days[at - 1] ?? day, day)
    return apart > PINNED_DAYS || (apart >= fewPinned && at <= MOST_PINNED)
  })
  // A post that stands alone, far from today, may be a pinned one as well.
  if (days.length === 1 && daysBetween(days[0] ?? today, today) > PINNED_DAYS) return today
  return days[Math.max(0, afterPinned)] ?? today
}

/**
 * What is remembered for the next look: until which day all is seen, and the newest keys. After a list with posts without
 * a time that is tomorrow: they may be of today, and whatever comes later is new.
 */
export function seenAfter(look: Look, before: SeenBefore, cover: DayRange | null, now: Instant): SeenBefore {
  const today = dayOf(now)
  if (look.outcome !== 'ok') return { ...before, seenThrough: cover ? today : before.seenThrough }
  const posts = postsOf(look)
  const undated = look.covers === undefined && posts.some(({ publishedOn }) => publishedOn === null)
  const keys = posts.map(({ linkKey }) => linkKey).slice(0, 100)
  return { seenThrough: cover ? today : undated ? addDays(today, 1) : null, keys }
}
