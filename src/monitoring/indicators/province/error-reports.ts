import { clauseOf } from '../papers.ts'
import { defineReported } from '../reported.ts'

/** 我为政府网站找错: three working days; all of them. */
export const errorReports = defineReported({
  id: 'P-HN-03',
  label: '找错留言未按期办结',
  class: 'hint',
  level: 'province',
  method: 'system',
  optional: true,
  clause: '湘政务函〔2022〕9号：“我为政府网站找错”留言按期办结',
  basis: [clauseOf('湘政务函〔2022〕9号', '“我为政府网站找错”按期办结，3个工作日答复', '二手')],
  says: '“我为政府网站找错”留言未按期办结',
  mend: '办结并答复。',
})
