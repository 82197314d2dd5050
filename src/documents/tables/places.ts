import { refuse } from '../../vocabulary/refusals/index.ts'
import { LIMITS } from './shapes.ts'
import type { Merge } from './shapes.ts'

// A dense rectangle may hold four times the cells that carry something: room for gaps, none for A1 + XFD1048576.
const LARGEST_RECTANGLE = LIMITS.cells * 4

/** One number for a place in a sheet; sheets have at most 16,384 columns (ECMA-376). 0-based. */
export const placeKey = (row: number, column: number) => row * 16_384 + column

/** `AB` -> 27, 0-based. */
export function columnIndex(letters: string): number {
  let index = 0
  for (const letter of letters) index = index * 26 + (letter.charCodeAt(0) & 31)
  return index - 1
}

/** 27 -> `AB`, 0-based. */
export function columnLetters(index: number): string {
  const before = Math.floor(index / 26)
  return (before > 0 ? columnLetters(before - 1) : '') + String.fromCharCode(65 + (index % 26))
}

/** `B7` for row 6, column 1. */
export const cellName = (row: number, column: number) => `${columnLetters(column)}${row + 1}`

/** Follows the cells of one sheet while they are scanned and refuses before anything is allocated for them. */
export class UsedRange {
  private readonly sheet: string
  private readonly budget: { cells: number }
  private rows = 0
  private columns = 0

  constructor(sheet: string, budget: { cells: number }) {
    this.sheet = sheet
    this.budget = budget
  }

  add(row: number, column: number): void {
    if (--this.budget.cells < 0) throw refuse('table.too-many-cells', { limit: LIMITS.cells })
    // Full to the last row that is read: a long table, and no stray cell far below one.
    if (row >= LIMITS.rows && this.rows >= LIMITS.rows)
      throw refuse('table.too-many-rows', { sheet: this.sheet, limit: LIMITS.rows })
    this.rows = Math.max(this.rows, row + 1)
    this.columns = Math.max(this.columns, column + 1)
    const tooFar = row >= LIMITS.rows || column >= LIMITS.columns || this.rows * this.columns > LARGEST_RECTANGLE
    if (!tooFar) return
    const { rows, columns } = LIMITS
    throw refuse('table.range-too-wide', { sheet: this.sheet, cell: cellName(row, column), rows, columns })
  }
}

/**
 * Merges cut to the used range. Refuses overlapping ones: no program writes them, and every reader would disagree about
 * their value. Work is bounded by the used range, however large the merges claim to be.
 */
export function settleMerges(sheet: string, merges: readonly Merge[], rows: number, columns: number): Merge[] {
  if (merges.length > LIMITS.merges)
    throw refuse('table.merges-not-plain', { sheet, detail: `超过 ${LIMITS.merges} 处` })
  const taken = new Uint8Array(rows * columns)
  const settled: Merge[] = []
  for (const merge of merges) {
    const { top, left } = merge
    const bottom = Math.min(merge.bottom, rows - 1)
    const right = Math.min(merge.right, columns - 1)
    if (!(top >= 0 && left >= 0 && merge.bottom >= top && merge.right >= left)) {
      throw refuse('table.merges-not-plain', { sheet, detail: '区域写法有误' })
    }
    if (bottom < top || right < left || (bottom === top && right === left)) continue
    occupy(taken, { top, left, bottom, right }, columns, sheet)
    settled.push({ top, left, bottom, right })
  }
  return settled
}

function occupy(taken: Uint8Array, merge: Merge, columns: number, sheet: string): void {
  for (let row = merge.top; row <= merge.bottom; row++) {
    for (let at = row * columns + merge.left; at <= row * columns + merge.right; at++) {
      if (taken[at])
        throw refuse('table.merges-not-plain', { sheet, detail: `${cellName(row, at % columns)} 处互相重叠` })
      taken[at] = 1
    }
  }
}
