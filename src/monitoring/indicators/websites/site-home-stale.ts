import { clauseOf, GUOBAN_19 } from '../papers.ts'
import { defineReported } from '../reported.ts'

/** Two weeks without a change of the home page; of a navigation page, of the pages below it. */
export const siteHomeStale = defineReported({
  id: 'N-WS-03',
  label: '网站：首页不更新',
  class: 'veto',
  level: 'national',
  method: 'system',
  optional: true,
  about: 'unit',
  clause: `${GUOBAN_19} 政府网站检查指标 单项否决：监测2周，首页无更新`,
  basis: [clauseOf(GUOBAN_19, '监测2周首页无更新（导航首页则看所有二级页）', '二手')],
  says: '该单位网站首页两周未更新',
  mend: '更新首页。',
})
