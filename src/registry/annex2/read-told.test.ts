import { describe, expect, it } from 'vitest'
import { sheetOf } from '../../../tests/support/sheets.ts'
import { civilDate } from '../../calendar/index.ts'
import { readAnnex2 } from './read-annex2.ts'

const read = (...sheets: ReturnType<typeof sheetOf>[]) => readAnnex2(sheets, civilDate('2026-10-12'))
const head = ['名称', '主办单位', '平台类型', '粉丝量', '开通时间', '运营人数', '整改措施', '联系人及联系电话']
const plain: Readonly<Record<string, string>> = { 名称: '临湖水务', 主办单位: '区水务局', 平台类型: '微信公众号' }
const row = (cells: Readonly<Record<string, string | number>>) =>
  head.map((title) => cells[title] ?? plain[title] ?? '')

describe('what is told of a cell that was read otherwise than it looks', () => {
  it('a day that a spreadsheet shows as its number, and words that stand for a blank', () => {
    const { rows, rejected, notices } = read(
      sheetOf([head, row({ 开通时间: '44562', 粉丝量: '不详', 整改措施: '—', 联系人及联系电话: '暂无' })]),
    )
    expect(rejected).toEqual([])
    expect(rows[0]?.facts).toMatchObject({ openedOn: '2022-01-01' })
    expect(rows[0]?.facts.followers).toBeUndefined()
    expect(notices.map(({ sentence }) => sentence).toSorted()).toEqual(
      [
        '开通时间“44562”是表格软件的日期序号，按2022年1月1日登记，请核对',
        '粉丝量“不详”按未填登记',
        '联系人及联系电话“暂无”按未填登记',
      ].toSorted(),
    )
  })

  it.each(['统计时间：截至２０２６年９月３０日', '统计时间截至：2026年9月30日', '统计截止日期：2026.9.30'])(
    'the day of a 汇总表 written as “%s”',
    (line) => {
      const { rows, notices } = read(sheetOf([['汇总表'], [line], head, row({ 粉丝量: 5 })]))
      expect(rows[0]?.facts.followersOn).toBe('2026-09-30')
      expect(notices).toEqual([])
    },
  )

  it('a day of the counts that cannot be read, but not the blank of the form', () => {
    const { notices } = read(sheetOf([['统计时间：2026年9月'], head, row({ 粉丝量: 5 })]))
    expect(notices).toEqual([
      { sheet: '附件2', sentence: '“统计时间:2026年9月”没有读出截至的年月日，粉丝量、阅读量按未注明截至日期登记' },
    ])
    expect(read(sheetOf([['统计时间截至    年  月  日'], head, row({ 粉丝量: 5 })])).notices).toEqual([])
  })
})

it('full-width figures are kept as the number they are, other wordings as they stand', () => {
  const found = (text: string) =>
    read(sheetOf([head, row({ 粉丝量: text })])).rows.map(({ facts }) => [facts.followers, facts.followersFound])[0]
  expect(found('３２５６')).toEqual([3256, '3256'])
  expect(found('1.5千')).toEqual([1500, '1.5千'])
})

it('of the double row of 运营人数 the cell is named that cannot be read', () => {
  const staff = ['名称', '主办单位', '平台', '运营人数']
  const rows = [staff, ['临湖水务', '区水务局', '微博', '无专人'], ['', '', '', '若干']]
  const { rejected } = read(sheetOf(rows, ['A2:A3', 'B2:B3', 'C2:C3']))
  expect(rejected).toMatchObject([{ row: 3, column: 'D', head: '运营人数', found: '若干' }])
})
