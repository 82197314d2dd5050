import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { FontUse } from './font-use.ts'
import type { Job, Reply, Result } from './press-jobs.ts'

// Loaded again in a third of a second, and 150 MB less in between.
const IDLE_MS = 30_000
// A paper of 5,000 accounts takes some seconds; what takes a minute is stuck.
const STUCK_MS = 60_000
// What a large paper took is not given back by the compiler and little of it by the heap: the next job gets a new press.
const GROWN_MB = 256
// The docx library makes much that dies young: small steps keep 100 MB of it away, for a tenth more of its time.
const LEAN = ['--max-semi-space-size=4']

type Waiting = { job: Job; resolve: (result: Result) => void; reject: (error: Error) => void; stuck?: NodeJS.Timeout }
/** `under`: the job it works on; the others of `waiting` come after it in their order. */
type Press = { child: ChildProcess; waiting: Map<number, Waiting>; under?: number | undefined; idle?: NodeJS.Timeout }

let press: Press | undefined
let lastId = 0

/** Gives one job to the press, which is started when there is none. Jobs are done one after another. */
export function print(job: Job & { kind: 'chart' }): Promise<string>
export function print(job: Job & { kind: 'fonts' }): Promise<FontUse[]>
export function print(job: Exclude<Job, { kind: 'chart' | 'fonts' }>): Promise<Uint8Array>
export function print(job: Job): Promise<Result> {
  press ??= startPress()
  const owner = press
  clearTimeout(owner.idle)
  const id = ++lastId
  return new Promise((resolve, reject) => {
    owner.waiting.set(id, { job, resolve, reject })
    // Only work that somebody waits for keeps this process alive.
    owner.child.channel?.ref()
    sendNext(owner)
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
  const child = fork(fileURLToPath(script), { execArgv: LEAN, serialization: 'advanced', stdio: [...stdio] })
  const started: Press = { child, waiting: new Map() }
  child.on('message', (reply: Reply) => settle(started, reply))
  child.once('disconnect', () => forget(started))
  child.once('error', (error) => refuseAll(started, error.message))
  child.once('exit', (code, signal) => refuseAll(started, `the press ended (${signal ?? code})`))
  child.unref()
  return started
}

function sendNext(owner: Press): void {
  const [next] = owner.waiting
  if (owner.under !== undefined || !next) return
  const [id, waiting] = next
  owner.under = id
  waiting.stuck = setTimeout(() => owner.child.kill('SIGKILL'), STUCK_MS)
  owner.child.send(
    { id, job: waiting.job },
    (error) => error && settle(owner, { id, error: error.message, megabytes: 0 }),
  )
}

function settle(owner: Press, reply: Reply): void {
  const waiting = owner.waiting.get(reply.id)
  if (!waiting) return
  clearTimeout(waiting.stuck)
  owner.waiting.delete(reply.id)
  if (owner.under === reply.id) owner.under = undefined
  if ('error' in reply) waiting.reject(notPrinted(reply.error))
  else waiting.resolve(reply.result)
  if (reply.megabytes > GROWN_MB && press === owner) replace(owner)
  else if (owner.waiting.size === 0) rest(owner)
  else sendNext(owner)
}

/** Ends a press that has grown; what it had not begun is done by the next one. */
function replace(owner: Press): void {
  const left = [...owner.waiting]
  owner.waiting.clear()
  end(owner)
  if (left.length === 0) return
  press = startPress()
  press.child.channel?.ref()
  for (const [id, waiting] of left) press.waiting.set(id, waiting)
  sendNext(press)
}

function refuseAll(owner: Press, error: string): void {
  forget(owner)
  for (const { stuck, reject } of owner.waiting.values()) {
    clearTimeout(stuck)
    reject(notPrinted(error))
  }
  owner.waiting.clear()
}

const notPrinted = (reason: string) => new Error('the paper could not be printed', { cause: reason })

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
