import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { countedWork, HEARTBEAT_SECONDS } from '../../tests/support/counted-work.ts'
import { cloneDatabase, type TestDatabase } from '../../tests/support/database.ts'
import { nextJson, type Program, startScript } from '../../tests/support/programs.ts'
import { systemClock } from '../calendar/index.ts'
import { OWNER_ROLE, SOCKET_PORT } from '../database/embedded/settings.ts'
import { type OpenDatabase, openDatabase, systemIds } from '../database/index.ts'
import { type JobQueue, jobRun, startJobQueue } from './index.ts'

const districtId = '990100'

let database: TestDatabase
let url: string
let servers: { database: OpenDatabase; queue: JobQueue }[]
let worker: Program | undefined

beforeEach(async () => {
  database = await cloneDatabase()
  url = `postgresql://${OWNER_ROLE}@localhost:${SOCKET_PORT}/${database.name}?host=${encodeURIComponent(inject('databaseSocket'))}`
  await database.owner((owner) =>
    owner.query('create table job_done (district_id text, subject text); grant all on job_done to govmedia_app'),
  )
  servers = []
})

afterEach(async () => {
  worker?.process.kill('SIGKILL')
  await worker?.ended
  for (const { queue, database: opened } of servers) {
    await queue.stop()
    await opened.close()
  }
})

async function startServer(): Promise<(typeof servers)[number]> {
  const opened = await openDatabase({ dataDir: '/nonexistent', databaseUrl: url, role: 'serve' })
  const queue = await startJobQueue({
    db: opened.db,
    executeSql: (text, values) => opened.pool.query(text, values),
    wall: systemClock(),
    ids: systemIds(),
    heartbeatSeconds: HEARTBEAT_SECONDS,
    kinds: [countedWork(opened.db, async () => undefined)],
    onDefect: () => undefined,
  })
  servers.push({ database: opened, queue })
  return servers.at(-1)!
}

describe('two servers and a worker on one database', () => {
  it(
    'end a job once whose worker was killed in the middle of it, and another program leads',
    { timeout: 120_000 },
    async () => {
      worker = startScript('job-worker.ts', [url])
      expect(await nextJson(worker)).toEqual({ leads: true })
      // Nobody else works yet: the job is the worker's.
      const { rows } = await database.pool.query(`select name from pgboss.queue where name = 'month-check'`)
      expect(rows).toHaveLength(1)
      const asking = await startServerThatOnlyAsks()
      const { runId } = await asking.enqueue({
        kind: 'month-check',
        districtId,
        subject: '2026-09',
        input: {},
        requestedBy: 'u1',
      })
      expect(await nextJson(worker)).toEqual({ working: true })
      const [first, second] = [await startServer(), await startServer()]
      expect(await first.database.lead.has('rounds')).toBe(false)

      worker.process.kill('SIGKILL')
      await worker.ended
      const taken = () => Promise.all([first, second].map(({ database: opened }) => opened.lead.has('rounds')))
      await expect.poll(taken, { timeout: 10_000 }).toContain(true)
      // Never both.
      expect((await taken()).filter(Boolean)).toHaveLength(1)

      await expect
        .poll(async () => (await jobRun(database.db, districtId, runId))?.state, { timeout: 90_000, interval: 500 })
        .toBe('done')
      const done = await database.pool.query('select district_id, subject from job_done')
      expect(done.rows).toEqual([{ district_id: districtId, subject: '2026-09' }])
      const { rows: jobs } = await database.pool.query(`select state from pgboss.job where name = 'month-check'`)
      expect(jobs).toEqual([{ state: 'completed' }])
      await asking.stop()
    },
  )
})

async function startServerThatOnlyAsks(): Promise<JobQueue> {
  const opened = await openDatabase({ dataDir: '/nonexistent', databaseUrl: url, role: 'serve' })
  const queue = await startJobQueue({
    db: opened.db,
    executeSql: (text, values) => opened.pool.query(text, values),
    wall: systemClock(),
    ids: systemIds(),
    kinds: [],
    onDefect: () => undefined,
  })
  return { ...queue, stop: () => queue.stop().then(() => opened.close()) }
}
