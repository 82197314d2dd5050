import { expect, it } from 'vitest'
import { civilDate, instant } from './civil-date.ts'
import { dueAtEndOf, lastDayBefore, lateWords, minutesLate } from './minutes-late.ts'

const due = dueAtEndOf(civilDate('2026-06-21'))

it('6月21日前 lasts until 24:00 in Shanghai', () => {
  expect(due).toBe('2026-06-21T16:00:00.000Z')
  expect(lastDayBefore(due)).toBe('2026-06-21')
  expect(lastDayBefore(instant('2026-06-21T09:00:00.000Z'))).toBe('2026-06-21')
})

it.each([
  ['2026-06-21T15:59:59.999Z', 0],
  ['2026-06-21T16:00:00.000Z', 1],
  ['2026-06-21T16:00:59.999Z', 1],
  ['2026-06-21T16:01:00.000Z', 2],
  ['2026-06-23T18:05:00.000Z', 3006],
])('what comes at %s is %i minutes late', (at, minutes) => {
  expect(minutesLate(due, instant(at))).toBe(minutes)
})

it.each([
  [3006, '2天2小时6分钟'],
  [60, '1小时'],
  [1440, '1天'],
  [0, '0分钟'],
])('%i minutes are said as %s', (minutes, words) => {
  expect(lateWords(minutes)).toBe(words)
})
