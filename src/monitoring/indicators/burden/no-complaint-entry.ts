import { clauseOf, GUOBANHAN_12 } from '../papers.ts'
import { defineReported } from '../reported.ts'

/** An application without a way to complain. */
export const noComplaintEntry = defineReported({
  id: 'B-05',
  label: '未提供投诉建议功能',
  class: 'deduction',
  level: 'national',
  method: 'human',
  clause: `${GUOBANHAN_12}：应当提供投诉建议功能`,
  basis: [clauseOf(GUOBANHAN_12, '应当提供投诉建议功能', '碎片')],
  says: '该应用未提供投诉建议功能',
  mend: '提供投诉建议功能。',
})
