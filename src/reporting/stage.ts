import type { ReportContent } from './model.ts'
import type { ReportState } from './queries.ts'

/** How far a version is: `draft` has open work, `review` waits for a second person's 审定, only `final` goes to the leader. */
export type Stage = 'draft' | 'review' | 'final'

/** The one meaning of 草稿 and 送审稿, for the screen and for every printed page. A superseded version was final. */
export function stageOf(state: ReportState, { isDraft }: Pick<ReportContent, 'isDraft'>): Stage {
  if (state !== 'draft') return 'final'
  return isDraft ? 'draft' : 'review'
}

/** What a version is printed with beside its content. */
export type PrintMarks = { demo: boolean; stage: Stage; version: number }

const printed: Readonly<Record<Stage, string>> = { draft: '草稿', review: '送审稿', final: '' }

/** 演示数据, 送审稿 or both, for the head of every page and sheet; empty for a final report of a real district. */
export const markLine = ({ demo, stage }: Pick<PrintMarks, 'demo' | 'stage'>) =>
  [demo ? '演示数据' : '', printed[stage]].filter(Boolean).join('　')
