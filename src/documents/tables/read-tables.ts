import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { Refusal, refuse } from '../../vocabulary/refusals/index.ts'
import { LIMITS } from './shapes.ts'
import { unpacker } from './wire.ts'
import type { ChildProcessByStdio, SpawnOptionsWithStdioTuple } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import type { TableFile } from './shapes.ts'
import type { Params } from './wire.ts'

// The same code runs compiled from dist/ and as TypeScript under the tests (Node 24 strips the types itself).
const PROGRAM = new URL(import.meta.url.endsWith('.ts') ? './parse-process.ts' : './parse-process.js', import.meta.url)

// A process, not a worker thread: on Node 24 one large allocation inside a worker past its `resourceLimits` ends the
// whole program ("Reached heap limit"), and buffers are not counted at all. A child dies alone.
const BOUNDS = [`--max-old-space-size=${LIMITS.heapMegabytes}`, '--max-semi-space-size=8']
// It may read its own code, write nothing and start nothing.
const FLAGS = [...BOUNDS, '--permission', '--allow-fs-read=*']
// The kernel counts the processor time and ends what goes beyond it, even when the program that started it is gone.
const COUNTED = ['-c', `ulimit -t ${LIMITS.cpuSeconds}; exec "$@"`, 'sh', process.execPath, ...FLAGS]
const OPTIONS: SpawnOptionsWithStdioTuple<'pipe', 'pipe', 'ignore'> = {
  env: {},
  stdio: ['pipe', 'pipe', 'ignore'],
}

type Child = ChildProcessByStdio<Writable, Readable, null>

/** How many files are read at the same time; more wait, so that memory stays bounded however many people import. */
const AT_ONCE = 2

export type ReadOptions = {
  /** Named in the log when reading ends for a reason of our own; what a file is, its bytes say. */
  fileName?: string
  /** Refuse sheets with more printed rows than this. */
  maxRows?: number
  /** Takes a .docx as well: each of its tables is a sheet. */
  word?: boolean
  signal?: AbortSignal
}

/**
 * Reads .xlsx, .xls, .csv or .json bytes into plain tables, and with `word` those of a .docx. Runs in a process of its own with bounded heap and 6 seconds
 * of a processor; the caller goes on whatever the file does. Refuses (`table.*`) what is empty, oversized, no table,
 * password-protected, cut off, hostile, or holds no row at all.
 */
export async function readTables(bytes: Uint8Array, options: ReadOptions = {}): Promise<TableFile> {
  options.signal?.throwIfAborted()
  if (bytes.length === 0) throw refuse('table.file-empty')
  if (bytes.length > LIMITS.fileBytes)
    throw refuse('table.file-too-large', { megabytes: LIMITS.fileBytes / 1024 / 1024 })
  const free = await turn()
  try {
    const answer = await ask(bytes, options)
    if ('refusal' in answer) throw again(answer.refusal, answer.params)
    return answer
  } finally {
    free()
  }
}

type Told = NonNullable<ReturnType<ReturnType<typeof unpacker>['told']>>

// The child built the refusal from the catalogue; its parameters passed the compiler there.
const again = refuse as unknown as (code: string, params: Params) => Refusal

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

async function ask(
  bytes: Uint8Array,
  { fileName = '', maxRows = LIMITS.rows, word, signal }: ReadOptions,
): Promise<Told> {
  signal?.throwIfAborted()
  const asked = [String(Math.min(maxRows, LIMITS.rows)), ...(word ? ['word'] : [])]
  const child = spawn('/bin/sh', [...COUNTED, fileURLToPath(PROGRAM), ...asked], OPTIONS)
  const stop = () => child.kill('SIGKILL')
  const slow = setTimeout(stop, LIMITS.millis)
  signal?.addEventListener('abort', stop, { once: true })
  try {
    return await conversation(child, bytes)
  } catch (error) {
    if (signal?.aborted === true) throw signal.reason
    if (error instanceof Refusal) throw error
    throw new Error(`Reading ${fileName} failed`, { cause: error })
  } finally {
    clearTimeout(slow)
    signal?.removeEventListener('abort', stop)
  }
}

async function conversation(child: Child, bytes: Uint8Array): Promise<Told> {
  // A child that died early breaks the pipe; how it ended tells why, so the broken pipe has nothing to add.
  child.stdin.on('error', () => undefined).end(bytes)
  const [told, [code, signal]] = await Promise.all([listen(child.stdout), once(child, 'close')])
  if (code !== 0 || !told) throw ended(code, signal)
  return told
}

async function listen(said: Readable): Promise<Told | undefined> {
  const parts = unpacker()
  let rest = ''
  for await (const chunk of said.setEncoding('utf8')) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) parts.take(JSON.parse(line))
  }
  return parts.told()
}

// Ended for its time, by the kernel (SIGXCPU or, where both its limits are the same, SIGKILL) or by our clock. V8 ends a process that ran out of heap with SIGABRT, SIGTRAP or code 134.
function ended(code: number | null, signal: NodeJS.Signals | null): Error {
  if (signal === 'SIGKILL' || signal === 'SIGXCPU') return refuse('table.too-slow', { seconds: LIMITS.cpuSeconds })
  if (signal !== null || code === 134 || code === 133) return refuse('table.too-heavy')
  return new Error(`The process that reads tables ended with code ${code}`)
}
