import { expect, it } from 'vitest'
import { instantFromLocal, workCalendar } from '../calendar/index.ts'
import { MOST_ATTEMPTS, nextAllowed, usualHours, waitAfter } from './quiet.ts'

// 2026-10-10 is a Saturday made a working day; 10-01 to 10-07 is 国庆.
const days = ['01', '02', '03', '04', '05', '06', '07'].map((day) => `2026-10-${day}`)
const calendar = workCalendar([
  {
    year: 2026,
    status: 'official',
    days: [
      ...days.map((day) => ({ day: day as never, kind: 'holiday' as const, name: '国庆节' })),
      { day: '2026-10-10' as never, kind: 'workday', name: '国庆节调休' },
    ],
  },
])
const at = (text: string) => instantFromLocal(text)!

it.each([
  ['2026-09-30 08:00', '2026-09-30 08:00', 'the first minute of the day is open'],
  ['2026-09-30 19:59', '2026-09-30 19:59', 'the last one too'],
  ['2026-09-30 07:59', '2026-09-30 08:00', 'early waits for the morning'],
  ['2026-09-29 20:00', '2026-09-30 08:00', 'evening waits for the next morning'],
  ['2026-09-30 20:00', '2026-10-08 08:00', 'the evening before a holiday waits until it is over'],
  ['2026-10-03 12:00', '2026-10-08 08:00', 'noon of a day of rest waits'],
  ['2026-10-10 09:00', '2026-10-10 09:00', 'a Saturday on which the office works is open'],
  ['2026-10-10 21:00', '2026-10-12 08:00', 'and its evening waits for Monday'],
  ['2026-12-31 23:00', '2027-01-04 08:00', 'over the end of the year, by the provisional calendar'],
])('%s may go out at %s: %s', (from, until) => {
  expect(nextAllowed(at(from), usualHours, calendar)).toBe(at(until))
})

it('waits longer after each try, and not at all after the last', () => {
  const waits = Array.from({ length: MOST_ATTEMPTS }, (_, made) => waitAfter(made + 1))
  expect(waits.at(-1)).toBeUndefined()
  const real = waits.slice(0, -1) as number[]
  expect(real.every((wait, index) => wait > (real[index - 1] ?? 0))).toBe(true)
})
