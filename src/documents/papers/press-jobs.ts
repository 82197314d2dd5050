import type { Chart } from './chart.ts'
import type { FontUse } from './font-use.ts'
import type { FormBook } from './form-model.ts'
import type { Sheet } from './sheet.ts'
import type { TextDocument } from './text-model.ts'

export type Job =
  | { kind: 'docx'; sheet: Sheet }
  | { kind: 'pdf'; sheet: Sheet; fontFolders: string[] }
  | { kind: 'forms-docx'; book: FormBook }
  | { kind: 'forms-pdf'; book: FormBook; fontFolders: string[] }
  | { kind: 'text-docx'; text: TextDocument }
  | { kind: 'chart'; chart: Chart }
  | { kind: 'fonts'; fontFolders: string[] }

/** What a job gives: bytes of a paper, the drawing of a chart, or what its faces are set in. */
export type Result = Uint8Array | string | FontUse[]

export type Request = { id: number; job: Job }
/** `megabytes`: what the press takes after the job. */
export type Reply = { id: number; megabytes: number } & ({ result: Result } | { error: string })
