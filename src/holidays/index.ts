export { loadCalendar, seedCalendar, storedYears } from './queries.ts'
