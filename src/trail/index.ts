export { append, beginChain, type TrailEntry } from './append.ts'
export { canonicalJson, digestOf, systemChain, type ChainAlgorithm } from './chain.ts'
export {
  chainEnds,
  eventsAbout,
  hashAt,
  eventsOf,
  lastSeq,
  newestMoment,
  latestEvents,
  trailChoices,
  type TrailFilter,
  type TrailRow,
} from './queries.ts'
export { appendOnce } from './once.ts'
export { type Attempt, inWatchedTransaction, isKept, keepRefusal, keptRefusalWords } from './refused.ts'
export { breakLabels, verifyTrail, type ChainVerdict } from './verify.ts'
