import type { Instant } from '../../calendar/index.ts'
import type { Account } from '../../registry/index.ts'

/** 疑似重复账号: two accounts of one unit on one platform that look alike. The machine points; a person says. */
export const similarVerdictLabels = { same: '是同一账号', different: '不是同一账号' } as const
export type SimilarVerdict = keyof typeof similarVerdictLabels
export const similarVerdicts = Object.keys(similarVerdictLabels) as SimilarVerdict[]

export const similarStateLabels = { open: '未辨认', ...similarVerdictLabels } as const
export type SimilarState = keyof typeof similarStateLabels
export const similarStates = Object.keys(similarStateLabels) as SimilarState[]

/** One account of a pair; `unitName` differs between the two where an agency was merged. */
export type SimilarSide = Account & { unitName: string }

export type SimilarDecision = {
  accountId: string
  otherId: string
  number: number
  verdict: SimilarVerdict
  reason: string
  decidedBy: string
  decidedAt: Instant
}

/** `a.id` < `b.id`, so that a pair has one name. `signs`: why they look alike, in sentences. */
export type SimilarPair = {
  a: SimilarSide
  b: SimilarSide
  unitName: string
  signs: readonly string[]
  decision: SimilarDecision | null
}

export const similarStateOf = ({ decision }: Pick<SimilarPair, 'decision'>): SimilarState => decision?.verdict ?? 'open'
