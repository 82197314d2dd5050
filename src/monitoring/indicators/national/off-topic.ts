import { clauseOf, GUOBANFA_123, LATER_ORDERS } from '../papers.ts'
import { defineReported } from '../reported.ts'

/** 与政府工作或本部门本行业无关. */
export const offTopic = defineReported({
  id: 'N-NM-06',
  label: '发布与政府工作无关的信息',
  class: 'deduction',
  level: 'national',
  method: 'system-and-human',
  clause: `${LATER_ORDERS}：发布与政府工作或本部门本行业无关的信息`,
  basis: [
    clauseOf(LATER_ORDERS, '发布与政府工作或本部门本行业无关的信息', '二手'),
    clauseOf(`${GUOBANFA_123} 四（一）`, '与主办单位工作职责相关联', '原文'),
  ],
  says: '该账号发布与政府工作或本部门本行业无关的信息',
  mend: '删除有关内容。',
})
