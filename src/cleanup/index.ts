export { matchDocument } from './concealment/index.ts'
export { freezeProposals } from './items/work.ts'
export { proposeCleanup, type ProposalDocument } from './proposals.ts'
export { cleanupRoutes } from './routes.tsx'
