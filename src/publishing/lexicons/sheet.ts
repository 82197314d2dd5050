import type { Book, BookValue, Sheet } from '../../documents/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { foldings, type ListColumn, type ListKind, type ListRow } from './model.ts'
import type { Written } from './read-row.ts'

/** A line of a sheet: its printed row, and what stands in it by the label of the column. */
export type SheetLine = { at: number; written: Written }

/** Titles may stand above the heads. */
export const HEADS_WITHIN = 5

/** The lines of the first sheet that has the heads of the list, made as they are asked for. Refuses `lexicon.heads-missing`. */
export function linesOf(kind: ListKind, sheets: readonly Sheet[]): Iterable<SheetLine> {
  const needed = kind.columns.filter(({ isRequired }) => isRequired).map(({ label }) => label)
  for (const { rows } of sheets)
    for (const [head, cells] of rows.slice(0, HEADS_WITHIN).entries()) {
      const labels = cells.map(({ text }) => text.trim())
      if (needed.every((label) => labels.includes(label))) return linesBelow(rows, head, labels)
    }
  throw refuse('lexicon.heads-missing', { heads: needed.join('、') })
}

function* linesBelow(rows: Sheet['rows'], head: number, labels: readonly string[]): Iterable<SheetLine> {
  const columns = new Map(labels.map((label, column) => [label, column]))
  for (let at = head + 1; at < rows.length; at++) {
    const row = rows[at]!
    if (row.every(({ text }) => text.trim() === '')) continue
    yield { at: at + 1, written: writtenIn(row, columns) }
  }
}

// Looked up where it stands: a table of its own for each of 200,000 lines cost more than reading them.
const writtenIn = (row: Sheet['rows'][number], columns: ReadonlyMap<string, number>): Written => ({
  get(label) {
    const cell = row[columns.get(label) ?? -1]
    return cell?.iso?.slice(0, 10) ?? cell?.text
  },
})

/** What stands in a cell of a list, in words. */
export function wordsOf({ column, reads }: ListColumn, row: ListRow, unitName: (id: string) => string): string {
  const value = row[column]
  if (value === null || value === undefined) return ''
  if (typeof value !== 'string')
    return value.map((one) => (column === 'folding' ? (foldings.get(one) ?? one) : one)).join('、')
  if (reads === 'unit') return unitName(value)
  return typeof reads === 'object' ? (reads[value] ?? value) : value
}

/** The list as it can be edited and brought in again. */
export function listBook(kind: ListKind, rows: readonly ListRow[], unitName: (id: string) => string): Book {
  const cell = (column: ListColumn, row: ListRow): BookValue => wordsOf(column, row, unitName)
  return {
    title: kind.label,
    look: { font: '宋体', size: 11 },
    sheets: [
      {
        name: kind.label,
        columns: kind.columns.map(() => ({ width: 18 })),
        rows: [
          { cells: kind.columns.map(({ label }) => label), look: { bold: true } },
          ...rows.map((row) => kind.columns.map((column) => cell(column, row))),
        ],
        frozen: { rows: 1 },
      },
    ],
  }
}
