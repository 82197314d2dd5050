import { type PersonValues, type Watermark, watermarkLine } from '../../access/index.ts'
import type { CivilDate } from '../../calendar/index.ts'
import {
  type Book,
  type BookRow,
  type BookSheet,
  type DropDown,
  type Look,
  type Merge,
  sheetName,
} from '../../documents/index.ts'
import type { Platform } from '../../vocabulary/platforms.ts'
import {
  BLANK_COUNT,
  BLANK_DEDICATED,
  choicesOf,
  columnOf,
  columnWidths,
  FORM_TITLE,
  headRows,
  notesText,
  SUMMARY_TITLE,
  summaryTitles,
  unitTitles,
} from './printed-form.ts'
import { type PrintedAccount, summaryRow, systemRow, unitRows } from './printed-row.ts'
import { sectionTitle } from './read-platform.ts'
import { SYSTEM_SHEET, systemHead, systemWidths } from './system-fields.ts'
import { SystemLines } from './system-lines.ts'

export type Layout = 'units' | 'district'

/**
 * A sheet to be printed. `accounts` come in the order of printing: by platform (note 1), within it as the unit filed
 * them. `unit` is what 填表单位 says, of a 汇总表 the office that compiled it.
 */
export type PlannedSheet = {
  label: string
  unit: string
  reporter: PersonValues | null
  countedUntil: CivilDate | null
  accounts: Iterable<PrintedAccount> | AsyncIterable<PrintedAccount>
}

export type BookPlan = {
  layout: Layout
  districtName: string
  sheets: readonly PlannedSheet[]
  /** Printed on every page where phones are in full; null where they are masked. */
  watermark: Watermark | null
}

const FIRST_ROW = 4
/** A sheet without accounts keeps room for two, to be filled in by hand. */
const BLANK_ACCOUNTS = 2
export const numerals = [
  '一',
  '二',
  '三',
  '四',
  '五',
  '六',
  '七',
  '八',
  '九',
  '十',
  '十一',
  '十二',
  '十三',
  '十四',
  '十五',
  '十六',
  '十七',
  '十八',
  '十九',
  '二十',
]

const CELL: Look = { font: '宋体', size: 9, border: true, wrap: true, align: 'center', vertical: 'center' }
const TITLE: Look = { size: 16, bold: true, border: false }
const LINE: Look = { size: 10, border: false, align: 'left' }
const HEAD: Look = { bold: true }
const SECTION: Look = { bold: true, align: 'left' }
const NOTES: Look = { border: false, align: 'left', vertical: 'top' }

/**
 * 附件2 as a book: A4 landscape, head repeated on every page, drop-downs where the notes name the words, one sheet a unit
 * or the district's 汇总表, and 系统字段 behind. Rows are asked for while they are written, so that memory does not grow;
 * a book is written once.
 */
export function annex2Book({ layout, districtName, sheets, watermark }: BookPlan): Book {
  const taken = new Set([SYSTEM_SHEET.toLowerCase()])
  const named = sheets.map((sheet) => ({ sheet, name: sheetName(sheet.label, taken) }))
  const system = new SystemLines()
  return {
    title: `${districtName}${layout === 'units' ? FORM_TITLE : SUMMARY_TITLE}`,
    look: { font: '宋体', size: 9 },
    sheets: [
      ...named.map(({ sheet, name }) => printedSheet({ layout, districtName, sheet, name, system, watermark })),
      systemSheet(system, watermark),
    ],
  }
}

type Printing = {
  layout: Layout
  districtName: string
  sheet: PlannedSheet
  name: string
  system: SystemLines
  watermark: Watermark | null
}

const PAGES = '第 {page} 页，共 {pages} 页'

/** In the margins of the page: the notice's table stays as the notice prints it. */
const pageLines = (watermark: Watermark | null) =>
  watermark ? { header: watermarkLine(watermark), footer: `${watermarkLine(watermark)}　${PAGES}` } : { footer: PAGES }

function printedSheet({ layout, districtName, sheet, name, system, watermark }: Printing): BookSheet {
  const titles = layout === 'units' ? unitTitles : summaryTitles
  const widths = columnWidths(titles)
  const head = headRows(titles, 2)
  const last = widths.length - 1
  const rowsEach = layout === 'units' ? 2 : 1
  // Merges and drop-downs follow from the rows written: they are asked for after the last one.
  const merges: Merge[] = []
  let end = FIRST_ROW
  return {
    name,
    columns: widths.map((width) => ({ width, look: CELL })),
    rows: rowsOf(),
    merges: () => [...frame(last, end), ...head.merges, ...merges],
    dropDowns: () =>
      Object.entries(choicesOf).map(([title, values]): DropDown => ({
        column: columnOf(titles, title),
        fromRow: FIRST_ROW,
        toRow: end - 1,
        values,
      })),
    frozen: { rows: FIRST_ROW },
    print: {
      landscape: true,
      headRows: { from: 2, to: 3 },
      margins: { top: 1.5, bottom: 1.5, left: 1.2, right: 1.2, header: 0.8, footer: 0.8 },
      ...pageLines(watermark),
    },
  }

  async function* rowsOf(): AsyncGenerator<BookRow> {
    yield { cells: wide(`${districtName}${layout === 'units' ? FORM_TITLE : SUMMARY_TITLE}`), height: 30, look: TITLE }
    yield { cells: formCells(sheet, layout, last), height: 20, look: LINE }
    yield { cells: head.above, height: 28, look: HEAD }
    yield { cells: head.below, height: 28, look: HEAD }
    let platform: Platform | undefined
    let serial = 0
    let sections = 0
    for await (const printed of sheet.accounts) {
      if (printed.account.platform !== platform) {
        platform = printed.account.platform
        const title = sectionTitle(numerals[sections++] ?? String(sections), platform)
        yield { cells: wide(title), height: 18, look: SECTION }
        merges.push({ top: end, left: 0, bottom: end, right: last })
        end += 1
      }
      system.add(systemRow(printed, name, end + 1))
      if (layout === 'units') {
        yield* unitRows(printed)
        merges.push(...pairMerges(end, last))
      } else yield summaryRow(printed, ++serial)
      end += rowsEach
    }
    if (end === FIRST_ROW) {
      for (let row = 0; row < BLANK_ACCOUNTS; row++) yield* blankRows(layout, widths.length)
      end += BLANK_ACCOUNTS * rowsEach
    }
    yield { cells: wide(notesText(sheet.countedUntil)), height: 64, look: NOTES }
  }

  function wide(text: string): string[] {
    return [text, ...Array.from({ length: last }, () => '')]
  }
}

function* blankRows(layout: Layout, width: number): Generator<BookRow> {
  const blank = Array.from({ length: width }, () => '')
  const rows =
    layout === 'district' ? [blank] : [blank.with(STAFF_COLUMN, BLANK_DEDICATED), blank.with(STAFF_COLUMN, BLANK_COUNT)]
  yield* rows
}

/** Where the three things of the form line begin. */
const formPlaces = (last: number) => [0, Math.floor(last * 0.45), Math.floor(last * 0.72), last + 1]

function formCells({ unit, reporter }: PlannedSheet, layout: Layout, last: number): string[] {
  const words =
    layout === 'units'
      ? [`填表单位（盖章）：${unit}`, `填报人：${reporter?.name ?? ''}`, `联系电话：${reporter?.phone ?? ''}`]
      : [`汇总单位（盖章）：${unit}`, '', '']
  const cells = Array.from({ length: last + 1 }, () => '')
  words.forEach((word, index) => (cells[formPlaces(last)[index] ?? 0] = word))
  return cells
}

function frame(last: number, notesRow: number): Merge[] {
  const places = formPlaces(last)
  const parts = places
    .slice(0, -1)
    .map((left, index) => ({ top: 1, left, bottom: 1, right: (places[index + 1] ?? last + 1) - 1 }))
  return [
    { top: 0, left: 0, bottom: 0, right: last },
    ...parts,
    { top: notesRow, left: 0, bottom: notesRow, right: last },
  ]
}

export const STAFF_COLUMN = 11

// An account takes two rows, of which only the column 有/无专人 and 人数 tells apart.
function pairMerges(row: number, last: number): Merge[] {
  const columns = Array.from({ length: last + 1 }, (_, column) => column).filter((column) => column !== STAFF_COLUMN)
  return columns.map((column) => ({ top: row, left: column, bottom: row + 1, right: column }))
}

function systemSheet(system: SystemLines, watermark: Watermark | null): BookSheet {
  // 分管领导、账号管理员 stand here with their numbers: a page of this sheet says as much as one of the others.
  const print = { landscape: true, headRows: { from: 0, to: 0 }, ...pageLines(watermark) }
  return { name: SYSTEM_SHEET, columns: systemWidths, frozen: { rows: 1 }, rows: rowsOf(), print }

  function* rowsOf(): Generator<BookRow> {
    yield { cells: systemHead, look: { bold: true } }
    yield* system.rows()
  }
}
