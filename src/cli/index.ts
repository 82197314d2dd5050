export type { DemoSummary, Environment, Output, Workplace, WorkplaceFacts } from './command.ts'
export { defaultDataDir } from './command.ts'
export { runCli } from './run.ts'
