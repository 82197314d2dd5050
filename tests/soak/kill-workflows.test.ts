import { spawnSync } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoDistrict } from '../../src/app/demo/cast.ts'
import { demoSignIns, ensureDemo } from '../../src/app/demo/index.ts'
import { type OpenDatabase, openDatabase } from '../../src/database/index.ts'
import { stopPress } from '../../src/documents/index.ts'
import { verifyTrail } from '../../src/trail/index.ts'
import { webhookEvents } from '../../src/webhooks/model.ts'
import { Visitor } from '../support/clickers.ts'
import { chance } from '../support/hostile/inputs.ts'
import { quickFolder } from '../support/quick-folder.ts'
import { findTasks, type Sent, type Task, workOn } from '../support/soak/desks.ts'
import { Fleet, victims, type Victim } from '../support/soak/fleet.ts'
import { brokenHeld, type Held, learnHeld } from '../support/soak/held.ts'
import { newsHeard, type NewsHeard } from '../support/soak/news.ts'
import { makeReal } from '../support/soak/real.ts'

// Only in `npm run soak`.
const kills = Number(process.env['GOVMEDIA_PROGRAM_KILLS'] ?? 300)
const DESKS = 4
const LONGEST_WORKING_MS = 1_600
const WITHIN_MS_A_ROUND = 60_000

const random = chance(20_261_129)
const dataDir = realpathSync(mkdtempSync(join(quickFolder(), 'govmedia-kills-')))
const env = { GOVMEDIA_ALLOW_HOSTS: '127.0.0.1' }
const fleet = new Fleet(dataDir, env)
const people = new Map<string, Visitor>()
let news: NewsHeard
let held: Held
let since = 0
let tasks: Task[]

async function looking<T>(work: (database: OpenDatabase) => Promise<T>): Promise<T> {
  const database = await openDatabase({ dataDir, role: 'cli' })
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}

async function signIn({ login, password }: { login: string; password: string }): Promise<void> {
  const visitor = new Visitor(fleet.url)
  await visitor.signIn(login, password)
  people.set(login, visitor)
}

/** Some at their desks, each with the next pieces of work, until something dies under them. */
async function workUnder(victim: Victim, queue: Task[], round: number): Promise<Sent[]> {
  const done: Sent[] = []
  let over = false
  const desks = Array.from({ length: DESKS }, async (_, desk) => {
    for (let n = 0; !over; n++) {
      const task = queue.shift() ?? tasks[Math.floor(random() * tasks.length)]!
      try {
        const sent = await workOn(people.get(task.login)!, task, `浸泡${round}之${desk}之${n}，情况属实，按要求办理。`)
        if (sent) done.push(sent)
      } catch {
        over = victim !== 'worker' && victim !== 'workers'
      }
    }
  })
  await pause(300 + random() * LONGEST_WORKING_MS)
  await fleet.kill(victim)
  await pause(300)
  over = true
  await Promise.all(desks)
  return done
}

const isSaved = ({ asked }: Sent) =>
  asked.status === 303 && !/^\/(sign-in|confirm)|[?&](refused|error)=/.test(asked.location)

/** What leaves no link of its own in the trail: a run that is only asked for, a district that is only looked at, and what stands already. */
const runs = /^\/(months|reports)\b/
const mayStandAlready = new Set([
  '/district',
  '/handovers/notice',
  '/open-data',
  '/bulletins',
  '/messages/:id/erase',
  '/holidays/confirm',
])

describe.runIf(process.env['GOVMEDIA_SOAK'])(
  'an installation whose parts are killed under those who work on it',
  () => {
    beforeAll(async () => {
      await ensureDemo({ dataDir, onStep: () => undefined })
      stopPress()
      news = await newsHeard()
      since = await makeReal(dataDir, news.url)
      await fleet.mend()
      for (const one of demoSignIns) await signIn(one)
      tasks = await findTasks(people)
      held = await looking(({ pool }) => learnHeld(pool))
    }, 900_000)
    afterAll(async () => {
      await fleet.stop().catch(() => undefined)
      await news?.close()
      rmSync(dataDir, { recursive: true, force: true })
    }, 120_000)

    it(
      `loses nothing that was answered and leaves nothing half done, in ${kills} kills of database, service and workers in every workflow`,
      async () => {
        const [wrong, saved, worked]: [string[], Sent[], Sent[]] = [[], [], []]
        const queue: Task[] = []
        for (let round = 0; round < kills; round++) {
          if (queue.length < DESKS) queue.push(...tasks.toSorted(() => random() - 0.5))
          const done = await workUnder(victims[round % victims.length]!, queue, round)
          await fleet.mend()
          const kept = done.filter(isSaved)
          const traced = await looking(({ pool }) => tracedOf(pool, done))
          saved.push(...kept)
          // What is answered with a page of its own, a download or a secret shown once, and stands in the trail.
          worked.push(...done.filter(({ asked }) => asked.status === 200 && traced.has(asked.requestId)))
          wrong.push(
            ...(await looking((database) => wrongAfter(database, kept, traced))).map((why) => `${round}: ${why}`),
          )
          if (done.some(({ asked }) => asked.location.startsWith('/sign-in')))
            for (const one of demoSignIns) await signIn(one)
        }
        const roomOf = ({ name }: { name: string }) => name.split('/')[1]!
        const [reached, found] = [new Set([...saved, ...worked].map(roomOf)), new Set(tasks.map(roomOf))]
        const told = { kills, forms: tasks.length, saved: saved.length, workflows: reached.size, of: found.size }
        console.log(JSON.stringify({ ...told, nothingSavedIn: [...found.difference(reached)] }))
        expect(wrong).toEqual([])
        expect(reached.size).toBeGreaterThan(Math.min(kills / 7, 40))
      },
      600_000 + kills * WITHIN_MS_A_ROUND,
    )

    it('brings every run to its end and every piece of news to whom it was promised, once under each number', async () => {
      await fleet.mend()
      await looking(async ({ pool }) => {
        const open = `select kind, subject, state from job_run where state in ('queued', 'running')`
        await until(async () => (await pool.query(open)).rows.length === 0)
        const wanted = await pool.query<{ seq: number }>(
          `select seq from trail_event where district_id = $1 and action = any($2) order by seq`,
          [demoDistrict.id, Object.values(webhookEvents).map(({ action }) => action)],
        )
        const heard = () => new Set([...news.bodies.values()].flat().map((body) => (JSON.parse(body) as News).data.seq))
        const missing = () => wanted.rows.map(({ seq }) => seq).filter((seq) => seq > since && !heard().has(seq))
        await until(async () => missing().length === 0)
        const twice = [...news.bodies.values()].filter((bodies) => bodies.length > 1)
        console.log(JSON.stringify({ news: news.bodies.size, sentAgain: twice.length }))
        expect(twice.filter((bodies) => new Set(bodies).size > 1)).toEqual([])
      })
    }, 600_000)

    it('is found sound by doctor, and its backup is whole', async () => {
      const [backup, passphrase] = [join(dataDir, 'after.backup'), '芦苇荡里的白鹭与渡船之间']
      const run = (...args: string[]) =>
        spawnSync('sh', ['scripts/run.sh', ...args, '--data', dataDir], {
          encoding: 'utf8',
          env: { ...process.env, GOVMEDIA_BACKUP_PASSPHRASE: passphrase },
        })
      expect(run('backup', backup).status).toBe(0)
      expect(run('backup', 'verify', backup).status).toBe(0)
      const { findings } = JSON.parse(run('doctor', '--json').stdout) as { findings: { level: string }[] }
      expect(findings.filter(({ level }) => level === 'problem')).toEqual([])
    }, 300_000)
  },
)

type News = { data: { seq: number } }

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const over = performance.now() + 280_000
  while (performance.now() < over && !(await isSo())) await pause(1_000)
  expect(await isSo()).toBe(true)
}

async function tracedOf(pool: OpenDatabase['pool'], sent: readonly Sent[]): Promise<Set<string>> {
  const { rows } = await pool.query<{ id: string }>(
    `select distinct request_id as id from trail_event where request_id = any($1)`,
    [sent.map(({ asked }) => asked.requestId)],
  )
  return new Set(rows.map(({ id }) => id))
}

async function wrongAfter({ db, pool }: OpenDatabase, kept: Sent[], traced: ReadonlySet<string>): Promise<string[]> {
  const { rows: asked } = await pool.query<{ subject: string }>(`select distinct subject from job_run`)
  const isThere = ({ name, asked: { requestId, location } }: Sent) =>
    traced.has(requestId) ||
    mayStandAlready.has(name) ||
    (runs.test(name) && asked.some(({ subject }) => location.includes(subject)))
  const chains = await verifyTrail(db)
  return [
    ...kept.filter((one) => !isThere(one)).map(({ name, asked: { location } }) => `lost ${name} ${location}`),
    ...chains.filter(({ whole }) => !whole).map(({ districtId }) => `broken ${districtId}`),
    ...(await brokenHeld(pool, held)),
  ]
}
