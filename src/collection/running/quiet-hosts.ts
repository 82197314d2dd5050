import { addDays, type CivilDate, daysBetween, formatMonthDayZh, isCivilDate } from '../../calendar/index.ts'
import type { Db } from '../../database/index.ts'
import { isObject, textIn } from '../sources/api-replies.ts'

/** Hosts of feeds that have brought nothing new of any account for longer than chance explains, and since when. */
export type QuietHosts = ReadonlyMap<string, CivilDate>

const FEWEST_ACCOUNTS = 5
/** So many days with something new have to be known of a host before its silence is strange. */
const FEWEST_DAYS = 7
const RHYTHM_DAYS = 28
const NEVER_SOONER = 4
/** A pause so many times the usual one happens by chance about once in fifty. */
const TIMES_THE_USUAL = 4

/** Of each feed its host, and on which days of looking it listed something that it had not before. */
export type FeedNews = { host: string; newOn: readonly CivilDate[] }

/**
 * A relay whose login has ended goes on answering with what it has: each of its feeds looks like an account that fell
 * silent. That all of them did at once gives it away. A host with feeds of few accounts may truly have nothing new.
 */
export function quietHosts(feeds: readonly FeedNews[], today: CivilDate): QuietHosts {
  const found = new Map<string, CivilDate>()
  for (const [host, own] of Map.groupBy(feeds, (one) => one.host)) {
    if (host === '' || own.length < FEWEST_ACCOUNTS) continue
    const days = [...new Set(own.flatMap(({ newOn }) => newOn))].sort()
    const last = days.at(-1)
    if (last === undefined) continue
    const news = days.filter((day) => day > addDays(last, -RHYTHM_DAYS))
    const usual = (daysBetween(news[0] ?? last, last) + 1) / news.length
    const isStrange = daysBetween(last, today) > Math.max(NEVER_SOONER, TIMES_THE_USUAL * usual)
    if (news.length >= FEWEST_DAYS && isStrange) found.set(host, last)
  }
  return found
}

/** The feeds that a district looks at, one an account and address. */
export async function feedNews(db: Db, districtId: string): Promise<FeedNews[]> {
  const rows = await db
    .selectFrom('collection_target as t')
    .innerJoin('collection_source as s', (join) =>
      join.onRef('s.district_id', '=', 't.district_id').onRef('s.id', '=', 't.source_id'),
    )
    .select(['t.target', 't.memory'])
    .where('t.district_id', '=', districtId)
    .where('t.state', '=', 'on')
    .where('s.kind', '=', 'feed')
    .execute()
  return rows.map(({ target, memory }) => ({
    host: hostOf(target),
    newOn: daysIn((memory as { newOn?: unknown }).newOn),
  }))
}

const urlIn = (target: unknown): string => (isObject(target) ? (textIn(target['url']) ?? '') : '')

/** The host that a feed is asked of; empty: it has no address. */
export const hostOf = (target: unknown): string => (URL.canParse(urlIn(target)) ? new URL(urlIn(target)).host : '')

export const daysIn = (found: unknown): CivilDate[] =>
  Array.isArray(found) ? found.filter((day): day is CivilDate => typeof day === 'string' && isCivilDate(day)) : []

/** What is said of a look at such a host. */
export const quietWhy = (since: CivilDate): string =>
  `该主机上各账号的订阅源自${formatMonthDayZh(since)}以后都没有任何新内容，可能已停止更新，请核对`
