import { clauseOf, GUOBANFA_123 } from '../papers.ts'
import { defineReported } from '../reported.ts'

/** 不得刊登商业广告或链接商业广告页面 (F-09). */
export const advertisement = defineReported({
  id: 'N-123-01',
  label: '刊登商业广告',
  class: 'deduction',
  level: 'national',
  method: 'system-and-human',
  clause: `${GUOBANFA_123} 四（二）：不得刊登商业广告或链接商业广告页面`,
  basis: [clauseOf(`${GUOBANFA_123} 四（二）`, '不得刊登商业广告或链接商业广告页面', '原文')],
  says: '该账号刊登商业广告或链接商业广告页面',
  mend: '撤除广告和链接。',
})
