import { clauseOf, LATER_ORDERS } from '../papers.ts'
import { defineReported } from '../reported.ts'

/** “卖惨”“卖萌”、过度“娱乐化”: a matter of judgement, by people only. */
export const unfitTone = defineReported({
  id: 'N-NM-05',
  label: '不分场景卖惨卖萌、过度娱乐化',
  class: 'deduction',
  level: 'national',
  method: 'human',
  clause: `${LATER_ORDERS}：不分场景“卖惨”“卖萌”、过度“娱乐化”`,
  basis: [clauseOf(LATER_ORDERS, '不分场景“卖惨”“卖萌”、过度“娱乐化”', '二手')],
  says: '该账号发布内容不分场景“卖惨”“卖萌”或过度“娱乐化”',
  mend: '删除或更正有关内容。',
})
