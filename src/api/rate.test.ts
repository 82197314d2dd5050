import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { countStatements } from '../../tests/support/counted-statements.ts'
import { cloneDatabase } from '../../tests/support/database.ts'
import { addMs, type Instant, instant } from '../calendar/index.ts'
import type { Db } from '../database/index.ts'
import { type Asking, type Rate, startRate } from './rate.ts'

let db: Db
let counted: ReturnType<typeof countStatements>
beforeAll(async () => {
  const database = await cloneDatabase({ forFile: true })
  db = database.db
  counted = countStatements(database.pool)
})

const start = instant('2026-10-09T01:00:00.000Z')
const after = (seconds: number): Instant => addMs(start, seconds * 1_000)
let serial = 0
let asking: Asking
beforeEach(() => {
  asking = {
    districtId: '990100',
    id: `00000000-0000-7000-8000-${String(++serial).padStart(12, '0')}`,
    perMinute: 600,
  }
})

/** How many of so many requests are answered by some programs in turn at a moment. */
async function answered(programs: readonly Rate[], requests: number, now: Instant): Promise<number> {
  let count = 0
  for (let at = 0; at < requests; at++)
    await programs[at % programs.length]!.take(db, asking, now).then(
      () => count++,
      () => undefined,
    )
  return count
}

describe('programs on one database', () => {
  it('grant a token what one program would grant, however its requests are spread', async () => {
    const programs = [startRate(), startRate(), startRate(), startRate()]
    expect(await answered(programs, 900, start)).toBe(600)
    expect(await answered(programs, 100, after(1))).toBe(10)
    expect(await answered(programs, 900, after(31))).toBe(300)
  })

  it('grant it also to requests that come at the same moment', async () => {
    const programs = [startRate(), startRate(), startRate()]
    const all = await Promise.allSettled(
      Array.from({ length: 900 }, (_, at) => programs[at % 3]!.take(db, asking, start)),
    )
    expect(all.filter(({ status }) => status === 'fulfilled').length).toBe(600)
    const [refused] = all.filter((one) => one.status === 'rejected')
    expect(refused?.reason).toMatchObject({ code: 'api.too-many', params: { most: 600, seconds: 1 } })
  })

  it('that are killed take with them at most a second’s share, and grant nothing twice', async () => {
    let all = 0
    for (let life = 0; life < 5; life++) all += await answered([startRate()], 5, start)
    expect(all).toBe(25)
    expect(await answered([startRate()], 900, start)).toBe(600 - 5 * 10)
  })

  it('tell a token that is over its number when to come, from memory', async () => {
    const rate = startRate()
    await answered([rate], 600, start)
    await expect(rate.take(db, asking, start)).rejects.toMatchObject({ code: 'api.too-many', params: { seconds: 1 } })
    counted.since()
    for (let at = 0; at < 50; at++) await expect(rate.take(db, asking, start)).rejects.toThrow()
    expect(counted.since()).toEqual([])
    await expect(rate.take(db, asking, after(0.1))).resolves.toBeUndefined()
  })

  it('ask the database once for a second’s share of a token', async () => {
    asking = { ...asking, perMinute: 60_000 }
    const rate = startRate()
    counted.since()
    expect(await answered([rate], 1_000, start)).toBe(1_000)
    expect(counted.since().length).toBe(1)
    expect(await answered([rate], 1_500, after(0.5))).toBe(1_500)
    expect(counted.since().length).toBe(2)
  })

  it('give back what lay unused, so that a minute never sees more than a minute’s number', async () => {
    const programs = Array.from({ length: 6 }, startRate)
    expect(await answered(programs, 6, start)).toBe(6)
    // All are idle until the bucket would be full again: each still holds nine.
    expect(await answered(programs, 900, after(60))).toBe(600)
  })

  it('let a token that asks seldom through, whichever program it comes to', async () => {
    asking = { ...asking, perMinute: 60 }
    const programs = Array.from({ length: 8 }, startRate)
    for (let second = 0; second < 120; second++)
      await expect(programs[second % 8]!.take(db, asking, after(second))).resolves.toBeUndefined()
  })

  it('of which one’s clock is ahead or was an hour ahead don’t starve a token', async () => {
    const [right, ahead] = [startRate(), startRate()]
    await answered([right], 600, start)
    await answered([ahead], 1, after(3_600))
    expect(await answered([ahead], 900, after(3_600))).toBe(599)
    expect(await answered([right], 1, after(1))).toBe(0)
    expect(await answered([right], 20, after(3))).toBe(20)
  })
})
