export { matchDocument, type MatchDocument } from './concealment/match-document.ts'
export { freezeProposals } from './items/work.ts'
export { proposeCleanup, type ProposalDocument } from './proposals.ts'
export { cleanupRoutes } from './routes.tsx'
