import { clauseOf, GUOBAN_19 } from '../papers.ts'
import { defineReported } from '../reported.ts'

/** A website of the unit, for offices that look after one. */
export const siteSevere = defineReported({
  id: 'N-WS-01',
  label: '网站：安全、泄密等严重问题',
  class: 'veto',
  level: 'national',
  method: 'system-and-human',
  optional: true,
  about: 'unit',
  twoReviewers: true,
  clause: `${GUOBAN_19} 政府网站检查指标 单项否决：安全、泄密等严重问题`,
  basis: [
    clauseOf(
      GUOBAN_19,
      '严重表述错误；泄密；反动暴力色情；安全攻击未及时处置致严重事故；弄虚作假；引发严重负面舆情',
      '二手',
    ),
  ],
  says: '该单位网站出现安全、泄密等严重问题',
  mend: '更正或删除有关内容，经双人复核认定不属于的予以排除。',
})
