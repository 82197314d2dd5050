import type { RecordWords } from '../web/index.ts'
import { caseActionLabels, caseStateLabels, measureLabels, outcomeLabels } from './accountability/model.ts'
import { circularLevels } from './circulars/model.ts'
import { orderActionLabels, orderClassLabels, orderFormLabels, orderStateLabels } from './model.ts'
import { reminderOrigins } from './reminders/queries.ts'

/** For the trail. */
export const rectificationRecordWords: RecordWords = {
  order: {
    ...orderClassLabels,
    ...orderFormLabels,
    ...orderActionLabels,
    ...orderStateLabels,
    class: '类别',
    form: '名义',
    orderNumber: '发文字号',
    stopBy: '止住期限',
    late: '逾期',
    results: '系统最近判定',
    turned: '有变化的问题',
    findingId: '问题',
    seen: '版次',
    value: '判定',
    pass: '通过',
    fail: '不通过',
    unknown: '未采集',
    'not-applicable': '不适用',
    candidate: '待复核',
    'needs-evidence': '待补证',
    dismissed: '已排除',
    confirmed: '已确认',
    '0分钟': '未逾期',
  },
  circular: {
    ...circularLevels,
    level: '层级',
    issuer: '通报机关',
    pointsDeducted: '扣分',
    lines: '涉及单位、账号的行数',
  },
  reminder: { ...reminderOrigins, origin: '来由', silentDays: '未更新天数' },
  accountability: {
    ...measureLabels,
    ...outcomeLabels,
    ...caseActionLabels,
    ...caseStateLabels,
    proposed: '系统建议',
    measure: '决定',
    pieces: '证据数',
    rules: '线索',
    statementBy: '陈述申辩期限',
    outcome: '有权机关决定',
    body: '作出决定的机关',
  },
}
