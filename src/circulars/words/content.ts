import type { CivilDate } from '../../calendar/index.ts'
import type { Column } from '../../documents/index.ts'
import type { Bound } from '../../reporting/index.ts'
import type { Openness } from '../model.ts'

/**
 * A piece of a sentence: words, what is bound to its source, or a number that somebody typed, which stays marked as such.
 * `typed` says what it rests on; empty: what the paper names for all of its own.
 */
export type Piece = Bound | { typed: string; text: string }

export type DispatchBlock = { kind: 'heading'; level: 1 | 2; text: string } | { kind: 'paragraph'; runs: Piece[] }

/** A table behind the text, and a sheet of the workbook. */
export type AnnexTable = {
  title: string
  landscape: boolean
  columns: Column[]
  rows: string[][]
  /** What is said before and behind it. */
  above?: string[]
  below?: string[]
}

export type Recipient = { unitId: string; unitName: string; answers: boolean }

/** What a dispatch says, as it was drafted or edited; the printed files are made from this and nothing else. */
export type DispatchContent = {
  /** Lines, broken by the author. */
  title: string[]
  addressee: string
  blocks: DispatchBlock[]
  annexes: AnnexTable[]
  /** Last day for answers; null: none are asked for. */
  feedback: { by: CivilDate; from: CivilDate | null; days: number | null; provisional: boolean } | null
  copiesTo: string
  /** Where typed numbers come from; '' where there are none. */
  typedSource: string
  openness: Openness
  /** Why it is not public, or on request alone. */
  opennessReason: string
  /** Offices that countersign; '' for none. */
  countersign: string
  recipients: Recipient[]
}

export const textOf = (piece: Piece): string => (typeof piece === 'string' ? piece : piece.text)

/** Bound to a source of its own: it is moved or left out, never altered. A number typed into the report has one, too. */
export const isBound = (piece: Piece): piece is Exclude<Piece, string> =>
  typeof piece !== 'string' && !('typed' in piece && piece.typed === '')

export const paragraph = (...runs: Piece[]): DispatchBlock => ({ kind: 'paragraph', runs })
export const heading = (text: string, level: 1 | 2 = 1): DispatchBlock => ({ kind: 'heading', level, text })

export const titleOf = ({ title }: Pick<DispatchContent, 'title'>): string => title.join('')
