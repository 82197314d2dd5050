export type { DemoSummary, Environment, Output, Workplace, WorkplaceFacts } from './command.ts'
export { runCli } from './run.ts'
