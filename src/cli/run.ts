import { setImmediate as immediately } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Refusal, refuse } from '../vocabulary/refusals/index.ts'
import {
  type Command,
  commonOptions,
  type Environment,
  type ExitCode,
  type Tool,
  type ToolContext,
  UsageError,
} from './command.ts'
import { commands } from './commands/index.ts'

/** Runs one command line (without the program's own name) and answers its exit code. Nothing is thrown for a person's mistake. */
export async function runCli(argv: readonly string[], environment: Environment): Promise<ExitCode> {
  const { out } = environment
  try {
    const asked = helpAskedIn(argv)
    if (asked.length === 0) {
      out.result(await overview())
      return 0
    }
    const own = await ownProgram(asked[0])
    if (own) return await own(asked.slice(1), environment)
    return await runCommand(asked, environment)
  } catch (error) {
    const refusal = error instanceof Refusal ? error : (unwritable(error) ?? (await inTrouble(error)))
    if (refusal) {
      out.say(refusal.message)
      return 1
    }
    if (error instanceof UsageError || isParseError(error)) {
      out.say(`用法不对：${isParseError(error) ? optionProblem(error) : error.message}`)
      const words = commandIn(argv) ?? [...ownNames, ...groups()].find((name) => name === argv[0])
      out.say(words ? `运行 ./govmedia ${words} --help 查看它的写法。` : '运行 ./govmedia help 查看全部命令。')
      return 2
    }
    throw error
  }
}

// `help users create` asks what `users create --help` does.
function helpAskedIn(argv: readonly string[]): readonly string[] {
  const [first, ...rest] = argv
  if (first !== 'help' && first !== '--help' && first !== '-h') return argv
  return rest.length === 0 ? [] : [...rest, '--help']
}

// Where a command writes to is for the person to mend; the place stands in the error of the file system.
function unwritable(error: unknown): Refusal | undefined {
  const { code = '', path } = (error ?? {}) as NodeJS.ErrnoException
  const mendable = ['ENOENT', 'ENOTDIR', 'EISDIR', 'EACCES', 'EPERM', 'EROFS', 'ENOSPC'].includes(code)
  return mendable && path !== undefined ? refuse('file.unwritable', { name: path }) : undefined
}

// Loaded only now: most commands that fail had their database.
async function inTrouble(error: unknown): Promise<Refusal | undefined> {
  const { troubleAtTerminal } = await import('./trouble.ts')
  return troubleAtTerminal(error)
}

const commandIn = (argv: readonly string[]) =>
  Object.keys(commands).find((name) => name.split(' ').every((word, at) => argv[at] === word))

async function runCommand(argv: readonly string[], environment: Environment): Promise<ExitCode> {
  const words = commandIn(argv)
  const command = words === undefined ? undefined : await commands[words]?.()
  if (words === undefined && groups().includes(argv[0] ?? '') && ['--help', '-h'].includes(argv[1] ?? '')) {
    environment.out.result((await linesOf((name) => name.startsWith(`${argv[0]} `))).join('\n'))
    return 0
  }
  if (words === undefined && argv.length === 1 && groups().includes(argv[0]!))
    throw new UsageError(`“${argv[0]}”后面还须写明办什么。`)
  if (words === undefined || !command) throw new UsageError(`没有“${argv.slice(0, 2).join(' ')}”这个命令。`)
  const { values, positionals } = parseArgs({
    args: argv.slice(words.split(' ').length),
    options: { ...commonOptions, ...command.options },
    allowPositionals: true,
  })
  if (values.help) {
    environment.out.result(usageOf(words, command))
    return 0
  }
  if (!isEnough(positionals.length, command)) throw new UsageError(`应写作：${lineOf(words, command)}`)
  const given: ToolContext = { words, out: environment.out, json: values.json === true, values, positionals }
  return (await runChosen(command, environment, given)) ?? 0
}

function runChosen(command: Command | Tool, environment: Environment, given: ToolContext): Promise<ExitCode | void> {
  if (!command.standalone) return runOpened(command, environment, given)
  const { withData, operands, summary, options } = command
  if (!withData || given.values['data'] === undefined) return command.run(given)
  return runOpened({ operands, summary, options, run: withData }, environment, given)
}

// An operand in brackets may be left out.
function isEnough(given: number, { operands }: Command | Tool): boolean {
  const all = operands.split(' ').filter(Boolean)
  return given <= all.length && given >= all.filter((one) => !one.startsWith('[')).length
}

async function runOpened(command: Command, environment: Environment, given: ToolContext): Promise<ExitCode | void> {
  const over = new AbortController()
  const begun = command.ahead?.(given, over.signal) ?? Promise.resolve()
  // Whoever waits for it is told; a command that is refused before has no use for it.
  begun.catch(() => undefined)
  try {
    // What was begun gets away before loading the rest takes this process for itself.
    await immediately()
    const { runOn } = await import('./run-on.ts')
    return await runOn(command, environment, given, begun)
  } finally {
    over.abort()
  }
}

/** First words that several commands share, as `users` is of `users list` and `users create`. */
const groups = () => [...new Set(Object.keys(commands).map((name) => name.split(' ')[0]!))]

const ownNames = ['serve', 'demo', 'upgrade', 'worker']

// Loaded only for its own four words.
async function ownProgram(
  name = '',
): Promise<((args: readonly string[], on: Environment) => Promise<ExitCode>) | undefined> {
  if (!ownNames.includes(name)) return undefined
  const { programs, runProgram } = await import('./programs.ts')
  return (args, environment) => runProgram(programs[name]!, name, args, environment)
}

async function linesOf(which: (name: string) => boolean): Promise<string[]> {
  const chosen = Object.entries(commands).filter(([name]) => which(name))
  const all = await Promise.all(chosen.map(async ([words, load]) => [words, await load()] as const))
  return all.map(([words, command]) => `  ${padded(lineOf(words, command), 58)} ${command.summary}`)
}

async function overview(): Promise<string> {
  const { programs } = await import('./programs.ts')
  const lines = await linesOf(() => true)
  return [
    '政务新媒体监管平台',
    '',
    '  npm start -- [--port 8080] [--host 127.0.0.1] [--data 目录] [--demo]',
    '',
    ...lines,
    ...['upgrade', 'worker', 'demo'].map((name) => {
      const { usage, summary } = programs[name]!
      return `  ${padded(`./govmedia ${name} ${usage}`, 58)} ${summary}`
    }),
    '',
    '  各命令均可加 --data 目录、--district 代码、--as 用户名、--json；加 --help 看该命令的全部选项。',
  ].join('\n')
}

function usageOf(words: string, command: Command | Tool): string {
  const lines = Object.entries(command.options).map(
    ([name, { type }]) =>
      padded(`  --${name}${type === 'string' ? ' 值' : ''}`, 28) + (command.optionHelp?.[name] ?? ''),
  )
  return [lineOf(words, command), command.summary, ...lines, commonLine(command)].join('\n')
}

const commonLine = (command: Command | Tool) =>
  command.standalone && !command.withData
    ? '  另可加 --json'
    : '  另可加 --data 目录、--district 代码、--as 用户名、--json'

// A Chinese character takes two columns of a terminal.
const padded = (text: string, columns: number) =>
  text.padEnd(columns - (text.match(/[\u2e80-\u9fff\uff00-\uff60]/gu)?.length ?? 0))

const lineOf = (words: string, { operands }: Command | Tool) =>
  ['./govmedia', words, operands].filter(Boolean).join(' ')
const isParseError = (error: unknown): error is TypeError & { code: string } =>
  error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')

// Node says it in English; the option it speaks of stands in the first quotes.
function optionProblem({ code, message }: { code: string; message: string }): string {
  if (code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL') return `“${/'(.*?)'/.exec(message)?.[1] ?? ''}”是多余的。`
  const option = /--?[\w-]+/.exec(message)?.[0] ?? ''
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return `没有“${option}”这个选项。`
  return message.includes('does not take') ? `选项“${option}”后面不写值。` : `选项“${option}”后面须写明值。`
}
