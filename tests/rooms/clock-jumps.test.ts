import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  answerSecondFactor,
  beginSecondFactor,
  enrolSecondFactor,
  pendingSecret,
  readSession,
  signIn,
} from '../../src/access/index.ts'
import { codeAt } from '../../src/access/second-factor/codes.ts'
import { makeRounds } from '../../src/app/rounds.ts'
import { isBackupDue } from '../../src/backup/index.ts'
import {
  addDays,
  civilDate,
  dayOf,
  fixedClock,
  instant,
  monthOf,
  quarterOf,
  systemClock,
} from '../../src/calendar/index.ts'
import { claimDue as claimTargets } from '../../src/collection/running/queries.ts'
import { systemIds } from '../../src/database/index.ts'
import { jobRun, type JobKind, startJobQueue } from '../../src/jobs/index.ts'
import { troubledRuns } from '../../src/jobs/queries.ts'
import { claimDue as claimDigests, queueDigest } from '../../src/notify/outbox.ts'
import { append, verifyTrail } from '../../src/trail/index.ts'
import { claimDue as claimNews, fillOutbox } from '../../src/webhooks/outbox.ts'
import { setEndpoint, switchEndpoint } from '../../src/webhooks/verbs/set-endpoint.ts'
import { accessPlace, officeDistrict, operator } from '../support/access-place.ts'
import { collectingPlace } from '../support/collecting-place.ts'
import { cloneDatabase } from '../support/database.ts'
import { districtId } from '../support/monitored-district.ts'

const [now, yearAhead] = ['2026-10-12T01:00:00Z', '2027-10-12T01:00:00Z']

describe('a clock that jumps, and who is signed in', () => {
  it('forwards by hours ends what has been idle; set back again, nothing that ended comes to life for longer than it had', async () => {
    const { deps, wall, hire } = await accessPlace()
    const { password } = await hire('lin', 'supervisor')
    const { token } = await signIn(deps, { login: 'lin', password })
    const holds = async () => (await readSession(deps, token, 'r')) !== undefined
    wall.to('2026-10-12T05:00:00Z')
    expect(await holds()).toBe(false)
    wall.to('2026-10-12T01:10:00Z')
    expect(await holds()).toBe(true)
    wall.to('2026-10-12T01:41:00Z')
    expect(await holds()).toBe(false)
  })

  it('back after days ahead keeps nobody signed in for days, nor sure of who sits there; a minute is no jump', async () => {
    const { deps, wall, hire } = await accessPlace()
    const { password } = await hire('lin', 'supervisor')
    wall.to('2026-10-15T01:00:00Z')
    const ahead = await signIn(deps, { login: 'lin', password })
    expect(await readSession(deps, ahead.token, 'r')).toBeDefined()
    wall.to(now)
    expect(await readSession(deps, ahead.token, 'r')).toBeUndefined()
    const { token } = await signIn(deps, { login: 'lin', password })
    wall.to('2026-10-12T00:59:00Z')
    expect((await readSession(deps, token, 'r'))?.actor.unconfirmed).toBeUndefined()
    await deps.db
      .updateTable('session')
      .set({ confirmed_at: instant(yearAhead), created_at: instant(now) })
      .execute()
    expect((await readSession(deps, token, 'r'))?.actor.unconfirmed).toBe(true)
  })

  it('measures idleness anew from where the clock was set back to', async () => {
    const { deps, wall, hire } = await accessPlace()
    const { password } = await hire('lin', 'supervisor')
    const { token } = await signIn(deps, { login: 'lin', password })
    await deps.db
      .updateTable('session')
      .set({ last_seen_at: instant('2026-10-12T09:00:00Z') })
      .execute()
    expect(await readSession(deps, token, 'r')).toBeDefined()
    wall.to('2026-10-12T01:31:00Z')
    expect(await readSession(deps, token, 'r')).toBeUndefined()
  })

  it('back after a year ahead lets the next code of the telephone in, and still none twice', async () => {
    const { deps, wall, hire } = await accessPlace()
    const { password, actor } = await hire('guan', 'administrator')
    await beginSecondFactor(deps, actor)
    const { text } = (await pendingSecret(deps, { id: actor.id, login: 'guan' }))!
    wall.to(yearAhead)
    await enrolSecondFactor(deps, actor, codeAt(text, wall.now()))
    wall.to(now)
    const answer = async () =>
      answerSecondFactor(deps, {
        token: (await signIn(deps, { login: 'guan', password })).token,
        code: codeAt(text, wall.now()),
      })
    expect((await answer()).next).toBe('session')
    await expect(answer()).rejects.toMatchObject({ code: 'second-factor.wrong-code' })
  })

  it('back after a year ahead leaves nobody locked out for a year', async () => {
    const { deps, wall, hire } = await accessPlace()
    const { password } = await hire('lin', 'supervisor')
    wall.to(yearAhead)
    const tried = () => signIn(deps, { login: 'lin', password: 'wrong' }).catch(({ code }: { code: string }) => code)
    for (let n = 0; n < 5; n++) await tried()
    expect(await tried()).toBe('access.locked-out')
    wall.to(now)
    expect((await signIn(deps, { login: 'lin', password })).next).toBe('session')
  })
})

describe('a clock that jumps, and what waits', () => {
  const place = collectingPlace()

  it('back after a year ahead sends news and digests that would wait for the year, each under its number', async () => {
    const { deps, wall } = await accessPlace()
    const wanted = {
      districtId: officeDistrict,
      name: '考核系统',
      url: 'http://127.0.0.1:1/x',
      events: ['month.closed' as const],
    }
    const { id } = await setEndpoint(deps, operator, wanted, new Set(['127.0.0.1']))
    await switchEndpoint(deps, operator, { districtId: officeDistrict, id, enabled: true })
    wall.to(yearAhead)
    await deps.db.transaction().execute((tx) =>
      append(tx, deps.ids, {
        districtId: officeDistrict,
        actor: operator,
        action: 'month.closed',
        subject: { kind: 'month', id: '2026-09' },
        at: wall.now(),
      }),
    )
    await fillOutbox(deps, officeDistrict, (path) => path)
    const [first] = [await claimNews(deps.db, officeDistrict, wall.now())]
    expect(await claimNews(deps.db, officeDistrict, wall.now())).toBeUndefined()
    const channel = {
      district_id: officeDistrict,
      kind: 'wecom',
      settings: '{}',
      enabled: true,
      created_at: wall.now(),
    }
    const channelId = deps.ids.next()
    await deps.db
      .insertInto('notify_channel')
      .values({ ...channel, id: channelId, name: '工作群' })
      .execute()
    const digest = {
      districtId: officeDistrict,
      channelId,
      userId: null,
      day: civilDate('2027-10-12'),
      link: '/',
      at: wall.now(),
    }
    const counts = { total: 1, urgent: 0, by: [] }
    await deps.db.transaction().execute((tx) => queueDigest(tx, deps.ids, { ...digest, counts, dueAt: wall.now() }))
    wall.to(now)
    expect(await claimNews(deps.db, officeDistrict, wall.now())).toMatchObject({ id: first!.id, attempts: 2 })
    expect(await claimNews(deps.db, officeDistrict, wall.now())).toBeUndefined()
    expect(await claimDigests(deps.db, officeDistrict, wall.now(), 10)).toHaveLength(1)
    expect(await claimDigests(deps.db, officeDistrict, wall.now(), 10)).toEqual([])
  })

  it('back after a year ahead looks at accounts again, and a dead worker’s claim does not hold them', async () => {
    const { deps } = await place.open('feed')
    const claim = (at: string) =>
      claimTargets(deps.db, { districtId, worker: deps.ids.next(), now: instant(at), until: instant(at), limit: 9 })
    await deps.db
      .updateTable('collection_target')
      .set({ next_at: instant(yearAhead), claimed_until: instant(yearAhead), claimed_by: deps.ids.next() })
      .execute()
    expect(await claim(now)).toHaveLength(1)
    // What waits for a day does wait.
    await deps.db
      .updateTable('collection_target')
      .set({ next_at: instant('2026-10-13T01:00:00Z') })
      .execute()
    expect(await claim(now)).toEqual([])
  })

  it('back after a year ahead does the jobs that were put off or taken meanwhile', async () => {
    const { db, pool } = await cloneDatabase()
    const start = (kinds: JobKind[]) =>
      startJobQueue({
        db,
        executeSql: (text, values) => pool.query(text, values),
        wall: systemClock(),
        ids: systemIds(),
        kinds,
        onDefect: () => undefined,
      })
    const kind = { name: 'month-check', run: () => Promise.resolve({}) }
    await (await start([kind])).stop()
    const asking = await start([])
    const request = { kind: 'month-check', districtId, input: {}, requestedBy: 'u1' }
    const { runId } = await asking.enqueue({ ...request, subject: '2026-09' })
    await asking.stop()
    await pool.query(`update pgboss.job set start_after = now() + interval '1 year'`)
    await db
      .updateTable('job_run')
      .set({ queued_at: instant('2036-01-01T00:00:00Z') })
      .execute()
    expect(await troubledRuns(db, systemClock().now())).toHaveLength(1)
    const working = await start([kind])
    onTestFinished(() => working.stop())
    await expect.poll(async () => (await jobRun(db, districtId, runId))?.state, { timeout: 20_000 }).toBe('done')
  })

  it('back after some days ahead makes the day’s backup, and the ones of days to come are the first to go', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'govmedia-ahead-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const plan = { folder, passphrase: '', keep: 2 }
    writeFileSync(join(folder, 'govmedia-20271012-0200.backup'), '')
    expect(await isBackupDue(plan, instant(now))).toBe(true)
    writeFileSync(join(folder, 'govmedia-20261012-0200.backup'), '')
    expect(await isBackupDue(plan, instant(now))).toBe(false)
    expect(readdirSync(folder)).toHaveLength(2)
  })
})

describe('a clock that jumps, and days', () => {
  it('rounds over the borders of day and year, forwards and back, fail in nothing and break no chain', async () => {
    const { deps, wall } = await accessPlace()
    const moments = [
      '2026-12-31T15:59:59.000Z',
      '2026-12-31T16:00:00.000Z',
      '2026-10-12T01:00:00.000Z',
      '2028-02-29T16:00:00.000Z',
      '2026-10-12T01:00:00.000Z',
    ]
    const told: unknown[] = []
    for (const moment of moments) {
      wall.to(moment)
      expect(await makeRounds(deps, (error) => told.push(error))).toEqual([])
    }
    expect(told).toEqual([])
    const chains = await verifyTrail(deps.db)
    expect(chains.every(({ whole }) => whole)).toBe(true)
    // What belongs to a day is done for it once, however often the clock came by.
    const { rows } = await sql<{ twice: string }>`
      select action || ' ' || subject_id as twice from trail_event group by 1 having count(*) > 1`.execute(deps.db)
    expect(rows).toEqual([])
  })

  it('are eight hours ahead of Greenwich on every day of the year, whatever the machine believes of summer time', () => {
    const zone = process.env['TZ']
    onTestFinished(() => {
      if (zone === undefined) delete process.env['TZ']
      else process.env['TZ'] = zone
    })
    for (const machine of ['UTC', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Shanghai']) {
      process.env['TZ'] = machine
      for (let day = civilDate('2026-01-01'); day < '2028-03-02'; day = addDays(day, 1)) {
        const eve = fixedClock(instant(`${addDays(day, -1)}T15:59:59.999Z`))
        expect([eve.today(), dayOf(instant(`${addDays(day, -1)}T16:00:00.000Z`))]).toEqual([addDays(day, -1), day])
      }
    }
    const border = dayOf(instant('2026-12-31T16:00:00.000Z'))
    expect([border, monthOf(border), quarterOf(border)]).toEqual(['2027-01-01', '2027-01', '2027Q1'])
  })
})
