import { clauseOf, GUOBAN_19 } from '../papers.ts'
import { defineReported } from '../reported.ts'

/** No services, or guides that lack four kinds of key elements; units without outward duties are not looked at. */
export const siteNoService = defineReported({
  id: 'N-WS-06',
  label: '网站：服务不实用',
  class: 'veto',
  level: 'national',
  method: 'human',
  optional: true,
  about: 'unit',
  clause: `${GUOBAN_19} 政府网站检查指标 单项否决：服务不实用`,
  basis: [
    clauseOf(GUOBAN_19, '未提供办事服务', '二手'),
    clauseOf(GUOBAN_19, '办事指南重点要素缺4类及以上的事项≥5个', '记忆'),
  ],
  says: '该单位网站服务不实用',
  mend: '补齐办事服务和办事指南要素。',
})
