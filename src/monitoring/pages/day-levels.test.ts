import { expect, it } from 'vitest'
import { civilDate } from '../../calendar/index.ts'
import { dayLevels } from './day-levels.ts'

const range = { from: civilDate('2026-09-01'), to: civilDate('2026-09-30') }
const days = (from: string, to: string) => ({ from: civilDate(from), to: civilDate(to) })
const levels = (updates: string[], ...covered: ReturnType<typeof days>[]) =>
  dayLevels({ updates: updates.map(civilDate), covered }, range)

it('colours 7 to 9, 10 to 12, 13 to 14 days and what is beyond 14', () => {
  const shown = levels(['2026-09-01'], days('2026-08-01', '2026-09-30'))
  expect(shown.slice(0, 7)).toEqual([0, 0, 0, 0, 0, 0, 0])
  expect(shown.slice(7, 16)).toEqual([1, 1, 1, 2, 2, 2, 3, 3, 4])
})

it('starts anew on the day of an update', () => {
  expect(levels(['2026-09-01', '2026-09-20'], days('2026-09-01', '2026-09-30')).slice(18, 21)).toEqual([4, 0, 0])
})

it('hatches days that nobody looked at, and knows the update that stood there', () => {
  const shown = levels(['2026-09-05', '2026-09-12'], days('2026-09-01', '2026-09-10'))
  expect(shown.slice(9, 13)).toEqual([0, 'unseen', 0, 'unseen'])
})

it('does not count across a gap, until the days after it alone are too many', () => {
  const shown = levels(['2026-09-01'], days('2026-09-01', '2026-09-05'), days('2026-09-10', '2026-09-30'))
  expect(shown[9]).toBe('unseen')
  expect(shown[22]).toBe('unseen')
  expect(shown[23]).toBe(4)
})

it('knows nothing of an account that was never looked at', () => {
  expect(new Set(levels([]))).toEqual(new Set(['unseen']))
})
