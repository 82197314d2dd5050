import { CsvError, parse } from 'csv-parse/sync'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { UsedRange } from './places.ts'
import { denseSheet, textCell } from './read-workbook.ts'
import { EMPTY, LIMITS } from './shapes.ts'
import type { Cell, TableFile } from './shapes.ts'

/** A text file: JSON when it begins with a bracket, otherwise comma, semicolon or tab separated values. */
export function readTextTable(bytes: Uint8Array): TableFile {
  const text = decode(bytes)
  checkSigns(text)
  if (/^\s*[[{]/.test(text)) return { format: 'json', sheets: [denseSheet('JSON', jsonRows(text))] }
  return { format: 'csv', sheets: [denseSheet('CSV', csvRows(text))] }
}

// Excel's “Unicode 文本” is UTF-16 with a mark; what carries no mark is UTF-8 or, from older programs, GB18030.
function decode(bytes: Uint8Array): string {
  const marked =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : ''
  for (const encoding of marked === '' ? ['utf-8', 'gb18030'] : [marked]) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
      if (!hasControls(text)) return text
      break
    } catch {
      // Not this encoding: the next one is tried, and after the last the file is refused.
    }
  }
  throw refuse('table.text-unreadable')
}

// NUL and its neighbours never stand in a table; tab, line ends and the old end-of-file mark 0x1A do.
// oxlint-disable-next-line no-control-regex
const hasControls = (text: string) => /[\0-\x08\x0b\x0c\x0e-\x19\x1b-\x1f]/.test(text)

// Signs between values and brackets within brackets bound what parsing may cost, before it begins. Texts hold some
// signs too, so there may be more of them than cells; records of an office are never a hundred deep.
const MOST_SIGNS = LIMITS.cells * 2
const DEEPEST = 100

function checkSigns(text: string): void {
  const json = /^\s*[[{]/.test(text)
  let signs = 0
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    const sign = text.charCodeAt(i)
    if (sign === COMMA || sign === TAB || sign === SEMICOLON || sign === LINE_END) signs++
    if (sign === BRACKET || sign === BRACE) depth++
    if (sign === BRACKET + 2 || sign === BRACE + 2) depth--
    if (json && depth > DEEPEST) throw refuse('table.json-shape')
  }
  if (signs > MOST_SIGNS) throw refuse('table.too-many-cells', { limit: LIMITS.cells })
}

const [TAB, LINE_END, COMMA, SEMICOLON, BRACKET, BRACE] = [0x09, 0x0a, 0x2c, 0x3b, 0x5b, 0x7b]

function csvRows(text: string): Cell[][] {
  const used = new UsedRange('CSV', { cells: LIMITS.cells })
  const rows: Cell[][] = []
  const read = (row: readonly string[]) => {
    row.forEach((_, column) => used.add(rows.length, column))
    rows.push(row.map((field) => textCell(unguard(field))))
    return null
  }
  const delimiter = separatorOf(text)
  if (!text.includes('"')) {
    for (const row of plainRecords(text, delimiter)) read(row)
    return rows
  }
  try {
    parse(text, { delimiter, bom: true, relax_column_count: true, skip_empty_lines: false, on_record: read })
  } catch (cause) {
    if (cause instanceof CsvError) throw refuse('table.csv-quotes', { line: Number(cause['lines'] ?? rows.length + 1) })
    throw cause
  }
  return rows
}

/**
 * Records of a text without quotation marks, which hide no separator: the same as csv-parse reads, in a quarter of its time.
 * The first line end says what ends a line; a last one begins no further line.
 */
export function plainRecords(text: string, delimiter: string): string[][] {
  const body = text.replace(/^\ufeff/, '')
  const end = /\r\n|\n|\r/.exec(body)?.[0] ?? '\n'
  const lines = body.split(end)
  if (lines.at(-1) === '') lines.pop()
  return lines.map((line) => line.split(delimiter))
}

// `writeCsv` puts an apostrophe before what a spreadsheet would take for a formula; it is no part of the value.
const unguard = (field: string) => field.replace(/^'(?='*[=+\-@\t\r])/, '')

/** The separator that stands outside quotes most often in the first lines; a comma when there is none. */
function separatorOf(text: string): string {
  const start = text
    .slice(0, 64 * 1024)
    .replaceAll(/"[^"]*"/g, '')
    .split(/\r?\n/)
    .slice(0, 50)
  const counts = [',', '\t', ';'].map((sign) => ({ sign, lines: start.filter((line) => line.includes(sign)).length }))
  return counts.toSorted((a, b) => b.lines - a.lines).find(({ lines }) => lines > 0)?.sign ?? ','
}

function jsonRows(text: string): Cell[][] {
  const records = recordsOf(parseJson(text))
  const head = [...new Set(records.flatMap((record) => Object.keys(record)))]
  const used = new UsedRange('JSON', { cells: LIMITS.cells })
  const body = records.map((record, row) => {
    used.add(row + 1, Math.max(head.length - 1, 0))
    return head.map((key, column) => {
      if (record[key] !== undefined) used.add(row + 1, column)
      return jsonCell(record[key])
    })
  })
  return head.length === 0 ? [] : [head.map(textCell), ...body]
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    throw refuse('table.json-broken')
  }
}

type JsonRecord = Record<string, unknown>

const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** `[{…}]`, or an object that holds exactly one list of records, such as `{posts: […]}`. */
function recordsOf(value: unknown): JsonRecord[] {
  const lists = Array.isArray(value) ? [value] : isRecord(value) ? Object.values(value).filter(Array.isArray) : []
  const [list] = lists
  if (lists.length !== 1 || !list?.every(isRecord)) throw refuse('table.json-shape')
  return list
}

function jsonCell(value: unknown): Cell {
  if (value === null || value === undefined) return EMPTY
  if (typeof value === 'number') return { kind: 'number', text: String(value), number: value }
  if (typeof value === 'boolean') return { kind: 'boolean', text: value ? 'TRUE' : 'FALSE' }
  return textCell(typeof value === 'string' ? value : JSON.stringify(value))
}
