import { expect, it } from 'vitest'
import { civilDate, instant, month, seedYears, workCalendar } from '../calendar/index.ts'
import { nextOrderState, type OrderState } from './model.ts'
import { countProblems, nextNumber, orderLateness, readNumber } from './rules.ts'
import { orderDays, type TermKey, terms, termKeys } from './terms.ts'

it.each([
  ['临政公开办〔2026〕3号', { word: '临政公开办', year: 2026, serial: 3 }],
  [' 临行审函〔2026〕12号 ', { word: '临行审函', year: 2026, serial: 12 }],
  // GB/T 9704: six-sided brackets, no 第, no leading zero.
  ['临政公开办[2026]3号', undefined],
  ['临政公开办〔2026〕第3号', undefined],
  ['临政公开办〔2026〕03号', undefined],
  ['〔2026〕3号', undefined],
])('the number %s is read', (text, wanted) => expect(readNumber(text)).toEqual(wanted))

it('the next number follows the highest of its word and year, and begins anew with the year', () => {
  const given = ['临政公开办〔2026〕3号', '临政公开办〔2026〕11号', '临行审函〔2026〕20号']
  expect(nextNumber(given, 2026)).toBe('临政公开办〔2026〕12号')
  expect(nextNumber(given, 2027)).toBe('临政公开办〔2027〕1号')
  expect(nextNumber([], 2026)).toBe('')
})

it('counts a problem once, however many months it lasted and with how many accounts a fact of the unit was found', () => {
  const found = (unitId: string, accountId: string, about: 'unit' | 'account', of: string) => ({
    unitId,
    accountId,
    about,
    indicator: about === 'unit' ? 'D-JS-10' : 'CL-7',
    month: month(of),
  })
  const same = ['2026-07', '2026-08'].flatMap((of) => [
    found('u1', 'a1', 'account', of),
    found('u1', 'a1', 'unit', of),
    found('u1', 'a2', 'unit', of),
  ])
  expect(countProblems([...same, found('u2', 'a3', 'unit', '2026-08')])).toBe(3)
})

const days = { stopBy: civilDate('2026-10-15'), stoppedAt: null, feedbackBy: civilDate('2026-10-26') }
const stopped = { ...days, stoppedAt: instant('2026-10-14T02:00:00.000Z') }
it.each<[string, OrderState, typeof days | typeof stopped, string, number]>([
  ['the last minute of the day of stopping', 'issued', days, '2026-10-15T23:59:00+08:00', 0],
  ['the first minute after it', 'issued', days, '2026-10-16T00:00:00+08:00', 1],
  ['stopped, the last minute of the day of feedback', 'acknowledged', stopped, '2026-10-26T23:59:59+08:00', 0],
  ['stopped, a day and a minute later', 'failed', stopped, '2026-10-28T00:00:00+08:00', 1441],
  ['no veto', 'rejected', { ...days, stopBy: null as never }, '2026-10-20T00:00:00+08:00', 0],
  // The unit owes nothing while the office owes the next step.
  ['an appeal that waits', 'contested', days, '2026-12-01T00:00:00+08:00', 0],
  ['a fix that waits', 'fixed', days, '2026-12-01T00:00:00+08:00', 0],
  ['a closed one', 'closed', days, '2026-12-01T00:00:00+08:00', 0],
])('late to the minute: %s', (_what, state, order, now, minutes) =>
  expect(orderLateness({ state, ...order }, instant(now))).toBe(minutes),
)

const inForce = Object.fromEntries(
  termKeys.map((key) => [key, { workdays: terms[key].initial, source: terms[key].source, since: null }]),
) as Record<TermKey, { workdays: number; source: string; since: null }>
it.each([
  // 9月20日 is a working day, 9月25日 to 27日 and 10月1日 to 7日 are none (State Council, 2026).
  ['2026-09-18', 'veto', '2026-09-22', '2026-10-09', false],
  ['2026-10-12', 'other', undefined, '2026-10-26', false],
  ['2026-12-25', 'veto', '2026-12-30', '2027-01-11', true],
] as const)('issued on %s, %s: working days by the calendar', (day, orderClass, stop, feedback, provisional) => {
  const found = orderDays(workCalendar(seedYears()), civilDate(day), orderClass, inForce)
  expect([found.stop?.day, found.feedback.day, found.feedback.provisional]).toEqual([stop, feedback, provisional])
})

it('whoever is heard has no fewer than three working days', () => {
  expect(terms.statementWorkdays.least).toBe(3)
})

it('every step leads to a state that the table knows', () => {
  for (const next of Object.values(nextOrderState))
    for (const state of Object.values(next)) expect(nextOrderState).toHaveProperty(state)
})
