import { addDays, addMs, type CivilDate, civilDate, dayOf, isCivilDate, startOfDay } from '../../../calendar/index.ts'
import { linkKey } from '../../link-key.ts'
import { type Answer, countIn, type Failure, isFailure, isObject, objectsIn, reasonOf, textIn } from '../api-replies.ts'
import { countsOf } from '../api-counts.ts'
import type { LookContext, OtherSample, PostSample } from '../contract.ts'
import { NOT_READY } from './errors.ts'
import type { Session } from './session.ts'

export type Figures = {
  samples: OtherSample[]
  /** Articles with their counts so far; mass messages (群发) among them. */
  posts: PostSample[]
  /** Articles whose comments can be asked for, the newest first. */
  articles: { msgid: string; on: CivilDate }[]
  /** Until which day all figures are there. */
  through: CivilDate | null
  notes: string[]
}

const DAYS_A_LOOK = 3
const ARTICLES_OF_DAYS = 7

/**
 * The platform's statistics of days that are over: from 08:00 on, those that no look before had. A day whose figures are
 * late (`is_delay`) or not made yet is asked for again; it is never 0.
 */
export async function readFigures(session: Session, { memory, now }: LookContext): Promise<Figures> {
  const before = dateIn(memory['figuresThrough'])
  const figures: Figures = { samples: [], posts: [], articles: [], through: before, notes: [] }
  for (const day of daysWanted(before, now)) {
    const ready = await readDay(session, day, figures)
    if (!ready) return figures
    figures.through = day
  }
  return figures
}

function daysWanted(before: CivilDate | null, now: LookContext['now']): CivilDate[] {
  // 每天上午8点后查询前一天的数据.
  const last = addDays(dayOf(addMs(now, -8 * 3_600_000)), -1)
  const first = before === null ? last : addDays(before, 1)
  const days: CivilDate[] = []
  for (let day = first; day <= last && days.length < DAYS_A_LOOK; day = addDays(day, 1)) days.push(day)
  return days
}

type Part = { path: string; from?: number; read(list: Answer[], day: CivilDate, figures: Figures): void }

const parts: readonly Part[] = [
  { path: 'getusercumulate', read: followers },
  { path: 'getupstreammsg', read: upstream },
  { path: 'getbizsummary', read: summary },
  { path: 'getarticleread', read: totals('article-reads', 'read_user') },
  { path: 'getarticleshare', read: totals('article-shares', 'share_user') },
  { path: 'getarticletotaldetail', from: ARTICLES_OF_DAYS - 1, read: details },
]

async function readDay(session: Session, day: CivilDate, figures: Figures): Promise<boolean> {
  let ready = true
  for (const { path, from = 0, read } of parts) {
    const answer = await session.call(`/datacube/${path}`, { begin_date: addDays(day, -from), end_date: day })
    if (isFailure(answer)) {
      if (!mayGoOn(answer, figures)) return false
      ready &&= answer.code !== NOT_READY
      continue
    }
    // Late figures are no figures.
    if (answer['is_delay'] === true) ready = false
    else read(objectsIn(answer['list']), day, figures)
  }
  return ready
}

// One kind of statistics that isn't open to the account doesn't stand in the way of the others; an empty quota does.
function mayGoOn(no: Failure, { notes }: Figures): boolean {
  const note = `统计数据：${reasonOf(no)}`
  if (!notes.includes(note)) notes.push(note)
  return no.code === 48001 || no.code === NOT_READY || no.code === 61501
}

/** A day as these calls write it, with or without a time behind it. */
export function dateIn(found: unknown): CivilDate | null {
  const day = typeof found === 'string' ? found.slice(0, 10) : ''
  return isCivilDate(day) ? civilDate(day) : null
}

const metric = (key: string, day: CivilDate, value: Record<string, unknown>): OtherSample => ({
  kind: 'metric',
  key,
  value: { day, ...value },
  observedAt: startOfDay(addDays(day, 1)),
  confidence: 'exact',
})

const of = (list: readonly Answer[], day: CivilDate) => list.filter(({ ref_date }) => dateIn(ref_date) === day)

function followers(list: Answer[], day: CivilDate, { samples }: Figures): void {
  const counts = of(list, day).flatMap(({ cumulate_user }) => countIn(cumulate_user) ?? [])
  // Lines by channel may stand beside the total, which is the largest.
  if (counts.length > 0) samples.push(metric('followers', day, { count: Math.max(...counts) }))
}

function upstream(list: Answer[], day: CivilDate, { samples }: Figures): void {
  for (const [type, lines] of Map.groupBy(
    of(list, day),
    ({ msg_type }) => countIn(msg_type) ?? textIn(msg_type) ?? '',
  )) {
    const sum = (field: string) => lines.reduce((total, line) => total + (countIn(line[field]) ?? 0), 0)
    samples.push(metric(`upstream-messages:${type}`, day, { type, users: sum('msg_user'), messages: sum('msg_count') }))
  }
}

// Kept as given: aggregates of an account, whatever fields the platform adds to them.
function summary(list: Answer[], day: CivilDate, { samples }: Figures): void {
  for (const { detail } of of(list, day))
    if (isObject(detail) && JSON.stringify(detail).length < 4000) samples.push(metric('article-summary', day, detail))
}

function totals(key: string, field: string): Part['read'] {
  return (list, day, { samples }) => {
    const lines = of(list, day).flatMap(({ detail }) => (isObject(detail) ? (countIn(detail[field]) ?? []) : []))
    if (lines.length > 0)
      samples.push(metric(key, day, { articles: lines.length, sum: lines.reduce((total, one) => total + one, 0) }))
  }
}

const counted = { reads: 'read_user', likes: 'like_user', comments: 'comment_count', reposts: 'share_user' } as const

function details(list: Answer[], day: CivilDate, { posts, articles }: Figures): void {
  for (const item of list) {
    const on = dateIn(item['ref_date'])
    const msgid = textIn(item['msgid'])
    if (on === null) continue
    if (msgid !== null && !articles.some((known) => known.msgid === msgid)) articles.push({ msgid, on })
    const post = articlePost(item, on, startOfDay(day))
    if (post && !posts.some((known) => known.linkKey === post.linkKey)) posts.push(post)
  }
  articles.sort((a, b) => (a.on < b.on ? 1 : -1))
}

// Without its link an article can't be told from one of the list: it would be kept twice.
function articlePost(item: Answer, on: CivilDate, now: LookContext['now']): PostSample | undefined {
  const url = textIn(item['content_url'])
  if (url === null) return undefined
  const title = (textIn(item['title']) ?? '').slice(0, 300)
  const newest = objectsIn(item['detail_list']).toSorted((a, b) =>
    (dateIn(a['stat_date']) ?? '') < (dateIn(b['stat_date']) ?? '') ? 1 : -1,
  )[0]
  return {
    kind: 'post',
    linkKey: linkKey(url, title, ''),
    url,
    title,
    publishedAt: null,
    publishedOn: on,
    timePrecision: 'day',
    original: null,
    automatic: false,
    counts: countsOf(newest, counted, { publishedOn: on, now }),
  }
}
