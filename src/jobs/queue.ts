import { CompiledQuery } from 'kysely'
import type { JobWithMetadata, PgBoss } from 'pg-boss'
import { type Db, type Ids, inTransaction, type Tx } from '../database/index.ts'
import type { Clock } from '../calendar/index.ts'
import { canonicalJson } from '../trail/index.ts'
import { Refusal, refuse } from '../vocabulary/refusals/index.ts'
import { failLostRuns, finishRun, insertRun, liveRun, recallJobs, reportProgress, startRun } from './queries.ts'

/** What a job tells while it works; shown as it stands on the page that waits for it. */
export type Progress = (step: { done: number; total?: number; message?: string }) => void

/** Who asked for it; as whose deputy, where it was begun for somebody else. */
type Asked = { requestedBy: string; onBehalfOf?: string | undefined }

/** A kind of work that runs in the background. `subject` (a month, a quarter) is what may run only once at a time in a district. */
export type JobKind<Input = unknown> = {
  name: string
  run(
    job: { districtId: string; subject: string; input: Input; requestId: string } & Asked,
    progress: Progress,
  ): Promise<unknown>
}

export type JobRequest = { kind: string; districtId: string; subject: string; input: unknown } & Asked

/** Accepts work and says by which run it can be watched. The same subject asked for twice is one run; asked for otherwise while it is under way, it is refused (`job.under-way`). */
export type JobQueue = { enqueue(request: JobRequest): Promise<{ runId: string }>; stop(): Promise<void> }

type Payload = { runId: string; districtId: string; subject: string; input: unknown } & Asked

// A dead worker is noticed after half a minute without a heartbeat; its job is tried twice more.
const queueOptions = {
  policy: 'exclusive',
  retryLimit: 2,
  retryDelay: 2,
  expireInSeconds: 900,
  heartbeatSeconds: 30,
} as const

/**
 * Starts the queue over the program's own connections (pg-boss, schema `pgboss`). `exclusive` lets one job a district
 * and subject be queued or active; the verbs' own advisory lock holds even against the terminal.
 */
export async function startJobQueue(options: {
  db: Db
  executeSql: (text: string, values?: unknown[]) => Promise<{ rows: unknown[] }>
  wall: Clock
  ids: Ids
  kinds: readonly JobKind[]
  onDefect: (error: unknown, context: Record<string, string>) => void
  /** After how long without a word a worker counts as dead; pg-boss takes no less than ten. */
  heartbeatSeconds?: number
}): Promise<JobQueue> {
  // Loaded here, because whoever only names a job would wait for it.
  const { PgBoss } = await import('pg-boss')
  const boss = new PgBoss({
    db: { executeSql: options.executeSql },
    schema: 'pgboss',
    createSchema: false,
    schedule: false,
    superviseIntervalSeconds: 15,
    registerInstance: false,
  })
  boss.on('error', (error) => options.onDefect(error, { part: 'jobs' }))
  await boss.start()
  for (const kind of options.kinds) {
    const { heartbeatSeconds = queueOptions.heartbeatSeconds } = options
    await boss.createQueue(kind.name, { ...queueOptions, heartbeatSeconds })
    await boss.updateQueue(kind.name, { retryLimit: queueOptions.retryLimit, retryDelay: queueOptions.retryDelay })
    await boss.work(
      kind.name,
      { pollingIntervalSeconds: 0.5, includeMetadata: true },
      async ([job]: JobWithMetadata<Payload>[]) => {
        if (job) await perform(options, kind, job.data, job.retryCount >= job.retryLimit)
      },
    )
  }
  const stopLooking = await lookForLostRuns(options)
  return {
    enqueue: (request) => enqueue(options, boss, request),
    async stop() {
      await stopLooking()
      await boss.stop({ graceful: true, timeout: 3_000 })
    },
  }
}

type Options = Parameters<typeof startJobQueue>[0]

const LOOK_EVERY_MS = 15_000

// What a killed program left behind must not block its month for ever: now, and as often as the queue looks for dead workers.
async function lookForLostRuns({ db, wall, onDefect }: Options): Promise<() => Promise<void>> {
  await recallJobs(db)
  await failLostRuns(db, wall.now())
  let looking = Promise.resolve()
  const look = () => {
    looking = looking
      .then(() => recallJobs(db))
      .then(() => failLostRuns(db, wall.now()))
      .catch((error: unknown) => onDefect(error, { part: 'jobs' }))
  }
  const timer = setInterval(look, LOOK_EVERY_MS).unref()
  return () => {
    clearInterval(timer)
    return looking
  }
}

// Run and job are saved together or not at all. Where the same subject is already under way, the run to watch is that
// one, unless something else was asked for: then the person hears so instead of getting an answer to another question.
async function enqueue(options: Options, boss: PgBoss, request: JobRequest): Promise<{ runId: string }> {
  await failLostRuns(options.db, options.wall.now())
  const runId = options.ids.next()
  const { districtId, subject, input, requestedBy, onBehalfOf } = request
  const isSent = await inTransaction(options.db, async (tx) => {
    const payload = { runId, districtId, subject, input, requestedBy, onBehalfOf } satisfies Payload
    const singletonKey = `${districtId}/${subject}`
    const sent = await boss.send(request.kind, payload, { singletonKey, db: { executeSql: within(tx) } })
    if (sent !== null) await insertRun(tx, { ...request, id: runId, at: options.wall.now() })
    return sent !== null
  })
  if (isSent) return { runId }
  const live = await liveRun(options.db, request)
  if (!live || canonicalJson(live.input) !== canonicalJson(input)) throw refuse('job.under-way')
  return { runId: live.id }
}

const within = (tx: Tx) => async (text: string, values?: unknown[]) => {
  const { rows } = await tx.executeQuery(CompiledQuery.raw(text, values ?? []))
  return { rows }
}

async function perform(options: Options, kind: JobKind, payload: Payload, isLastTry: boolean): Promise<void> {
  const { db, wall } = options
  const { districtId, runId } = payload
  await startRun(db, { districtId, id: runId, at: wall.now() })
  const progress = throttled((step) => reportProgress(db, { districtId, id: runId, at: wall.now(), ...step }))
  try {
    const result = await kind.run({ ...payload, requestId: runId }, progress.report)
    await progress.settle()
    await finishRun(db, { districtId, id: runId, state: 'done', message: null, result, at: wall.now() })
  } catch (error) {
    await progress.settle()
    const known = error instanceof Refusal
    if (known || isLastTry) {
      const message = known ? error.message : refuse('job.failed', { id: runId }).message
      await finishRun(db, { districtId, id: runId, state: 'failed', message, result: null, at: wall.now() })
    }
    if (known) return
    options.onDefect(error, { part: 'jobs', kind: kind.name, runId })
    throw error
  }
}

// At most three writes a second, and the last one is waited for.
function throttled(write: (step: Parameters<Progress>[0]) => Promise<void>) {
  let writing: Promise<void> = Promise.resolve()
  let nextAt = 0
  const report: Progress = (step) => {
    const now = performance.now()
    if (now < nextAt) return
    nextAt = now + 330
    writing = writing.then(() => write(step)).catch(() => undefined)
  }
  return { report, settle: () => writing }
}
