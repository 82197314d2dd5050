import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sheetOf } from '../../../tests/support/sheets.ts'
import { civilDate } from '../../calendar/index.ts'
import { readAnnex2 } from './read-annex2.ts'

const read = (...sheets: ReturnType<typeof sheetOf>[]) => readAnnex2(sheets, civilDate('2026-10-12'))

describe('nothing on a sheet is lost', () => {
  const three = ['名称', '主办单位', '平台类型']

  it('takes a name with its platform in brackets for an account where its unit is merged down', () => {
    const { rows, rejected, notices } = read(
      sheetOf(
        [
          three,
          ['甲警方', '区公安局', '微信公众号'],
          ['甲警方（抖音）', '', ''],
          ['乙教育', '区教育局', ''],
          ['丙', '区卫健局', ''],
        ],
        ['B2:B3'],
      ),
    )
    expect(rows.map(({ facts, unit }) => [facts.name, facts.platform, unit.found])).toEqual([
      ['甲警方', 'wechat_official', '区公安局'],
      ['甲警方', 'douyin', '区公安局'],
    ])
    expect(rejected.map(({ row: at, head: title }) => [at, title])).toEqual([
      [4, '平台类型'],
      [5, '平台类型'],
    ])
    expect(notices).toEqual([])
  })

  it('takes a name alone for an account without a unit, never for a section', () => {
    const { rows } = read(
      sheetOf([three, ['甲警方', '区公安局', '微博'], ['甲警方（抖音）'], ['乙教育', '区教育局', '微博']]),
    )
    expect(rows.map(({ facts, unit }) => [facts.platform, unit.from])).toEqual([
      ['weibo', 'cell'],
      ['douyin', 'blank'],
      ['weibo', 'cell'],
    ])
  })

  it('reads accounts that stand below a note', () => {
    const { rows } = read(sheetOf([three, ['注：略'], ['甲警方', '区公安局', '微博']]))
    expect(rows).toHaveLength(1)
  })

  it('accounts for every line below a head', () => {
    const word = fc.constantFrom<string>(
      '',
      '',
      '甲警方',
      '乙教育（抖音）',
      '一、微博',
      '微信类',
      '抖音',
      '合计',
      '注：略',
      '3',
      '负责人：顾望之',
      '区水务局',
      '微博',
      '网站',
      '2人',
      '通栏',
    )
    const lines = fc.array(fc.tuple(fc.constantFrom<string>('', '1'), word, word, word, word, word), {
      minLength: 1,
      maxLength: 12,
    })
    // Line 2 holds; what stands in line 3 below it, which belongs to it, doesn't.
    const leftOutForItsSecondLine: [string, string, string, string, string, string][] = [
      ['', '负责人：顾望之', '', '乙教育（抖音）', '', ''],
      ['', '', '', '', '乙教育（抖音）', ''],
    ]
    const merges = fc.subarray(['B3:B4', 'C3:C5', 'A5:F5', 'D6:D7', 'B6:C6'])
    fc.assert(
      fc.property(lines, merges, (body, merged) => {
        const sheet = sheetOf([['序号', '名称', '主办单位', '平台类型', '运营人数', '备注'], ...body], merged)
        const { rows, faulty, rejected, notices } = read(sheet)
        const told = new Set([...rows, ...faulty, ...rejected, ...notices].map(({ row: at }) => at))
        const written = body.flatMap((cells, at) => (cells.some((text) => text !== '') ? [at + 2] : []))
        const joined = (at: number) => told.has(at - 1) && merged.includes('B3:B4') && at === 4
        expect(written.filter((at) => !told.has(at) && !joined(at))).toEqual([])
        // A row is left out for a cell of its own or of the lines below that belong to it, never without a reason.
        expect(faulty.filter(({ row: at }) => !rejected.some(({ row: below }) => below >= at))).toEqual([])
      }),
      { numRuns: 500, examples: [[leftOutForItsSecondLine, []]] },
    )
  })
})
