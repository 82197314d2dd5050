import { clauseOf, GUOBANFA_123, GUOBAN_19 } from '../papers.ts'
import { defineReported } from '../reported.ts'

/** 反动、暴力、色情等内容, in a post or behind a link. */
export const harmfulContent = defineReported({
  id: 'N-NM-01c',
  label: '发布或链接有害内容',
  class: 'veto',
  level: 'national',
  method: 'system-and-human',
  twoReviewers: true,
  clause: `${GUOBAN_19} 政务新媒体检查指标 单项否决：发布或链接反动、暴力、色情等内容`,
  basis: [
    clauseOf(GUOBAN_19, '发布或链接反动、暴力、色情等内容', '记忆'),
    clauseOf(`${GUOBANFA_123} 四（二）`, '发现违法有害信息要第一时间处理', '原文'),
  ],
  says: '该账号发布或链接有害内容',
  mend: '立即删除内容、撤除链接并保全证据。',
})
