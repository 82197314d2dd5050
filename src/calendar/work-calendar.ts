import { addDays, type CivilDate, weekday } from './civil-date.ts'
import { provisionalYear } from './provisional-year.ts'

/** A day that differs from Monday-to-Friday, or a statutory holiday on a weekend. */
export type CalendarDay = { day: CivilDate; kind: 'holiday' | 'workday'; name: string }

/** official: the State Council's notice is in; provisional: computed from the law, without 调休; missing: nothing stored yet. */
export type YearStatus = 'official' | 'provisional' | 'missing'
export type YearTable = { year: number; status: 'official' | 'provisional'; days: CalendarDay[] }

/** A computed day. `provisional`: a year without the official notice was touched, so it may still move. */
export type Deadline = { day: CivilDate; provisional: boolean }

export type WorkCalendar = {
  status(year: number): YearStatus
  /** What the calendar says of a day, undefined on an ordinary one. */
  dayOf(day: CivilDate): CalendarDay | undefined
  isWorkingDay(day: CivilDate): boolean
  /** The nth working day after `from`; the opening day is not counted (民法典 201). `count` is at least 1. */
  addWorkingDays(from: CivilDate, count: number): Deadline
  /** Working days after `from` up to and including `to`; 0 when `to` is not later. */
  countWorkingDays(from: CivilDate, to: CivilDate): number
}

/** Builds the calendar from the stored years; a year that isn't stored is computed provisionally and says so. */
export function workCalendar(years: readonly YearTable[]): WorkCalendar {
  const stored = new Map(years.map((table) => [table.year, table]))
  const indexes = new Map<number, Map<CivilDate, CalendarDay>>()
  const yearOf = (day: CivilDate) => Number(day.slice(0, 4))
  const indexOf = (year: number) => {
    const known = indexes.get(year)
    if (known) return known
    const made = new Map((stored.get(year)?.days ?? provisionalYear(year)).map((entry) => [entry.day, entry]))
    indexes.set(year, made)
    return made
  }
  // A notice may speak of the last days of the year before (2018-12-29 was made a working day by the notice of 2019).
  const nextYearSays = (day: CivilDate) =>
    day.slice(5, 7) === '12' && stored.has(yearOf(day) + 1) ? indexOf(yearOf(day) + 1).get(day) : undefined
  const dayOf = (day: CivilDate) => nextYearSays(day) ?? indexOf(yearOf(day)).get(day)
  const isWorkingDay = (day: CivilDate) => {
    const entry = dayOf(day)
    return entry ? entry.kind === 'workday' : weekday(day) <= 5
  }
  const status = (year: number): YearStatus => stored.get(year)?.status ?? 'missing'
  const touchesProvisional = (from: CivilDate, to: CivilDate) => {
    for (let year = yearOf(from); year <= yearOf(to); year++) if (status(year) !== 'official') return true
    return false
  }
  return {
    status,
    dayOf,
    isWorkingDay,
    addWorkingDays(from, count) {
      if (!Number.isInteger(count) || count < 1) throw new RangeError(`not a number of working days: ${count}`)
      let day = from
      for (let left = count; left > 0;) {
        day = addDays(day, 1)
        if (isWorkingDay(day)) left--
      }
      return { day, provisional: touchesProvisional(from, day) }
    },
    countWorkingDays(from, to) {
      let count = 0
      for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) if (isWorkingDay(day)) count++
      return count
    },
  }
}

/**
 * The end of a period (rulebook (i)1): written in 工作日 it counts working days; written in 日 it counts natural days,
 * and an end on a day of rest moves to the next working day (民法典 203). Look-back windows never move.
 */
export function deadlineAfter(
  calendar: WorkCalendar,
  { from, days, kind }: { from: CivilDate; days: number; kind: 'natural' | 'working' },
): Deadline {
  if (kind === 'working') return calendar.addWorkingDays(from, days)
  const last = addDays(from, days)
  // An end that moves is certain only when every year it moves through is.
  if (!calendar.isWorkingDay(last)) return calendar.addWorkingDays(last, 1)
  return { day: last, provisional: calendar.status(Number(last.slice(0, 4))) !== 'official' }
}

/** True from November on while next year's notice is missing: deadlines that reach into it are provisional. */
export function warnsAboutNextYear(today: CivilDate, calendar: WorkCalendar): boolean {
  return Number(today.slice(5, 7)) >= 11 && calendar.status(Number(today.slice(0, 4)) + 1) !== 'official'
}
