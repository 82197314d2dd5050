export { append, systemChain, type TrailEntry } from './append.ts'
export { canonicalJson, digestOf, type ChainAlgorithm } from './chain.ts'
export { eventsAbout, eventsOf, latestEvents, type TrailRow } from './queries.ts'
export { verifyTrail, type ChainBreak, type ChainVerdict } from './verify.ts'
