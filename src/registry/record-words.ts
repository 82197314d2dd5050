import type { RecordWords } from '../web/index.ts'
import { factLabels, filingStateLabels, readsScopeLabels, runningStateLabels, unitStateLabels } from './model.ts'

/** For the trail. */
export const registryRecordWords: RecordWords = {
  account: { ...factLabels, ...readsScopeLabels, ...runningStateLabels, ...filingStateLabels },
  unit: unitStateLabels,
}
