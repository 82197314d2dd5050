import {
  addDays,
  type CivilDate,
  dayOf,
  formatMinute,
  type Instant,
  instantFromLocal,
  type WorkCalendar,
} from '../calendar/index.ts'

/** When messages may go out: from and until HH:MM in Shanghai, on working days alone. */
export type SendingHours = { sendFrom: string; sendUntil: string }

export const usualHours: SendingHours = { sendFrom: '08:00', sendUntil: '20:00' }

type Days = Pick<WorkCalendar, 'isWorkingDay'>

/** The first moment from `at` on at which a message may go out: `at` itself outside of quiet hours. Delays, never drops. */
export function nextAllowed(at: Instant, { sendFrom, sendUntil }: SendingHours, calendar: Days): Instant {
  const [day, time] = [dayOf(at), formatMinute(at).slice(11)]
  if (calendar.isWorkingDay(day)) {
    if (time < sendFrom) return momentOf(day, sendFrom)
    if (time < sendUntil) return at
  }
  let next = addDays(day, 1)
  while (!calendar.isWorkingDay(next)) next = addDays(next, 1)
  return momentOf(next, sendFrom)
}

function momentOf(day: CivilDate, time: string): Instant {
  const found = instantFromLocal(`${day} ${time}`)
  if (!found) throw new RangeError(`no time of day: ${time}`)
  return found
}

const MINUTE_MS = 60_000
/** Minutes to wait after the first, second, ... try that failed; after the last one nothing is tried again. */
const backoffMinutes = [5, 30, 120, 360]
export const MOST_ATTEMPTS = backoffMinutes.length + 1
/** How long a platform that has enough is left alone: 钉钉 blocks a bot for ten minutes. */
export const LATER_MS = 10 * MINUTE_MS

/** Milliseconds until the next try; undefined: the last one was made. */
export function waitAfter(attempts: number): number | undefined {
  const minutes = backoffMinutes[attempts - 1]
  return minutes === undefined ? undefined : minutes * MINUTE_MS
}
