import { Buffer } from 'node:buffer'
import ExcelJS from 'exceljs'
import { describe, expect, it } from 'vitest'
import { makeXls } from '../../../tests/support/xls-writer.ts'
import { makeWebXlsx, makeXlsx } from '../../../tests/support/zip-writer.ts'
import { readTables } from './read-tables.ts'
import type { Cell, Sheet } from './shapes.ts'

async function onlySheet(bytes: Uint8Array): Promise<Sheet> {
  const { sheets } = await readTables(bytes)
  expect(sheets).toHaveLength(1)
  return sheets[0] as Sheet
}

const texts = (sheet: Sheet) => sheet.rows.map((row) => row.map(({ text }) => text))
const cell = (sheet: Sheet, row: number, column: number) => sheet.rows[row]?.[column] as Cell
const sheetData = (cells: string) => `<sheetData><row r="1">${cells}</row></sheetData>`

describe('readTables, .xlsx', () => {
  it('reads a workbook that another program wrote: texts, numbers, days, merges, hidden sheets', async () => {
    const book = new ExcelJS.Workbook()
    const first = book.addWorksheet('汇总表')
    first.addRows([['政务新媒体排查及清理整合情况表'], ['名　称', '粉丝量'], [' 某某发布 ', 12000], ['某某微博', true]])
    first.getCell('C3').value = new Date(Date.UTC(2019, 5, 1))
    first.getCell('C3').numFmt = 'yyyy"年"m"月"'
    first.getCell('C4').value = new Date(Date.UTC(2019, 5, 1, 8, 30))
    first.getCell('C4').numFmt = 'yyyy-mm-dd hh:mm'
    first.mergeCells('A1:C1')
    book.addWorksheet('系统字段', { state: 'hidden' }).addRow(['编号'])
    const { format, sheets } = await readTables(Buffer.from(await book.xlsx.writeBuffer()))
    const [sheet, system] = sheets as [Sheet, Sheet]
    expect(format).toBe('xlsx')
    expect(texts(sheet)[2]).toEqual(['某某发布', '12000', '2019年6月'])
    expect(cell(sheet, 2, 1)).toEqual({ kind: 'number', text: '12000', number: 12000 })
    expect(cell(sheet, 2, 2)).toEqual({ kind: 'date', text: '2019年6月', iso: '2019-06-01' })
    expect(cell(sheet, 3, 2)).toMatchObject({ kind: 'date', iso: '2019-06-01T08:30:00' })
    expect(cell(sheet, 3, 1)).toEqual({ kind: 'boolean', text: 'TRUE' })
    expect(sheet.merges).toEqual([{ top: 0, left: 0, bottom: 0, right: 2 }])
    expect(sheet).toMatchObject({ rowCount: 4, columnCount: 3 })
    expect(system).toMatchObject({ name: '系统字段', hidden: true })
  })

  it('shows a day by the Chinese format that the file names only by its number', async () => {
    const styles = '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="57"/></cellXfs>'
    const sheet = await onlySheet(makeXlsx(sheetData('<c r="A1" s="1"><v>43617</v></c>'), styles))
    expect(cell(sheet, 0, 0)).toEqual({ kind: 'date', text: '2019年6月', iso: '2019-06-01' })
  })

  it('keeps the words a number format adds, because a reader takes them for part of the value', async () => {
    const styles =
      '<numFmts count="1"><numFmt numFmtId="176" formatCode="0.0&quot;万&quot;"/></numFmts><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="176"/></cellXfs>'
    const sheet = await onlySheet(makeXlsx(sheetData('<c r="A1" s="1"><v>12.5</v></c>'), styles))
    expect(cell(sheet, 0, 0)).toEqual({ kind: 'number', text: '12.5万', number: 12.5 })
  })

  it('takes the saved result of a formula and marks it; one without a result is an error with a sentence', async () => {
    const sheet = await onlySheet(
      makeXlsx(
        sheetData(
          '<c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>"某"&amp;"局"</f><v>某局</v></c><c r="C1"><f>A1</f></c><c r="D1" t="e"><v>#REF!</v></c>',
        ),
      ),
    )
    expect(cell(sheet, 0, 0)).toEqual({ kind: 'formula-result', text: '2', number: 2, formula: '1+1' })
    expect(cell(sheet, 0, 1)).toMatchObject({ kind: 'formula-result', text: '某局' })
    expect(cell(sheet, 0, 2)).toMatchObject({
      kind: 'error',
      text: '',
      problem: expect.stringContaining('没有保存计算结果'),
    })
    expect(cell(sheet, 0, 3)).toMatchObject({ kind: 'error', text: '#REF!', problem: expect.stringContaining('#REF!') })
  })

  it('is not misled by formatting that reaches down to the last row of the sheet', async () => {
    const cells =
      '<row r="1"><c r="A1" t="inlineStr"><is><t>名称</t></is></c></row><row r="1048576"><c r="A1048576" s="0"/><c r="XFD1048576" s="0"/></row>'
    expect(await onlySheet(makeXlsx(`<sheetData>${cells}</sheetData>`))).toMatchObject({ rowCount: 1, columnCount: 1 })
  })

  it('passes over a chart sheet, and finds the workbook under another name', async () => {
    const cells = '<c r="A1" t="inlineStr"><is><t>名称</t></is></c>'
    expect(await onlySheet(makeWebXlsx(sheetData(cells)))).toMatchObject({ name: '表一', rowCount: 1 })
  })

  it('cuts a title merged across the whole width of the sheet to the used range', async () => {
    const cells =
      '<row r="1"><c r="A1" t="inlineStr"><is><t>标题</t></is></c></row><row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>2</v></c></row>'
    const sheet = await onlySheet(
      makeXlsx(`<sheetData>${cells}</sheetData><mergeCells><mergeCell ref="A1:XFD1"/></mergeCells>`),
    )
    expect(sheet.merges).toEqual([{ top: 0, left: 0, bottom: 0, right: 1 }])
  })
})

describe('readTables, .xls', () => {
  it('reads an old workbook: texts, numbers, days by Chinese format, merges behind a chart, hidden sheets', async () => {
    const bytes = makeXls([
      {
        name: '附件2',
        chart: true,
        merges: [{ top: 1, left: 0, bottom: 2, right: 0 }],
        rows: [
          ['名称', '开通时间', '粉丝量'],
          ['某某发布', { number: 43617, format: 57 }, 12000],
          [null, { number: 43617, format: 14 }, { error: 42 }],
        ],
      },
      { name: '系统字段', hidden: true, rows: [[{ result: 7 }, { result: '某局' }, true]] },
    ])
    const { format, sheets } = await readTables(bytes)
    const [sheet, system] = sheets as [Sheet, Sheet]
    expect(format).toBe('xls')
    expect(texts(sheet)).toEqual([
      ['名称', '开通时间', '粉丝量'],
      ['某某发布', '2019年6月', '12000'],
      ['', '2019/6/1', '#N/A'],
    ])
    expect(cell(sheet, 1, 1)).toMatchObject({ kind: 'date', iso: '2019-06-01' })
    expect(cell(sheet, 2, 2).kind).toBe('error')
    expect(sheet.merges).toEqual([{ top: 1, left: 0, bottom: 2, right: 0 }])
    expect(system.hidden).toBe(true)
    expect(system.rows[0]).toMatchObject([
      { kind: 'formula-result', number: 7 },
      { kind: 'formula-result', text: '某局' },
      { kind: 'boolean' },
    ])
  })
})

describe('readTables, a real .xls in size', () => {
  it('keeps every text of a long sheet, also where the file breaks inside one', async () => {
    const rows = Array.from({ length: 1500 }, (_, i) => [`某某单位${i}`, '字'.repeat(i % 97), i])
    const sheet = await onlySheet(makeXls([{ name: '附件2', rows }]))
    expect(texts(sheet)).toEqual(rows.map((row) => row.map(String)))
  })
})

describe('readTables, text', () => {
  // 账号,标题 / 某某发布,"第一行 and a second line" in GB18030, as older programs save it.
  const gb18030 = Buffer.from('d5cbbac52cb1eacce20d0ac4b3c4b3b7a2b2bc2c22b5dad2bb0ab6fe220d0a', 'hex')

  it.each([
    ['UTF-8 with a mark and CRLF', Buffer.from('\ufeff账号,标题\r\n某某发布,"第一\n二"\r\n')],
    ['GB18030', gb18030],
    ['semicolons', Buffer.from('账号;标题\n某某发布;"第一\n二"\n')],
    ['tabs', Buffer.from('账号\t标题\n某某发布\t"第一\n二"\n')],
    ['Excel’s Unicode 文本 (UTF-16)', Buffer.from('\ufeff账号\t标题\r\n某某发布\t"第一\n二"\r\n', 'utf16le')],
  ])('reads CSV in %s', async (_, bytes) => {
    const sheet = await onlySheet(bytes)
    expect(texts(sheet)).toEqual([
      ['账号', '标题'],
      ['某某发布', '第一\n二'],
    ])
  })

  it('reads a text that only begins like an archive, a picture or a program', async () => {
    for (const word of ['PK赛', 'BM', 'MZ']) {
      expect(texts(await onlySheet(Buffer.from(`${word},2\n`)))).toEqual([[word, '2']])
    }
  })

  it('reads JSON records, bare or under one name, with the union of their keys as the head', async () => {
    const records = [
      { 账号: '某某发布', 阅读: 100000 },
      { 账号: '某某微博', 是否原创: true, 标签: ['a'] },
    ]
    for (const value of [records, { posts: records }]) {
      const sheet = await onlySheet(Buffer.from(JSON.stringify(value)))
      expect(texts(sheet)).toEqual([
        ['账号', '阅读', '是否原创', '标签'],
        ['某某发布', '100000', '', ''],
        ['某某微博', '', 'TRUE', '["a"]'],
      ])
      expect(cell(sheet, 1, 1)).toEqual({ kind: 'number', text: '100000', number: 100000 })
    }
  })
})

describe('readTables, limits', () => {
  it('refuses a sheet with more rows than the caller takes', async () => {
    await expect(readTables(Buffer.from('a\nb\nc\n'), { maxRows: 2 })).rejects.toMatchObject({
      code: 'table.too-many-rows',
    })
  })

  it('stops when the caller gives up', async () => {
    const giveUp = new AbortController()
    const reading = readTables(Buffer.from('a,b\n'.repeat(100_000)), { signal: giveUp.signal })
    giveUp.abort(new Error('离开页面'))
    await expect(reading).rejects.toThrow('离开页面')
  })
})
