import { describe, expect, it } from 'vitest'
import { civilDate, quarter } from '../calendar/index.ts'
import type { LiveAccount } from '../monitoring/index.ts'
import type { OpenFinding } from '../rectification/index.ts'
import { bySilence, nowSets, problemsOf, rateOf, trendQuarter } from './rules.ts'

const account = (id: string, over: Partial<LiveAccount> = {}): LiveAccount => ({
  id,
  name: id,
  unitId: 'u',
  unitName: '临湖区水务局',
  platform: 'weibo',
  verdict: 'qualified',
  silentDays: 3,
  lastUpdateOn: null,
  warned: false,
  overdue: false,
  ...over,
})

describe('silence', () => {
  it('puts what is overdue first, never published before all, and what nobody saw before what is in order', () => {
    const never = account('never', { overdue: true, verdict: 'unqualified', silentDays: null })
    const long = account('long', { overdue: true, verdict: 'unqualified', silentDays: 40 })
    const warned = account('warned', { warned: true, silentDays: 13 })
    const unseen = account('unseen', { verdict: 'unknown', silentDays: null })
    const fine = account('fine')
    const serves = account('serves', { silentDays: null })
    expect([serves, fine, unseen, warned, long, never].sort(bySilence).map(({ id }) => id)).toEqual([
      'never',
      'long',
      'warned',
      'unseen',
      'fine',
      'serves',
    ])
    const all = [never, long, warned, unseen, fine, serves]
    const count = (set: keyof typeof nowSets) => all.filter(nowSets[set].has).length
    expect([count('seen'), count('unseen'), count('monitored')]).toEqual([5, 1, 6])
  })
})

const counted = { registered: 30, judged: 29, qualified: 27, unqualified: 2, pending: 0, unknown: 1 }

describe('a rate', () => {
  it.each([
    ['of what people settled, the unknown apart', counted, true, { rate: 931, noRate: null }],
    [
      'of nothing, while a veto waits for a person',
      { ...counted, pending: 1 },
      true,
      { rate: null, noRate: 'pending' },
    ],
    ['of nothing, where most were never seen', counted, false, { rate: null, noRate: 'minority' }],
    ['of nothing, where nothing was checked', { ...counted, registered: 0 }, true, { rate: null, noRate: 'no-data' }],
  ])('is %s', (_, counts, stands, rate) => {
    expect(rateOf(counts, stands)).toEqual(rate)
  })

  it('of a quarter without a check is a gap, and so is its coverage; never nought', () => {
    const nothing = { registered: 0, judged: 0, qualified: 0, unqualified: 0, pending: 0, unknown: 0 }
    expect(trendQuarter(quarter('2026Q1'), nothing, { stands: false, provisional: false })).toEqual({
      quarter: '2026Q1',
      counted: null,
      rate: null,
      noRate: 'no-data',
      coverage: null,
      provisional: false,
    })
  })
})

describe('problems that are not over', () => {
  const order = { id: 'o1', unitId: 'u', unitName: '临湖区水务局', number: null } as const
  const finding = (over: Partial<OpenFinding & { late: boolean }>): OpenFinding & { late: boolean } => ({
    accountId: 'a',
    accountName: '临湖水务',
    platform: 'weibo',
    unitId: 'u',
    unitName: '临湖区水务局',
    indicator: 'N-NM-02a',
    label: '内容不更新',
    about: 'account',
    class: 'veto',
    month: '2026-09' as never,
    checkpoint: civilDate('2026-09-30'),
    order: null,
    late: false,
    ...over,
  })
  const of = (...findings: (OpenFinding & { late: boolean })[]) =>
    problemsOf(findings, civilDate('2026-10-10')).map((one) => [
      one.label,
      one.since,
      one.days,
      one.order?.state ?? null,
    ])

  it('stand once however many months they last, since the first of them, with the order that is out', () => {
    const ordered = { ...order, state: 'acknowledged', stopBy: null, stoppedAt: null, feedbackBy: null } as const
    expect(of(finding({}), finding({ checkpoint: civilDate('2026-08-31'), order: ordered, late: true }))).toEqual([
      ['内容不更新', '2026-08-31', 40, 'acknowledged'],
    ])
  })

  it('stand by weight and then by age, a fact of a unit once for all its accounts', () => {
    const vacant = { indicator: 'D-JS-10', label: '责任人不全', about: 'unit', class: 'deduction' } as const
    expect(
      of(
        finding({ ...vacant, checkpoint: civilDate('2026-07-31') }),
        finding({ ...vacant, accountId: 'b', checkpoint: civilDate('2026-09-30') }),
        finding({ accountId: 'c' }),
        finding({ accountId: 'd', checkpoint: civilDate('2026-08-31') }),
      ),
    ).toEqual([
      ['内容不更新', '2026-08-31', 40, null],
      ['内容不更新', '2026-09-30', 10, null],
      ['责任人不全', '2026-07-31', 71, null],
    ])
  })
})
