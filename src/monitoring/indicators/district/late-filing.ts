import { clauseOf, NOTICE } from '../papers.ts'
import { defineReported } from '../reported.ts'

/** A return after its deadline (F-04); to the minute, by the calendar. */
export const lateFiling = defineReported({
  id: 'D-JS-04',
  label: '逾期报送',
  class: 'deduction',
  level: 'district',
  method: 'system',
  about: 'unit',
  clause: `${NOTICE}二（一）：请于6月21日前报区行政审批服务局`,
  basis: [
    clauseOf(`${NOTICE}二（一）`, '请于6月21日前报区行政审批服务局', '原文'),
    clauseOf('系统建议', '逾期每次计', '建议'),
  ],
  says: '该单位未按期报送备案或清理材料',
  mend: '报送材料；期限内已报送的由受理人更正。',
})
