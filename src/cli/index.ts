export type {
  DemoSummary,
  Environment,
  Output,
  UpgradeOptions,
  UpgradeSummary,
  Workplace,
  WorkplaceFacts,
} from './command.ts'
export { defaultDataDir } from './command.ts'
export { runCli } from './run.ts'
