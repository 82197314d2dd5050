import { quarterName } from '../../reporting/index.ts'
import { asked, draftCircular, withProblems } from './circular.ts'
import type { Drafter } from './from.ts'
import { notTold, opening, requirements, toldSections } from './from-report.ts'

/** 函: the same facts where the office may ask but not order. */
export const draftLetter: Drafter = (from) => {
  const { report } = withProblems(from)
  const circular = draftCircular(from)
  return {
    ...circular,
    title: [`关于${quarterName(report.facts)}全区政务新媒体`, '监测情况的函'],
    blocks: [
      ...opening(report, '现将有关情况函告如下。'),
      ...toldSections(report, notTold),
      ...requirements(report, asked(from, circular.annexes)),
    ],
  }
}
