import type { RecordWords } from '../web/index.ts'
import { announcementLabels, closingStateLabels } from './closing/model.ts'
import { matchStateLabels } from './concealment/model.ts'
import { itemStateLabels } from './items/model.ts'
import { sheetStateLabels } from './sheet/model.ts'
import { similarStateLabels } from './similar/model.ts'

/** For the trail. */
export const cleanupRecordWords: RecordWords = {
  cleanup: { 'unit-gone': '单位撤并', repeated: '同一问题屡次出现' },
  'cleanup-item': itemStateLabels,
  closing: { ...closingStateLabels, ...announcementLabels },
  'concealment-match': matchStateLabels,
  'decision-sheet': sheetStateLabels,
  'similar-pair': similarStateLabels,
}
