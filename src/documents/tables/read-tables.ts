import { fork } from 'node:child_process'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { LIMITS } from './shapes.ts'
import type { ChildProcess, ForkOptions } from 'node:child_process'
import type { Refusal } from '../../vocabulary/refusals/index.ts'
import type { Answer, Question } from './parse-process.ts'
import type { TableFile } from './shapes.ts'

// The same code runs compiled from dist/ and as TypeScript under the tests (Node 24 strips the types itself).
const PROGRAM = new URL(import.meta.url.endsWith('.ts') ? './parse-process.ts' : './parse-process.js', import.meta.url)

// A process, not a worker thread: on Node 24 one large allocation inside a worker past its `resourceLimits` ends the
// whole program ("Reached heap limit"), and buffers are not counted at all. A child dies alone.
const OPTIONS: ForkOptions = {
  serialization: 'advanced',
  execArgv: [`--max-old-space-size=${LIMITS.heapMegabytes}`, '--disable-warning=ExperimentalWarning'],
  env: {},
  stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
}

/** How many files are read at the same time; more wait, so that memory stays bounded however many people import. */
const AT_ONCE = 2

export type ReadOptions = {
  /** Only for the person's eyes; what a file is, its bytes say. */
  fileName?: string
  /** Refuse sheets with more printed rows than this. */
  maxRows?: number
  signal?: AbortSignal
}

/**
 * Reads .xlsx, .xls, .csv or .json bytes into plain tables. Runs in a process of its own with bounded heap and 4 seconds
 * by the clock; the caller goes on whatever the file does. Refuses (`table.*`) what is empty, oversized, no table,
 * password-protected, cut off, hostile, or holds no row at all.
 */
export async function readTables(bytes: Uint8Array, options: ReadOptions = {}): Promise<TableFile> {
  options.signal?.throwIfAborted()
  if (bytes.length === 0) throw refuse('table.file-empty')
  if (bytes.length > LIMITS.fileBytes)
    throw refuse('table.file-too-large', { megabytes: LIMITS.fileBytes / 1024 / 1024 })
  const free = await turn()
  try {
    const question = { bytes, maxRows: Math.min(options.maxRows ?? LIMITS.rows, LIMITS.rows) }
    const answer = await ask(question, options.signal)
    if ('tables' in answer) return answer.tables
    throw again(answer.refusal, answer.params)
  } finally {
    free()
  }
}

// The child built the refusal from the catalogue; its parameters passed the compiler there.
const again = refuse as unknown as (code: string, params: Readonly<Record<string, unknown>>) => Refusal

let reading = 0
const waiting: (() => void)[] = []

async function turn(): Promise<() => void> {
  if (reading >= AT_ONCE) await new Promise<void>((go) => waiting.push(go))
  else reading++
  return () => {
    const next = waiting.shift()
    if (next) next()
    else reading--
  }
}

async function ask(question: Question, signal: AbortSignal | undefined): Promise<Answer> {
  signal?.throwIfAborted()
  const child = fork(PROGRAM, OPTIONS)
  const stop = () => child.kill('SIGKILL')
  const slow = setTimeout(stop, LIMITS.millis)
  signal?.addEventListener('abort', stop, { once: true })
  try {
    return await conversation(child, question)
  } catch (error) {
    throw signal?.aborted === true ? signal.reason : error
  } finally {
    clearTimeout(slow)
    signal?.removeEventListener('abort', stop)
  }
}

function conversation(child: ChildProcess, question: Question): Promise<Answer> {
  return new Promise((resolve, reject) => {
    child.once('message', (answer) => resolve(answer as Answer))
    child.once('error', reject)
    child.once('close', (code, signal) => reject(ended(code, signal)))
    // A child that died early closes the channel; `close` tells why, so the failed send has nothing to add.
    child.send(question, () => undefined)
  })
}

// Our own kill is by the clock. V8 ends a process that ran out of heap with SIGABRT, SIGTRAP or code 134.
function ended(code: number | null, signal: NodeJS.Signals | null): Error {
  if (signal === 'SIGKILL') return refuse('table.too-slow', { seconds: LIMITS.millis / 1000 })
  if (signal !== null || code === 134 || code === 133) return refuse('table.too-heavy')
  return new Error(`The process that reads tables ended with code ${code}`)
}
