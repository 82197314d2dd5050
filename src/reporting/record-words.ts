import type { RecordWords } from '../web/index.ts'
import { progressLabels, reportActionLabels } from './progress.ts'

/** For the trail. */
export const reportRecordWords: RecordWords = {
  report: {
    ...progressLabels,
    ...reportActionLabels,
    progress: '办理情况',
    submittedTo: '呈报领导',
    opinion: '拟办意见',
    sections: '修改的章节',
    typed: '手工录入',
    text: '数字',
  },
}
