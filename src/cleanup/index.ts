export { proposeCleanup, type ProposalDocument } from './proposals.ts'
export { cleanupRoutes } from './routes.tsx'
