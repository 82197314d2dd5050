import { refuse } from '../../vocabulary/refusals/index.ts'
import { formatCode, mattersForReading } from './number-formats.ts'
import { placeKey, UsedRange } from './places.ts'
import { LIMITS } from './shapes.ts'
import type { Merge } from './shapes.ts'
import type { SheetClues } from './xlsx-package.ts'

/** What stands in the records of an .xls beside the cells (MS-XLS 2.3-2.4), one entry a sheet, in the file's order. */
export type BiffScan = { readonly hidden: readonly boolean[]; readonly clues: readonly SheetClues[] }

const BOF = 0x0809
const FILE_PASS = 0x002f
const DATE_MODE = 0x0022
const FORMAT = 0x041e
const XF = 0x00e0
const BOUND_SHEET = 0x0085
const FORMULA = 0x0006
const MERGE_CELLS = 0x00e5
const MULRK = 0x00bd
const BIFF8 = 0x0600
// NUMBER, LABEL, BOOLERR, RK, LABELSST, RSTRING: row, column and format stand in the first six bytes.
const SINGLE_CELLS = new Set([0x0203, 0x0204, 0x0205, 0x027e, 0x00fd, 0x00d6])

type Record8 = { id: number; data: Buffer; at: number }

/**
 * Walks all records of a Workbook stream before the library reads it. Refuses encryption, versions before Excel 97,
 * a stream that stops in the middle of a record, and cells or merges beyond the limits.
 */
export function scanBiff(stream: Uint8Array): BiffScan {
  const records = recordsOf(Buffer.from(stream.buffer, stream.byteOffset, stream.byteLength))
  const first = records[0]
  if (first?.id !== BOF) throw refuse('table.damaged', { detail: '找不到工作簿的开头' })
  if (first.data.readUInt16LE(0) !== BIFF8) throw refuse('table.convert-first', { found: 'Excel 5.0/95 格式的旧表格' })
  if (records.some(({ id }) => id === FILE_PASS)) throw refuse('table.password-protected')
  const book = scanGlobals(records)
  const budget = { cells: LIMITS.cells as number }
  const clues = book.sheets.map((sheet) => scanSheet(records, sheet, book, budget))
  return { hidden: book.sheets.map((sheet) => sheet.hidden), clues }
}

function recordsOf(stream: Buffer): Record8[] {
  const records: Record8[] = []
  for (let at = 0; at + 4 <= stream.length;) {
    const id = stream.readUInt16LE(at)
    const length = stream.readUInt16LE(at + 2)
    if (id === 0 && length === 0) break // padding up to the end of the last sector
    if (at + 4 + length > stream.length) throw refuse('table.cut-off')
    records.push({ id, data: stream.subarray(at + 4, at + 4 + length), at })
    at += 4 + length
  }
  return records
}

type Book = ReturnType<typeof scanGlobals>

function scanGlobals(records: readonly Record8[]) {
  const own = new Map<number, string>()
  const styles: number[] = []
  const sheets: { at: number; name: string; hidden: boolean }[] = []
  let is1904 = false
  for (const { id, data } of records) {
    if (id === FORMAT && data.length > 5) own.set(data.readUInt16LE(0), characters(data.subarray(2), 2))
    if (id === XF && data.length > 4) styles.push(data.readUInt16LE(2))
    if (id === DATE_MODE && data.length >= 2) is1904 = data.readUInt16LE(0) === 1
    if (id !== BOUND_SHEET || data.length < 8) continue
    const hidden = ((data[4] ?? 0) & 3) !== 0
    sheets.push({ at: data.readUInt32LE(0), name: characters(data.subarray(6), 1), hidden })
  }
  if (sheets.length > LIMITS.sheets) throw refuse('table.damaged', { detail: `工作表超过 ${LIMITS.sheets} 张` })
  const starts = new Set(sheets.map(({ at }) => at))
  if (starts.size !== sheets.length) throw refuse('table.damaged', { detail: '两张工作表指向同一处内容' })
  const formats = styles.map((id) => formatCode(id, own)).map((code) => (mattersForReading(code) ? code : undefined))
  return { formats, sheets, is1904 }
}

/** A string of one or two bytes a character behind its length (MS-XLS 2.5.240, 2.5.294). */
function characters(data: Buffer, lengthBytes: 1 | 2): string {
  const length = lengthBytes === 1 ? data.readUInt8(0) : data.readUInt16LE(0)
  const wide = ((data[lengthBytes] ?? 0) & 1) === 1
  const text = data.subarray(lengthBytes + 1, lengthBytes + 1 + length * (wide ? 2 : 1))
  return text.toString(wide ? 'utf16le' : 'latin1')
}

function scanSheet(records: readonly Record8[], sheet: Book['sheets'][number], book: Book, budget: { cells: number }) {
  const used = new UsedRange(sheet.name, budget)
  const clues = {
    formats: new Map<number, string>(),
    formulas: new Set<number>(),
    merges: [] as Merge[],
    is1904: book.is1904,
  }
  for (const { id, data } of sheetRecords(records, sheet.at)) {
    if (id === MERGE_CELLS) clues.merges.push(...mergesOf(data))
    if (clues.merges.length > LIMITS.merges) {
      throw refuse('table.merges-not-plain', { sheet: sheet.name, detail: `超过 ${LIMITS.merges} 处` })
    }
    for (const { row, column, style } of cellsOf(id, data)) {
      used.add(row, column)
      const code = book.formats[style]
      if (code !== undefined) clues.formats.set(placeKey(row, column), code)
      if (id === FORMULA) clues.formulas.add(placeKey(row, column))
    }
  }
  return clues
}

function* sheetRecords(records: readonly Record8[], start: number): Generator<Record8> {
  let depth = 0
  const first = records.findIndex(({ at }) => at === start)
  if (first < 0) return
  for (let i = first, record = records[i]; record; record = records[++i]) {
    if (record.id === BOF) depth++
    if (record.id === 0x000a && --depth === 0) return // charts stand inside a sheet with their own beginning and end
    yield record
  }
  throw refuse('table.cut-off')
}

function mergesOf(data: Buffer): Merge[] {
  const count = data.length < 2 ? 0 : Math.min(data.readUInt16LE(0), Math.floor((data.length - 2) / 8))
  return Array.from({ length: count }, (_, k) => {
    const word = (at: number) => data.readUInt16LE(2 + k * 8 + at)
    return { top: word(0), bottom: word(2), left: word(4), right: word(6) }
  })
}

function* cellsOf(id: number, data: Buffer): Generator<{ row: number; column: number; style: number }> {
  if ((SINGLE_CELLS.has(id) || id === FORMULA) && data.length >= 6) {
    yield { row: data.readUInt16LE(0), column: data.readUInt16LE(2), style: data.readUInt16LE(4) }
  }
  if (id !== MULRK || data.length < 6) return
  const [row, column] = [data.readUInt16LE(0), data.readUInt16LE(2)]
  for (let k = 0; 4 + k * 6 + 6 <= data.length - 2; k++)
    yield { row, column: column + k, style: data.readUInt16LE(4 + k * 6) }
}
