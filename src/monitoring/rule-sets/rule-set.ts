import type { CivilDate } from '../../calendar/index.ts'
import {
  type Certainty,
  type Indicator,
  type Level,
  type NumberInForce,
  type NumberName,
  numberLabels,
  type Thresholds,
} from '../indicators/define.ts'

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
    /** Numbers beside these; those that are missing judge nothing until a district sets them. */
    numbers?: Readonly<Partial<Record<NumberName, SourcedNumber<number>>>>
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
    ...(thresholds.numbers && { numbers: numbersOf(thresholds.numbers, settings) }),
  }
}

function numbersOf(
  numbers: NonNullable<RuleSet['thresholds']['numbers']>,
  settings: readonly DistrictSetting[],
): NonNullable<Thresholds['numbers']> {
  const known = (Object.keys(numberLabels) as NumberName[]).flatMap((name): [NumberName, NumberInForce][] => {
    const setting = settings.find(({ key }) => key === name)
    if (setting && !isDayCount(setting.value)) throw new RangeError(`district_setting ${name} holds no usable value`)
    const number = setting ? { ...setting, value: Number(setting.value) } : numbers[name]
    return number ? [[name, { value: number.value, source: number.source, effectiveFrom: number.effectiveFrom }]] : []
  })
  return Object.fromEntries(known)
}

/**
 * `draft`: the paper it stands on first is known from memory or from scraps, so a person has to compare it before it judges
 * anybody. `optional`: of a template, or of a level that an office switches on. Both judge where the district adopted them.
 */
export function forceOf({ basis, optional }: Indicator): 'in-force' | 'draft' | 'optional' {
  const [first] = basis
  if (first?.certainty === '记忆' || first?.certainty === '碎片') return 'draft'
  return optional ? 'optional' : 'in-force'
}

/** The key under which a district adopts an indicator (`true`) or leaves it again (`false`), with its paper and first day. */
export const adoptionKey = (indicator: string): string => `adopt.${indicator}`

/** True where an indicator judges in a district: in force by itself, adopted, or its number is set. */
export function judges(indicator: Indicator, settings: readonly DistrictSetting[], { numbers }: Thresholds): boolean {
  if (indicator.number && numbers?.[indicator.number] === undefined) return false
  const adopted = settings.find(({ key }) => key === adoptionKey(indicator.id))?.value
  if (forceOf(indicator) === 'in-force') return true
  return (
    adopted === true || (adopted === undefined && indicator.number !== undefined && forceOf(indicator) === 'optional')
  )
}

/** The set in force on a day: of those that began by then the newest, before the first of all the first. */
export function ruleSetOn(sets: readonly RuleSet[], day: CivilDate): RuleSet {
  const begun = [...sets].sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1))
  for (const [place, set] of begun.entries())
    if (begun[place + 1]?.effectiveFrom === set.effectiveFrom)
      throw new RangeError(
        `rule sets ${set.id}/${set.version} and ${begun[place + 1]!.id}/${begun[place + 1]!.version} begin on one day`,
      )
  const inForce = begun.findLast(({ effectiveFrom }) => effectiveFrom <= day) ?? begun[0]
  if (!inForce) throw new RangeError('no rule set')
  return inForce
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
