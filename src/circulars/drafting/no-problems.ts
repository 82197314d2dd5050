import { quarterName } from '../../reporting/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { heading, paragraph } from '../words/content.ts'
import { otherTables } from './annexes.ts'
import { allUnits, type Drafter } from './from.ts'
import { notTold, opening, toldSections } from './from-report.ts'

const PROBLEMS = '存在的问题'

/** 零问题通报: short, and told all the same; nothing is asked back. Refuses where a problem was confirmed. */
export const draftNoProblems: Drafter = ({ report }) => {
  if (!report) throw refuse('dispatch.report-required')
  const { findings } = report.facts
  if (findings.length > 0) throw refuse('dispatch.has-problems', { count: findings.length })
  return {
    title: [`关于${quarterName(report.facts)}全区政务新媒体`, '监测情况的通报'],
    addressee: allUnits,
    blocks: [
      ...opening(report, '现将有关情况通报如下。'),
      ...toldSections(report, [...notTold, PROBLEMS]),
      heading(PROBLEMS),
      paragraph('经人工复核，本季度未确认政务新媒体存在问题。'),
      heading('下一步工作要求'),
      paragraph(
        '各单位要继续压实工作责任，坚持先审后发，对照检查指标定期自查，及时更新信息，认真回应群众留言，持续巩固运维成效。',
      ),
    ],
    annexes: otherTables(report),
    feedback: null,
  }
}
