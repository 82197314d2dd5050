import ExcelJS from 'exceljs'
import type { Cell, Merge, Sheet } from '../../src/documents/index.ts'

export type Written = string | number | Date | null
export type WrittenSheet = { name: string; rows: Written[][]; merges?: string[]; hidden?: boolean }

/** A sheet as the table reader hands it on; numbers are number cells. Merges as a spreadsheet names them: `A1:P1`. */
export function sheetOf(
  rows: readonly (readonly (string | number | null)[])[],
  merges: readonly string[] = [],
  name = '附件2',
): Sheet {
  const columnCount = Math.max(...rows.map((row) => row.length))
  return {
    name,
    rows: rows.map((row) => Array.from({ length: columnCount }, (_, column) => cellOf(row[column] ?? null))),
    merges: merges.map(mergeOf),
    rowCount: rows.length,
    columnCount,
  }
}

function cellOf(value: string | number | null): Cell {
  if (value === null || value === '') return { kind: 'empty', text: '' }
  if (typeof value === 'number') return { kind: 'number', text: String(value), number: value }
  return { kind: 'text', text: value.trim() }
}

function mergeOf(range: string): Merge {
  const [, left = '', top, right = '', bottom] = /^([A-Z]+)(\d+):([A-Z]+)(\d+)$/.exec(range) ?? []
  return { top: Number(top) - 1, left: column(left), bottom: Number(bottom) - 1, right: column(right) }
}

const column = (letters: string) =>
  Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1

/** An .xlsx written by another program than ours. */
export async function workbookOf(...sheets: WrittenSheet[]): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook()
  for (const { name, rows, merges = [], hidden } of sheets) {
    const sheet = book.addWorksheet(name, hidden ? { state: 'hidden' } : {})
    sheet.addRows(rows)
    for (const range of merges) sheet.mergeCells(range)
  }
  return new Uint8Array(await book.xlsx.writeBuffer())
}

/** The first sheet of an .xlsx as another program than ours reads it: rows of words. */
export async function wordsOf(bytes: Uint8Array | ArrayBuffer): Promise<string[][]> {
  const book = new ExcelJS.Workbook()
  await book.xlsx.load(bytes as unknown as ExcelJS.Buffer)
  const [sheet] = book.worksheets
  return Array.from({ length: sheet?.rowCount ?? 0 }, (_, row) =>
    Array.from({ length: sheet?.columnCount ?? 0 }, (_cell, at) => sheet?.getCell(row + 1, at + 1).text ?? ''),
  )
}
