import type { RecordWords } from '../web/index.ts'
import { caseStateLabels } from './cases/model.ts'
import { erasedBecauseLabels } from './departed/erase.ts'
import { handoverStateLabels } from './handover/model.ts'
import { campaignStateLabels, returnStateLabels } from './model.ts'
import { triggerStateLabels } from './triggers/index.ts'

/** For the trail. */
export const filingRecordWords: RecordWords = {
  campaign: campaignStateLabels,
  case: caseStateLabels,
  handover: handoverStateLabels,
  person: erasedBecauseLabels,
  return: returnStateLabels,
  trigger: triggerStateLabels,
}
