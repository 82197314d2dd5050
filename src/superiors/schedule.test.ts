import { describe, expect, it } from 'vitest'
import { instant, instantFromLocal, formatMinute } from '../calendar/index.ts'
import { minutesLeft, minutesPast, scheduleBackwards, type Shares, standings, stepNames } from './schedule.ts'
import { suggestedShares } from './terms.ts'

const at = (text: string) => instantFromLocal(text)!
const plain: Shares = Object.fromEntries(
  stepNames.map((step) => [step, { share: step === 'answer' ? 6 : 1, atMostHours: null }]),
) as Shares

describe('scheduling backwards from a superior’s hour', () => {
  it.each<[string, string, string, Shares, string[]]>([
    // two hours: everybody has minutes
    ['2小时', '2026-10-12 15:00', '2026-10-12 17:00', suggestedShares, ['15:12', '16:12', '16:36', '16:48', '17:00']],
    // over a night: the clock of the superior runs on
    ['跨夜', '2026-10-12 18:00', '2026-10-13 08:00', suggestedShares, ['19:24', '02:24', '05:12', '06:36', '08:00']],
    // three days of a holiday: the hours of a step are bounded, the rest is the units'
    [
      '国庆假期',
      '2026-10-01 09:00',
      '2026-10-04 09:00',
      suggestedShares,
      ['13:00', '09:24', '23:48', '07:00', '09:00'],
    ],
    ['一分钟', '2026-10-12 16:59', '2026-10-12 17:00', suggestedShares, ['16:59', '17:00', '17:00', '17:00', '17:00']],
    ['按份数', '2026-10-12 08:00', '2026-10-12 18:00', plain, ['09:00', '15:00', '16:00', '17:00', '18:00']],
  ])('%s', (_name, received, due, shares, latest) => {
    const schedule = scheduleBackwards(at(received), at(due), shares)
    expect(stepNames.map((step) => formatMinute(schedule[step]).slice(11))).toEqual(latest)
    const moments = [at(received), ...stepNames.map((step) => schedule[step])]
    expect(moments.toSorted((one, other) => Date.parse(one) - Date.parse(other))).toEqual(moments)
    expect(schedule.send).toBe(at(due))
  })

  it.each(['2026-10-12 17:00', '2026-10-12 17:01'])(
    'has no time where the deadline %s is not after the receipt',
    (received) => {
      expect(() => scheduleBackwards(at(received), at('2026-10-12 17:00'), suggestedShares)).toThrow(RangeError)
    },
  )
})

describe('where the steps stand', () => {
  const schedule = scheduleBackwards(at('2026-10-12 15:00'), at('2026-10-12 17:00'), suggestedShares)
  const told = (now: string, done: object = {}) =>
    standings(schedule, done, at(now)).map(({ state, late }) => `${state}${late ? `+${late}` : ''}`)

  it.each<[string, string, object, string[]]>([
    ['nothing is late', '2026-10-12 15:05', {}, ['current', 'ahead', 'ahead', 'ahead', 'ahead']],
    ['the minute itself is in time', '2026-10-12 15:12', {}, ['current', 'ahead', 'ahead', 'ahead', 'ahead']],
    ['a late step moves no other', '2026-10-12 15:30', {}, ['current+18', 'ahead', 'ahead', 'ahead', 'ahead']],
    [
      'what was done late stays late',
      '2026-10-12 15:40',
      { distribute: at('2026-10-12 15:30') },
      ['done+18', 'current', 'ahead', 'ahead', 'ahead'],
    ],
    [
      'past the deadline everything left is late',
      '2026-10-12 18:00',
      { distribute: at('2026-10-12 15:10'), answer: at('2026-10-12 16:00') },
      ['done', 'done', 'current+84', 'ahead+72', 'ahead+60'],
    ],
  ])('%s', (_name, now, done, expected) => {
    expect(told(now, done)).toEqual(expected)
  })

  it('says how much is left, and nothing once it is over', () => {
    const due = instant('2026-10-12T17:00:00+08:00')
    expect([minutesLeft(due, at('2026-10-12 15:30')), minutesLeft(due, at('2026-10-12 17:30'))]).toEqual([90, 0])
    expect([minutesPast(due, due), minutesPast(due, at('2026-10-12 17:01'))]).toEqual([0, 1])
  })
})
