import { clauseOf, GUOBANFA_123, GUOBANHAN_12 } from '../papers.ts'
import { defineReported } from '../reported.ts'

/** 强制下载、限定或通报安装使用率、强制定期登录. */
export const forcedDownload = defineReported({
  id: 'B-01',
  label: '强制下载使用、通报使用率',
  class: 'veto',
  level: 'national',
  method: 'human',
  twoReviewers: true,
  clause: `${GUOBANHAN_12}：强制下载使用、限定或通报安装使用率、强制定期登录`,
  basis: [
    clauseOf(GUOBANHAN_12, '强制下载使用、限定或通报安装使用率、强制定期登录', '碎片'),
    clauseOf(`${GUOBANFA_123} 四（四）`, '不得强制要求群众下载使用移动客户端等', '原文'),
  ],
  says: '该应用存在强制下载使用、通报使用率等情形',
  mend: '停止强制要求，撤回有关通知。',
})
