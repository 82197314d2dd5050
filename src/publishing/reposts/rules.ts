import { type CivilDate, dayOf, type Instant } from '../../calendar/index.ts'
import type { RepostAsked, RepostDuty, RepostPost, RepostState } from './model.ts'
import { foldTitle, resemblanceTo } from './titles.ts'

// What platforms write themselves where somebody passes a post on without a word of his own.
const wordless = new Set(['', '转发微博', '转发', '分享', '分享图片', '分享视频', 'repost'])

/** True where a post doesn't say what it is, so that it may be any: nobody wrote a title. */
export const saysNothing = ({ title, folded }: Pick<RepostPost, 'title' | 'folded'>): boolean =>
  wordless.has(title.includes('//@') ? foldTitle(title.split('//@')[0]!) : folded)

type Facts = {
  duty: Pick<RepostDuty, 'title' | 'dueAt' | 'issuedOn'>
  asked: Pick<RepostAsked, 'state' | 'link' | 'doneAt'>
  /** Of this account, from the day of issue to the day of asking; those of no known day too. */
  posts: readonly RepostPost[]
  /** Looked at from the day of issue to the last moment. */
  covered: boolean
  now: Instant
}

/**
 * How an account stands with a duty at a moment. A person's word goes before what was collected. In time is told by the
 * minute where both minutes are known, else by the day, so that nobody is late for want of a minute. What was not looked at,
 * or doesn't say what it is, is never 未转载, and a late repost is not sure while an earlier one may have gone unseen.
 */
export function repostState({ duty, asked, posts, covered, now }: Facts): RepostState {
  const { state, link, doneAt } = asked
  if (state === 'excused') return nothing('excused')
  if (doneAt !== null) {
    const standing =
      state === 'claimed' ? 'claimed' : isLate({ on: dayOf(doneAt), moment: doneAt }, duty) ? 'late' : 'done'
    return { standing, doneOn: dayOf(doneAt), doneAt, link, by: 'said' }
  }
  const ofDays = posts.filter((post): post is Dated => post.on !== null)
  const { bears, resembles } = resemblanceTo(duty.title)
  const found = first(ofDays.filter(({ folded }) => bears(folded)))
  if (found && !isLate(found, duty)) return collected('done', found)
  const perhapsInTime = posts.filter(({ on, moment }) => on === null || !isLate({ on, moment }, duty))
  const isSure = covered && !perhapsInTime.some(saysNothing)
  if (found)
    return collected(isSure && !perhapsInTime.some(({ folded }) => resembles(folded)) ? 'late' : 'unlooked', found)
  const likely =
    first(ofDays.filter(({ folded }) => resembles(folded))) ??
    perhapsInTime.filter(({ folded }) => resembles(folded)).toSorted(byUrl)[0]
  if (likely) return collected('likely', likely)
  if (now <= duty.dueAt) return nothing('waiting')
  return nothing(isSure ? 'missed' : 'unlooked')
}

type Dated = RepostPost & { on: CivilDate }

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

const isLate = ({ on, moment }: Pick<Dated, 'on' | 'moment'>, { dueAt }: Pick<RepostDuty, 'dueAt'>): boolean =>
  moment === null ? on > dayOf(dueAt) : moment > dueAt

// Of one day a known minute goes first: it can only be better known. Of one moment the address decides, so that one is named.
const first = (posts: readonly Dated[]): Dated | undefined =>
  posts.toSorted((a, b) => order(a.on, b.on) || order(a.moment ?? '9', b.moment ?? '9') || byUrl(a, b))[0]

const byUrl = (a: RepostPost, b: RepostPost): number => order(a.url ?? '', b.url ?? '')

const order = (a: CivilDate | Instant | string, b: CivilDate | Instant | string) => (a < b ? -1 : a > b ? 1 : 0)
