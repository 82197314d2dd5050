import { clauseOf, GUOBANFA_123 } from '../papers.ts'
import { defineReported } from '../reported.ts'

/** 不得擅自发布代表个人观点、意见及情绪的言论. */
export const privateOpinion = defineReported({
  id: 'N-123-02',
  label: '发布个人观点情绪',
  class: 'deduction',
  level: 'national',
  method: 'human',
  clause: `${GUOBANFA_123} 四（二）：不得擅自发布代表个人观点、意见及情绪的言论`,
  basis: [clauseOf(`${GUOBANFA_123} 四（二）`, '不得擅自发布代表个人观点、意见及情绪的言论', '原文')],
  says: '该账号擅自发布代表个人观点、意见及情绪的言论',
  mend: '删除有关内容。',
})
