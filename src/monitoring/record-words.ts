import type { RecordWords } from '../web/index.ts'
import { indicators } from './indicators/index.ts'

const labels = Object.fromEntries(indicators.map(({ id, label }) => [id, label]))

/** For the trail: an indicator by its name, not by its number. */
export const monitoringRecordWords: RecordWords = { finding: labels, check: labels, month: labels }
