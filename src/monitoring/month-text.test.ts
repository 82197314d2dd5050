import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { civilDate, month } from '../calendar/index.ts'
import type { AccountResult, CheckDocument, IndicatorResult } from './model.ts'
import { MonthText } from './month-text.ts'

const result = (indicator: string, facts: IndicatorResult['facts']): IndicatorResult => ({
  indicator,
  class: 'veto',
  value: 'pass',
  facts,
  clause: '“条款”|\\',
})

const accountOf = (n: number, text: MonthText): AccountResult => ({
  id: `a${n}`,
  name: `临湖“发布”|${n}`,
  unit: '],[}',
  platform: 'weibo',
  verdict: 'qualified',
  results: [result('one', { silentDays: n % 3 }), result('two', { filing: 'filed' })].map((one) => text.shared(one)),
})

describe('the text of a month', () => {
  it.each([0, 1, 499, 500, 1_203])('of %i accounts has the digest of the document as JSON', async (count) => {
    const text = new MonthText()
    const accounts = Array.from({ length: count }, (_, n) => accountOf(n, text))
    text.add(accounts.slice(0, 700))
    text.add(accounts.slice(700))
    const document: CheckDocument = {
      district: '4306|11',
      month: month('2026-09'),
      checkpoint: civilDate('2026-09-30'),
      rules: { id: 'r', version: '1' },
      coverage: { registered: count, judged: count, unknown: 0, ratio: 1 },
      accounts,
    }
    const beside = { leads: 1, ceased: 0, unsettled: undefined, units: [['u1', 'department']] }
    const whole = createHash('sm3').update(JSON.stringify({ document, ...beside }))
    expect(await text.digest(document, beside)).toBe(`sm3:${whole.digest('hex')}`)
  })

  it('holds equal results once', () => {
    const text = new MonthText()
    const [one, other] = [accountOf(0, text), accountOf(3, text)]
    expect(other.results[0]).toBe(one.results[0])
    expect(accountOf(1, text).results[0]).not.toBe(one.results[0])
  })
})
