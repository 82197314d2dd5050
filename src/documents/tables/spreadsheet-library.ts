import { formatValue, readXls, readXlsx, serialToDate } from 'hucre'
import { Refusal, refuse } from '../../vocabulary/refusals/index.ts'
import type { Sheet } from 'hucre'

/**
 * The only file that knows the spreadsheet library (hucre, pinned exactly). It reads cells and merges of files that
 * have been checked before; writing is our own (`xlsx-writer.ts`).
 */

/** A sheet as the library gives it: values by row, details (formulas, errors) by `row,column`. */
export type RawSheet = {
  readonly name: string
  readonly hidden: boolean
  readonly rows: readonly (readonly RawValue[])[]
  readonly details: ReadonlyMap<string, RawDetail>
  readonly merges: readonly { startRow: number; startCol: number; endRow: number; endCol: number }[]
}
export type RawValue = string | number | boolean | Date | null
export type RawDetail = { readonly type: string; readonly formula?: string }

/** Cells of an .xlsx package that passed `checkPackage`; `sheets` are positions in the workbook. */
export async function readCheckedXlsx(bytes: Uint8Array, sheets: readonly number[]): Promise<RawSheet[]> {
  return guarded(async () => (await readXlsx(bytes, { sheets: [...sheets] })).sheets.map(rawSheet))
}

/** Cells of an .xls whose container and records passed `openCompoundFile` and `scanBiff`. */
export async function readCheckedXls(bytes: Uint8Array): Promise<RawSheet[]> {
  return guarded(async () => (await readXls(bytes)).sheets.map(rawSheet))
}

/** A number or day as its format shows it: (43617, `yyyy"年"m"月"`) -> 2019年6月. */
export const shown = (value: number | Date, code: string): string => formatValue(value, code)

/** The day behind a serial number, as UTC fields of a Date. */
export const dateOfSerial = (serial: number, is1904: boolean): Date => serialToDate(serial, is1904)

function rawSheet(sheet: Sheet): RawSheet {
  const { name, rows, cells, merges } = sheet
  const hidden = sheet.hidden === true || sheet.veryHidden === true
  return { name, hidden, rows, details: cells ?? new Map<string, RawDetail>(), merges: merges ?? [] }
}

// The library's errors are English and about its own insides; a person needs the one sentence.
async function guarded<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (cause) {
    if (cause instanceof Refusal) throw cause
    throw refuse('table.damaged', { detail: '工作簿的内容无法解析' })
  }
}
