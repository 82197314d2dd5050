import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sheetName } from './book.ts'
import { parseTables } from './parse-tables.ts'
import { LIMITS } from './shapes.ts'
import { writeCsv } from './write-csv.ts'
import { writeWorkbook, writeWorkbookTo } from './write-workbook.ts'
import type { Book, BookSheet, BookValue } from './book.ts'
import type { Cell, Merge } from './shapes.ts'

const FORM: Book = {
  title: '政务新媒体排查及清理整合情况表',
  look: { font: '仿宋', size: 12, wrap: true, border: true },
  sheets: [
    {
      name: "君山区'汇总",
      columns: [{ width: 20 }, { width: 12, look: { align: 'center', format: '#,##0' } }, { width: 14 }],
      rows: [
        {
          cells: [{ value: '附件2', look: { bold: true, size: 16, align: 'center', border: false } }, null, null],
          height: 30,
        },
        { cells: ['名称', '粉丝量', '开通时间'], look: { bold: true } },
        ['=1+1', 12000, { day: '2019-06-01' }],
        [
          { value: '第一行\n第二行', look: {} },
          0.5,
          { value: { day: '2019-06-01' }, look: { format: 'yyyy"年"m"月"' } },
        ],
      ],
      merges: [{ top: 0, left: 0, bottom: 0, right: 2 }],
      frozen: { rows: 2, columns: 1 },
      dropDowns: [{ column: 0, fromRow: 2, toRow: 99, values: ['自营', '购买服务'], only: true }],
      print: {
        landscape: true,
        headRows: { from: 0, to: 1 },
        margins: { top: 2.54 },
        footer: '第 {page} 页，共 {pages} 页',
      },
    },
    { name: '系统字段', hidden: true, columns: [], rows: [[true, null, '编号']] },
  ],
}

const oneSheet = (rows: BookSheet['rows'], more: Partial<BookSheet> = {}): Book => ({
  sheets: [{ name: '表一', columns: [], rows, ...more }],
})
const read = async (book: Book) => (await parseTables(await writeWorkbook(book), LIMITS.rows)).sheets

async function openElsewhere(book: Book): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.load((await writeWorkbook(book)) as unknown as ExcelJS.Buffer)
  return workbook
}

/** What the reader found, in the terms of what was written there. */
function asWritten(cell: Cell | undefined, written: BookValue | undefined) {
  if (typeof written === 'number') return cell?.number
  if (typeof written === 'boolean') return cell?.text === 'TRUE'
  return typeof written === 'string' ? (cell?.text ?? '') : { day: cell?.iso }
}

/** A text loses its blank edges and its old line ends; zero has no sign in a cell. */
function normal(written: BookValue) {
  if (typeof written === 'string') return written.replaceAll(/\r\n?/g, '\n').trim()
  return written === 0 ? 0 : written
}

describe('writeWorkbook', () => {
  it('prints an office form as asked: fonts, lines, merges, drop-downs, A4 landscape, repeated head, page numbers', async () => {
    const [sheet, system] = (await openElsewhere(FORM)).worksheets as [ExcelJS.Worksheet, ExcelJS.Worksheet]
    expect(sheet.name).toBe("君山区'汇总")
    expect(sheet.getCell('A1').font).toMatchObject({ name: '仿宋', size: 16, bold: true })
    expect(sheet.getCell('A1').border).toEqual({})
    expect(sheet.getCell('B3')).toMatchObject({
      value: 12000,
      numFmt: '#,##0',
      alignment: { horizontal: 'center', wrapText: true },
    })
    expect(sheet.getCell('B3').border).toMatchObject({ top: { style: 'thin' }, left: { style: 'thin' } })
    expect(sheet.getCell('C3').value).toEqual(new Date('2019-06-01'))
    expect(sheet.model.merges).toEqual(['A1:C1'])
    expect(sheet.getRow(1).height).toBe(30)
    expect(sheet.getColumn(1).width).toBe(20)
    expect(sheet.getCell('A50').dataValidation).toMatchObject({
      type: 'list',
      formulae: ['"自营,购买服务"'],
      errorStyle: 'stop',
    })
    expect(sheet.pageSetup).toMatchObject({
      paperSize: 9,
      orientation: 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: '1:2',
    })
    expect(sheet.pageSetup.margins?.top).toBe(1)
    expect(sheet.headerFooter.oddFooter).toBe('&C第 &P 页，共 &N 页')
    expect(sheet.views[0]).toMatchObject({ state: 'frozen', xSplit: 1, ySplit: 2 })
    expect(system.state).toBe('hidden')
  })

  it('writes the same book as the same bytes, and carries no moment of writing', async () => {
    expect(Buffer.compare(await writeWorkbook(FORM), await writeWorkbook(FORM))).toBe(0)
  })

  it.each(['=1+1', '+8613800000000', '-', '@某某发布', '\t=1', '=HYPERLINK("http://x")'])(
    'keeps %j a text, never a formula, also when a person edits it',
    async (text) => {
      const [sheet] = (await openElsewhere(oneSheet([[text]]))).worksheets
      expect(sheet?.getCell('A1').value).toBe(text)
      expect(sheet?.getCell('A1').type).toBe(ExcelJS.ValueType.String)
      expect(await stylesOf(oneSheet([[text]]))).toContain('quotePrefix="1"')
      expect(await stylesOf(oneSheet([['名称']]))).not.toContain('quotePrefix')
    },
  )

  it('gives back any text, number and day that was written', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 })
    const day = fc
      .integer({ min: 0, max: 60_000 })
      .map((n) => new Date(Date.UTC(1900, 2, 1 + n)).toISOString().slice(0, 10))
    const value = fc.oneof(
      text,
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      day.map((d) => ({ day: d })),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(value, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 5 }),
        async (rows) => {
          const [sheet] = await read(oneSheet([['表头'], ...rows]))
          const found = rows.map((row, r) => row.map((_, c) => sheet?.rows[r + 1]?.[c]))
          expect(found.map((row, r) => row.map((cell, c) => asWritten(cell, rows[r]?.[c])))).toEqual(
            rows.map((row) => row.map(normal)),
          )
        },
      ),
      { numRuns: 150 },
    )
  })

  it('asks for merges after the rows, when they follow from the rows', async () => {
    const merges: Merge[] = []
    function* rows() {
      yield ['甲']
      yield [null]
      merges.push({ top: 0, left: 0, bottom: 1, right: 0 })
      yield ['乙']
    }
    const [sheet] = await read(oneSheet(rows(), { merges: () => merges }))
    expect(sheet?.merges).toEqual([{ top: 0, left: 0, bottom: 1, right: 0 }])
  })

  it('does not write a workbook that Excel would call damaged', async () => {
    await expect(writeWorkbook(oneSheet([], { name: 'a/b' }))).rejects.toThrow(RangeError)
    await expect(writeWorkbook({ sheets: [...FORM.sheets, ...FORM.sheets] })).rejects.toThrow(RangeError)
    await expect(writeWorkbook(oneSheet([['a']], { hidden: true }))).rejects.toThrow(RangeError)
    await expect(writeWorkbook(oneSheet([[Number.NaN]]))).rejects.toThrow(RangeError)
    await expect(writeWorkbook(oneSheet([['字'.repeat(32_768)]]))).rejects.toThrow(RangeError)
    await expect(
      writeWorkbook(oneSheet([['a']], { dropDowns: [{ column: 0, fromRow: 0, toRow: 1, values: ['a,b'] }] })),
    ).rejects.toThrow(RangeError)
  })
})

async function stylesOf(book: Book): Promise<string> {
  const { unzipSync } = await import('fflate')
  return Buffer.from(unzipSync(await writeWorkbook(book))['xl/styles.xml'] ?? []).toString()
}

async function* rowsUntil(count: number, fails = false) {
  for (let i = 0; i < count; i++) yield [`单位${i}`, i]
  if (fails) throw new Error('查询中断')
}

describe('writeWorkbookTo', () => {
  let folder = ''
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'book-'))))
  afterAll(() => rm(folder, { recursive: true }))

  it('writes rows as they arrive, to a file that reads back whole', async () => {
    const path = join(folder, 'long.xlsx')
    await writeWorkbookTo(path, oneSheet(rowsUntil(20_000)))
    const { sheets } = await parseTables(await readFile(path), LIMITS.rows)
    expect(sheets[0]).toMatchObject({ rowCount: 20_000, columnCount: 2 })
    expect(sheets[0]?.rows.at(-1)?.map(({ text }) => text)).toEqual(['单位19999', '19999'])
  })

  it('leaves no half-written file when the rows break off', async () => {
    const path = join(folder, 'broken.xlsx')
    await expect(writeWorkbookTo(path, oneSheet(rowsUntil(5_000, true)))).rejects.toThrow('查询中断')
    expect(existsSync(path)).toBe(false)
  })
})

describe('sheetName', () => {
  it('makes a name that Excel accepts out of any unit’s name, and keeps names apart', () => {
    const taken = new Set<string>()
    expect(sheetName('区委宣传部/网信办', taken)).toBe('区委宣传部 网信办')
    expect(sheetName('区委宣传部:网信办', taken)).toBe('区委宣传部 网信办(2)')
    expect(sheetName('字'.repeat(40), taken)).toHaveLength(31)
    expect(sheetName('字'.repeat(40), taken)).toMatch(/\(2\)$/)
    expect(sheetName(' ', taken)).toBe('工作表')
  })
})

describe('writeCsv', () => {
  it('opens as Chinese in Excel, quotes what must be quoted, and lets no text become a formula', () => {
    const bytes = writeCsv([
      ['账号', '标题'],
      ['=cmd', 'a,"b"\n'],
      [-5, null],
    ])
    expect(Buffer.from(bytes).toString()).toBe('\ufeff账号,标题\r\n\'=cmd,"a,""b""\n"\r\n-5,\r\n')
  })

  it('gives back any text that was written', async () => {
    const text = fc.string({
      unit: fc.constantFrom('=', '+', '-', '@', "'", '"', ',', ';', '\t', '\n', '字', 'a', ' '),
      maxLength: 12,
    })
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 6 }), async (rows) => {
        const { sheets } = await parseTables(writeCsv([['甲列', '乙列'], ...rows]), LIMITS.rows)
        const found = rows.map((row, r) => row.map((_, c) => sheets[0]?.rows[r + 1]?.[c]?.text ?? ''))
        expect(found).toEqual(rows.map((row) => row.map((each) => each.trim())))
      }),
      { numRuns: 200 },
    )
  })
})
