declare const civilDateBrand: unique symbol
declare const instantBrand: unique symbol

/** A day in Asia/Shanghai, `YYYY-MM-DD`. Compares as text. */
export type CivilDate = string & { readonly [civilDateBrand]: true }

/** A moment, ISO 8601 in UTC with milliseconds: `2026-09-30T16:00:00.000Z`. Compares as text. */
export type Instant = string & { readonly [instantBrand]: true }

const dayMs = 86_400_000

// Asia/Shanghai has been UTC+8 without summer time since 1991; no platform of this register is older.
const shanghaiMs = 8 * 3_600_000

/** Reads `YYYY-MM-DD`; throws RangeError on a day that isn't in the calendar. */
export function civilDate(text: string): CivilDate {
  if (!isCivilDate(text)) throw new RangeError(`not a day: ${text}`)
  return text
}

/** Years that a day typed or imported may fall into: no account is older, no deadline later; the database has no year 0. */
export const isOfficeYear = (year: number): boolean => year >= 1990 && year <= 2100

/** True for a real day written `YYYY-MM-DD`, 1990 to 2100. */
export function isCivilDate(text: string): text is CivilDate {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || !isOfficeYear(Number(text.slice(0, 4)))) return false
  const ms = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(ms) && toDay(ms) === text
}

/** The day `count` days later (earlier when negative). */
export function addDays(day: CivilDate, count: number): CivilDate {
  return toDay(epochMs(day) + count * dayMs)
}

/** Days from `from` to `to`: 0 for the same day, negative when `to` is earlier. */
export function daysBetween(from: CivilDate, to: CivilDate): number {
  return Math.round((epochMs(to) - epochMs(from)) / dayMs)
}

/** Reads days written as counts from a day, as the database writes many at once; each is worked out once. */
export function daysFrom(start: CivilDate): (counted: string) => CivilDate {
  const known = new Map<string, CivilDate>()
  return (counted) => {
    const day = known.get(counted) ?? addDays(start, Number(counted))
    known.set(counted, day)
    return day
  }
}

/** Day of the week, 1 = Monday … 7 = Sunday. */
export function weekday(day: CivilDate): number {
  return new Date(epochMs(day)).getUTCDay() || 7
}

/** Reads an ISO moment with offset or `Z`, 1990 to 2100; throws RangeError on anything else. */
export function instant(text: string): Instant {
  if (!/(Z|[+-]\d{2}:?\d{2})$/.test(text) || !isOfficeYear(new Date(text).getUTCFullYear()))
    throw new RangeError(`not a moment: ${text}`)
  return instantOf(new Date(Date.parse(text)))
}

/** The only border with `Date`. */
export function instantOf(date: Date): Instant {
  return date.toISOString() as Instant
}

/** The moment so many milliseconds later (earlier when negative). */
export function addMs(moment: Instant, ms: number): Instant {
  return instantOf(new Date(Date.parse(moment) + ms))
}

/** The moment so many hours later; earlier when negative. */
export const addHours = (moment: Instant, hours: number): Instant => addMs(moment, hours * 3_600_000)

/** The day in Shanghai on which a moment falls. */
export function dayOf(moment: Instant): CivilDate {
  return toDay(Date.parse(moment) + shanghaiMs)
}

/** 00:00 in Shanghai of a day; a checkpoint's 24:00 is the start of the next day. */
export function startOfDay(day: CivilDate): Instant {
  return instantOf(new Date(epochMs(day) - shanghaiMs))
}

/** 2026-09-30 23:41 in Shanghai, as tables show moments. */
export function formatMinute(moment: Instant): string {
  return new Date(Date.parse(moment) + shanghaiMs).toISOString().slice(0, 16).replace('T', ' ')
}

/** The last millisecond of a day in Shanghai: collected on that day means having looked at all of it. */
export function endOfDay(day: CivilDate): Instant {
  return instantOf(new Date(epochMs(day) - shanghaiMs + dayMs - 1))
}

/** 2026年9月30日 */
export function formatDayZh(day: CivilDate): string {
  return `${Number(day.slice(0, 4))}年${formatMonthDayZh(day)}`
}

/** 9月30日 */
export function formatMonthDayZh(day: CivilDate): string {
  return `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`
}

// A third of the time of reading it as ISO text; a province's check asks tens of thousands of times.
const epochMs = (day: CivilDate) => Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8)))
const toDay = (ms: number) => new Date(ms).toISOString().slice(0, 10) as CivilDate
