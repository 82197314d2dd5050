export { matchDocument, type MatchDocument } from './concealment/match-document.ts'
export { proposeCleanup, type ProposalDocument } from './proposals.ts'
export { cleanupRoutes } from './routes.tsx'
