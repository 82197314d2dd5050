import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cloneDatabase, type TestDatabase } from '../../tests/support/database.ts'
import { systemClock } from '../calendar/index.ts'
import { systemIds } from '../database/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { type JobKind, jobRun, type JobQueue, latestRun, startJobQueue } from './index.ts'

const districtId = '990100'
const request = { kind: 'month-check', districtId, subject: '2026-09', input: {}, requestedBy: 'u1' }

let database: TestDatabase
let queue: JobQueue | undefined
let defects: unknown[]

beforeEach(async () => {
  database = await cloneDatabase()
  defects = []
})
afterEach(async () => {
  await queue?.stop()
  queue = undefined
})

async function start(run: JobKind['run']): Promise<JobQueue> {
  queue = await startJobQueue({
    db: database.db,
    executeSql: (text, values) => database.pool.query(text, values),
    wall: systemClock(),
    ids: systemIds(),
    kinds: [{ name: 'month-check', run }],
    onDefect: (error) => defects.push(error),
  })
  return queue
}

async function ended(id: string) {
  for (let look = 0; look < 300; look++) {
    const run = await jobRun(database.db, districtId, id)
    if (run?.state === 'done' || run?.state === 'failed') return run
    await pause(100)
  }
  throw new Error('the run did not end')
}

describe('a background run', () => {
  it('shows its progress and keeps its result', async () => {
    let release = () => {}
    const held = new Promise<void>((done) => (release = done))
    const jobs = await start(async (_job, progress) => {
      progress({ done: 1, total: 3, message: '正在判定' })
      await held
      return { judged: 28 }
    })
    const { runId } = await jobs.enqueue(request)
    for (let look = 0; look < 100 && (await jobRun(database.db, districtId, runId))?.done !== 1; look++) await pause(50)
    expect(await jobRun(database.db, districtId, runId)).toMatchObject({
      state: 'running',
      done: 1,
      total: 3,
      message: '正在判定',
    })
    release()
    expect(await ended(runId)).toMatchObject({ state: 'done', result: { judged: 28 } })
    expect(await latestRun(database.db, districtId, 'month-check', '2026-09')).toMatchObject({ id: runId })
    expect(await jobRun(database.db, '990200', runId)).toBeUndefined()
  })

  it('is told who asked for it, and as whose deputy', async () => {
    let asked: object | undefined
    const jobs = await start((job) => Promise.resolve((asked = job)))
    await ended((await jobs.enqueue({ ...request, onBehalfOf: 'u2' })).runId)
    expect(asked).toMatchObject({ requestedBy: 'u1', onBehalfOf: 'u2' })
  })

  it('is one, however often a month is asked for, and another one afterwards', async () => {
    let running = 0
    let most = 0
    const jobs = await start(async () => {
      most = Math.max(most, ++running)
      await pause(300)
      running--
    })
    const asked = await Promise.all(Array.from({ length: 5 }, () => jobs.enqueue(request)))
    await Promise.all(asked.map(({ runId }) => ended(runId)))
    expect(most).toBe(1)
    const again = await jobs.enqueue(request)
    expect(asked.map(({ runId }) => runId)).not.toContain(again.runId)
    expect(await ended(again.runId)).toMatchObject({ state: 'done' })
  })

  it('ends with the sentence of a refusal, which is no defect and is not tried again', async () => {
    let tries = 0
    const jobs = await start(async () => {
      tries++
      throw refuse('record.not-found', { what: '单位' })
    })
    const { runId } = await jobs.enqueue(request)
    expect(await ended(runId)).toMatchObject({ state: 'failed', message: expect.stringContaining('没有找到该单位') })
    expect({ tries, defects }).toEqual({ tries: 1, defects: [] })
  })

  it('is not answered with a run that was asked for otherwise', async () => {
    let release = () => {}
    const held = new Promise<void>((done) => (release = done))
    const jobs = await start(() => held)
    const first = await jobs.enqueue({ ...request, input: { asOf: '2026-09-20' } })
    expect(await jobs.enqueue({ ...request, input: { asOf: '2026-09-20' } })).toEqual(first)
    await expect(jobs.enqueue({ ...request, input: {} })).rejects.toMatchObject({ code: 'job.under-way' })
    release()
    expect(await ended(first.runId)).toMatchObject({ state: 'done' })
  })

  // What a program that was killed leaves behind: a run without a job, and a job whose last try died with its worker.
  it.each(['queued', 'running'])('whose job was lost while %s says so and does not block its month', async (state) => {
    await (await start(async () => {})).stop()
    const lost = systemIds().next()
    await database.pool.query(
      `insert into job_run (district_id, id, kind, subject, state, input, requested_by, queued_at)
       values ($1, $2, 'month-check', '2026-09', $3, '{}', 'u1', now())`,
      [districtId, lost, state],
    )
    await database.pool.query(
      `insert into pgboss.job (name, data, state, singleton_key) values ('month-check', $1, 'failed', 'x')`,
      [{ runId: lost }],
    )
    let ran = 0
    const jobs = await start(async () => void ran++)
    expect(await jobRun(database.db, districtId, lost)).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('请重新提交'),
    })
    await ended((await jobs.enqueue(request)).runId)
    expect(ran).toBe(1)
  })

  it('leaves no run behind when its job could not be sent', async () => {
    const jobs = await start(async () => {})
    await expect(jobs.enqueue({ ...request, kind: 'nothing-of-this-kind' })).rejects.toThrow()
    expect((await database.pool.query('select from job_run')).rowCount).toBe(0)
  })

  it('that breaks is tried again and may still be done', async () => {
    let tries = 0
    const jobs = await start(async () => {
      if (++tries === 1) throw new Error('connection lost')
      return tries
    })
    const { runId } = await jobs.enqueue(request)
    expect(await ended(runId)).toMatchObject({ state: 'done', result: 2 })
    expect(defects).toHaveLength(1)
  })
})
