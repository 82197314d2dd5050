import { circularLevels } from '../rectification/index.ts'
import type { RecordWords } from '../web/index.ts'
import { channelLabels, itemActionLabels, itemStateLabels, partActionLabels, partStateLabels } from './model.ts'
import { stepLabels } from './schedule.ts'

/** For the trail. */
export const superiorRecordWords: RecordWords = {
  superior: {
    ...circularLevels,
    ...channelLabels,
    ...itemActionLabels,
    ...partActionLabels,
    ...itemStateLabels,
    ...partStateLabels,
    ...stepLabels,
    level: '层级',
    issuer: '交办机关',
    channel: '交办方式',
    receivedAt: '收到时间',
    dueAt: '反馈时限',
    schedule: '倒排时间',
    enteredLate: '时限已过后补录',
    circular: '上级通报',
    letter: '反馈函版次',
    letterNumber: '发文字号',
    missing: '未反馈的单位',
    sentAt: '报送时间',
    how: '报送方式',
    late: '晚于时限',
    heir: '承接单位',
    enteredForUnit: '代录',
    '0分钟': '没有',
  },
  inspection: { period: '期间', files: '文件数' },
}
