export { listFromCollection } from './from-collection.ts'
export { type FoundImpostor, foundImpostors } from './queries/impostors.ts'
export { matchDocument } from './match-document.ts'
export { concealmentRoutes } from './routes.tsx'
