import { addDays, type CivilDate, dayOf, type Instant, startOfDay } from './civil-date.ts'

/** 6月21日前: all of that day still counts, so the first moment that is too late is the start of the next one. */
export const dueAtEndOf = (lastDay: CivilDate): Instant => startOfDay(addDays(lastDay, 1))

/** The last day of which something still counts. */
export const lastDayBefore = (due: Instant): CivilDate =>
  startOfDay(dayOf(due)) === due ? addDays(dayOf(due), -1) : dayOf(due)

/** Minutes past a deadline, each begun one counted; 0: in time. The deadline is the first moment that is too late. */
export function minutesLate(due: Instant, at: Instant): number {
  const late = Date.parse(at) - Date.parse(due)
  return late < 0 ? 0 : Math.floor(late / 60_000) + 1
}

/** 3天2小时5分钟: how late something is, without empty parts. */
export function lateWords(minutes: number): string {
  const parts = [
    [Math.floor(minutes / 1440), '天'],
    [Math.floor(minutes / 60) % 24, '小时'],
    [minutes % 60, '分钟'],
  ] as const
  return parts.map(([count, unit]) => (count > 0 ? `${count}${unit}` : '')).join('') || '0分钟'
}
