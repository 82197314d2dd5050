import { addMs, civilDate, dayOf, isCivilDate, type Instant } from '../../calendar/index.ts'
import type { PostSample } from './contract.ts'

const DAY_MS = 86_400_000
const EARLIEST = Date.UTC(1990, 0, 1)

/** Seconds since 1970 as an API gives them; a clock that runs ahead by less than a day means now, anything else no time. */
export const secondsIn = (found: unknown, now: Instant): Instant | null =>
  typeof found === 'number' && Number.isFinite(found) ? plausible(found * 1000, now) : null

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `Tue May 31 17:46:55 +0800 2011`, the form of Weibo. */
export function weiboTime(found: unknown, now: Instant): Instant | null {
  const parts = /^\w{3} (\w{3}) (\d\d) (\d\d:\d\d:\d\d) ([+-]\d\d)(\d\d) (\d{4})$/.exec(String(found))
  if (!parts) return null
  const [, name = '', day, time, hours, minutes, year] = parts
  const month = String(MONTHS.indexOf(name) + 1).padStart(2, '0')
  return plausible(Date.parse(`${year}-${month}-${day}T${time}${hours}:${minutes}`), now)
}

function plausible(ms: number, now: Instant): Instant | null {
  const current = Date.parse(now)
  if (!Number.isFinite(ms) || ms < EARLIEST || ms > current + DAY_MS) return null
  return addMs(now, Math.min(ms - current, 0))
}

/**
 * A time as a page or a feed writes it (ISO 8601): of a post, of a day, or none. Without a zone it is Asia/Shanghai; up to a
 * day ahead is a clock that runs fast and means now; further ahead, and what stands where a time is missing (0001-01-01,
 * 1970-01-01), is no time.
 */
export function timeFound(found: string | null, now: Instant): ReturnType<typeof timeOf> {
  if (found === null) return timeOf(null)
  if (isCivilDate(found))
    return found > dayOf(now)
      ? timeOf(null)
      : { publishedAt: null, publishedOn: civilDate(found), timePrecision: 'day' }
  if (!found.includes('T')) return timeOf(null)
  return timeOf(plausible(Date.parse(found.endsWith('Z') ? found : `${found}+08:00`), now))
}

/** The time of a post as a sample holds it. */
export const timeOf = (at: Instant | null): Pick<PostSample, 'publishedAt' | 'publishedOn' | 'timePrecision'> =>
  at === null
    ? { publishedAt: null, publishedOn: null, timePrecision: 'none' }
    : { publishedAt: at, publishedOn: dayOf(at), timePrecision: 'moment' }
