import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoSignIns, ensureDemo } from '../../src/app/demo/index.ts'
import { folderOf } from '../../src/database/embedded/folder.ts'
import { findServer } from '../../src/database/embedded/server.ts'
import { stopPress } from '../../src/documents/index.ts'
import { chance } from '../support/hostile/inputs.ts'
import { memoryOf } from '../support/hostile/memory.ts'
import { quickFolder } from '../support/quick-folder.ts'
import { serveProgram, type ServedProgram } from '../support/served-program.ts'
import { click, Visitor } from '../support/clickers.ts'

// Only in `npm run soak`: minutes of clicking (10), of watching for a leak (60). The clicking alone, which wants a machine for
// itself: npm run soak -- tests/soak/served.test.ts -t 'people who click'
const minutes = Number(process.env['GOVMEDIA_SOAK_MINUTES'] ?? 10)
const leakMinutes = Number(process.env['GOVMEDIA_LEAK_MINUTES'] ?? 60)
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
})
