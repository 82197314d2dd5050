import { clauseOf, GUOBAN_19 } from '../papers.ts'
import { defineReported } from '../reported.ts'

/** No way to ask, or a valid message of the last year open for more than three months. */
export const siteNoAnswer = defineReported({
  id: 'N-WS-05',
  label: '网站：互动回应差',
  class: 'veto',
  level: 'national',
  method: 'system-and-human',
  optional: true,
  about: 'unit',
  clause: `${GUOBAN_19} 政府网站检查指标 单项否决：互动回应差`,
  basis: [clauseOf(GUOBAN_19, '无网上有效咨询建言渠道；前1年内存在超过3个月未回应的有效留言', '二手')],
  says: '该单位网站互动回应差',
  mend: '开通渠道，答复留言。',
})
