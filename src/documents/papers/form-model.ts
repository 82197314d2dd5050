import type { CivilDate } from '../../calendar/index.ts'

/** A cell of a printed form: lines of words, over how many columns and rows it reaches. */
export type FormCell = {
  lines: readonly string[]
  columns?: number
  rows?: number
  align?: 'left' | 'center'
  /** At the top of its cell, where a hand goes on writing or a seal is pressed; else in the middle. */
  top?: true
}

/** `height` in millimetres is the least; a row grows with its words. */
export type FormRow = { cells: readonly FormCell[]; height?: number }

/**
 * A form of an office on A4: a title, words above the ruled table, the table exactly as a notice prints it, words below.
 * The code stands in the foot of the page, so that nothing of the table is altered. □ and ☑ are printed as they stand.
 */
export type FormPaper = {
  /** Small above the title: 附件1. */
  label?: string
  title: string
  /** Spread over the width: 填表单位（盖章）：, 填报人：, 联系电话： */
  above?: readonly string[]
  /** Shares of the width. */
  columns: readonly number[]
  rows: readonly FormRow[]
  /** The first rows that are the head, printed again at the top of every page of a long list, whose pages are numbered. */
  headRows?: number
  /** 第n页，共n页 in the foot, also without a head that is printed again. */
  numbered?: true
  /** The last rows, that stand together below the last row of the list and never on a page without it. */
  footRows?: number
  below?: readonly string[]
  /** A picture below all of it, `width` millimetres wide, with words beside it. In the PDF alone. */
  picture?: { svg: string; alt: string; width: number; words: readonly string[] }
  /** Below the form before it, on the same pages and under its foot, where there is room. In the PDF alone. */
  follows?: true
  landscape?: true
  /** Smaller words for a sheet of many columns. */
  small?: true
  /** `pageSvgs`: in a book of one form, of each page a code of its own, in the PDF; a .docx has one foot for all. */
  code?: { svg: string; png: Uint8Array; label: string; pageSvgs?: readonly string[] }
}

/**
 * Forms that are printed together, each on pages of its own. `day` dates the file, never the moment of printing; `taken`
 * says in the foot, above the words beside the code, who took this copy and when.
 */
export type FormBook = {
  title: string
  office: string
  day: CivilDate
  forms: readonly FormPaper[]
  notice?: string
  taken?: string
}

/** The words of a book in reading order, a line each, as docx and pdf both say them. */
export const formText = ({ forms }: FormBook): string =>
  forms
    .flatMap(({ label = '', title, above = [], rows, below = [], picture, code }) => [
      label,
      title,
      ...above,
      ...rows.flatMap(({ cells }) => cells.flatMap(({ lines }) => lines)),
      ...below,
      ...(picture?.words ?? []),
      code?.label ?? '',
    ])
    .filter((words) => words !== '')
    .join('\n')
