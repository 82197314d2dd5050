import type { CivilDate } from '../calendar/index.ts'

/**
 * What the papers leave to the office: how long is 长期, how slow is 慢, how few is 低. The numbers are this program's
 * proposal 〔建议〕 (rulebook (c), 量化默认); no paper of a higher office names them, so a district sets its own.
 */
export const cleanupQuantities = {
  cleanupSilentDays: {
    label: '信息长期无更新',
    unit: '天',
    value: 60,
    // 19号 already speaks of two weeks; what is called 长期 is longer than that.
    least: 15,
    most: 365,
    hint: '连续多少天没有更新，建议关停（CL-3）。',
  },
  cleanupSilencesAQuarter: {
    label: '季度内确认不更新',
    unit: '次',
    value: 2,
    least: 2,
    most: 3,
    hint: '一个季度内经人工复核确认内容不更新多少次，建议关停（CL-3）。',
  },
  cleanupSlowFromDays: {
    label: '信息更新慢',
    unit: '天',
    value: 8,
    least: 2,
    most: 14,
    hint: '满多少天没有更新，建议限期整改（CL-4）。',
  },
  cleanupFewFollowers: {
    label: '关注度低：粉丝量少于',
    unit: '人',
    value: 500,
    least: 1,
    most: 1_000_000,
    hint: '只用于提示（CL-5）。',
  },
  cleanupFewReads: {
    label: '利用率低：阅读量少于',
    unit: '次',
    value: 50,
    least: 1,
    most: 1_000_000,
    hint: '只用于提示（CL-5）。',
  },
} as const
export type QuantityKey = keyof typeof cleanupQuantities
export const quantityKeys = Object.keys(cleanupQuantities) as QuantityKey[]

/** What rules reckon with. */
export type Quantities = Readonly<Record<QuantityKey, number>>

/** A number, where it comes from and since when it holds; never 原文, whoever set it. */
export type SourcedQuantity = {
  value: number
  source: string
  certainty: '建议'
  effectiveFrom: CivilDate | null
}
export type SourcedQuantities = Readonly<Record<QuantityKey, SourcedQuantity>>

type Setting = { value: unknown; source: string; effectiveFrom: CivilDate }

/** The numbers in force: the proposed ones, and in their place what the district set. */
export function quantitiesOf(settings: Readonly<Record<string, Setting>>): SourcedQuantities {
  const of = (key: QuantityKey): SourcedQuantity => {
    const set = settings[key]
    if (!set)
      return {
        value: cleanupQuantities[key].value,
        source: '系统默认值，文件没有规定',
        certainty: '建议',
        effectiveFrom: null,
      }
    if (!Number.isInteger(set.value) || Number(set.value) < 1)
      throw new RangeError(`district_setting ${key} holds no usable value`)
    return { value: Number(set.value), source: set.source, certainty: '建议', effectiveFrom: set.effectiveFrom }
  }
  return Object.fromEntries(quantityKeys.map((key) => [key, of(key)])) as SourcedQuantities
}

/** What holds where a district set nothing. */
export const proposedQuantities = quantitiesOf({})

export const valuesOf = (sourced: SourcedQuantities): Quantities =>
  Object.fromEntries(quantityKeys.map((key) => [key, sourced[key].value])) as Quantities

/** 信息长期无更新60天（建议；系统默认值，文件没有规定） */
export function quantityWords(key: QuantityKey, { value, source, certainty, effectiveFrom }: SourcedQuantity): string {
  const { label, unit } = cleanupQuantities[key]
  return `${label}${value}${unit}（${certainty}；${source}${effectiveFrom ? `，${effectiveFrom}起` : ''}）`
}
