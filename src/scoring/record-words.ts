import type { RecordWords } from '../web/index.ts'
import { entryOrigins, entryStateLabels, recordKinds, yearStateLabels } from './model.ts'

const words = {
  year: '年度',
  asOf: '截至',
  serial: '版次',
  digest: '摘要',
  frozenOn: '封存至',
  units: '单位数',
  accounts: '账号数',
  events: '事项数',
  origin: '来由',
  kind: '事项',
  voids: '撤销的事项',
  item: '项目',
  points: '分值',
  count: '数量',
  on_day: '日期',
  decision: '处理意见',
  scheme: '方案',
}

/** For the trail. */
export const scoringRecordWords: RecordWords = {
  'score-year': { ...words, ...yearStateLabels },
  'score-scheme': words,
  'score-entry': {
    ...words,
    ...entryOrigins,
    ...entryStateLabels,
    ...Object.fromEntries(Object.entries(recordKinds).map(([kind, { label }]) => [kind, label])),
  },
}
