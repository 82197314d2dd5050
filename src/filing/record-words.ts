import type { RecordWords } from '../web/index.ts'
import { caseActionLabels, caseStateLabels } from './cases/model.ts'
import { erasedBecauseLabels } from './departed/erase.ts'
import { handoverActionLabels, handoverStateLabels } from './handover/model.ts'
import { campaignActionLabels, campaignStateLabels, returnActionLabels, returnStateLabels } from './model.ts'
import { triggerStateLabels } from './triggers/index.ts'

/** For the trail. */
export const filingRecordWords: RecordWords = {
  campaign: { ...campaignStateLabels, ...campaignActionLabels },
  case: { ...caseStateLabels, ...caseActionLabels },
  handover: { ...handoverStateLabels, ...handoverActionLabels },
  person: erasedBecauseLabels,
  return: { ...returnStateLabels, ...returnActionLabels },
  trigger: {
    ...triggerStateLabels,
    account: '账号',
    fact: '情形',
    finding: '经复核确认的问题',
    order: '整改通知',
    orderNumber: '整改通知',
    circular: '上级通报',
    corrected: '更正',
    'by-hand': '人工登记',
    happenedOn: '发生或发现日期',
    words: '事实',
    source: '来源',
    link: '证据链接',
  },
}
