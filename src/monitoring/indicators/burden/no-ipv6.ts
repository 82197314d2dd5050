import { clauseOf, GUOBANFA_123, GUOBANHAN_12 } from '../papers.ts'
import { defineReported } from '../reported.ts'

/** 移动客户端要全面支持IPv6. */
export const noIpv6 = defineReported({
  id: 'B-07',
  label: '不支持IPv6',
  class: 'hint',
  level: 'national',
  method: 'system',
  clause: `${GUOBANFA_123} 四（一）：移动客户端要全面支持IPv6`,
  basis: [
    clauseOf(`${GUOBANFA_123} 四（一）`, '移动客户端要全面支持IPv6', '原文'),
    clauseOf(GUOBANHAN_12, '支持IPv6', '碎片'),
  ],
  says: '该应用不支持IPv6',
  mend: '完成IPv6改造。',
})
