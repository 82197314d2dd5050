import { plainText } from '../../vocabulary/plain-text.ts'
import { EMPTY } from './shapes.ts'
import type { Cell, Sheet, TableFile } from './shapes.ts'

/**
 * What the reading process answers, as JSON: 0 stands for an empty cell and a string for a text cell, which most cells
 * are. Signs that nobody can have typed end here (a JSON text may spell them `\\u0000`). Equal texts near each other become one object again, so that 100,000 cells that say 自营 cost few.
 */
export type Answer =
  | { tables: { format: TableFile['format']; sheets: WireSheet[] } }
  | { refusal: string; params: Params }
export type Params = Readonly<Record<string, unknown>>

type WireCell = 0 | string | Cell
type WireSheet = Omit<Sheet, 'rows'> & { rows: WireCell[][] }

export function packTables({ format, sheets }: TableFile): Answer {
  const packed = sheets.map((sheet) => ({ ...sheet, rows: sheet.rows.map((row) => row.map(packCell)) }))
  return { tables: { format, sheets: packed } }
}

const packCell = (cell: Cell): WireCell => (cell.kind === 'empty' ? 0 : cell.kind === 'text' ? cell.text : cell)

export function unpackTables({ format, sheets }: Extract<Answer, { tables: unknown }>['tables']): TableFile {
  const texts = new Map<string, Cell>()
  const cell = (wire: WireCell): Cell => {
    if (wire === 0) return EMPTY
    return typeof wire === 'string' ? sharedText(texts, plainText(wire)) : plainCell(wire)
  }
  return {
    format,
    sheets: sheets.map((sheet) => ({
      ...sheet,
      name: plainText(sheet.name),
      rows: sheet.rows.map((row) => row.map(cell)),
    })),
  }
}

const plainCell = (cell: Cell): Cell => ('text' in cell ? { ...cell, text: plainText(cell.text) } : cell)

// What a table says again and again it says soon again. Of a list of 200,000 different words every word would be looked
// for among all before it, which cost more than reading them.
const REMEMBERED = 10_000

/** The one cell object for a text, as long as it is remembered. */
export function sharedText(texts: Map<string, Cell>, text: string): Cell {
  const known = texts.get(text)
  if (known) return known
  if (texts.size >= REMEMBERED) texts.clear()
  const made: Cell = { kind: 'text', text }
  texts.set(text, made)
  return made
}
