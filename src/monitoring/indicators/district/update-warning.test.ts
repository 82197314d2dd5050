import { expect, it } from 'vitest'
import { accountFacts, nationalThresholds } from '../../../../tests/support/account-facts.ts'
import { decisiveDays } from '../silence.ts'
import { updateWarning } from './update-warning.ts'

const judge = (last: string | null, covered = true, account = {}) =>
  updateWarning.judge(accountFacts('2026-09-30', { lastUpdateOn: last, covered }, account), nationalThresholds)

it.each([
  ['2026-09-24', 6, 'pass', undefined, 0],
  ['2026-09-23', 7, 'fail', 7, -1],
  ['2026-09-21', 9, 'fail', 7, -3],
  ['2026-09-20', 10, 'fail', 10, -4],
  ['2026-09-18', 12, 'fail', 10, -6],
  ['2026-09-17', 13, 'fail', 13, -7],
  ['2026-09-16', 14, 'fail', 13, -8],
])(
  '附件1 两周内更新, warned at 7, 10 and 13 days: last update %s, %i days: %s',
  (last, silentDays, value, level, margin) => {
    const judged = judge(last)
    expect(judged).toMatchObject({ value, margin, facts: { silentDays } })
    expect(judged.facts['level']).toBe(level)
  },
)

it('leaves day 15 to N-NM-02a, so that one silence is told once', () => {
  expect(judge('2026-09-15').value).toBe('not-applicable')
})

it('knows nothing where nobody looked', () => {
  expect(judge(null, false).value).toBe('unknown')
})

it('never weighs more than a hint, and warns nobody who only serves', () => {
  expect(updateWarning.class).toBe('hint')
  const serves = { purpose: 'service', confirmed: true } as const
  expect(judge('2026-09-20', true, { purpose: serves }).value).toBe('not-applicable')
  expect(judge('2026-09-20', true, { purpose: { ...serves, confirmed: false } }).value).toBe('fail')
})

it('says until when an update is in time', () => {
  expect(judge('2026-09-20').wouldChange).toBe('发布新内容后预警解除；10月4日以后仍未更新的，将列为“内容不更新”线索。')
})

it('names to collecting the days of silence that something depends on: each warning, and the first that fails', () => {
  expect(decisiveDays(nationalThresholds)).toEqual([7, 10, 13, 15])
  expect(decisiveDays({ ...nationalThresholds, strictFourteen: true, warnAtDays: [5] })).toEqual([5, 14])
})
