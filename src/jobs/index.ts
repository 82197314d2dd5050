export { type JobKind, type JobQueue, type JobRequest, type Progress, startJobQueue } from './queue.ts'
export { countRuns, jobRun, type JobRun, latestRun, troubledRuns } from './queries.ts'
export { lastRound, recordRound } from './rounds.ts'
