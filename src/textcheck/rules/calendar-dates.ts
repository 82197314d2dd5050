import { type CivilDate, daysBetween, isCivilDate, weekday } from '../../calendar/index.ts'
import { D } from './digits.ts'

/** A day written in a text, in digits: `2026年10月12日`, `10月12日`. */
export type WrittenDay = { start: number; end: number; year?: number; month: number; day: number }

const DAY = new RegExp(
  `(?:(?<!${D})(${D}{4})\\s?年\\s?)?(?<!${D})(${D}{1,2})\\s?月\\s?(${D}{1,2})\\s?[日号](?![线楼文])`,
  'gu',
)

/** Every day written with month and day. */
export function* writtenDays(text: string): Generator<WrittenDay> {
  for (const { 0: found, 1: year, 2: month = '', 3: day = '', index } of text.matchAll(DAY))
    yield {
      start: index,
      end: index + found.length,
      ...(year ? { year: valueOf(year) } : {}),
      month: valueOf(month),
      day: valueOf(day),
    }
}

export const valueOf = (digits: string): number => Number(digits.normalize('NFKC'))

const LENGTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** How long a month can be at most; of a known year, how long it is. */
export function lengthOf(month: number, year?: number): number {
  if (month === 2 && year !== undefined && !((year % 4 === 0 && year % 100 !== 0) || year % 400 === 0)) return 28
  return LENGTHS[month - 1] ?? 0
}

const pad = (value: number, width: number) => String(value).padStart(width, '0')

/** The civil day; undefined where the calendar of offices (1990 to 2100) has none. */
export function civil(year: number, month: number, day: number): CivilDate | undefined {
  const text = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`
  return isCivilDate(text) ? text : undefined
}

/** The day meant: with the year it bears, or, without one, in the year that brings it nearest to a day. */
export function meant({ year, month, day }: WrittenDay, near: CivilDate): CivilDate | undefined {
  if (year !== undefined) return civil(year, month, day)
  const around = Number(near.slice(0, 4))
  return [around - 1, around, around + 1]
    .flatMap((one) => civil(one, month, day) ?? [])
    .sort((a, b) => Math.abs(daysBetween(near, a)) - Math.abs(daysBetween(near, b)))[0]
}

const WEEKDAYS = '一二三四五六日'
export const weekdayName = (day: CivilDate): string => `星期${WEEKDAYS[weekday(day) - 1]}`
export const weekdayOf = (letter: string): number => (letter === '天' ? 7 : WEEKDAYS.indexOf(letter) + 1)
