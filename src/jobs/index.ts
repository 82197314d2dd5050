export { type JobKind, type JobQueue, type JobRequest, type Progress, startJobQueue } from './queue.ts'
export { countRuns, jobRun, type JobRun, latestRun, troubledRuns } from './queries.ts'
export { BEAT_MS, beat, forgetProgram, type RunningProgram, runningPrograms } from './programs.ts'
export { heldUntil, lastRound, leapOf, recordRound } from './rounds.ts'
