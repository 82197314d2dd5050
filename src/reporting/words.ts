import { type CivilDate, formatDayZh, formatMonthDayZh } from '../calendar/index.ts'
import type { Bound, ReportBlock } from './model.ts'

/** The pieces that sentences of a report are put together from. */

export const paragraph = (...runs: Bound[]): ReportBlock => ({ kind: 'paragraph', runs })
export const day = (value: CivilDate): Bound => ({ day: value, text: formatDayZh(value) })
export const shortDay = (value: CivilDate): Bound => ({ day: value, text: formatMonthDayZh(value) })
export const source = (text: string): Bound => ({ source: text, text })
export const name = (text: string): Bound => ({ name: text, text })

/** Pieces one after the other, with `between` them. */
export const listed = (items: readonly Bound[][], between = '、'): Bound[] =>
  items.flatMap((item, at) => (at > 0 ? [between, ...item] : item))

/** As it is read and printed. */
export const said = (run: Bound): string => (typeof run === 'string' ? run : run.text)
