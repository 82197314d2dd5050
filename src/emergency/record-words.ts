import type { RecordWords } from '../web/index.ts'
import { actionLabels, bodyLabels, calledLabels, kindLabels, paperLabels, stateLabels } from './model.ts'

/** For the trail. */
export const emergencyRecordWords: RecordWords = {
  emergency: {
    ...calledLabels,
    ...bodyLabels,
    ...kindLabels,
    ...paperLabels,
    ...stateLabels,
    ...Object.fromEntries(Object.entries(actionLabels).map(([action, label]) => [`emergency.${action}`, label])),
    kind: '种类',
    startedAt: '发现时间',
    actHours: '要求处置小时数',
    matchId: '核查线索',
    name: '名称',
    platform: '平台',
    link: '链接',
    reference: '编号',
    findingId: '监测线索',
    problemId: '登记的问题',
    at: '发生时间',
    duty: '提示对象',
    body: '移送机关',
    dueAt: '要求处置的时限',
    words: '内容',
    reasons: '未办原因',
    evidence: '采集证据',
    file: '文件摘要值',
    paper: '文书',
    draft: '草稿',
  },
}
