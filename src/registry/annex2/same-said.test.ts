import { expect, it } from 'vitest'
import { foundWords, inPlace, sameCells, sameSaid } from './same-said.ts'

it('says a sentence once a sheet, with the rows it is said of', () => {
  const sentence = '填表说明或表尾，未作为账号读取'
  expect(
    sameSaid([
      { sheet: '甲', row: 9, sentence },
      { sheet: '甲', row: 3, sentence },
      { sheet: '甲', row: 10, sentence },
      { sheet: '乙', row: 3, sentence },
      { sheet: '丙', sentence: '隐藏的工作表，未读取' },
    ]),
  ).toEqual([`甲 第 3、9—10 行：${sentence}`, `乙 第 3 行：${sentence}`, '丙：隐藏的工作表，未读取'])
})

it('sets rejected cells in the order of the sheet', () => {
  const cells = ['AA3', 'B10', 'B3', 'A3'].map((at) => ({
    sheet: '甲',
    column: at.replace(/\d/g, ''),
    row: +at.replace(/\D/g, ''),
  }))
  expect(inPlace(cells).map(({ column, row }) => `${column}${row}`)).toEqual(['A3', 'B3', 'AA3', 'B10'])
})

it('tells equal cells of a column once, with their rows; a column that is missing is called that', () => {
  const cell = { sheet: '甲', column: 'C', head: '平台类型', found: '网站', wanted: '请删去这一行' }
  const missing = { sheet: '甲', column: '', head: '主办单位', found: '', wanted: '请写明' }
  const told = sameCells([
    { ...cell, row: 7 },
    { ...cell, row: 4, found: '' },
    { ...cell, row: 5 },
    { ...missing, row: 6 },
    { ...missing, row: 4 },
    { ...cell, row: 6 },
  ])
  expect(told.map((one) => [one.column, one.rows, foundWords(one)])).toEqual([
    ['', '4、6', '缺少这一列'],
    ['C', '4', '空白'],
    ['C', '5—7', '网站'],
  ])
})
