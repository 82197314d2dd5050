import { clauseOf, GUOBAN_19 } from '../papers.ts'
import { defineReported } from '../reported.ts'

/** A week, at least 20 tries a day, 15 seconds each: 5 % that fail. */
export const siteDown = defineReported({
  id: 'N-WS-02',
  label: '网站：站点无法访问',
  class: 'veto',
  level: 'national',
  method: 'system',
  optional: true,
  about: 'unit',
  clause: `${GUOBAN_19} 政府网站检查指标 单项否决：监测1周，每天间隔性访问20次以上，超过（含）15秒网站仍打不开的次数比例累计超过（含）5%`,
  basis: [clauseOf(GUOBAN_19, '监测1周，每天间隔性访问≥20次，≥15秒打不开次数占比≥5%', '二手')],
  says: '该单位网站站点无法访问',
  mend: '恢复访问并重新监测一周。',
})
