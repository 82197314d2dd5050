import type { ParseArgsOptionsConfig } from 'node:util'
import type { Actor, Deps } from '../access/index.ts'
import type { Upgraded } from '../backup/index.ts'
import type { InSnapshot } from '../database/index.ts'
import type { Refusal } from '../vocabulary/refusals/index.ts'

/** What a command prints to. Results go to stdout; progress and sentences to stderr, so that `--json` leaves JSON alone on stdout. */
export type Output = {
  result(text: string): void
  say(sentence: string): void
  /** Progress on a terminal; silent in a pipe. */
  progress(step: { done: number; total?: number; message?: string }): void
}

/** An opened data directory. `close` lets go of the database; the last one out stops the embedded server. */
export type Workplace = {
  deps: Deps
  demo: boolean
  describe(): Promise<WorkplaceFacts>
  /** Absent where the database is only borrowed, as in tests of other commands. */
  inSnapshot?: InSnapshot
  close(): Promise<void>
}

/** What `doctor` tells of an installation. */
export type WorkplaceFacts = {
  mode: 'embedded' | 'server'
  version: string
  schemaVersion: number
  place: string
  roles: { mode: string; lost: string | null }
  /** By how much this host's clock and the database's differ. */
  clockApartMs?: number
}

/** How the terminal reaches the rest of the program; handed in by app. */
export type Environment = {
  osUser: string
  out: Output
  open(options: { dataDir: string | undefined }): Promise<Workplace>
  serve(options: { port: number; host: string; dataDir: string | undefined; demo: boolean }): Promise<void>
  makeDemo(options: { dataDir: string | undefined; onStep: (sentence: string) => void }): Promise<DemoSummary>
  /** Brings an older installation to this version. Absent, as `work`, where a test has no use for it. */
  upgrade?(options: UpgradeOptions): Promise<UpgradeSummary>
  /** Works jobs and rounds until it is told to stop. */
  work?(options: { dataDir: string | undefined }): Promise<void>
}

export type UpgradeOptions = {
  dataDir: string | undefined
  oldProgram: string | undefined
  passphrase: string | undefined
  onProgress(step: { done: number; total: number; message: string }): void
  say(sentence: string): void
}

/** `backup` is missing where there was nothing to upgrade. `version`: of the PostgreSQL that serves it now. */
export type UpgradeSummary = Omit<Upgraded, 'backup'> & { backup?: Upgraded['backup']; version: string }

export type DemoSummary = {
  district: string
  today: string
  month: string
  quarter: string
  year: number
  reports: string[]
}

/** What every command is handed once its words are parsed. */
export type ToolContext = {
  /** The command's own words: `import undo`. */
  words: string
  out: Output
  json: boolean
  values: Record<string, string | boolean | undefined>
  positionals: string[]
}

/** What a command is handed that works on a data directory, once it is open. */
export type CommandContext = ToolContext & {
  deps: Deps
  workplace: Workplace
  actor: Actor
  /** The district meant: `--district`, or the only one. Refuses `district.none`, `district.several`, `district.unknown`. */
  district(): Promise<string>
}

/** Exit codes: 0 done, 1 refused, 2 wrong usage. */
export type ExitCode = 0 | 1 | 2

type Usage = {
  /** Words as the usage line prints them; one in brackets may be left out. */
  operands: string
  summary: string
  options: ParseArgsOptionsConfig
  optionHelp?: Record<string, string>
}
export type Command<Begun = unknown> = Usage & {
  standalone?: false
  /** What needs nothing of the data directory and may begin while that is being opened. `run` is handed the promise. */
  ahead?(given: ToolContext, signal: AbortSignal): Promise<Begun>
  run(context: CommandContext, begun: Promise<Begun>): Promise<ExitCode | void>
  /** What is still to be said where the data directory can't be opened; without it the refusal alone is printed. */
  refused?(given: ToolContext, refusal: Refusal): Promise<ExitCode>
}
/** A command that looks at files alone: no data directory is opened, and nobody has to be known. */
export type Tool = Usage & {
  standalone: true
  run(context: ToolContext): Promise<ExitCode | void>
  /** The same with what a data directory knows, where `--data` names one. */
  withData?(context: CommandContext): Promise<ExitCode | void>
}

export const defineCommand = <Begun>(command: Command<Begun>): Command => command
export const defineTool = (tool: Omit<Tool, 'standalone'>): Tool => ({ ...tool, standalone: true })

/** Where data lies when nothing is said: `./data`, and `./data-demo` for the demonstration. */
export const defaultDataDir = (demo: boolean) => (demo ? './data-demo' : './data')

/** Options every command takes. */
export const commonOptions = {
  data: { type: 'string' },
  district: { type: 'string' },
  as: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies ParseArgsOptionsConfig

/** Thrown for wrong usage: printed with the command's usage, exit code 2. */
export class UsageError extends Error {}
