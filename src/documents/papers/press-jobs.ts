import type { Chart } from './chart.ts'
import type { FormBook } from './form-model.ts'
import type { Sheet } from './sheet.ts'

export type Job =
  | { kind: 'docx'; sheet: Sheet }
  | { kind: 'pdf'; sheet: Sheet; fontFolders: string[] }
  | { kind: 'forms-docx'; book: FormBook }
  | { kind: 'forms-pdf'; book: FormBook; fontFolders: string[] }
  | { kind: 'chart'; chart: Chart }

export type Request = { id: number; job: Job }
export type Reply = { id: number; result: Uint8Array | string } | { id: number; error: string }
