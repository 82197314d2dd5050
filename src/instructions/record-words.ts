import type { RecordWords } from '../web/index.ts'
import { instructionActionLabels, instructionStateLabels, taskActionLabels, taskStateLabels } from './model.ts'

/** For the trail. */
export const instructionRecordWords: RecordWords = {
  instruction: {
    ...instructionActionLabels,
    ...taskActionLabels,
    ...instructionStateLabels,
    ...taskStateLabels,
    reportId: '所在报告',
    givenOn: '批示日期',
    origin: '来源',
    typed: '领导本人填写',
    deputy: '代理人代为填写',
    photo: '手写件照片',
    wordsDigest: '文字摘要',
    unitId: '承办单位',
    essentials: '交办要点',
    dueOn: '办理时限',
    from: '原时限',
    late: '逾期反馈',
    heir: '承接单位',
    enteredForUnit: '代录',
  },
}
