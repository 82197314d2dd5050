import { addDays, type CivilDate, isOfficeYear } from './civil-date.ts'

declare const monthBrand: unique symbol
declare const quarterBrand: unique symbol

/** `2026-09`. A month's checkpoint is its last day, 24:00. */
export type Month = string & { readonly [monthBrand]: true }

/** `2026Q3`. */
export type Quarter = string & { readonly [quarterBrand]: true }

/** What is reported on: a quarter, or one month of it. */
export type Period = Quarter | Month

/** Reads `YYYY-MM`, 1990 to 2100; throws RangeError on nonsense. */
export function month(text: string): Month {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(text) || !isOfficeYear(Number(text.slice(0, 4))))
    throw new RangeError(`not a month: ${text}`)
  return text as Month
}

/** Reads `YYYYQn`, 1990 to 2100; throws RangeError on nonsense. */
export function quarter(text: string): Quarter {
  if (!/^\d{4}Q[1-4]$/.test(text) || !isOfficeYear(Number(text.slice(0, 4))))
    throw new RangeError(`not a quarter: ${text}`)
  return text as Quarter
}

export const monthOf = (day: CivilDate): Month => day.slice(0, 7) as Month
// What is computed from a month that was read needs no reading: the month after 2100-12 is one too.
export const firstDayOf = (of: Month): CivilDate => `${of}-01` as CivilDate
export const lastDayOf = (of: Month): CivilDate => addDays(firstDayOf(addMonths(of, 1)), -1)

/** The month `count` months later. */
export function addMonths(of: Month, count: number): Month {
  const index = Number(of.slice(0, 4)) * 12 + Number(of.slice(5)) - 1 + count
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}` as Month
}

const isMonth = (of: Period): of is Month => of.charAt(4) === '-'
export const isQuarter = (of: Period): of is Quarter => !isMonth(of)

/** The three months of a quarter; of a month itself alone. */
export function monthsOf(of: Quarter): [Month, Month, Month]
export function monthsOf(of: Period): [Month, ...Month[]]
export function monthsOf(of: Period): [Month, ...Month[]] {
  if (isMonth(of)) return [of]
  const first = `${of.slice(0, 4)}-${String(Number(of.slice(5)) * 3 - 2).padStart(2, '0')}` as Month
  return [first, addMonths(first, 1), addMonths(first, 2)]
}

export const quarterOf = (day: CivilDate): Quarter =>
  `${day.slice(0, 4)}Q${Math.ceil(Number(day.slice(5, 7)) / 3)}` as Quarter

/** 2026年9月 */
export const monthZh = (of: Month): string => `${Number(of.slice(0, 4))}年${Number(of.slice(5))}月`

/** 三 for `2026Q3`: what stands before 季度. */
export const quarterNumeral = (of: Quarter): string => '一二三四'.charAt(Number(of.slice(5)) - 1)

/** 2026年第三季度: what a quarter is called on screens and papers alike. */
export const quarterZh = (of: Quarter): string => `${of.slice(0, 4)}年第${quarterNumeral(of)}季度`

/** The quarter before. */
export function previousQuarter(of: Quarter): Quarter {
  const [first] = monthsOf(of)
  return quarterOf(firstDayOf(addMonths(first, -1)))
}

/** The quarter before a quarter, the month before a month. */
export const previousPeriod = (of: Period): Period => (isMonth(of) ? addMonths(of, -1) : previousQuarter(of))

/** 2026年第三季度, 2026年9月 */
export const periodZh = (of: Period): string => (isMonth(of) ? monthZh(of) : quarterZh(of))

/** 26年三季度, 26年9月: below a point of a chart. */
export const periodShort = (of: Period): string =>
  `${of.slice(2, 4)}年${isMonth(of) ? `${Number(of.slice(5))}月` : `${quarterNumeral(of)}季度`}`
