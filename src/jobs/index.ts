export { type JobKind, type JobQueue, type JobRequest, type Progress, startJobQueue } from './queue.ts'
export { jobRun, type JobRun, latestRun } from './queries.ts'
