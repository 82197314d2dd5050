import { clauseOf, GUOBAN_19 } from '../papers.ts'
import { defineReported } from '../reported.ts'

/** 移动客户端: two looks on two days, on more than one device, before anybody confirms. */
export const appUnusable = defineReported({
  id: 'N-NM-02b',
  label: '移动客户端无法下载或使用',
  class: 'veto',
  level: 'national',
  method: 'system-and-human',
  clause: `${GUOBAN_19} 政务新媒体检查指标 单项否决：移动客户端无法下载或使用，发生“僵尸”“睡眠”情况`,
  basis: [
    clauseOf(GUOBAN_19, '移动客户端无法下载或使用，发生“僵尸”“睡眠”情况', '记忆'),
    clauseOf('各地通报', '功能无法使用', '二手'),
  ],
  says: '该应用无法下载或无法正常使用',
  mend: '恢复下载和使用，并经两次不同日期的核查。',
})
