import fc from 'fast-check'
import { expect, it } from 'vitest'
import { addDays, civilDate, daysBetween } from '../calendar/index.ts'
import { gapsIn, gapWords } from './gaps.ts'

const d = (day: number) => addDays(civilDate('2026-09-01'), day - 1)
const september = { from: d(1), to: d(30) }
const whole = [{ from: d(-30), to: d(30) }]
const said = (updates: number[], covered = whole) => {
  const seen = { updates: updates.map(d), covered }
  return gapWords(gapsIn(seen, september, 14), 14)
}

it.each<[string, number[], { from: ReturnType<typeof d>; to: ReturnType<typeof d> }[] | undefined, string]>([
  [
    'one stretch between two updates',
    [1, 10, 20],
    undefined,
    '最长间隔 10 天（9月21日至9月30日），超过 14 天未更新 0 段',
  ],
  ['14 days without an update', [0, 15, 30], undefined, '最长间隔 14 天（9月1日至9月14日），超过 14 天未更新 0 段'],
  ['15 days without an update', [0, 16, 30], undefined, '最长间隔 15 天（9月1日至9月15日），超过 14 天未更新 1 段'],
  [
    'one that began in the month before',
    [-7, 9, 20],
    undefined,
    '最长间隔 10 天（9月10日至9月19日），超过 14 天未更新 1 段',
  ],
  [
    'one that ends on the first day of the month',
    [-15, 2, 12, 22],
    undefined,
    '最长间隔 9 天（9月3日至9月11日），超过 14 天未更新 1 段',
  ],
  ['two of them', [-15, 1, 17], undefined, '最长间隔 15 天（9月2日至9月16日），超过 14 天未更新 1 段'],
  ['every day', Array.from({ length: 30 }, (_, at) => at + 1), undefined, '每天都有发布'],
  ['nobody looked', [], [], '30 天未采集，不计'],
  [
    'a day that nobody looked at cuts a silence in two, and neither is too long',
    [],
    [
      { from: d(1), to: d(12) },
      { from: d(14), to: d(26) },
    ],
    '最长间隔至少 13 天（9月14日至9月26日），超过 14 天未更新 0 段；5 天未采集，不计',
  ],
  [
    'a post is a look by itself',
    [5],
    [{ from: d(6), to: d(8) }],
    '最长间隔至少 3 天（9月6日至9月8日），超过 14 天未更新 0 段；26 天未采集，不计',
  ],
])('%s', (_what, updates, covered, words) => {
  expect(said(updates, covered ?? whole)).toBe(words)
})

it('never counts a day that nobody looked at, nor one with an update', () => {
  const days = fc.array(fc.integer({ min: -20, max: 30 }), { maxLength: 12 })
  const spans = fc.array(fc.tuple(fc.integer({ min: -20, max: 30 }), fc.nat(20)), { maxLength: 4 })
  fc.assert(
    fc.property(days, spans, (updates, looks) => {
      const covered = looks.map(([from, length]) => ({ from: d(from), to: d(from + length) }))
      const { longest, silent, unlooked } = gapsIn({ updates: updates.map(d), covered }, september, 14)
      for (const gap of [...(longest ? [longest] : []), ...silent]) {
        const own = Array.from({ length: daysBetween(gap.from, gap.to) + 1 }, (_, at) => addDays(gap.from, at))
        expect(own).toHaveLength(gap.days)
        for (const day of own) {
          expect(updates.map(d)).not.toContain(day)
          expect(covered.some(({ from, to }) => from <= day && day <= to)).toBe(true)
        }
      }
      expect((longest?.days ?? 0) + unlooked).toBeLessThanOrEqual(30)
    }),
  )
})
