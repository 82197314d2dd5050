import { clauseOf, GUOBANFA_123, GUOBAN_19 } from '../papers.ts'
import { defineReported } from '../reported.ts'

/** A sudden growth is a clue only (F-16): nobody is found guilty by a curve. */
export const falseFollowers = defineReported({
  id: 'N-NM-03b',
  label: '购买粉丝、强制点赞等弄虚作假',
  class: 'veto',
  level: 'national',
  method: 'system-and-human',
  twoReviewers: true,
  clause: `${GUOBANFA_123} 四（四）：严禁购买“粉丝”等数据造假行为，不得强制要求群众下载使用移动客户端等或点赞、转发信息`,
  basis: [
    clauseOf(
      `${GUOBANFA_123} 四（四）`,
      '严禁购买“粉丝”等数据造假行为，不得强制要求群众下载使用移动客户端等或点赞、转发信息',
      '原文',
    ),
    clauseOf(GUOBAN_19, '购买“粉丝”、强制要求群众点赞等弄虚作假', '二手'),
  ],
  says: '该账号存在购买“粉丝”、强制点赞等弄虚作假行为',
  mend: '停止有关行为，清理虚假数据，向主管单位书面说明。',
})
