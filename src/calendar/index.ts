export * from './civil-date.ts'
export * from './clock.ts'
export {
  type HolidayNotice,
  type MovedDeadline,
  movedDeadlines,
  type NoticeProblem,
  type OpenDeadline,
  readHolidayNotice,
  tableOf,
} from './holiday-notice.ts'
export { animalOf, isLunarYearsEnd, lunarDay, type LunarDay, stemBranchOf } from './lunar.ts'
export { instantFromLocal } from './local-time.ts'
export { dueAtEndOf, lastDayBefore, lateWords, minutesLate } from './minutes-late.ts'
export * from './periods.ts'
export {
  type DatePrecision,
  type PreciseDate,
  printPreciseDate,
  readPreciseDate,
  type UnreadableDate,
} from './precise-date.ts'
export { seedYears } from './seed-years.ts'
export {
  type CalendarDay,
  type Deadline,
  deadlineAfter,
  warnsAboutNextYear,
  workCalendar,
  type WorkCalendar,
  type YearStatus,
  type YearTable,
} from './work-calendar.ts'
