import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { FontUse } from './font-use.ts'
import type { Job, Reply, Result } from './press-jobs.ts'

// Loaded again in a third of a second, and 150 MB less in between.
const IDLE_MS = 30_000
// A paper of 300 accounts takes 3 s; what takes a minute is stuck.
const STUCK_MS = 60_000

type Waiting = { resolve: (result: Result) => void; reject: (error: Error) => void; stuck: NodeJS.Timeout }
type Press = { child: ChildProcess; waiting: Map<number, Waiting>; idle?: NodeJS.Timeout }

let press: Press | undefined
let lastId = 0

/** Gives one job to the press, which is started when there is none. Jobs are done one after another. */
export function print(job: Job & { kind: 'chart' }): Promise<string>
export function print(job: Job & { kind: 'fonts' }): Promise<FontUse[]>
export function print(job: Exclude<Job, { kind: 'chart' | 'fonts' }>): Promise<Uint8Array>
export function print(job: Job): Promise<Result> {
  press ??= startPress()
  const owner = press
  const { child, waiting } = owner
  clearTimeout(owner.idle)
  const id = ++lastId
  return new Promise((resolve, reject) => {
    const stuck = setTimeout(() => child.kill('SIGKILL'), STUCK_MS)
    waiting.set(id, { resolve, reject, stuck })
    // Only work that somebody waits for keeps this process alive.
    child.channel?.ref()
    child.send({ id, job }, (error) => error && settle(owner, { id, error: error.message }))
  })
}

/** Ends the press now; work under way is refused. Without it the press ends by itself after 30 s or with us. */
export function stopPress(): void {
  if (press) end(press)
}

/** The process id of the press while there is one. */
export function pressId(): number | undefined {
  return press?.child.pid
}

function startPress(): Press {
  const own = import.meta.url
  const script = new URL(`./press-process${own.endsWith('.ts') ? '.ts' : '.js'}`, own)
  // stdout stays out of it: a command's --json owns stdout alone.
  const stdio = ['ignore', 'ignore', 'inherit', 'ipc'] as const
  const child = fork(fileURLToPath(script), { execArgv: [], serialization: 'advanced', stdio: [...stdio] })
  const started: Press = { child, waiting: new Map() }
  child.on('message', (reply: Reply) => settle(started, reply))
  child.once('disconnect', () => forget(started))
  child.once('error', (error) => refuseAll(started, error.message))
  child.once('exit', (code, signal) => refuseAll(started, `the press ended (${signal ?? code})`))
  child.unref()
  return started
}

function settle(owner: Press, reply: Reply): void {
  const waiting = owner.waiting.get(reply.id)
  if (!waiting) return
  clearTimeout(waiting.stuck)
  owner.waiting.delete(reply.id)
  if ('error' in reply) waiting.reject(new Error('the paper could not be printed', { cause: reply.error }))
  else waiting.resolve(reply.result)
  if (owner.waiting.size === 0) rest(owner)
}

function refuseAll(owner: Press, error: string): void {
  forget(owner)
  for (const id of owner.waiting.keys()) settle(owner, { id, error })
}

function rest(owner: Press): void {
  owner.child.channel?.unref()
  owner.idle = setTimeout(() => end(owner), IDLE_MS).unref()
}

// Forgotten before it is told: the next job must not be given to a press that is going.
function end(owner: Press): void {
  forget(owner)
  if (owner.child.connected) owner.child.disconnect()
}

function forget(ended: Press): void {
  clearTimeout(ended.idle)
  if (press === ended) press = undefined
}
