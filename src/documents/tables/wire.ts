import { plainText } from '../../vocabulary/plain-text.ts'
import { EMPTY } from './shapes.ts'
import type { Cell, Sheet, TableFile } from './shapes.ts'

/**
 * What the reading process answers, a part a line, each in JSON: what the file is, then its rows piece by piece, so that
 * whoever asked answers others while a long list arrives; or why it is refused. 0 stands for an empty cell and a string for
 * a text cell, which most cells are. Signs that nobody can have typed end here (a JSON text may spell them `\\u0000`). Equal
 * texts near each other become one object again, so that 100,000 cells that say 自营 cost few.
 */
export type Part = { format: TableFile['format']; sheets: Sheet[] } | { sheet: number; rows: WireCell[][] } | Refused
type Refused = { refusal: string; params: Params }
export type Params = Readonly<Record<string, unknown>>

type WireCell = 0 | string | Cell

const PIECE = 2_000

export function* packTables({ format, sheets }: TableFile): Iterable<Part> {
  yield { format, sheets: sheets.map((about) => ({ ...about, rows: [] })) }
  for (const [sheet, { rows }] of sheets.entries())
    for (let from = 0; from < rows.length; from += PIECE)
      yield { sheet, rows: rows.slice(from, from + PIECE).map((row) => row.map(packCell)) }
}

const packCell = (cell: Cell): WireCell => (cell.kind === 'empty' ? 0 : cell.kind === 'text' ? cell.text : cell)

/** Puts the parts together again as they arrive; `told` is the file once all are there, or why it was refused. */
export function unpacker(): { take(part: Part): void; told(): TableFile | Refused | undefined } {
  const texts = new Map<string, Cell>()
  const cell = (wire: WireCell): Cell => {
    if (wire === 0) return EMPTY
    return typeof wire === 'string' ? sharedText(texts, plainText(wire)) : plainCell(wire)
  }
  let told: { format: TableFile['format']; sheets: (Omit<Sheet, 'rows'> & { rows: Cell[][] })[] } | Refused | undefined
  return {
    told: () => told,
    take(part) {
      if ('refusal' in part) told = part
      else if ('format' in part)
        told = { ...part, sheets: part.sheets.map((about) => ({ ...about, name: plainText(about.name), rows: [] })) }
      else if (told && 'sheets' in told) for (const row of part.rows) told.sheets[part.sheet]?.rows.push(row.map(cell))
    },
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
