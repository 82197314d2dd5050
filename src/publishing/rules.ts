import { type CivilDate, dayOf, type Instant } from '../calendar/index.ts'
import type { RepostAsked, RepostDuty, RepostPost, RepostState } from './model.ts'

// Two titles that share this much of their pairs of characters may be one item under another headline.
const LIKELY = 0.6

/** Letters, digits and characters alone, in one form: titles are compared without blanks, marks and pictures. */
export const foldTitle = (title: string): string =>
  title
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

/** True where a post bears the title whole, with whatever else before and after it. */
export const bearsTitle = (post: string, duty: string): boolean => foldTitle(post).includes(foldTitle(duty))

/** How much two titles have in common: the share of pairs of neighbouring characters, 0 to 1 (Dice). */
export function likeness(one: string, other: string): number {
  const [a, b] = [pairs(foldTitle(one)), pairs(foldTitle(other))]
  if (a.length === 0 || b.length === 0) return 0
  const left = new Map<string, number>()
  for (const pair of b) left.set(pair, (left.get(pair) ?? 0) + 1)
  let shared = 0
  for (const pair of a) {
    const count = left.get(pair) ?? 0
    if (count > 0) shared++
    left.set(pair, count - 1)
  }
  return (2 * shared) / (a.length + b.length)
}

const pairs = (text: string): string[] => {
  const characters = [...text]
  return characters.slice(1).map((second, at) => `${characters[at]}${second}`)
}

type Facts = {
  duty: Pick<RepostDuty, 'title' | 'dueAt' | 'issuedOn'>
  asked: Pick<RepostAsked, 'state' | 'link' | 'doneAt'>
  /** Of this account, from the day of issue to the day of asking. */
  posts: readonly RepostPost[]
  /** Every day from the day of issue to the last day was looked at. */
  covered: boolean
  now: Instant
}

/**
 * How an account stands with a duty at a moment. A person's word goes before what was collected. In time is told by the
 * minute where both minutes are known, else by the day, so that nobody is late for want of a minute. What was not looked at
 * is never 未转载, and a late repost is not sure while an earlier one may have gone unseen.
 */
export function repostState({ duty, asked, posts, covered, now }: Facts): RepostState {
  const { state, link, doneAt } = asked
  if (state === 'excused') return nothing('excused')
  if (doneAt !== null) {
    const standing =
      state === 'claimed' ? 'claimed' : isLate({ on: dayOf(doneAt), moment: doneAt }, duty) ? 'late' : 'done'
    return { standing, doneOn: dayOf(doneAt), doneAt, link, by: 'said' }
  }
  const found = first(posts.filter((post) => bearsTitle(post.title, duty.title)))
  if (found) {
    const late = isLate(found, duty)
    return collected(late ? (covered ? 'late' : 'unlooked') : 'done', found)
  }
  const likely = first(posts.filter((post) => likeness(post.title, duty.title) >= LIKELY))
  if (likely) return collected('likely', likely)
  if (now <= duty.dueAt) return nothing('waiting')
  return nothing(covered ? 'missed' : 'unlooked')
}

const nothing = (standing: RepostState['standing']): RepostState => ({
  standing,
  doneOn: null,
  doneAt: null,
  link: null,
  by: null,
})

const collected = (standing: RepostState['standing'], { on, moment, url }: RepostPost): RepostState => ({
  standing,
  doneOn: on,
  doneAt: moment,
  link: url,
  by: 'collected',
})

const isLate = ({ on, moment }: Pick<RepostPost, 'on' | 'moment'>, { dueAt }: Pick<RepostDuty, 'dueAt'>): boolean =>
  moment === null ? on > dayOf(dueAt) : moment > dueAt

// Of one day a known minute goes first: it can only be better known.
const first = (posts: readonly RepostPost[]): RepostPost | undefined =>
  posts.toSorted((a, b) => order(a.on, b.on) || order(a.moment ?? '9', b.moment ?? '9'))[0]

const order = (a: CivilDate | Instant | string, b: CivilDate | Instant | string) => (a < b ? -1 : a > b ? 1 : 0)
