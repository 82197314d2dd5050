export { append, beginChain, type TrailEntry } from './append.ts'
export { canonicalJson, digestOf, systemChain, type ChainAlgorithm } from './chain.ts'
export { eventsAbout, eventsOf, latestEvents, type TrailRow } from './queries.ts'
export { breakLabels, verifyTrail, type ChainVerdict } from './verify.ts'
