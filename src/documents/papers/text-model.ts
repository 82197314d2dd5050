import type { CivilDate } from '../../calendar/index.ts'

/** Words of one look inside a paragraph. */
export type TextRunOf = { text: string; bold?: true; italic?: true; link?: string }

/** What a text is made of, one below the other. `width` and `height` of a picture in pixels. */
export type TextBlock =
  | { kind: 'heading'; level: 2 | 3; runs: TextRunOf[] }
  | { kind: 'paragraph'; runs: TextRunOf[] }
  | { kind: 'item'; runs: TextRunOf[]; number?: number }
  | { kind: 'table'; rows: TextRunOf[][][] }
  | { kind: 'picture'; bytes: Uint8Array; type: 'png' | 'jpg'; width: number; height: number; alt: string }

/** A text to be worked on or pasted elsewhere: no 公文, so without its layout. `below`: signature lines. */
export type TextDocument = { title: string; office: string; day: CivilDate; blocks: TextBlock[]; below: string[] }
