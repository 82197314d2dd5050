import { addDays, type CivilDate, daysBetween } from '../../calendar/index.ts'
import type { DayRange } from '../../collection/index.ts'

/** How long an account had been silent at the end of a day, as a step of the scale; `unseen` where nobody can say. */
export type DayLevel = 0 | 1 | 2 | 3 | 4 | 'unseen'

/** What is known of one account around a stretch of days. */
export type SeenDays = {
  /** Days with an update, in or before the stretch. */
  updates: readonly CivilDate[]
  /** Stretches in which somebody looked, in order. */
  covered: readonly DayRange[]
}

const levelOf = (days: number, failsAt: number): DayLevel =>
  days >= failsAt ? 4 : days >= 13 ? 3 : days >= 10 ? 2 : days >= 7 ? 1 : 0

/**
 * The level of every day of a stretch. A day counts from the last update when every day since was looked at. Where days
 * are missing in between, only a silence that is already too long without them is told; the rest is unseen, never 0.
 */
export function dayLevels({ updates, covered }: SeenDays, range: DayRange, failsAt = 15): DayLevel[] {
  const days = [...updates].sort()
  return Array.from({ length: daysBetween(range.from, range.to) + 1 }, (_, at) => {
    const day = addDays(range.from, at)
    const last = days.findLast((update) => update <= day)
    if (last === day) return 0
    const stretch = covered.find(({ from, to }) => from <= day && day <= to)
    if (!stretch) return 'unseen'
    // The stretch reaches back to the update, or to the day after it.
    if (last && stretch.from <= addDays(last, 1)) return levelOf(daysBetween(last, day), failsAt)
    return daysBetween(stretch.from, day) + 1 >= failsAt ? 4 : 'unseen'
  })
}
