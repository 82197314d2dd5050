import type { Merge } from './shapes.ts'

/** How a cell of an office form looks. What is left out comes from the row, the column, then the book. */
export type Look = {
  readonly font?: string
  /** Points. */
  readonly size?: number
  readonly bold?: boolean
  readonly align?: 'left' | 'center' | 'right'
  readonly vertical?: 'top' | 'center'
  readonly wrap?: boolean
  /** Thin lines on all four sides. */
  readonly border?: boolean
  /** A number format code, such as `#,##0` or `yyyy"年"m"月"`. */
  readonly format?: string
}

/** A string is always text, whatever it begins with. A day is `YYYY-MM-DD` from 1900-03-01 on and becomes a real date. */
export type BookValue = string | number | boolean | null | { readonly day: string }
export type BookCell = BookValue | { readonly value: BookValue; readonly look: Look }
export type BookRow =
  | readonly BookCell[]
  | { readonly cells: readonly BookCell[]; readonly height?: number; readonly look?: Look }

/** A drop-down over some rows of one column (0-based, inclusive). Other entries are let through with a warning unless `only`. */
export type DropDown = {
  readonly column: number
  readonly fromRow: number
  readonly toRow: number
  readonly values: readonly string[]
  readonly only?: boolean
}

export type PrintSetup = {
  readonly landscape?: boolean
  /** Rows printed again at the top of every page, 0-based and inclusive. */
  readonly headRows?: { readonly from: number; readonly to: number }
  /** Centimetres; `header` and `footer` are their distance from the edge of the paper. */
  readonly margins?: {
    readonly top?: number
    readonly bottom?: number
    readonly left?: number
    readonly right?: number
    readonly header?: number
    readonly footer?: number
  }
  /** Centred; `{page}` and `{pages}` stand for the numbers. */
  readonly header?: string
  readonly footer?: string
}

export type BookSheet = {
  readonly name: string
  readonly hidden?: boolean
  /** Widths in characters. */
  readonly columns: readonly { readonly width: number; readonly look?: Look }[]
  readonly rows: Iterable<BookRow> | AsyncIterable<BookRow>
  /** A function is asked after the last row has been written, for merges that follow from the rows. */
  readonly merges?: readonly Merge[] | (() => readonly Merge[])
  readonly frozen?: { readonly rows?: number; readonly columns?: number }
  readonly dropDowns?: readonly DropDown[] | (() => readonly DropDown[])
  /** A4, fitted to the width of a page. */
  readonly print?: PrintSetup
}

export type Book = { readonly title?: string; readonly look?: Look; readonly sheets: readonly BookSheet[] }

const LONGEST_NAME = 31

/**
 * A sheet name that every spreadsheet program accepts, made from any text: at most 31 characters, none of `[]:*?/\`,
 * different from those taken (case aside). The name is added to `taken`.
 */
export function sheetName(wanted: string, taken: Set<string>): string {
  const plain =
    wanted
      .replaceAll(/[[\]:*?/\\\p{Cc}]/gu, ' ')
      .trim()
      .replaceAll(/^'+|'+$/g, '') || '工作表'
  for (let n = 1; ; n++) {
    const suffix = n === 1 ? '' : `(${n})`
    const name =
      plain
        .slice(0, LONGEST_NAME - suffix.length)
        .toWellFormed()
        .trim() + suffix
    if (taken.has(name.toLowerCase())) continue
    taken.add(name.toLowerCase())
    return name
  }
}
