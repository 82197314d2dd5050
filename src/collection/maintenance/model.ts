import { addDays, addMs, type CivilDate, dayOf, formatMinute, type Instant, startOfDay } from '../../calendar/index.ts'

/** 维护时段: nothing is sent out from one moment to another, or in the same hours of every day until they are lifted. */
export type MaintenanceWindow = {
  id: string
  from: Instant
  /** Null: until somebody lifts it. */
  to: Instant | null
  /** Minutes after midnight in Shanghai; past midnight where they end before they begin. Null: all the time in between. */
  daily: { from: number; to: number } | null
  reason: string
}

/** One stretch of time in which nothing is sent out; its end is free again. */
export type Stretch = { from: Instant; to: Instant; reason: string }

const MINUTE = 60_000
const later = (one: Instant, other: Instant): Instant => (one > other ? one : other)
const sooner = (one: Instant, other: Instant): Instant => (one < other ? one : other)
type Range = { from: Instant; to: Instant }

/** What two ranges have in common; undefined: nothing. */
export function common(one: Range, other: Range): Range | undefined {
  const [from, to] = [later(one.from, other.from), sooner(one.to, other.to)]
  return from < to ? { from, to } : undefined
}

/** The stretches that reach into a range, in their order. */
export function stretchesIn(windows: readonly MaintenanceWindow[], range: Range): Stretch[] {
  return windows
    .flatMap((window) => (window.daily === null ? once(window) : eachDay(window, window.daily, range)))
    .filter((stretch) => common(stretch, range) !== undefined)
    .toSorted((one, other) => (one.from < other.from ? -1 : 1))
}

const once = ({ from, to, reason }: MaintenanceWindow): Stretch[] => (to === null ? [] : [{ from, to, reason }])

function eachDay(
  { from, to, reason }: MaintenanceWindow,
  daily: { from: number; to: number },
  range: Range,
): Stretch[] {
  const found: Stretch[] = []
  const last = sooner(range.to, to ?? range.to)
  // What began on the day before may reach past midnight.
  for (let day = addDays(dayOf(later(range.from, from)), -1); startOfDay(day) < last; day = addDays(day, 1)) {
    const begins = addMs(startOfDay(day), daily.from * MINUTE)
    const ends = addMs(startOfDay(daily.to > daily.from ? day : addDays(day, 1)), daily.to * MINUTE)
    found.push({ from: later(begins, from), to: to === null ? ends : sooner(ends, to), reason })
  }
  return found
}

/** The stretch that a moment lies in, the one that ends last. */
export function inForce(windows: readonly MaintenanceWindow[], at: Instant): Stretch | undefined {
  const found = stretchesIn(windows, { from: at, to: addMs(at, 1) })
  return found.toSorted((one, other) => (one.to > other.to ? -1 : 1))[0]
}

/** The first moment from `at` on at which something may be sent. */
export function sendsAgainAt(windows: readonly MaintenanceWindow[], at: Instant): Instant {
  const stretch = inForce(windows, at)
  return stretch ? sendsAgainAt(windows, stretch.to) : at
}

const LOOK_AHEAD_DAYS = 31

/** The next stretch that begins after a moment, within a month. */
export const nextAfter = (windows: readonly MaintenanceWindow[], at: Instant): Stretch | undefined =>
  stretchesIn(windows, { from: at, to: startOfDay(addDays(dayOf(at), LOOK_AHEAD_DAYS)) }).find(({ from }) => from > at)

/** 22:00 */
export const clockOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

/** 2026-10-12 22:00 至 2026-10-13 06:00；每日 22:00 至次日 06:00 */
export function windowWords({ from, to, daily }: Pick<MaintenanceWindow, 'from' | 'to' | 'daily'>): string {
  if (daily) return `每日 ${clockOf(daily.from)} 至${daily.to < daily.from ? '次日' : ''} ${clockOf(daily.to)}`
  return `${formatMinute(from)} 至 ${to === null ? '撤销为止' : formatMinute(to)}`
}

/** What of a stretch lies on one day, 22:00 至 24:00; undefined: nothing. */
export function hoursOn(stretch: Range, day: CivilDate): string | undefined {
  const midnight = startOfDay(addDays(day, 1))
  const found = common(stretch, { from: startOfDay(day), to: midnight })
  const clock = (at: Instant) => (at === midnight ? '24:00' : formatMinute(at).slice(11))
  return found && `${clock(found.from)} 至 ${clock(found.to)}`
}
