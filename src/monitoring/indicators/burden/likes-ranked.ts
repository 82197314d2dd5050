import { clauseOf, GUOBANFA_123, GUOBANHAN_12 } from '../papers.ts'
import { defineReported } from '../reported.ts'

/** 点赞量、转发量、网络投票数 may rank nobody. */
export const likesRanked = defineReported({
  id: 'B-03',
  label: '以点赞转发量考核排名',
  class: 'veto',
  level: 'national',
  method: 'human',
  clause: `${GUOBANHAN_12}：把点赞量、转发量、网络投票数等作为考核、排名依据`,
  basis: [
    clauseOf(GUOBANHAN_12, '把点赞量、转发量、网络投票数等作为考核、排名依据', '碎片'),
    clauseOf(`${GUOBANFA_123} 四（四）`, '不得强制要求群众下载使用移动客户端等或点赞、转发信息', '原文'),
  ],
  says: '该单位把点赞量、转发量、网络投票数等作为考核或排名依据',
  mend: '取消有关考核、排名。',
})
