import type { PersonValues } from '../../access/index.ts'
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

/** An account's place in the order of printing: by platform (note 1), within it as the unit filed it. */
export type Placed = { id: string; platform: Platform; unitId: string }

/** A sheet to be printed. `accounts` in order; `unit` is what 填表单位 says, of a 汇总表 the office that compiled it. */
export type PlannedSheet = {
  label: string
  unit: string
  reporter: PersonValues | null
  countedUntil: CivilDate | null
  accounts: readonly Placed[]
}

/** Loads accounts by id, as many at once as are asked for. */
export type Loader = (ids: readonly string[]) => Promise<ReadonlyMap<string, PrintedAccount>>

export type BookPlan = { layout: Layout; districtName: string; sheets: readonly PlannedSheet[]; load: Loader }

const BATCH = 1_000
const FIRST_ROW = 4
const numerals = [
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
export function annex2Book({ layout, districtName, sheets, load }: BookPlan): Book {
  const taken = new Set([SYSTEM_SHEET.toLowerCase()])
  const named = sheets.map((sheet) => ({
    sheet,
    name: sheetName(sheet.label, taken),
    lines: linesOf(sheet.accounts, layout),
  }))
  const system = new SystemLines()
  return {
    title: `${districtName}${layout === 'units' ? FORM_TITLE : SUMMARY_TITLE}`,
    look: { font: '宋体', size: 9 },
    sheets: [
      ...named.map(({ sheet, name, lines }) =>
        printedSheet({ layout, districtName, sheet, name, lines, load, system }),
      ),
      systemSheet(system),
    ],
  }
}

type Line = { row: number; section: Platform } | { row: number; id: string; serial: number }

/** Sections and accounts with the rows they will stand in, 0-based. */
function linesOf(accounts: readonly Placed[], layout: Layout): Line[] {
  const lines: Line[] = []
  let row = FIRST_ROW
  let platform: Platform | undefined
  accounts.forEach((account, index) => {
    if (account.platform !== platform) lines.push({ row: row++, section: account.platform })
    platform = account.platform
    lines.push({ row, id: account.id, serial: index + 1 })
    row += layout === 'units' ? 2 : 1
  })
  return lines
}

type Printing = {
  layout: Layout
  districtName: string
  sheet: PlannedSheet
  name: string
  lines: readonly Line[]
  load: Loader
  system: SystemLines
}

function printedSheet({ layout, districtName, sheet, name, lines, load, system }: Printing): BookSheet {
  const titles = layout === 'units' ? unitTitles : summaryTitles
  const widths = columnWidths(titles)
  const head = headRows(titles, 2)
  const blanks = lines.length === 0 ? 2 : 0
  const end = endOf(lines, layout) + blanks * (layout === 'units' ? 2 : 1)
  const last = widths.length - 1
  return {
    name,
    columns: widths.map((width) => ({ width, look: CELL })),
    rows: rowsOf(),
    merges: () => [...frame(last, end), ...head.merges, ...bodyMerges(lines, layout, last)],
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
      footer: '第 {page} 页，共 {pages} 页',
    },
  }

  async function* rowsOf(): AsyncGenerator<BookRow> {
    yield { cells: wide(`${districtName}${layout === 'units' ? FORM_TITLE : SUMMARY_TITLE}`), height: 30, look: TITLE }
    yield { cells: formCells(sheet, layout, last), height: 20, look: LINE }
    yield { cells: head.above, height: 28, look: HEAD }
    yield { cells: head.below, height: 28, look: HEAD }
    for await (const { line, printed, section } of loaded(lines, load)) {
      if (printed) system.add(systemRow(printed, name, line.row + 1))
      if ('section' in line)
        yield {
          cells: wide(sectionTitle(numerals[section] ?? String(section + 1), line.section)),
          height: 18,
          look: SECTION,
        }
      else if (printed && layout === 'units') yield* unitRows(printed)
      else if (printed) yield summaryRow(printed, line.serial)
    }
    for (let row = 0; row < blanks; row++) yield* blankRows(layout, widths.length)
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

// Accounts come a thousand at a time, the next thousand while these are written; sections are counted on the way.
async function* loaded(lines: readonly Line[], load: Loader) {
  let section = -1
  let next = loadFrom(0)
  for (let from = 0; from < lines.length; from += BATCH) {
    const accounts = await next
    next = loadFrom(from + BATCH)
    for (const line of lines.slice(from, from + BATCH)) {
      if ('section' in line) section += 1
      yield { line, section, printed: 'id' in line ? accounts.get(line.id) : undefined }
    }
  }

  function loadFrom(from: number): ReturnType<Loader> {
    const ids = lines.slice(from, from + BATCH).flatMap((line) => ('id' in line ? [line.id] : []))
    const loading = ids.length === 0 ? Promise.resolve(new Map()) : load(ids)
    // Whoever stops reading early never asks for it; whoever asks still sees the failure.
    loading.catch(() => undefined)
    return loading
  }
}

const endOf = (lines: readonly Line[], layout: Layout) => {
  const line = lines.at(-1)
  return line === undefined ? FIRST_ROW : line.row + ('id' in line && layout === 'units' ? 2 : 1)
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

const STAFF_COLUMN = 11

function bodyMerges(lines: readonly Line[], layout: Layout, last: number): Merge[] {
  return lines.flatMap((line) => {
    const { row } = line
    if ('section' in line) return [{ top: row, left: 0, bottom: row, right: last }]
    if (layout === 'district') return []
    const columns = Array.from({ length: last + 1 }, (_, column) => column).filter((column) => column !== STAFF_COLUMN)
    return columns.map((column) => ({ top: row, left: column, bottom: row + 1, right: column }))
  })
}

function systemSheet(system: SystemLines): BookSheet {
  return { name: SYSTEM_SHEET, columns: systemWidths, frozen: { rows: 1 }, rows: rowsOf() }

  function* rowsOf(): Generator<BookRow> {
    yield { cells: systemHead, look: { bold: true } }
    yield* system.rows()
  }
}
