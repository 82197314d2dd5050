import { quarterName } from '../../reporting/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import type { Piece } from '../words/content.ts'
import { bind } from '../words/figures.ts'
import { otherTables, problemLists } from './annexes.ts'
import { allUnits, type Drafter, type DraftFrom } from './from.ts'
import { named, notTold, opening, requirements, toldSections } from './from-report.ts'

/** 通报 of a quarter: the report's sections, its problems as lists apart, and an order instead of a proposal. */
export const draftCircular: Drafter = (from) => {
  const { report } = withProblems(from)
  const annexes = [...problemLists(report.facts), ...otherTables(report)]
  return {
    title: [`关于${quarterName(report.facts)}全区政务新媒体`, '监测情况的通报'],
    addressee: allUnits,
    blocks: [
      ...opening(report, '现将有关情况通报如下。'),
      ...toldSections(report, notTold),
      ...requirements(report, asked(from, annexes)),
    ],
    annexes,
    feedback: from.feedback,
  }
}

/** A paper that names problems needs some. Refuses `dispatch.report-required`, `dispatch.no-problems`. */
export function withProblems(from: DraftFrom): DraftFrom & { report: NonNullable<DraftFrom['report']> } {
  const { report } = from
  if (!report) throw refuse('dispatch.report-required')
  if (report.facts.findings.length === 0) throw refuse('dispatch.no-problems')
  return { ...from, report }
}

/** 整改时限 and 书面反馈, to whom. */
export function asked(
  { issuer, feedback, report }: DraftFrom,
  annexes: Parameters<typeof bind>[0]['annexes'],
): Piece[] {
  const counted = { annexes, feedback }
  const last = ['下季度监测时，对本次所列问题逐一复查，整改不到位的再次通报。']
  if (!feedback) return ['请有关单位对照附件逐项整改，举一反三。', ...last]
  return [
    '请有关单位对照附件逐项整改，举一反三，于',
    bind(counted, report?.facts, 'feedback-by'),
    feedback.provisional ? '（按暂定放假安排推算）前将整改情况书面报' : '前将整改情况书面报',
    named(issuer),
    '。',
    ...last,
  ]
}
