import { scanBiff } from './biff-scan.ts'
import { openCompoundFile } from './compound-file.ts'
import { showsDate } from './number-formats.ts'
import { placeKey, settleMerges } from './places.ts'
import { EMPTY } from './shapes.ts'
import { dateOfSerial, readCheckedXls, readCheckedXlsx, shown } from './spreadsheet-library.ts'
import { sharedText } from './wire.ts'
import { checkPackage } from './xlsx-package.ts'
import type { Cell, Merge, Sheet } from './shapes.ts'
import type { RawDetail, RawSheet, RawValue } from './spreadsheet-library.ts'
import type { SheetClues } from './xlsx-package.ts'
import type { ZipEntry } from './zip-directory.ts'

/** Sheets of an .xlsx whose ZIP directory has been read. */
export async function readXlsxSheets(bytes: Uint8Array, directory: readonly ZipEntry[]): Promise<Sheet[]> {
  const checked = checkPackage(bytes, directory)
  const raw = await readCheckedXlsx(checked.bytes, checked.sheetIndexes)
  return raw.map((sheet, i) => plainSheet(sheet, checked.clues[i] ?? NO_CLUES))
}

/** Sheets of a BIFF8 .xls (Excel 97-2003, also WPS .et). */
export async function readXlsSheets(bytes: Uint8Array): Promise<Sheet[]> {
  const scan = scanBiff(openCompoundFile(bytes).stream('Workbook'))
  const raw = await readCheckedXls(bytes)
  return raw.map((sheet, i) => plainSheet({ ...sheet, hidden: scan.hidden[i] === true }, scan.clues[i] ?? NO_CLUES))
}

const NO_CLUES: SheetClues = { formats: new Map(), formulas: new Set() }

function plainSheet(raw: RawSheet, clues: SheetClues): Sheet {
  const cells = raw.rows.map((row, r) =>
    Array.from(row ?? [], (value, c) => plainCell(value ?? null, raw.details.get(`${r},${c}`), placeKey(r, c), clues)),
  )
  const merges = clues.merges ?? raw.merges.map(plainMerge)
  return {
    ...denseSheet(
      raw.name,
      Array.from(cells, (row) => row ?? []),
      merges,
    ),
    ...(raw.hidden && { hidden: true }),
  }
}

const plainMerge = (merge: RawSheet['merges'][number]): Merge => ({
  top: merge.startRow,
  left: merge.startCol,
  bottom: merge.endRow,
  right: merge.endCol,
})

const usedWidth = (row: readonly Cell[]) => row.findLastIndex((cell) => cell.kind !== 'empty') + 1

/** Cuts empty edges off, fills the rest to one rectangle, and settles the merges within it. */
export function denseSheet(name: string, rows: readonly (readonly Cell[])[], merges: readonly Merge[] = []): Sheet {
  const rowCount = rows.findLastIndex((row) => usedWidth(row) > 0) + 1
  const columnCount = rows.reduce((widest, row) => Math.max(widest, usedWidth(row)), 0)
  const dense = rows.slice(0, rowCount).map((row) => filled(row, columnCount))
  return { name, rows: dense, merges: settleMerges(name, merges, rowCount, columnCount), rowCount, columnCount }
}

const filled = (row: readonly Cell[], length: number): readonly Cell[] =>
  row.length === length ? row : Array.from({ length }, (_, c) => row[c] ?? EMPTY)

const ERROR_VALUES = /^#(NULL!|DIV\/0!|VALUE!|REF!|NAME\?|NUM!|N\/A|ERR!|SPILL!|CALC!|GETTING_DATA)$/

function plainCell(value: RawValue, detail: RawDetail | undefined, key: number, clues: SheetClues): Cell {
  const formula = detail?.formula
  if (formula !== undefined && value === null) return uncalculated(formula)
  if (detail?.type === 'error' || (typeof value === 'string' && ERROR_VALUES.test(value)))
    return errorCell(String(value))
  const cell = valueCell(value, clues.formats.get(key), clues.is1904 === true)
  const computed = formula !== undefined || clues.formulas.has(key)
  return computed ? { ...cell, kind: 'formula-result', ...(formula && { formula }) } : cell
}

function uncalculated(formula: string): Cell {
  const problem = '公式没有保存计算结果。请在 WPS 或 Excel 中打开、保存一次，或改为直接填写数值。'
  return { kind: 'error', text: '', formula, problem }
}

const errorCell = (text: string): Cell => ({
  kind: 'error',
  text,
  problem: `单元格里是错误值 ${text}。请改正公式，或改为直接填写数值。`,
})

function valueCell(value: RawValue, code: string | undefined, is1904: boolean): Cell {
  if (value === null) return EMPTY
  if (typeof value === 'string') return textCell(value)
  if (typeof value === 'boolean') return { kind: 'boolean', text: value ? 'TRUE' : 'FALSE' }
  if (value instanceof Date) return dateCell(value, code)
  if (code === undefined) return { kind: 'number', text: String(value), number: value }
  // A serial below 1 is a time of day without a day.
  if (showsDate(code) && value >= 1) return dateCell(dateOfSerial(value, is1904), code)
  return { kind: 'number', text: shown(value, code).trim(), number: value }
}

// This process reads one file and ends.
const TEXTS = new Map<string, Cell>()

/** A text cell: line ends made one kind, blank edges (also 全角空格) cut. Blank alone is empty. */
export function textCell(raw: string): Cell {
  const text = (raw.includes('\r') ? raw.replaceAll(/\r\n?/g, '\n') : raw).trim()
  return text === '' ? EMPTY : sharedText(TEXTS, text)
}

function dateCell(value: Date, code: string | undefined): Cell {
  const whole = new Date(Math.round(value.getTime() / 1000) * 1000)
  if (Number.isNaN(whole.getTime())) return errorCell('#NUM!')
  const [day = '', time = ''] = whole.toISOString().slice(0, 19).split('T')
  const iso = time === '00:00:00' ? day : `${day}T${time}`
  return { kind: 'date', text: code === undefined ? iso.replace('T', ' ') : shown(whole, code).trim(), iso }
}
