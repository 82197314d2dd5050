import { mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { fixedClock, instant } from '../calendar/index.ts'
import { filesObstacles, readinessOf, shared } from './readiness.ts'

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'govmedia-ready-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return made
}

/** The device that is always full stands where the file is to be written. */
const fill = (dataDir: string) => symlinkSync('/dev/full', join(dataDir, '.ready'))

const wallThat = (now: { at: string }) => ({ ...fixedClock(instant(now.at)), now: () => instant(now.at) })
const sound = { obstacles: async () => [], writeObstacle: async () => undefined }
/** Longer than any disk takes: how soon an answer is given has its own tests. */
const patient = 60_000
const never = () => new Promise<never>(() => undefined)

describe('a data directory', () => {
  it('that can be written stands in nobody’s way, and keeps nothing of having been tried', async () => {
    const dataDir = folder()
    expect(await filesObstacles(dataDir)).toEqual([])
    expect(readdirSync(dataDir)).toEqual([])
  })

  it('that is full is said to be, until there is room again', async () => {
    const dataDir = folder()
    fill(dataDir)
    expect(await filesObstacles(dataDir)).toEqual(['files-disk-full'])
    expect(await filesObstacles(dataDir)).toEqual([])
  })

  it('that isn’t there is said not to be writable, without its path', async () => {
    expect(await filesObstacles(join(folder(), 'gone'))).toEqual(['files-not-writable'])
  })
})

describe('whether work can be done', () => {
  it('is not so on a full disk, whatever the database still answers, and is so again with room', async () => {
    const [now, dataDir] = [{ at: '2026-10-12T01:00:00Z' }, folder()]
    fill(dataDir)
    const ready = readinessOf({ dataDir, wall: wallThat(now) }, sound, patient)
    expect(await ready()).toEqual(['files-disk-full'])
    now.at = '2026-10-12T01:00:10Z'
    expect(await ready()).toEqual([])
  })

  it('is not so while the database takes nothing more, each reason is said once, and one that was away is back at once', async () => {
    const wall = wallThat({ at: '2026-10-12T01:00:00Z' })
    const full = { ...sound, writeObstacle: async () => 'database-disk-full' as const }
    expect(await readinessOf({ dataDir: folder(), wall }, full, patient)()).toEqual(['database-disk-full'])
    const away = { obstacles: async () => ['database' as const], writeObstacle: async () => 'database' as const }
    expect(await readinessOf({ dataDir: folder(), wall }, away, patient)()).toEqual(['database'])
    let is: 'database' | undefined = 'database'
    const back = { obstacles: async () => (is ? [is] : []), writeObstacle: async () => is }
    const ready = readinessOf({ dataDir: folder(), wall }, back, patient)
    expect(await ready()).toEqual(['database'])
    is = undefined
    expect(await ready()).toEqual([])
  })

  it('is answered also where the database answers nothing', async () => {
    const wall = wallThat({ at: '2026-10-12T01:00:00Z' })
    const silent = { obstacles: never, writeObstacle: never }
    expect(await readinessOf({ dataDir: folder(), wall }, silent, 1)()).toContain('database')
  })
})

describe('a look that is shared', () => {
  it('is made once for all who ask at once and for ten seconds after, then again, also by a clock that was set back', async () => {
    const now = { at: '2026-10-12T01:00:00Z' }
    let looks = 0
    const ask = shared(async () => [String(++looks)], {
      wall: wallThat(now),
      everyMs: 10_000,
      withinMs: 1_000,
      late: 'x',
    })
    expect(await Promise.all([ask(), ask(), ask()])).toEqual([['1'], ['1'], ['1']])
    now.at = '2026-10-12T01:00:09Z'
    expect(await ask()).toEqual(['1'])
    now.at = '2026-10-12T01:00:10Z'
    expect(await ask()).toEqual(['2'])
    now.at = '2026-10-11T01:00:00Z'
    expect(await ask()).toEqual(['3'])
  })

  it('that gets no answer is not made a second time meanwhile, and who asked hears that', async () => {
    let looks = 0
    const answer = Promise.withResolvers<string[]>()
    const look = () => {
      looks++
      return answer.promise
    }
    const wall = wallThat({ at: '2026-10-12T01:00:00Z' })
    const ask = shared(look, { wall, everyMs: 10_000, withinMs: 1, late: 'no-answer' })
    expect([await ask(), await ask(), looks]).toEqual([['no-answer'], ['no-answer'], 1])
    answer.resolve([])
    await answer.promise
    await Promise.resolve()
    expect([await ask(), looks]).toEqual([[], 1])
  })

  it('that failed is not kept', async () => {
    const answers = [Promise.reject(new Error('defect')), Promise.resolve(['found'])]
    const wall = wallThat({ at: '2026-10-12T01:00:00Z' })
    const ask = shared(() => answers.shift()!, { wall, everyMs: 10_000, withinMs: 1_000, late: 'x' })
    await expect(ask()).rejects.toThrow('defect')
    expect(await ask()).toEqual(['found'])
  })
})
