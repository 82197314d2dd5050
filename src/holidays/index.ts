export { type DeadlineBook, movedWith, openAndTyped, type StoredDeadline } from './deadline-book.ts'
export { dueDay, type DueInput, workingDaysIn } from './due-days.ts'
export { loadCalendar, seedCalendar, waitingChanges } from './queries.ts'
export { holidayRoutes } from './routes.tsx'
