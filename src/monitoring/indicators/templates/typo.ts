import { clauseOf, GUOBANFA_123 } from '../papers.ts'
import { defineReported } from '../reported.ts'

/** 一般错别字: listed in circulars, never a veto by itself. */
export const typo = defineReported({
  id: 'L-15',
  label: '错别字',
  class: 'deduction',
  level: 'district',
  method: 'system-and-human',
  optional: true,
  clause: '各地通报：出现错别字、错敏词',
  basis: [
    clauseOf('各地通报', '错敏字处理、更新提醒次数入通报（L-14）', '二手'),
    clauseOf(`${GUOBANFA_123} 四（二）`, '确保信息更新及时、内容准确权威', '原文'),
  ],
  says: '该账号发布的内容有错别字',
  mend: '更正有关内容。',
})
