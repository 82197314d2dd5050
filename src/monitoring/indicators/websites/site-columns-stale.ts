import { clauseOf, GUOBAN_19 } from '../papers.ts'
import { defineReported } from '../reported.ts'

/** Five of the first kind, ten that should have been updated, or five that are empty. */
export const siteColumnsStale = defineReported({
  id: 'N-WS-04',
  label: '网站：栏目不更新',
  class: 'veto',
  level: 'national',
  method: 'system-and-human',
  optional: true,
  about: 'unit',
  clause: `${GUOBAN_19} 政府网站检查指标 单项否决：栏目不更新`,
  basis: [
    clauseOf(GUOBAN_19, '动态要闻2周、通知公告和政策文件6个月累计≥5个未更新；应更新未更新≥10个；空白栏目≥5个', '二手'),
  ],
  says: '该单位网站栏目不更新',
  mend: '更新有关栏目。',
})
