import { sql } from 'kysely'
import { addDays, type CivilDate, firstDayOf, lastDayOf, type Month, startOfDay } from '../../calendar/index.ts'
import type { Db } from '../../database/index.ts'
import type { Outcome } from '../sources/contract.ts'

export type DaySeen = {
  day: CivilDate
  /** Which sources and patrols speak of this day. */
  seenBy: string[]
  posts: number
  /** What came of the looks on a day that nobody speaks of; empty: nobody looked. */
  tried: { source: string; outcome: Outcome; why: string | null; times: number }[]
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
  { month, today }: { month: Month; today: CivilDate },
): Promise<Gaps> {
  const last = lastDayOf(month)
  const range = { from: firstDayOf(month), to: last < today ? last : today }
  const [spans, posts, tried] = await Promise.all([
    spansIn(db, districtId, accountId, range),
    postsIn(db, districtId, accountId, range),
    looksIn(db, districtId, accountId, range),
  ])
  const days: DaySeen[] = []
  for (let day = range.from; day <= range.to; day = addDays(day, 1)) {
    const seenBy = [...new Set(spans.filter(({ from, to }) => from <= day && day <= to).map(({ source }) => source))]
    days.push({
      day,
      seenBy: seenBy.sort(),
      posts: posts.get(day) ?? 0,
      tried: seenBy.length > 0 ? [] : (tried.get(day) ?? []),
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
