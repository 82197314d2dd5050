import type { Column } from './model.ts'

export type Face = 'fang' | 'kai' | 'hei' | 'song'
export type Piece = { text: string; face: Face }

/** What a line of a paper is; each printer knows once how it looks. */
export type Role =
  | 'title'
  | 'addressee'
  | 'heading-1'
  | 'heading-2'
  | 'heading-3'
  | 'paragraph'
  | 'remark'
  | 'annex-label'
  | 'annex-title'
  | 'caption'

/**
 * A paper laid out as the sequence of what is printed. The docx printer, the pdf printer and `paperText` all read
 * this and nothing else, so that the three can't say different things. `keep`: stays on the page of what follows.
 */
export type Part = { keep?: boolean } & (
  | { part: 'masthead'; issuer: string; issuerPt: number; number: string; signer: string; upward: boolean }
  /** 信函格式: it rules the whole first page, head and foot. */
  | { part: 'letterhead'; issuer: string; issuerPt: number; number: string }
  | { part: 'line'; role: Role; pieces: Piece[] }
  | { part: 'blank'; lines: number }
  /** 附件说明: the label stands once, the names stand under each other. */
  | { part: 'attachments'; label: string; items: { number: string; title: string }[] }
  /** Both stand right; the indents from the right edge are in characters. */
  | { part: 'signature'; office: string; officeIndent: number; day: string; dayIndent: number }
  /** So many lines high, its label and its last line among them. */
  | { part: 'instruction'; label: string; sign: string; lines: number }
  | { part: 'table'; columns: Required<Column>[]; rows: string[][]; small: boolean }
  /** Width and height in px of the drawing. */
  | { part: 'figure'; svg: string; alt: string; width: number; height: number }
  | { part: 'colophon'; copiesTo: string; printedBy: string; printedOn: string }
  /** 版记 of a 函: without rules, without who printed it and when. */
  | { part: 'copies'; copiesTo: string }
)

export type Sheet = {
  title: string
  office: string
  /** `YYYY-MM-DD`, the day that the file's own dates carry. */
  day: string
  notice: string
  sections: { landscape: boolean; parts: Part[] }[]
}
