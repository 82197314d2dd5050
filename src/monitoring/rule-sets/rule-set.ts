import type { CivilDate } from '../../calendar/index.ts'
import type { Certainty, Level, Thresholds } from '../indicators/define.ts'

/** A number that judges: its value, where it comes from, how surely, since when. */
export type SourcedNumber<T> = { value: T; source: string; certainty: Certainty; effectiveFrom: CivilDate }

/** A version of the rules. Never edited after use: what is different gets a file and a version of its own. */
export type RuleSet = {
  id: string
  version: string
  level: Level
  region: string
  effectiveFrom: CivilDate
  indicators: readonly string[]
  thresholds: {
    maxSilentDays: SourcedNumber<number>
    strictFourteen: SourcedNumber<boolean>
    warnAtDays: SourcedNumber<readonly number[]>
  }
}

const names: Readonly<Record<string, string>> = { 'junshan-2019': '2019年通知口径' }

/** What an office calls a rule set: 2019年通知口径（第1版）. */
export const ruleSetName = ({ id, version }: Pick<RuleSet, 'id' | 'version'>): string =>
  `${names[id] ?? id}（第${version}版）`

/** What a district set otherwise (`district_setting`), as of a checkpoint: the newest of each key. */
export type DistrictSetting = { key: string; value: unknown; source: string; effectiveFrom: CivilDate }

/** The numbers in force: the rule set's, and in their place what the district set. */
export function thresholdsOf({ thresholds }: RuleSet, settings: readonly DistrictSetting[]): Thresholds {
  const silentDays = overridden(thresholds.maxSilentDays, settings, 'maxSilentDays', isDayCount)
  const strict = overridden(thresholds.strictFourteen, settings, 'strictFourteen', isBoolean)
  const warnAt = overridden(thresholds.warnAtDays, settings, 'warnAtDays', isDayCounts)
  // The paper printed beside a verdict is the one that was changed last.
  const silence = strict.effectiveFrom > silentDays.effectiveFrom ? strict : silentDays
  return {
    maxSilentDays: silentDays.value,
    strictFourteen: strict.value,
    warnAtDays: [...warnAt.value].sort((a, b) => a - b),
    silence: { source: silence.source, effectiveFrom: silence.effectiveFrom },
    warning: { source: warnAt.source, effectiveFrom: warnAt.effectiveFrom },
  }
}

function overridden<T>(
  number: SourcedNumber<T>,
  settings: readonly DistrictSetting[],
  key: string,
  fits: (value: unknown) => value is T,
): { value: T; source: string; effectiveFrom: CivilDate } {
  const setting = settings.find((one) => one.key === key)
  if (!setting) return number
  if (!fits(setting.value)) throw new RangeError(`district_setting ${key} holds no usable value`)
  return { value: setting.value, source: setting.source, effectiveFrom: setting.effectiveFrom }
}

const isDayCount = (value: unknown): value is number => Number.isInteger(value) && Number(value) > 0
const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean'
const isDayCounts = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.length > 0 && value.every(isDayCount)
