export { listFromCollection } from './from-collection.ts'
export { matchDocument } from './match-document.ts'
export { concealmentRoutes } from './routes.tsx'
