import { describe, expect, it } from 'vitest'
import { paced } from './pace.ts'

/** Looks of several requests each, one after the other; answers how many were ever under way together. */
async function mostAtOnce(atPace: ReturnType<typeof paced>, looks: number, hostOf: (look: number) => string) {
  let running = 0
  let most = 0
  const request = async () => {
    running += 1
    most = Math.max(most, running)
    await Promise.resolve()
    running -= 1
  }
  const look = async (_: unknown, at: number) => {
    for (let time = 0; time < 5; time++) await atPace(hostOf(at), request)
  }
  await Promise.all(Array.from({ length: looks }, look))
  return most
}

describe('the pace of a host', () => {
  it('is never exceeded, however many looks of several requests there are', async () => {
    expect(await mostAtOnce(paced({ atOnce: 2, betweenMs: 0 }), 7, () => 'one.example')).toBe(2)
  })

  it('is the same again for whoever comes after many had to wait', async () => {
    const atPace = paced({ atOnce: 2, betweenMs: 0 })
    for (const _round of [1, 2]) expect(await mostAtOnce(atPace, 7, () => 'one.example')).toBe(2)
  })

  it('is one host’s alone', async () => {
    expect(await mostAtOnce(paced({ atOnce: 1, betweenMs: 0 }), 4, String)).toBe(4)
  })

  it('leaves so much time between the beginnings of requests', async () => {
    const waits: number[] = []
    const atPace = paced({ atOnce: 9, betweenMs: 60_000 }, (ms) => Promise.resolve(waits.push(ms)))
    await mostAtOnce(atPace, 1, () => 'one.example')
    expect(waits.map((ms) => Math.round(ms / 60_000))).toEqual([1, 2, 3, 4])
  })
})
