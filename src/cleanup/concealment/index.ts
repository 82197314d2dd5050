export { matchDocument } from './match-document.ts'
export { concealmentRoutes } from './routes.tsx'
