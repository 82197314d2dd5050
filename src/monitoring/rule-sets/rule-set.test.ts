import { describe, expect, it } from 'vitest'
import { civilDate } from '../../calendar/index.ts'
import { indicatorOf, indicators } from '../indicators/index.ts'
import { rulesOf } from '../judging.ts'
import { junshan2019v1 } from './junshan-2019-v1.ts'
import { junshan2019v2 } from './junshan-2019-v2.ts'
import { adoptionKey, type DistrictSetting, forceOf, ruleSetOn } from './rule-set.ts'

const day = civilDate('2026-09-30')
const set = (key: string, value: unknown): DistrictSetting => ({
  key,
  value,
  source: '区办〔2026〕1号',
  effectiveFrom: civilDate('2026-01-01'),
})
const judging = (on: string, ...settings: DistrictSetting[]) =>
  rulesOf(civilDate(on), settings).indicators.map(({ id }) => id)

describe('a month is judged by the set in force at its checkpoint', () => {
  it.each([
    ['2018-01-31', '1'],
    ['2019-06-16', '1'],
    ['2026-06-30', '1'],
    ['2026-07-01', '2'],
    ['2026-09-30', '2'],
  ])('%s: version %s', (on, version) => {
    expect(rulesOf(civilDate(on), []).ruleSet.version).toBe(version)
  })

  it('says nothing else of a month of version 1 than it said then', () => {
    const { indicators: then, thresholds } = rulesOf(civilDate('2026-06-30'), [])
    expect(then.map(({ id }) => id)).toEqual(junshan2019v1.indicators)
    expect('numbers' in thresholds).toBe(false)
  })

  it('refuses sets that begin on one day, and no sets', () => {
    const again = { ...junshan2019v2, version: '3' }
    expect(() => ruleSetOn([junshan2019v1, junshan2019v2, again], day)).toThrow(/2 and .*3 begin on one day/)
    expect(() => ruleSetOn([], day)).toThrow(RangeError)
  })
})

describe('what is known from memory or scraps judges nobody until a person adopted it', () => {
  const drafts = indicators.filter((one) => forceOf(one) === 'draft').map(({ id }) => id)
  it('marks them by the paper they stand on first', () => {
    expect(drafts).toEqual(['N-NM-01b', 'N-NM-01c', 'N-NM-01d', 'N-NM-02b', 'B-01', 'B-02', 'B-03', 'B-05'])
  })
  it.each(drafts)('%s', (id) => {
    expect(judging('2026-09-30')).not.toContain(id)
    expect(judging('2026-09-30', set(adoptionKey(id), true))).toContain(id)
    expect(judging('2026-09-30', set(adoptionKey(id), false))).not.toContain(id)
  })
})

describe('templates and other levels judge where a district adopts them', () => {
  it.each(indicators.filter((one) => forceOf(one) === 'optional' && !one.number).map(({ id }) => id))('%s', (id) => {
    expect(judging('2026-09-30')).not.toContain(id)
    expect(judging('2026-09-30', set(adoptionKey(id), true))).toContain(id)
  })
  it.each(indicators.flatMap(({ id, number, optional }) => (number && optional ? [[id, number] as const] : [])))(
    '%s by its number %s',
    (id, number) => {
      expect(judging('2026-09-30')).not.toContain(id)
      expect(judging('2026-09-30', set(adoptionKey(id), true))).not.toContain(id)
      expect(judging('2026-09-30', set(number, 2))).toContain(id)
      expect(judging('2026-09-30', set(number, 2), set(adoptionKey(id), false))).not.toContain(id)
    },
  )
  it('does not judge by a number it cannot read', () => {
    expect(() => rulesOf(day, [set('minPostsPerWeek', '两次')])).toThrow(RangeError)
  })
})

it('holds every indicator once, in the order in which verdicts print them', () => {
  expect(junshan2019v2.indicators).toEqual(indicators.map(({ id }) => id))
  expect(new Set(junshan2019v2.indicators).size).toBe(junshan2019v2.indicators.length)
  const rank = { veto: 0, deduction: 1, bonus: 2, hint: 3 }
  const ranks = indicators.map((one) => rank[one.class])
  expect(ranks).toEqual([...ranks].sort((a, b) => a - b))
})

it.each(indicators.map(({ id }) => id))('%s says its clause, its basis and a sentence', (id) => {
  const { clause, basis, sentence, label } = indicatorOf(id)
  expect(clause.length).toBeGreaterThan(8)
  expect(label).not.toBe('')
  expect(basis.every((one) => one.source !== '' && one.clause !== '')).toBe(true)
  expect(sentence({ reports: 2, firstSeenOn: '2026-09-03' }, day)).toMatch(/。$/)
})
