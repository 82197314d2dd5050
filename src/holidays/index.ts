export { loadCalendar, seedCalendar, storedYears } from './queries.ts'
export { type OpenDeadlines, holidayRoutes } from './routes.tsx'
export { importNotice } from './verbs/import-notice.ts'
