import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoSignIns, ensureDemo } from '../../src/app/demo/index.ts'
import { folderOf } from '../../src/database/embedded/folder.ts'
import { processesIn } from '../../src/database/embedded/processes.ts'
import { findServer } from '../../src/database/embedded/server.ts'
import { openDatabase } from '../../src/database/index.ts'
import { stopPress } from '../../src/documents/index.ts'
import { verifyTrail } from '../../src/trail/index.ts'
import { chance } from '../support/hostile/inputs.ts'
import { memoryOf } from '../support/hostile/memory.ts'
import { killIfThere } from '../support/programs.ts'
import { quickFolder } from '../support/quick-folder.ts'
import { serveProgram, type ServedProgram } from '../support/served-program.ts'
import { click, Visitor } from '../support/clickers.ts'

// Only in `npm run soak`: minutes of clicking (10), of watching for a leak (60), rounds of killing (100).
const minutes = Number(process.env['GOVMEDIA_SOAK_MINUTES'] ?? 10)
const leakMinutes = Number(process.env['GOVMEDIA_LEAK_MINUTES'] ?? 60)
const kills = Number(process.env['GOVMEDIA_PROGRAM_KILLS'] ?? 100)
const users = 50
const P99_MS = 400
const MEGABYTE = 1024 * 1024

const random = chance(20_261_012)
const dataDir = realpathSync(mkdtempSync(join(quickFolder(), 'govmedia-soak-')))
let served: ServedProgram | undefined

/** The program itself, not the shell that started it. */
const programPid = () => (JSON.parse(readFileSync(folderOf(dataDir).run, 'utf8')) as { pid: number }).pid

async function visitors(count: number): Promise<Visitor[]> {
  const all: Visitor[] = []
  for (let n = 0; n < count; n++) {
    const { login, password } = demoSignIns[n % demoSignIns.length]!
    const visitor = new Visitor(served!.url)
    await visitor.signIn(login, password)
    all.push(visitor)
  }
  return all
}

const supervisor = async () => {
  const visitor = new Visitor(served!.url)
  const { login, password } = demoSignIns.find(({ role }) => role === 'supervisor')!
  await visitor.signIn(login, password)
  return visitor
}

describe.runIf(process.env['GOVMEDIA_SOAK'])('the program, served', () => {
  beforeAll(async () => {
    await ensureDemo({ dataDir, onStep: () => undefined })
    stopPress()
    served = await serveProgram({ on: dataDir })
  }, 300_000)
  afterAll(async () => {
    await served?.stop().catch(() => undefined)
    rmSync(dataDir, { recursive: true, force: true })
  }, 120_000)

  it(
    `answers ${users} people who click for ${minutes} minutes: 99 of 100 pages within ${P99_MS} ms, no error, memory flat`,
    async () => {
      const people = await visitors(users)
      const warm = await click(people, performance.now() + minutes * 6_000, random)
      const before = memoryOf(programPid())
      const told = await click(people, performance.now() + minutes * 60_000, random)
      const after = memoryOf(programPid())
      console.log(
        JSON.stringify({
          ...told,
          errors: told.errors.length,
          warmP99: warm.p99,
          beforeMb: Math.round(before / MEGABYTE),
          afterMb: Math.round(after / MEGABYTE),
        }),
      )
      expect(told.errors).toEqual([])
      expect(told.p99).toBeLessThan(P99_MS)
      expect(after - before).toBeLessThan(64 * MEGABYTE)
    },
    120_000 + minutes * 90_000,
  )

  it(
    `leaks nothing in ${leakMinutes} minutes of work`,
    async () => {
      const people = await visitors(5)
      const least: number[] = []
      const started = performance.now()
      while (performance.now() - started < leakMinutes * 60_000) {
        await click(people, performance.now() + (leakMinutes * 60_000) / 12, random)
        await pause(1_000)
        least.push(Math.round(memoryOf(programPid()) / MEGABYTE))
      }
      console.log(JSON.stringify({ megabytes: least }))
      // The second half is not above the first: what grows for good shows in its least.
      const half = Math.floor(least.length / 2)
      expect(Math.min(...least.slice(half)) - Math.min(...least.slice(0, half))).toBeLessThan(32)
    },
    120_000 + leakMinutes * 90_000,
  )

  it('stands a restart of its database under load: nothing but “try again” in between, and afterwards all is there', async () => {
    const people = await visitors(20)
    const folder = folderOf(dataDir)
    const ends = performance.now() + 20_000
    const clicking = click(people, ends, random)
    await pause(3_000)
    for (let times = 0; times < 3; times++) {
      process.kill(findServer(folder)!.pid, 'SIGINT')
      await pause(5_000)
    }
    const { errors, asked } = await clicking
    console.log(JSON.stringify({ asked, away: errors.length }))
    expect(errors.filter((one) => !one.startsWith('503'))).toEqual([])
    expect((await (await supervisor()).ask('/accounts')).status).toBe(200)
  }, 120_000)

  it(
    `loses nothing that was answered, and leaves nothing half done, in ${kills} kills of program and database in the midst of its workflows`,
    async () => {
      const wrong: string[] = []
      let acknowledged = 0
      for (let round = 0; round < kills; round++) {
        const kept = await workAndKill(round)
        acknowledged += kept.length
        await served?.stop().catch(() => undefined)
        const database = await openDatabase({ dataDir, role: 'cli' })
        const { rows } = await database.pool.query<{ name: string; traced: boolean }>(
          `select u.name, exists (select from trail_event e where e.subject_id = u.id::text and e.action = 'unit.registered') as traced from unit u where u.name like '浸泡%'`,
        )
        const there = new Set(rows.map(({ name }) => name))
        wrong.push(...kept.filter((name) => !there.has(name)).map((name) => `lost ${name}`))
        wrong.push(...rows.filter(({ traced }) => !traced).map(({ name }) => `without trace ${name}`))
        const { rows: stuck } = await database.pool.query<{ n: number }>(
          `select count(*)::int as n from job_run where state = 'running' and heartbeat_at < now() - interval '1 hour'`,
        )
        if (stuck[0]!.n > 0) wrong.push(`stuck ${stuck[0]!.n}`)
        const chains = await verifyTrail(database.db)
        wrong.push(...chains.filter(({ whole }) => !whole).map(({ districtId }) => `broken ${districtId}`))
        await database.close()
        served = await serveProgram({ on: dataDir })
      }
      console.log(JSON.stringify({ kills, acknowledged }))
      expect(wrong).toEqual([])
      expect(acknowledged).toBeGreaterThan(kills)
    },
    120_000 + kills * 60_000,
  )

  /** Three people register units and put them into the checks and reports of the month while a fourth kills. Answers what was said to be saved. */
  async function workAndKill(round: number): Promise<string[]> {
    const kept: string[] = []
    let over = false
    const workers = [0, 1, 2].map(async (worker) => {
      const visitor = await supervisor()
      await visitor.ask('/units/new')
      for (let n = 0; !over; n++) {
        const name = `浸泡${round}-${worker}-${n}单位`
        try {
          const { status } = await visitor.ask('/units/new', { name, kind: 'department' })
          if (status === 303) kept.push(name)
          if (n % 4 === 1) await visitor.ask('/months/2026-09/check', {})
          if (n % 4 === 2) await visitor.ask('/cleanup', {})
        } catch {
          over = true
        }
      }
    })
    await pause(600 + random() * 1_500)
    const folder = folderOf(dataDir)
    const server = findServer(folder)
    const program = programPid()
    const which = random()
    if (which < 0.4 || which > 0.8) killIfThere(program)
    if (which >= 0.4 && server)
      for (const pid of which > 0.6 ? [server.pid, ...processesIn(folder.pg)] : [server.pid]) killIfThere(pid)
    await pause(300)
    over = true
    await Promise.allSettled(workers)
    if (existsSync(folder.run)) killIfThere(program)
    return kept
  }
})
