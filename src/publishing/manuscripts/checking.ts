import type { Gate } from '../gates/model.ts'

/** What a check says about one place of a text. Offsets are UTF-16 offsets into the plain words of the manuscript. */
export type TextFinding = {
  readonly start: number
  readonly end: number
  readonly paragraph?: number
  readonly observed: string
  readonly suggestion?: string
  readonly kind: string
  readonly gate: Gate
  readonly severity: 'block' | 'confirm' | 'advise'
  readonly rule: string
  readonly source: string
  readonly confidence: number
  readonly why: string
}
export type NotChecked = { readonly part: string; readonly why: string }
export type TextCheck = { readonly findings: readonly TextFinding[]; readonly notChecked: readonly NotChecked[] }
