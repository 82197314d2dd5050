import { clauseOf, GUOBAN_19 } from '../papers.ts'
import { defineReported } from '../reported.ts'

/** 严重表述错误: a machine or a person points, two people decide what it is. */
export const severeWording = defineReported({
  id: 'N-NM-01a',
  label: '严重表述错误',
  class: 'veto',
  level: 'national',
  method: 'system-and-human',
  twoReviewers: true,
  clause: `${GUOBAN_19} 政务新媒体检查指标 单项否决：安全、泄密等严重问题（出现严重表述错误）`,
  basis: [clauseOf(GUOBAN_19, '安全、泄密等严重问题：出现严重表述错误', '二手')],
  says: '该账号发布的内容出现严重表述错误',
  mend: '更正或删除有关内容，经双人复核认定不属于严重表述错误的予以排除。',
})
