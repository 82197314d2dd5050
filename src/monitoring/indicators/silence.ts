import { addDays, civilDate, type CivilDate, daysBetween, lastDayOf, monthOf } from '../../calendar/index.ts'
import type { Threshold } from '../model.ts'
import type { AccountFacts, Thresholds } from './define.ts'

/**
 * The most days that may lie between the last update and the checkpoint. 监测时间点前2周内无更新: last update 11-01,
 * looked at on 11-15 is day 14 and still passes, 11-16 is day 15 and fails (rulebook (i)2); a district that counts
 * strictly fails day 14 already.
 */
export const mostSilentDays = ({ maxSilentDays, strictFourteen }: Thresholds) =>
  strictFourteen ? maxSilentDays - 1 : maxSilentDays

/** The limits a page draws beside a number of days. */
export const updateLimits = (thresholds: Thresholds) => ({
  mostSilentDays: mostSilentDays(thresholds),
  warnAtDays: thresholds.warnAtDays,
})

/** The lengths of silence, in days, on which something depends: each warning, and the first day that fails. */
export const decisiveDays = (thresholds: Thresholds): number[] => [
  ...thresholds.warnAtDays,
  mostSilentDays(thresholds) + 1,
]

/** The days in which one update is enough, both included. Holidays give no extension (rulebook (i)2). */
export function updateWindow(checkpoint: CivilDate, thresholds: Thresholds): { from: CivilDate; to: CivilDate } {
  return { from: addDays(checkpoint, -mostSilentDays(thresholds)), to: checkpoint }
}

/**
 * Whether an account is younger than the window: then it has not been silent for two weeks. `unclear` where the day of
 * opening is known only as a month or a year that reaches into the window: nobody is found silent, and nobody passes,
 * because a form left the day out.
 */
export function youngerThanWindow(
  { account, update, checkpoint }: Pick<AccountFacts, 'account' | 'update' | 'checkpoint'>,
  thresholds: Thresholds,
): 'yes' | 'no' | 'unclear' {
  const { openedOn, openedPrecision } = account
  // Something seen before contradicts the day: then it is the window alone that counts.
  if (openedOn === null || update.lastUpdateOn !== null) return 'no'
  const latest =
    openedPrecision === 'year'
      ? civilDate(`${openedOn.slice(0, 4)}-12-31`)
      : openedPrecision === 'month'
        ? lastDayOf(monthOf(openedOn))
        : openedOn
  const { from } = updateWindow(checkpoint, thresholds)
  if (openedOn >= from) return 'yes'
  return latest >= from ? 'unclear' : 'no'
}

/** 2周 of 国办秘函〔2019〕19号. A district may ask for more, never for less. */
export const NATIONAL_DAYS = 14

export const silentDays = (lastUpdateOn: CivilDate, checkpoint: CivilDate) => daysBetween(lastUpdateOn, checkpoint)

export function silenceThreshold(thresholds: Thresholds): Threshold {
  const { maxSilentDays, strictFourteen, silence } = thresholds
  return { maxSilentDays, strict: strictFourteen, ...silence }
}
