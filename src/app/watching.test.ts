import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { tmpdir } from 'node:os'
import { describe, expect, it, onTestFinished } from 'vitest'
import { cloneDatabase } from '../../tests/support/database.ts'
import { stoppableDatabase } from '../../tests/support/stoppable-database.ts'
import { operatorActor, vaultWith } from '../access/index.ts'
import { fixedClock, instant } from '../calendar/index.ts'
import { seededIds } from '../database/index.ts'
import { obstaclesOf } from '../database/readiness.ts'
import { append, systemChain } from '../trail/index.ts'
import { watchOf } from './watching.ts'

const clock = fixedClock(instant('2026-10-12T01:00:00Z'))
const depsOver = (db: Awaited<ReturnType<typeof cloneDatabase>>['db']) => ({
  db,
  clock,
  wall: clock,
  ids: seededIds('app-watching', clock),
  vault: vaultWith(Buffer.alloc(32, 7)),
  dataDir: '/none',
})
const sound = { obstacles: () => Promise.resolve([]), writeObstacle: () => Promise.resolve(undefined) }
const pools = () => [{ pool: 'pages', total: 3, idle: 1, waiting: 2 }]

const figuresOf = async (watch: ReturnType<typeof watchOf>) =>
  new Map(
    (await watch.families()).flatMap(({ name, samples }) =>
      samples.map(({ labels = {}, value }) => [[name, ...Object.values(labels)].join(' '), value]),
    ),
  )

describe('what Prometheus is told', () => {
  it('has connections, runs by state and the age of the last backup that was read back whole', async () => {
    const { db } = await cloneDatabase()
    const deps = depsOver(db)
    const watch = watchOf(deps, { ...sound, pools }, {})
    expect((await figuresOf(watch)).has('govmedia_backup_age_seconds')).toBe(false)
    await db.transaction().execute(async (tx) => {
      for (const action of ['backup.made', 'backup.verified'])
        await append(tx, deps.ids, {
          districtId: systemChain,
          actor: operatorActor('watching', 'r'),
          action,
          subject: { kind: 'backup', id: 'one.backup' },
          at: instant('2026-10-12T00:00:00Z'),
        })
    })
    await db
      .insertInto('job_run')
      .values({
        id: deps.ids.next(),
        district_id: '990611',
        kind: 'month-check',
        subject: '2026-09',
        state: 'queued',
        input: '{}',
        requested_by: 'somebody',
        queued_at: clock.now(),
      })
      .execute()
    const figures = await figuresOf(watch)
    expect(figures.get('govmedia_backup_age_seconds')).toBe(3600)
    expect(figures.get('govmedia_job_runs month-check queued')).toBe(1)
    expect(figures.get('govmedia_database_connections pages busy')).toBe(2)
    expect(figures.get('govmedia_database_connections pages waiting')).toBe(2)
    expect(figures.get('govmedia_database_up')).toBe(1)
    expect(figures.get('process_resident_memory_bytes')).toBeGreaterThan(1e6)
  })

  it('is still told something while the database is away', async () => {
    const database = await stoppableDatabase()
    onTestFinished(() => database.remove())
    const watch = watchOf(depsOver(database.db), { ...sound, pools }, {})
    await database.stop()
    const figures = await figuresOf(watch)
    expect([figures.get('govmedia_database_up'), figures.has('govmedia_job_runs')]).toEqual([0, false])
    expect(await obstaclesOf(database.db, null)).toEqual(['database'])
  })

  it('takes the token from the installation’s settings, and an empty one is none', () => {
    const token = (value?: string) =>
      watchOf(
        depsOver(null as never),
        { ...sound, pools },
        {
          GOVMEDIA_METRICS_TOKEN: value,
        },
      ).token
    expect([token(' word '), token(' '), token()]).toEqual(['word', undefined, undefined])
  })
})

describe('ready', () => {
  it('is no program whose schema somebody else has changed, and none whose server nobody keeps', async () => {
    const { db, owner } = await cloneDatabase()
    expect(await obstaclesOf(db, null)).toEqual([])
    const folder = mkdtempSync(join(tmpdir(), 'govmedia-unkept-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    expect(await obstaclesOf(db, folder)).toEqual(['keeper'])
    await owner((client) => client.query(`insert into schema_migration values (999, '999-newer.sql', 'x', now())`))
    expect(await obstaclesOf(db, null)).toEqual(['schema'])
  })
})
