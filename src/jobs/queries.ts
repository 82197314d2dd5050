import { sql } from 'kysely'
import type { Instant } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'

/** A run as its page shows it. Counts are what the job itself said. */
export type JobRun = {
  id: string
  kind: string
  subject: string
  state: 'queued' | 'running' | 'done' | 'failed'
  done: number
  total: number | null
  message: string | null
  result: unknown
  requestedBy: string
  queuedAt: Instant
  finishedAt: Instant | null
}

/** One run, or undefined. */
export async function jobRun(db: Db, districtId: string, id: string): Promise<JobRun | undefined> {
  const row = await runs(db, districtId).where('id', '=', id).executeTakeFirst()
  return row && { ...row, state: row.state as JobRun['state'] }
}

/** The newest run of a subject, for a page that is opened while or after it works. */
export async function latestRun(
  db: Db,
  districtId: string,
  kind: string,
  subject: string,
): Promise<JobRun | undefined> {
  const row = await runs(db, districtId)
    .where('kind', '=', kind)
    .where('subject', '=', subject)
    .orderBy('queued_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && { ...row, state: row.state as JobRun['state'] }
}

const runs = (db: Db, districtId: string) =>
  db
    .selectFrom('job_run')
    .select([
      'id',
      'kind',
      'subject',
      'state',
      'done_count as done',
      'total_count as total',
      'message',
      'result',
      'requested_by as requestedBy',
      'queued_at as queuedAt',
      'finished_at as finishedAt',
    ])
    .where('district_id', '=', districtId)

/**
 * Runs that need somebody: the newest of a subject that failed, or that has not moved for a quarter of an hour, after
 * which it has expired in the queue, too.
 */
export async function troubledRuns(
  db: Db,
  now: Instant,
): Promise<{ kind: string; subject: string; districtId: string; state: string; message: string | null }[]> {
  const { rows } = await sql<Awaited<ReturnType<typeof troubledRuns>>[number]>`
    select kind, subject, "districtId", state, message from (
      select distinct on (district_id, kind, subject) kind, subject, district_id as "districtId", state, message,
        coalesce(heartbeat_at, started_at, queued_at) as moved
      from job_run order by district_id, kind, subject, queued_at desc) newest
    where state = 'failed' or state in ('queued', 'running')
      and moved not between ${now}::timestamptz - interval '15 minutes' and ${now}::timestamptz + interval '15 minutes'
    order by "districtId", kind, subject`.execute(db)
  return rows
}

/** How many runs stand in each state, by kind of work, in the whole installation. */
export async function countRuns(db: Db): Promise<{ kind: string; state: JobRun['state']; count: number }[]> {
  const { rows } = await sql<Awaited<ReturnType<typeof countRuns>>[number]>`
    select kind, state, count(*)::int as count from job_run group by kind, state order by kind, state`.execute(db)
  return rows
}

export async function insertRun(
  db: Db | Tx,
  run: {
    id: string
    districtId: string
    kind: string
    subject: string
    input: unknown
    requestedBy: string
    at: Instant
  },
): Promise<void> {
  await db
    .insertInto('job_run')
    .values({
      district_id: run.districtId,
      id: run.id,
      kind: run.kind,
      subject: run.subject,
      state: 'queued',
      input: JSON.stringify(run.input),
      requested_by: run.requestedBy,
      queued_at: run.at,
    })
    .execute()
}

export async function liveRun(
  db: Db,
  of: { districtId: string; kind: string; subject: string },
): Promise<{ id: string; input: unknown } | undefined> {
  return db
    .selectFrom('job_run')
    .select(['id', 'input'])
    .where('district_id', '=', of.districtId)
    .where('kind', '=', of.kind)
    .where('subject', '=', of.subject)
    .where('state', 'in', ['queued', 'running'])
    .orderBy('queued_at', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** Ends runs behind which no job stands any more: its program was killed, or its last try died with its worker. */
export async function failLostRuns(db: Db, at: Instant): Promise<void> {
  await sql`
    update job_run r set state = 'failed', message = ${refuse('job.lost').message}, finished_at = ${at}
    where r.state in ('queued', 'running') and not exists (
      select from pgboss.job j
      where j.name = r.kind and j.data ->> 'runId' = r.id::text and j.state in ('created', 'retry', 'active'))`.execute(
    db,
  )
}

/**
 * Jobs that a clock which was ahead put off or took: they would wait, or count as worked on by who has died, until the days
 * it was ahead by are over. Ours wait for seconds.
 */
export async function recallJobs(db: Db): Promise<void> {
  await sql`
    update pgboss.job set start_after = least(start_after, now()), started_on = least(started_on, now()),
      heartbeat_on = least(heartbeat_on, now())
    where state in ('created', 'retry', 'active')
      and greatest(start_after, started_on, heartbeat_on) > now() + interval '5 minutes'`.execute(db)
}

type RunKey = { districtId: string; id: string; at: Instant }

export async function startRun(db: Db, run: RunKey): Promise<void> {
  await db
    .updateTable('job_run')
    .set({ state: 'running', started_at: run.at, heartbeat_at: run.at, done_count: 0, message: null })
    .where('district_id', '=', run.districtId)
    .where('id', '=', run.id)
    .execute()
}

export async function reportProgress(
  db: Db,
  step: RunKey & { done: number; total?: number; message?: string },
): Promise<void> {
  await db
    .updateTable('job_run')
    .set({
      done_count: step.done,
      total_count: step.total ?? null,
      message: step.message ?? null,
      heartbeat_at: step.at,
    })
    .where('district_id', '=', step.districtId)
    .where('id', '=', step.id)
    .execute()
}

export async function finishRun(
  db: Db,
  run: RunKey & { state: 'done' | 'failed'; message: string | null; result: unknown },
): Promise<void> {
  const result =
    run.result === null || run.result === undefined ? null : sql<string>`${JSON.stringify(run.result)}::jsonb`
  await db
    .updateTable('job_run')
    .set({ state: run.state, message: run.message, result, finished_at: run.at })
    .where('district_id', '=', run.districtId)
    .where('id', '=', run.id)
    .execute()
}
