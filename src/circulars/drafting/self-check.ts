import { quarterName } from '../../reporting/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { heading, paragraph } from '../words/content.ts'
import { lineMost } from '../model.ts'
import { otherTables, problemLists } from './annexes.ts'
import type { Drafter } from './from.ts'
import { named, notTold, opening, toldSections } from './from-report.ts'

/** 自查报告, an upward paper (上行文): what was found and what is done about it; it asks nothing of anybody. */
export const draftSelfCheck: Drafter = ({ report, superior = '', district }) => {
  if (!report) throw refuse('dispatch.report-required')
  if (superior.trim() === '') throw refuse('dispatch.not-complete', { what: '报送的上级机关' })
  if (superior.trim().length > lineMost) throw refuse('dispatch.too-long', { what: '报送的上级机关', most: lineMost })
  const found = report.facts.findings.length > 0
  return {
    title: [`关于${quarterName(report.facts)}${district.name}政务新媒体`, '自查情况的报告'],
    addressee: superior.trim(),
    blocks: [
      ...opening(report, '现将自查情况报告如下。'),
      ...toldSections(report, notTold),
      heading('整改措施和下一步工作'),
      ...(found
        ? [paragraph('对自查发现的问题，我区已逐项交有关主办单位限期整改，整改完成后组织复查，合格一个销号一个。')]
        : []),
      paragraph('下一步，', named(district.officeName), '将继续做好系统监测和人工复核，督促各单位先审后发、及时更新。'),
      paragraph('特此报告。'),
    ],
    annexes: [...problemLists(report.facts), ...otherTables(report)],
    feedback: null,
  }
}
