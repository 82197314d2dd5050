export { dueWords, HandoverMark } from './pages/marks.tsx'
export { handoverRoutes } from './routes.tsx'
export { openFilingTasks, type OpenTask, type OpenTasks } from './tasks.ts'
export { keepHandovers } from './verbs/keep-handovers.ts'
