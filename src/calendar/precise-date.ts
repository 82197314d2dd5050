import { addDays, type CivilDate, civilDate, formatDayZh, isCivilDate } from './civil-date.ts'

/** How much of a date is known; the rest of `day` is the first of it. */
export type DatePrecision = 'year' | 'month' | 'day'
export type PreciseDate = { day: CivilDate; precision: DatePrecision }

/** Why a text is no date: no year was written (7月16日), or it is no date at all (去年第四季度). */
export type UnreadableDate = { reason: 'no-year' | 'not-a-date' }

/**
 * Reads a date as offices write it: `2019.6`, `2019年6月`, `2019-6-3`, `2019年`, `20190603`, `201906`, full-width
 * digits, ISO date-times, and spreadsheet serial days given as a number (1900 system, 1990 to 2099).
 */
export function readPreciseDate(found: string | number): PreciseDate | UnreadableDate {
  if (typeof found === 'number' && found >= 32_874 && found < 73_051) {
    return { day: addDays(civilDate('1990-01-01'), Math.floor(found) - 32_874), precision: 'day' }
  }
  const text = String(found).normalize('NFKC').replace(/\s+/g, '')
  const parts =
    /^(\d{4})(?:年)?$/.exec(text) ??
    /^(\d{4})(0[1-9]|1[0-2])$/.exec(text) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(text) ??
    /^(\d{4})[年.\-/](\d{1,2})月?$/.exec(text) ??
    /^(\d{4})[年.\-/](\d{1,2})[月.\-/](\d{1,2})[日号]?(?:T?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/.exec(
      text,
    )
  if (parts) return fromParts(parts)
  return { reason: /^\d{1,2}(月|[./-])\d{1,2}[日号]?$/.test(text) ? 'no-year' : 'not-a-date' }
}

function fromParts([, year = '', month, day]: RegExpExecArray): PreciseDate | UnreadableDate {
  const text = `${year}-${(month ?? '1').padStart(2, '0')}-${(day ?? '1').padStart(2, '0')}`
  if (!isCivilDate(text) || text >= '2100') return { reason: 'not-a-date' }
  return { day: text, precision: day !== undefined ? 'day' : month !== undefined ? 'month' : 'year' }
}

/** 2019年 / 2019年6月 / 2019年6月3日: what `readPreciseDate` reads back to the same value. */
export function printPreciseDate({ day, precision }: PreciseDate): string {
  const whole = formatDayZh(day)
  if (precision === 'day') return whole
  return precision === 'month' ? whole.replace(/\d+日$/, '') : whole.replace(/\d+月\d+日$/, '')
}
