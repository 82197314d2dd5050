import { sql } from 'kysely'
import {
  addDays,
  type CivilDate,
  firstDayOf,
  type Instant,
  lastDayOf,
  type Month,
  startOfDay,
} from '../../calendar/index.ts'
import type { Db } from '../../database/index.ts'
import { common, hoursOn, type Stretch, stretchesIn } from '../maintenance/model.ts'
import { windowsFrom } from '../maintenance/queries.ts'
import { isCollected, type Outcome, outcomeLabels } from '../sources/contract.ts'
import { sources } from '../sources/index.ts'

export type DaySeen = {
  day: CivilDate
  /** Which sources and patrols speak of this day. */
  seenBy: string[]
  posts: number
  /** What came of the looks on a day that nobody speaks of; empty: nobody looked. */
  tried: { source: string; outcome: Outcome; why: string | null; times: number }[]
  /** 维护时段 in which a look that was due on this day waited; of days that nobody speaks of. */
  waited: { hours: string; reason: string }[]
  /** Sources that had been held by then and are held still; of days that nobody speaks of. */
  stopped: { source: string; reason: string }[]
}

/** Why nobody speaks of a day, in words: what the platforms answered, or which 维护时段 it was, or that nothing was asked. */
export const whyUnseen = ({ tried, waited, stopped }: DaySeen): string => {
  const label = (source: string) => sources.get(source)?.label ?? source
  const [seen, failed] = [
    tried.filter(({ outcome }) => isCollected(outcome)),
    tried.filter(({ outcome }) => !isCollected(outcome)),
  ]
  const reasons = [
    ...failed.map(
      ({ source, outcome, why, times }) =>
        `${label(source)}：${outcomeLabels[outcome]} ${times} 次${why === null ? '' : `，${why}`}`,
    ),
    // It was there, and still says nothing of what the account posted: one article, or whether a site opens.
    ...[...new Set(seen.map(({ source }) => source))].map((source) => `${label(source)}：不能说明当日有没有发布`),
    ...waited.map(({ hours, reason }) => `维护时段 ${hours}（${reason}）`),
    ...stopped.map(({ source, reason }) => `${label(source)}：已暂停，${reason}`),
  ]
  return reasons.join('；') || '没有安排采集，或者未到采集时间'
}

/** Days that nobody speaks of, those that follow each other for one reason together. */
export function gapRuns(days: readonly DaySeen[]): { from: CivilDate; to: CivilDate; why: string }[] {
  const runs: { from: CivilDate; to: CivilDate; why: string }[] = []
  for (const day of days.filter(({ seenBy }) => seenBy.length === 0)) {
    const [last, why] = [runs.at(-1), whyUnseen(day)]
    if (last?.why === why && addDays(last.to, 1) === day.day) last.to = day.day
    else runs.push({ from: day.day, to: day.day, why })
  }
  return runs
}

export type Gaps = {
  account: string
  month: Month
  days: DaySeen[]
  coverage: { days: number; seen: number }
}

/** The gap log of one account and month: each day that has come, who saw it, and why not where nobody did. */
export async function gapsOf(
  db: Db,
  districtId: string,
  accountId: string,
  { month, today, now }: { month: Month; today: CivilDate; now: Instant },
): Promise<Gaps> {
  const last = lastDayOf(month)
  const range = { from: firstDayOf(month), to: last < today ? last : today }
  const [spans, posts, tried, waits, stops] = await Promise.all([
    spansIn(db, districtId, accountId, range),
    postsIn(db, districtId, accountId, range),
    looksIn(db, districtId, accountId, range),
    waitsIn(db, districtId, accountId, range, now),
    heldOf(db, districtId, accountId),
  ])
  const days: DaySeen[] = []
  for (let day = range.from; day <= range.to; day = addDays(day, 1)) {
    const seenBy = [...new Set(spans.filter(({ from, to }) => from <= day && day <= to).map(({ source }) => source))]
    days.push({
      day,
      seenBy: seenBy.sort(),
      posts: posts.get(day) ?? 0,
      tried: seenBy.length > 0 ? [] : (tried.get(day) ?? []),
      waited: seenBy.length > 0 ? [] : waitedOn(waits, day),
      stopped:
        seenBy.length > 0 ? [] : stops.filter(({ on }) => on < day).map(({ source, reason }) => ({ source, reason })),
    })
  }
  const seen = days.filter(({ seenBy }) => seenBy.length > 0).length
  return { account: accountId, month, days, coverage: { days: days.length, seen } }
}

type Range = { from: CivilDate; to: CivilDate }

async function spansIn(db: Db, districtId: string, accountId: string, { from, to }: Range) {
  const { rows } = await sql<Range & { source: string }>`
    select distinct source, from_day as "from", to_day as "to" from collection_span
    where district_id = ${districtId} and account_id = ${accountId} and from_day <= ${to} and to_day >= ${from}
    order by source, from_day`.execute(db)
  return rows
}

async function postsIn(db: Db, districtId: string, accountId: string, { from, to }: Range) {
  const { rows } = await sql<{ day: CivilDate; posts: number }>`
    select published_on as day, count(*) as posts from post
    where district_id = ${districtId} and account_id = ${accountId} and not automatic
      and published_on between ${from} and ${to}
    group by published_on`.execute(db)
  return new Map(rows.map(({ day, posts }) => [day, posts]))
}

/** Sources of an account that are held, since the day of their last look. */
async function heldOf(db: Db, districtId: string, accountId: string) {
  const { rows } = await sql<{ source: string; reason: string; on: CivilDate }>`
    select s.kind as source, coalesce(t.held_reason, '等待处理') as reason,
      (coalesce(t.last_attempt_at, t.created_at) at time zone 'Asia/Shanghai')::date as "on"
    from collection_target t join collection_source s on s.district_id = t.district_id and s.id = t.source_id
    where t.district_id = ${districtId} and t.account_id = ${accountId} and t.state = 'held'
    order by 1, 2, 3`.execute(db)
  return rows
}

type Waits = { stretches: readonly Stretch[]; waits: readonly { from: Instant; to: Instant }[] }

/** The 维护时段 of these days, and how long looks at the account waited: those that were made later, and those that wait still. */
async function waitsIn(
  db: Db,
  districtId: string,
  accountId: string,
  { from, to }: Range,
  now: Instant,
): Promise<Waits> {
  const days = { from: startOfDay(from), to: startOfDay(addDays(to, 1)) }
  const stretches = stretchesIn(await windowsFrom(db, districtId, days.from, days.to), days)
  if (stretches.length === 0) return { stretches, waits: [] }
  const { rows } = await sql<Waits['waits'][number]>`
    select due_at as "from", started_at as "to" from collection_attempt
    where district_id = ${districtId} and account_id = ${accountId} and finished_at >= ${days.from}
      and due_at < ${days.to} and due_at < started_at
    union all
    select t.next_at, ${now}::timestamptz from collection_target t
    join collection_source s on s.district_id = t.district_id and s.id = t.source_id and s.state = 'on'
    where t.district_id = ${districtId} and t.account_id = ${accountId} and t.state = 'on' and t.next_at < ${now}`.execute(
    db,
  )
  return { stretches, waits: rows }
}

// A window is the reason where a look that was due stood still in it on that very day.
function waitedOn({ stretches, waits }: Waits, day: CivilDate): DaySeen['waited'] {
  return stretches.flatMap((stretch) => {
    const hours = hoursOn(stretch, day)
    const stoodStill = waits.some((wait) => {
      const still = common(wait, stretch)
      return still !== undefined && hoursOn(still, day) !== undefined
    })
    return hours !== undefined && stoodStill ? [{ hours, reason: stretch.reason }] : []
  })
}

async function looksIn(db: Db, districtId: string, accountId: string, { from, to }: Range) {
  const { rows } = await sql<DaySeen['tried'][number] & { day: CivilDate }>`
    select (finished_at at time zone 'Asia/Shanghai')::date as day, source_kind as source, outcome, why,
      count(*) as times
    from collection_attempt
    where district_id = ${districtId} and account_id = ${accountId}
      and finished_at >= ${startOfDay(from)} and finished_at < ${startOfDay(addDays(to, 1))}
    group by 1, 2, 3, 4 order by 1, 2, 3, 4`.execute(db)
  const found = new Map<CivilDate, DaySeen['tried']>()
  for (const { day, ...look } of rows) found.set(day, [...(found.get(day) ?? []), look])
  return found
}
