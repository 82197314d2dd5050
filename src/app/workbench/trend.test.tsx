import { expect, it } from 'vitest'
import { civilDate, month, quarter } from '../../calendar/index.ts'
import { TrendCard } from './trend.tsx'

const totals = (qualified: number, unqualified: number, pending = 0, unknown = 0) => {
  const judged = qualified + unqualified + pending
  return { registered: judged + unknown, judged, partly: 0, qualified, unqualified, pending, unknown, findings: 0 }
}
const drawn = (last: ReturnType<typeof totals>, unreviewed = 0, state: 'closed' | 'unchecked' = 'closed') => {
  const trend = [
    { quarter: quarter('2026Q2'), counted: totals(20, 5) },
    { quarter: quarter('2026Q3'), counted: totals(25, 4) },
    { quarter: quarter('2026Q4'), counted: last },
  ]
  const months = [{ month: month('2026-12'), checkpoint: civilDate('2026-12-31'), state, coverage: null }]
  const facts = { trend, quarter: quarter('2026Q4'), unreviewed, months }
  const card: unknown = <TrendCard report={{ facts, draft: true }} />
  return String(card)
}
const rates = (page: string) => (page.match(/<circle/g) ?? []).length

it('draws the rate of a quarter that is decided', () => {
  const page = drawn(totals(28, 1))
  expect(rates(page)).toBe(3)
  expect(page).toContain('合格率 96.6%')
  expect(page).toContain('fill="#fff"')
})

it.each([
  ['a finding of it waits', totals(28, 0, 1), 1, 'closed' as const],
  ['a finding of it waits for which nobody is judged', totals(28, 0), 1, 'closed' as const],
  ['hardly anybody was seen', totals(3, 0, 0, 26), 0, 'closed' as const],
  ['a month of it has not begun', totals(28, 0), 0, 'unchecked' as const],
])('draws no rate of a quarter while %s, as the paper does', (_, last, unreviewed, state) => {
  const page = drawn(last, unreviewed, state)
  expect(rates(page)).toBe(2)
  expect(page).toContain('最近一季度合格率暂不比较')
  expect(page).not.toMatch(/合格率 \d/)
  expect(page).toMatch(/<text[^>]*>\s*合格率\s*<\/text>/)
  expect(page).not.toContain('fill="#fff"')
})

it.each([2, 3, 8])('%i quarters end where the names of the lines begin, and none stands on the axis', (count) => {
  const trend = Array.from({ length: count }, (_, at) => ({
    quarter: quarter(`202${at >> 2}Q${(at % 4) + 1}`),
    counted: totals(24, 4),
  }))
  const facts = { trend, quarter: trend.at(-1)!.quarter, unreviewed: 0, months: [] }
  const card: unknown = <TrendCard report={{ facts, draft: false }} />
  const points = [...String(card).matchAll(/<circle cx="([\d.]+)"/g)].map(([, x]) => Number(x))
  expect(points).toHaveLength(count)
  expect(points.at(-1)).toBe(386)
  // The figures of the axis end at 26, the grid begins at 32.
  expect(Math.min(...points)).toBeGreaterThanOrEqual(64)
})
