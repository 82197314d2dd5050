export { loadCalendar, seedCalendar } from './queries.ts'
export { type OpenDeadlines, holidayRoutes } from './routes.tsx'
