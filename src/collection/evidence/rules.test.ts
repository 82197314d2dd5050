import { describe, expect, it } from 'vitest'
import { instant } from '../../calendar/index.ts'
import { erasableFrom, type Resting } from './rules.ts'

const years = { rested: 10, other: 2, failed: 1 }
const at = (day: string) => instant(`${day}T04:00:00.000Z`)
const seen = (kind: 'listed' | 'failed' = 'listed') => ({
  accountId: 'a',
  kind,
  observedAt: at('2026-09-01'),
  lastSeenAt: at('2026-09-20'),
})
const resting = (more: Partial<Resting> = {}): Resting => ({
  accountId: 'a',
  from: at('2026-08-01'),
  until: at('2026-10-01'),
  over: at('2026-10-15'),
  ...more,
})

describe('until when evidence is kept', () => {
  it.each([
    ['nothing rests on it', seen(), [], '2028-09-20'],
    ['nothing rests on a failure', seen('failed'), [], '2027-09-20'],
    ['a finding was decided', seen(), [resting()], '2036-10-15'],
    ['a finding is open', seen(), [resting({ over: null })], null],
    ['one of two is open', seen(), [resting(), resting({ over: null })], null],
    ['a case of the account is open', seen('failed'), [resting({ from: null, until: null, over: null })], null],
    ['the finding is another account’s', seen(), [resting({ accountId: 'b', over: null })], '2028-09-20'],
    [
      'it was first seen after what the finding rests on',
      seen(),
      [resting({ until: at('2026-08-31'), over: null })],
      '2028-09-20',
    ],
    ['it was last seen before it', seen(), [resting({ from: at('2026-09-21'), over: null })], '2028-09-20'],
    ['it was last seen on the first day of it', seen(), [resting({ from: at('2026-09-20'), over: null })], null],
    [
      'the finding was done with long before it was last seen',
      { ...seen(), lastSeenAt: at('2040-01-01') },
      [resting()],
      '2042-01-01',
    ],
    ['the day is 2月29日', { ...seen('failed'), lastSeenAt: at('2028-02-29') }, [], '2029-03-01'],
  ])('%s', (_when, evidence, rests, day) => {
    expect(erasableFrom(evidence, rests, years)).toBe(day)
  })
})
