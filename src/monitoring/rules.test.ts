import { describe, expect, it } from 'vitest'
import { accountFacts, nationalThresholds } from '../../tests/support/account-facts.ts'
import { civilDate } from '../calendar/index.ts'
import { indicatorOf, indicators } from './indicators/index.ts'
import type { IndicatorClass, IndicatorResult, Value } from './model.ts'
import { junshan2019v1 } from './rule-sets/junshan-2019-v1.ts'
import { thresholdsOf } from './rule-sets/rule-set.ts'
import { candidatesAmong, coverageOf, judgeAccount, reviewedVerdict, standing, verdictOf } from './rules.ts'

const result = (weighs: IndicatorClass, value: Value, indicator = 'N-NM-02a'): IndicatorResult => ({
  indicator,
  class: weighs,
  value,
  facts: {},
  clause: '',
})

describe('单项否决 alone decides (INTERFACES.md, Verdicts)', () => {
  it.each<[string, IndicatorResult[], string]>([
    ['every veto passes', [result('veto', 'pass'), result('veto', 'pass')], 'qualified'],
    ['one veto fails', [result('veto', 'pass'), result('veto', 'fail')], 'unqualified'],
    ['one fails, one is unknown', [result('veto', 'unknown'), result('veto', 'fail')], 'unqualified'],
    ['one is unknown', [result('veto', 'pass'), result('veto', 'unknown')], 'unknown'],
    ['no veto applies', [result('veto', 'not-applicable')], 'qualified'],
    [
      'only deductions and hints fail',
      [result('veto', 'pass'), result('deduction', 'fail'), result('hint', 'fail')],
      'qualified',
    ],
    [
      'the filing has not been looked at (待核备案)',
      [result('veto', 'pass'), result('hint', 'unknown', 'D-JS-01')],
      'qualified',
    ],
  ])('%s', (_what, results, verdict) => {
    expect(verdictOf(results)).toBe(verdict)
  })
})

it('judges units inside the notice, one under closure included; counts the others apart', () => {
  expect(standing({ inScope: true, unitKind: 'department', runningState: 'running' })).toBe('monitored')
  expect(standing({ inScope: true, unitKind: 'department', runningState: 'closing' })).toBe('monitored')
  expect(standing({ inScope: true, unitKind: 'department', runningState: 'closed' })).toBe('monitored')
  expect(standing({ inScope: true, unitKind: 'department', runningState: 'deregistered' })).toBe('ceased')
  expect(standing({ inScope: false, unitKind: 'vertical', runningState: 'running' })).toBe('lead')
  expect(standing({ inScope: false, unitKind: 'unknown', runningState: 'running' })).toBe('unsettled')
})

it('prints coverage with its parts, and no ratio where nothing is registered', () => {
  expect(coverageOf([{ verdict: 'qualified' }, { verdict: 'unqualified' }, { verdict: 'unknown' }])).toEqual({
    registered: 3,
    judged: 2,
    unknown: 1,
    ratio: 0.6667,
  })
  expect(coverageOf([])).toEqual({ registered: 0, judged: 0, unknown: 0, ratio: null })
})

it.each([
  [{ confirmedVeto: true, openVeto: true, vetoUnknown: false }, 'unqualified'],
  [{ confirmedVeto: false, openVeto: true, vetoUnknown: true }, 'pending'],
  [{ confirmedVeto: false, openVeto: false, vetoUnknown: true }, 'unknown'],
  [{ confirmedVeto: false, openVeto: false, vetoUnknown: false }, 'qualified'],
] as const)('only a person makes an account unqualified: %o is %s', (seen, verdict) => {
  expect(reviewedVerdict(seen)).toBe(verdict)
})

it('puts a fact of a unit on the bench once, and hints never', () => {
  const people = result('deduction', 'fail', 'D-JS-10')
  const accounts = [
    { id: 'b', unitId: 'u', results: [people, result('hint', 'fail', 'D-JS-06')] },
    { id: 'a', unitId: 'u', results: [people, result('veto', 'fail')] },
  ]
  expect(
    candidatesAmong(indicators, accounts)(accounts).map(({ accountId, result: one }) => [accountId, one.indicator]),
  ).toEqual([
    ['a', 'D-JS-10'],
    ['a', 'N-NM-02a'],
  ])
})

it('gives every verdict its clause and, where a number decided, threshold, source and first day', () => {
  const results = judgeAccount(
    junshan2019v1.indicators.map(indicatorOf),
    accountFacts('2026-09-30', { lastUpdateOn: '2026-09-15' }),
    nationalThresholds,
  )
  expect(results.map(({ indicator }) => indicator)).toEqual(junshan2019v1.indicators)
  expect(results.every(({ clause }) => clause.length > 10)).toBe(true)
  expect(results[0]?.threshold).toEqual({
    maxSilentDays: 14,
    strict: false,
    source: '国办秘函〔2019〕19号',
    effectiveFrom: '2019-04-01',
  })
})

describe('a district sets its own numbers, with a source and a first day', () => {
  const on = civilDate('2026-01-01')
  it('uses the rule set where the district says nothing', () => {
    expect(thresholdsOf(junshan2019v1, [])).toMatchObject({
      maxSilentDays: 14,
      strictFourteen: false,
      warnAtDays: [7, 10, 13],
    })
  })
  it('takes the district’s number with the district’s source', () => {
    const settings = [{ key: 'maxSilentDays', value: 10, source: '区办〔2026〕1号', effectiveFrom: on }]
    expect(thresholdsOf(junshan2019v1, settings)).toMatchObject({
      maxSilentDays: 10,
      silence: { source: '区办〔2026〕1号', effectiveFrom: on },
    })
  })
  it('does not judge by a value it cannot read', () => {
    const settings = [{ key: 'maxSilentDays', value: '十天', source: '', effectiveFrom: on }]
    expect(() => thresholdsOf(junshan2019v1, settings)).toThrow(RangeError)
  })
})
