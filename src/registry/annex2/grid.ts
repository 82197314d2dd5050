import type { Cell, Sheet } from '../../documents/index.ts'

/** A sheet whose merged areas can be asked: `own` is what stands in a place itself, `seen` what a person sees there. */
export type Grid = {
  readonly sheet: Sheet
  own(row: number, column: number): Cell
  seen(row: number, column: number): Cell
  /** The row in which the merged area over this place begins; the row itself where nothing is merged. */
  topOf(row: number, column: number): number
  /** The last row of the merged area over this place. */
  bottomOf(row: number, column: number): number
  /** The column in which the merged area over this place begins. */
  leftOf(row: number, column: number): number
}

const EMPTY_CELL: Cell = { kind: 'empty', text: '' }

export function gridOf(sheet: Sheet): Grid {
  const { rows, columnCount } = sheet
  // For each place the number of its merge, counted from 1.
  const area = new Int32Array(sheet.rowCount * columnCount)
  sheet.merges.forEach((merge, index) => {
    for (let row = merge.top; row <= merge.bottom; row++)
      area.fill(index + 1, row * columnCount + merge.left, row * columnCount + merge.right + 1)
  })
  const mergeAt = (row: number, column: number) => {
    const number = column < columnCount ? area[row * columnCount + column] : undefined
    return number ? sheet.merges[number - 1] : undefined
  }
  const own = (row: number, column: number) => rows[row]?.[column] ?? EMPTY_CELL
  return {
    sheet,
    own,
    seen(row, column) {
      const merge = mergeAt(row, column)
      return merge ? own(merge.top, merge.left) : own(row, column)
    },
    topOf: (row, column) => mergeAt(row, column)?.top ?? row,
    bottomOf: (row, column) => mergeAt(row, column)?.bottom ?? row,
    leftOf: (row, column) => mergeAt(row, column)?.left ?? column,
  }
}

/** `A`, `B`, … `AA` for a 0-based column. */
export function columnName(column: number): string {
  const before = Math.floor(column / 26)
  return (before > 0 ? columnName(before - 1) : '') + String.fromCharCode(65 + (column % 26))
}
