import type { CalendarDay, CivilDate } from '../calendar/index.ts'

/** A day that one table calls otherwise than the other; undefined: an ordinary day there. */
export type ChangedDay = { day: CivilDate; before: CalendarDay | undefined; after: CalendarDay | undefined }

/** What a new table of a year would change, by day. Names alone change no deadline and are no difference. */
export function changedDays(before: readonly CalendarDay[], after: readonly CalendarDay[]): ChangedDay[] {
  const [old, next] = [byDay(before), byDay(after)]
  return [...new Set([...old.keys(), ...next.keys()])]
    .sort((a, b) => (a < b ? -1 : 1))
    .map((day) => ({ day, before: old.get(day), after: next.get(day) }))
    .filter((one) => one.before?.kind !== one.after?.kind)
}

const byDay = (days: readonly CalendarDay[]) => new Map(days.map((one) => [one.day, one]))
