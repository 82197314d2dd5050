import * as fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { itWithShared, sharedPath } from '../../tests/support/shared.ts'
import { readCount, countWords } from './counts.ts'
import type { CountPrecision, CountScope, NoCount } from './counts.ts'

const COUNTS: readonly (readonly [found: string, value: number, precision: CountPrecision, scope?: CountScope])[] = [
  ['0', 0, 'exact'],
  ['389', 389, 'exact'],
  ['389名', 389, 'exact'],
  ['14条', 14, 'exact'],
  ['仅12条', 12, 'exact'],
  ['69条短视频', 69, 'exact'],
  ['1,234', 1_234, 'exact'],
  ['12，345，678', 12_345_678, 'exact'],
  ['１２００人', 1_200, 'exact'],
  [' 1 200 ', 1_200, 'exact'],
  ['12000.0', 12_000, 'exact'],
  ['粉丝数：389', 389, 'exact'],
  ['1.2万', 12_000, 'rounded'],
  ['3万', 30_000, 'rounded'],
  ['3.9w', 39_000, 'rounded'],
  ['3.9W', 39_000, 'rounded'],
  ['5k', 5_000, 'rounded'],
  ['3千', 3_000, 'rounded'],
  ['2百万', 2_000_000, 'rounded'],
  ['5千万', 50_000_000, 'rounded'],
  ['1.1亿', 110_000_000, 'rounded'],
  ['19.3万人/次', 193_000, 'rounded'],
  ['19.3万人次', 193_000, 'rounded'],
  ['听众数达90万', 900_000, 'rounded'],
  ['听众数达181.2万', 1_812_000, 'rounded'],
  ['约1.7万', 17_000, 'approximate'],
  ['近3万', 30_000, 'approximate'],
  ['300左右', 300, 'approximate'],
  ['10万+', 100_000, 'at-least'],
  ['10W＋', 100_000, 'at-least'],
  ['100000+', 100_000, 'at-least'],
  ['超过210万', 2_100_000, 'at-least'],
  ['超过3.9万', 39_000, 'at-least'],
  ['920多条', 920, 'at-least'],
  ['5000以上', 5_000, 'at-least'],
  ['累计突破千万次', 10_000_000, 'at-least'],
  ['每周阅读量达10万余次', 100_000, 'at-least', 'week'],
  ['每日阅读量约2.5万', 25_000, 'approximate', 'day'],
  ['单条最高转发、评论1.4万次', 14_000, 'rounded', 'post'],
  ['月均阅读3000', 3_000, 'exact', 'month'],
]

const NOT_COUNTS: readonly (readonly [found: string, reason: NoCount['reason']])[] = [
  ['', 'blank'],
  ['　 ', 'blank'],
  ['1至2', 'range'],
  ['一个月1至2条', 'range'],
  ['3-5万', 'range'],
  ['1万～2万', 'range'],
  ['单条最高浏览量达78.8万，累计突破千万次', 'several-numbers'],
  ['2019年6月', 'several-numbers'],
  ['1万2千', 'several-numbers'],
  ['1,23', 'several-numbers'],
  ['不足100', 'upper-bound'],
  ['不到1万', 'upper-bound'],
  ['1.5', 'not-whole'],
  ['1.23456万', 'not-whole'],
  ['-5', 'not-a-count'],
  ['A82', 'not-a-count'],
  ['7月', 'not-a-count'],
  ['3000元', 'not-a-count'],
  ['12%', 'not-a-count'],
  ['无', 'not-a-count'],
  ['未统计', 'not-a-count'],
  ['千万', 'not-a-count'],
  ['99999999999999999999', 'not-a-count'],
]

describe('readCount', () => {
  const wanted = COUNTS.map(([found, value, precision, scope]) => ({
    found,
    value,
    precision,
    ...(scope && { scope }),
  }))

  it.each(wanted)('reads “$found” as $value, $precision', (count) => {
    expect(readCount(count.found)).toEqual(count)
  })

  it.each(NOT_COUNTS)('does not take %j for one count: %s', (found, reason) => {
    expect(readCount(found)).toEqual({ reason, found })
  })

  it('reads every whole number as it is printed, with and without separators', () => {
    const whole = fc.integer({ min: 0, max: 1_000_000_000 })
    fc.assert(
      fc.property(whole, (value) => {
        for (const found of [String(value), value.toLocaleString('en-US')]) {
          expect(readCount(found)).toEqual({ value, precision: 'exact', found })
        }
      }),
    )
  })

  itWithShared('reads every count of the published rows, but for one of job offers and one that holds two', () => {
    const file = readFileSync(sharedPath('data', 'cases', 'published-rows.json') ?? '', 'utf8')
    const { rows } = JSON.parse(file) as { rows: { raw: Record<string, string> }[] }
    const columns = ['粉丝量', '发布量', '阅读量', '阅读量/其他', '发布数']
    const cells = rows.flatMap(({ raw }) => columns.map((column) => raw[column] ?? '')).filter((cell) => cell !== '')
    const refused = cells.map(readCount).filter((read) => 'reason' in read)
    expect(cells.length).toBeGreaterThan(10)
    expect(refused.map(({ reason }) => reason)).toEqual(['not-a-count', 'several-numbers'])
  })
})

it('prints a count with how well it is known, one way everywhere', () => {
  expect([
    countWords(8412, 'exact'),
    countWords(100_000, 'at-least'),
    countWords(17_000, 'approximate'),
    countWords(0, null),
  ]).toEqual(['8,412', '不少于 100,000', '约 17,000', '0'])
})
