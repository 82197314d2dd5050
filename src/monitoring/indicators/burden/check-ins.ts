import { clauseOf, GUOBANHAN_12 } from '../papers.ts'
import { defineReported } from '../reported.ts'

/** Except for security and emergencies. */
export const checkIns = defineReported({
  id: 'B-02',
  label: '打卡签到、积分排名、在线时长',
  class: 'veto',
  level: 'national',
  method: 'human',
  clause: `${GUOBANHAN_12}：打卡签到、积分排名、在线时长（安全保卫、应急等除外）`,
  basis: [
    clauseOf(GUOBANHAN_12, '打卡签到、积分排名、在线时长', '碎片'),
    clauseOf('2023年若干意见（转述）', '打卡签到、积分排名、在线时长', '二手'),
  ],
  says: '该应用设置打卡签到、积分排名或在线时长要求',
  mend: '取消有关功能；确属安全保卫、应急等需要的说明理由。',
})
