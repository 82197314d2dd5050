import { describe, expect, it } from 'vitest'
import { addDays, civilDate, instant } from '../../calendar/index.ts'
import type { Outcome } from '../sources/contract.ts'
import { nextLook } from './schedule.ts'

const now = instant('2026-10-12T09:00:00+08:00')
const today = civilDate('2026-10-12')
const daysAgo = (...days: number[]) => days.map((count) => addDays(today, -count))
const usual = { postDays: [], decisiveDays: [7, 10, 13, 15], failures: 0, jitter: 0.5 }
const hours = (outcome: Outcome, rhythm: Partial<Parameters<typeof nextLook>[1]> = {}, retryAfterMs?: number) => {
  const look = { outcome, why: null, ...(retryAfterMs !== undefined && { retryAfterMs }) }
  const { at } = nextLook(look, { ...usual, ...rhythm }, now)
  return (Date.parse(at) - Date.parse(now)) / 3_600_000
}

describe('when an account is looked at again', () => {
  it.each([
    ['posts daily', daysAgo(0, 1, 2, 3), 6],
    ['has posted on one day only', daysAgo(0, 0, 0), 12],
    ['posts every other day', daysAgo(0, 2, 4, 6), 12],
    ['posts once a week', daysAgo(1, 8, 15), 24],
    ['never posted', [], 12],
    ['is silent for six days: a warning is a day away', daysAgo(6, 7, 8), 4],
    ['is silent for nine days', daysAgo(9, 16), 4],
    ['is silent for twelve days', daysAgo(12, 30), 4],
    ['is silent for thirteen days', daysAgo(13, 30), 24],
    ['is silent for fourteen days: the verdict is a day away', daysAgo(14, 21), 4],
    ['is silent for fifteen days', daysAgo(15, 22), 24],
  ])('%s', (_what, postDays, wanted) => expect(hours('ok', { postDays })).toBe(wanted))

  it('as the district itself has the days of warning and verdict', () => {
    const strict = { postDays: daysAgo(9, 30), decisiveDays: [5, 10] }
    expect(hours('ok', strict)).toBe(4)
    expect(hours('ok', { ...strict, postDays: daysAgo(14, 30) })).toBe(24)
  })

  it('a source with a beat of its own keeps it', () => expect(hours('ok', { everyMs: 4_320_000 })).toBe(1.2))

  it.each([
    [0, 0.25],
    [1, 0.5],
    [3, 2],
    [6, 16],
    [7, 24],
    [99, 24],
  ])('after %i failures in a row in %f hours', (failures, wanted) =>
    expect(hours('unreachable', { failures })).toBe(wanted),
  )

  it.each<[Outcome]>([
    ['rate-limited'],
    ['blocked'],
    ['unreachable'],
    ['quota-exhausted'],
    ['unauthorised'],
    ['malformed'],
  ])('%s: never before the moment that the other side asks to wait for', (outcome) => {
    for (const jitter of [0, 0.5, 1]) {
      expect(hours(outcome, { jitter }, 7_200_000)).toBeGreaterThanOrEqual(2)
      expect(hours(outcome, { jitter }, 7_200_000)).toBeLessThan(2.21)
    }
  })
  it('as late as many failures ask, where that is later than what the other side asks', () =>
    expect(hours('rate-limited', { failures: 6 }, 7_200_000)).toBe(16))
  it('with an empty quota on the next day', () => expect(hours('quota-exhausted')).toBe(15))
  it('with a quota that is counted by the hour, when that has passed', () =>
    expect(hours('quota-exhausted', { jitter: 0 }, 3_600_000)).toBe(1))
  it('what is gone is looked for daily', () => expect(hours('gone')).toBe(24))

  it('looks of many accounts don’t fall on one minute', () => {
    const at = [0, 0.25, 0.5, 0.75, 1].map((jitter) => hours('ok', { jitter }))
    expect(new Set(at).size).toBe(5)
    expect(Math.min(...at)).toBeGreaterThanOrEqual(12 * 0.9)
    expect(Math.max(...at)).toBeLessThanOrEqual(12 * 1.1)
  })

  it.each<[Outcome, boolean]>([
    ['malformed', true],
    ['unauthorised', true],
    ['not-found', true],
    ['refused-address', true],
    ['unreachable', false],
    ['blocked', false],
    ['rate-limited', false],
    ['quota-exhausted', false],
    ['gone', false],
  ])('%s for the fifth time waits for a person: %s', (outcome, held) => {
    const { hold } = nextLook({ outcome, why: '原因' }, { ...usual, failures: 4 }, now)
    expect(hold !== null).toBe(held)
    expect(nextLook({ outcome, why: null }, { ...usual, failures: 3 }, now).hold).toBeNull()
  })
})
