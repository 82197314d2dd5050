import { Worker } from 'node:worker_threads'
import { refuse } from '../../vocabulary/refusals/index.ts'
import type { TextCheck } from '../model.ts'
import type { Answer, Asked, Told } from './messages.ts'

/** A list as the database has it. `stamp` changes with it; `pieces` gives its lines, a `ListLine` as JSON each. */
export type KeptList = { readonly key: string; readonly stamp: string; pieces(): AsyncIterable<string> }

export type ThreadJob = Omit<Asked, 'words' | 'names'> & { readonly words?: KeptList; readonly names?: KeptList }

/** Looks through texts one after another in a thread of its own. */
export type TextChecker = { check(job: ThreadJob): Promise<TextCheck> }

type Options = {
  readonly start?: () => Worker
  /** Texts that may wait; more are refused, so that neither memory nor patience runs out. */
  readonly most?: number
  /** Runs something when a text has taken too long; what it gives back takes that back. */
  readonly limit?: (stop: () => void) => () => void
}

const MOST_WAITING = 40
// The longest text takes some four seconds of a slow machine; a list of 200,000 lines is compiled in as many.
const LIMIT_SECONDS = 60
// Lists of more districts than work at a time are told again.
const LISTS_KEPT = 16

// The same code runs compiled from dist/ and as TypeScript under the tests (Node 24 strips the types itself).
const PROGRAM = new URL(import.meta.url.endsWith('.ts') ? './check-process.ts' : './check-process.js', import.meta.url)
// Its memory is bounded by what it is handed (`PASTED_MOST`, the lines of a list), not by `resourceLimits`: going beyond
// those would end the whole program (see documents/tables/read-tables.ts).
const startProgram = () => new Worker(PROGRAM, { execArgv: [] })
const byTheClock = (stop: () => void) => {
  const timer = setTimeout(stop, LIMIT_SECONDS * 1_000)
  return () => clearTimeout(timer)
}

type Thread = { worker: Worker; lists: Map<string, string>; ended: Promise<never> }
type Turn = { job: ThreadJob; done: (check: TextCheck) => void; failed: (error: unknown) => void }

/**
 * A checker with its own thread, started at the first text and again after it died; nothing of it runs before. Refuses
 * `text.checks-waiting`, `text.check-too-slow`. What ends the thread ends the check of one text alone.
 */
export function textChecker({
  start = startProgram,
  most = MOST_WAITING,
  limit = byTheClock,
}: Options = {}): TextChecker {
  const waiting: Turn[] = []
  let thread: Thread | undefined
  let busy = false
  let lastId = 0

  const end = () => {
    void thread?.worker.terminate()
    thread = undefined
  }

  function running(): Thread {
    if (thread) return thread
    const worker = start()
    const ended = new Promise<never>((_, reject) => {
      worker.once('error', reject)
      worker.once('exit', (code) => reject(new Error(`The thread that checks texts ended with code ${code}`)))
    })
    // Waited for only while a text is being checked.
    ended.catch(() => {
      if (thread?.worker === worker) thread = undefined
    })
    thread = { worker, lists: new Map(), ended }
    return thread
  }

  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  const tell = (to: Thread, what: Told) => to.worker.postMessage(what)

  /** The thread has this list as it is now; the name it knows it by. */
  async function told(to: Thread, list: KeptList | undefined): Promise<string | undefined> {
    if (!list) return undefined
    const { key, stamp, pieces } = list
    const name = `${key}@${stamp}`
    const known = to.lists.get(key)
    to.lists.delete(key)
    if (known !== name) {
      if (known !== undefined) tell(to, { kind: 'forget', list: known })
      try {
        for await (const lines of pieces()) tell(to, { kind: 'lines', list: name, lines })
      } catch (error) {
        tell(to, { kind: 'forget', list: name })
        throw error
      }
    }
    to.lists.set(key, name)
    for (const [oldest, called] of to.lists) {
      if (to.lists.size <= LISTS_KEPT) break
      to.lists.delete(oldest)
      tell(to, { kind: 'forget', list: called })
    }
    return name
  }

  async function answered({ words, names, ...asked }: ThreadJob): Promise<TextCheck> {
    const own = running()
    // Only a text that somebody waits for keeps the program alive.
    own.worker.ref()
    const id = (lastId += 1)
    const lists = { words: await told(own, words), names: await told(own, names) }
    let inTime = () => {}
    const slow = new Promise<never>((_, reject) => {
      inTime = limit(() => {
        end()
        reject(refuse('text.check-too-slow', { seconds: LIMIT_SECONDS }))
      })
    })
    try {
      const answer = new Promise<Answer>((resolve) => own.worker.once('message', resolve))
      tell(own, { kind: 'check', id, ...asked, ...lists })
      const said = await Promise.race([answer, own.ended, slow])
      if ('check' in said) return said.check
      throw new Error('A text could not be checked', { cause: said.defect })
    } finally {
      inTime()
      own.worker.unref()
    }
  }

  async function workOff(): Promise<void> {
    if (busy) return
    busy = true
    for (let turn = waiting.shift(); turn; turn = waiting.shift()) await answered(turn.job).then(turn.done, turn.failed)
    busy = false
  }

  return {
    async check(job) {
      if (waiting.length >= most) throw refuse('text.checks-waiting')
      return new Promise((done, failed) => {
        waiting.push({ job, done, failed })
        void workOff()
      })
    },
  }
}

let standard: TextChecker | undefined

/** The checker of this program: one thread, so that the typo engine's model lies in memory once. */
export const standardTextChecker = (): TextChecker => (standard ??= textChecker())
