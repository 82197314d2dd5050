import { addDays, type CivilDate, civilDate } from './civil-date.ts'

declare const monthBrand: unique symbol
declare const quarterBrand: unique symbol

/** `2026-09`. A month's checkpoint is its last day, 24:00. */
export type Month = string & { readonly [monthBrand]: true }

/** `2026Q3`. */
export type Quarter = string & { readonly [quarterBrand]: true }

/** Reads `YYYY-MM`; throws RangeError on nonsense. */
export function month(text: string): Month {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) throw new RangeError(`not a month: ${text}`)
  return text as Month
}

/** Reads `YYYYQn`; throws RangeError on nonsense. */
export function quarter(text: string): Quarter {
  if (!/^\d{4}Q[1-4]$/.test(text)) throw new RangeError(`not a quarter: ${text}`)
  return text as Quarter
}

export const monthOf = (day: CivilDate): Month => day.slice(0, 7) as Month
export const firstDayOf = (of: Month): CivilDate => civilDate(`${of}-01`)
export const lastDayOf = (of: Month): CivilDate => addDays(firstDayOf(addMonths(of, 1)), -1)

/** The month `count` months later. */
export function addMonths(of: Month, count: number): Month {
  const index = Number(of.slice(0, 4)) * 12 + Number(of.slice(5)) - 1 + count
  return month(`${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`)
}

/** The three months of a quarter. */
export function monthsOf(of: Quarter): [Month, Month, Month] {
  const first = month(`${of.slice(0, 4)}-${String(Number(of.slice(5)) * 3 - 2).padStart(2, '0')}`)
  return [first, addMonths(first, 1), addMonths(first, 2)]
}

export const quarterOf = (day: CivilDate): Quarter =>
  quarter(`${day.slice(0, 4)}Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`)

/** The quarter before. */
export function previousQuarter(of: Quarter): Quarter {
  const [first] = monthsOf(of)
  return quarterOf(firstDayOf(addMonths(first, -1)))
}
