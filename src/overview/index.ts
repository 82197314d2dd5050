export type { Overview } from './model.ts'
export { overviewOf } from './overview.ts'
export { overviewRoutes } from './routes.tsx'
