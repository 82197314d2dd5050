import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, civilDate, instant, seedYears, workCalendar } from '../calendar/index.ts'
import { type Channel, type Clock, messageKinds, type Standing, type TimedMessage } from './model.ts'
import { defaultClocks, dueOf, replyHours, standingOf, type SummedMessage, sumsBy, sumsOf } from './rules.ts'

const calendar = workCalendar(seedYears())
const day = civilDate

const message = (over: Partial<SummedMessage> = {}): SummedMessage => ({
  channel: 'message',
  kind: 'question',
  state: over.repliedOn ? 'replied' : 'open',
  askedOn: day('2026-09-01'),
  askedAt: null,
  repliedOn: null,
  repliedAt: null,
  dueOn: day('2026-09-08'),
  lookedUntil: day('2026-12-31'),
  ...over,
})

describe('the last day for an answer', () => {
  const working = (days: number): Clock => ({ days, kind: 'working' })
  it.each<[string, Clock, string, string, boolean]>([
    ['附件1: 7日, the day of asking not counted', defaultClocks.question, '2026-09-01', '2026-09-08', false],
    ['7日 ending on a Sunday moves to Monday', defaultClocks.complaint, '2026-08-30', '2026-09-07', false],
    ['7日 ending in 国庆 moves behind it (rulebook (i)6)', defaultClocks.question, '2026-09-25', '2026-10-08', false],
    ['7日 ending in 春节 (rulebook (i)6)', defaultClocks.help, '2026-02-10', '2026-02-24', false],
    [
      'a simple question has 7日 until the district adopts more',
      defaultClocks.simple,
      '2026-09-01',
      '2026-09-08',
      false,
    ],
    ['1 working day, adopted: Friday before 国庆 adjusts', working(1), '2026-09-30', '2026-10-08', false],
    ['找错: 3 working days over 国庆 with 调休', defaultClocks.error, '2026-09-30', '2026-10-10', false],
    ['找错 over a year whose notice is not out is provisional', defaultClocks.error, '2026-12-30', '2027-01-05', true],
  ])('%s', (_why, clock, askedOn, due, provisional) => {
    expect(dueOf(calendar, clock, day(askedOn))).toEqual({ day: due, provisional })
  })
})

describe('how a message stands at the end of a day', () => {
  it.each<[string, Partial<SummedMessage>, string, Standing]>([
    ['answered on its last day', { repliedOn: day('2026-09-08') }, '2026-09-30', 'on-time'],
    ['answered a day later', { repliedOn: day('2026-09-09') }, '2026-09-30', 'late'],
    ['waits on its last day', {}, '2026-09-08', 'open'],
    ['waits a day longer, and somebody looked', { lookedUntil: day('2026-09-08') }, '2026-09-09', 'overdue'],
    ['waits longer, and nobody looked on its last day', { lookedUntil: day('2026-09-07') }, '2026-09-30', 'unlooked'],
    ['waits longer, and nobody ever looked', { lookedUntil: null }, '2026-09-30', 'unlooked'],
    [
      'sent by the public page: what is answered is answered here',
      { lookedUntil: null, channel: 'form' },
      '2026-09-30',
      'overdue',
    ],
    [
      'answered after the checkpoint: there was none before',
      { lookedUntil: null, repliedOn: day('2026-10-02') },
      '2026-09-30',
      'overdue',
    ],
    ['invalid', { state: 'invalid' }, '2026-09-30', 'invalid'],
    ['invalid although answered', { state: 'invalid', repliedOn: day('2026-09-20') }, '2026-09-30', 'invalid'],
  ])('%s', (_what, over, asOf, standing) => {
    const one = message(over)
    expect(standingOf(one, day(asOf), one.lookedUntil)).toBe(standing)
  })
})

describe('sums', () => {
  const many = (count: number, over: Partial<SummedMessage>) => Array.from({ length: count }, () => message(over))
  const asOf = day('2026-09-30')

  it('of one page with 8 questions and no answer: 0 of 8 (F4)', () => {
    const sums = sumsOf(many(8, {}), asOf)
    expect(sums).toMatchObject({ asked: 8, overdue: 8, onTimeRate: 0, replyRate: 0, medianHours: null, p90Hours: null })
    expect(sums.oldestOpenDays).toBe(29)
  })

  it('of 309 letters with 292 answered in time: 94.5 % (F7)', () => {
    const letters = [...many(292, { repliedOn: day('2026-09-05') }), ...many(17, { repliedOn: day('2026-09-12') })]
    const { asked, onTime, late, onTimeRate, replyRate } = sumsOf(letters, asOf)
    expect([asked, onTime, late, ((onTimeRate ?? 0) * 100).toFixed(1), replyRate]).toEqual([309, 292, 17, '94.5', 1])
  })

  it('of nothing have no rate, and what nobody looked for is in no rate', () => {
    expect(sumsOf([], asOf)).toMatchObject({ asked: 0, onTimeRate: null, replyRate: null, oldestOpenDays: null })
    const sums = sumsOf([...many(3, { repliedOn: day('2026-09-05') }), ...many(5, { lookedUntil: null })], asOf)
    expect(sums).toMatchObject({ asked: 8, onTime: 3, unlooked: 5, onTimeRate: 1, replyRate: 1 })
  })

  it('count invalid ones apart', () => {
    expect(sumsOf([...many(2, {}), ...many(4, { state: 'invalid' })], asOf)).toMatchObject({ asked: 2, invalid: 4 })
  })

  it('tell hours of answers whose minutes are known, the middle and nine of ten', () => {
    const answered = (hours: number) => {
      const at = instant(new Date(Date.parse('2026-09-01T01:00:00Z') + hours * 3_600_000).toISOString())
      return message({ askedAt: instant('2026-09-01T01:00:00Z'), repliedOn: day('2026-09-02'), repliedAt: at })
    }
    const timed = [1, 2, 3, 4, 5, 6, 7, 8, 9, 20].map(answered)
    const dayOnly = message({ repliedOn: day('2026-09-02') })
    expect(sumsOf([...timed, dayOnly], asOf)).toMatchObject({ timed: 10, medianHours: 5.5, p90Hours: 9 })
    expect(replyHours(dayOnly, asOf)).toBeUndefined()
  })
})

const anyDay = fc.integer({ min: 0, max: 120 }).map((offset) => addDays(day('2026-06-01'), offset))
const anyMessage = fc
  .record({
    channel: fc.constantFrom<Channel>('message', 'comment', 'private', 'mailbox', 'form'),
    kind: fc.constantFrom(...messageKinds),
    askedOn: anyDay,
    wait: fc.option(fc.integer({ min: 0, max: 60 })),
    allowed: fc.integer({ min: 1, max: 15 }),
    invalid: fc.boolean(),
    lookedUntil: fc.option(anyDay),
    unit: fc.constantFrom('甲', '乙', '丙', null),
  })
  .map(({ wait, allowed, invalid, ...rest }): SummedMessage & { unit: string | null } => ({
    ...rest,
    state: invalid ? 'invalid' : wait === null ? 'open' : 'replied',
    askedAt: null,
    repliedOn: wait === null ? null : addDays(rest.askedOn, wait),
    repliedAt: null,
    dueOn: addDays(rest.askedOn, allowed),
  }))

const parts = ['asked', 'onTime', 'late', 'open', 'overdue', 'unlooked', 'invalid'] as const

describe('whatever was recorded', () => {
  it('what nobody looked for never becomes overdue', () => {
    fc.assert(
      fc.property(anyMessage, anyDay, (one, asOf) => {
        const isOpen: Pick<TimedMessage, 'repliedOn'> = { repliedOn: null }
        const unseen = { ...one, ...isOpen, state: 'open' as const, channel: 'message' as const }
        for (const until of [null, addDays(one.dueOn, -1)])
          expect(['open', 'unlooked']).toContain(standingOf(unseen, asOf, until))
        expect(sumsOf([{ ...unseen, lookedUntil: null }], asOf).overdue).toBe(0)
      }),
      { numRuns: 500 },
    )
  })

  it('sums by kind and by unit add up to the whole, and every message stands in one place (F8, F9)', () => {
    fc.assert(
      fc.property(fc.array(anyMessage, { maxLength: 30 }), anyDay, (all, asOf) => {
        const whole = sumsOf(all, asOf)
        expect(whole.asked + whole.invalid).toBe(all.length)
        expect(whole.onTime + whole.late + whole.open + whole.overdue + whole.unlooked).toBe(whole.asked)
        for (const groups of [sumsBy(all, asOf, ({ kind }) => kind), sumsBy(all, asOf, ({ unit }) => unit)])
          for (const part of parts)
            expect([...groups.values()].reduce((sum, group) => sum + group[part], 0)).toBe(whole[part])
      }),
      { numRuns: 200 },
    )
  })
})
