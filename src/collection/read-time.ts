import { type CivilDate, civilDate, dayOf, type Instant, instant } from '../calendar/index.ts'
import type { Cell } from '../documents/index.ts'
import type { TimePrecision } from './model.ts'

export type PostTime = { at: Instant | null; on: CivilDate | null; precision: TimePrecision }

/** What is asked for where a time can't be read. */
export const wantedTime = '日期或时间，如 2026-09-30 或 2026-09-30 16:05'

const noTime: PostTime = { at: null, on: null, precision: 'none' }

/**
 * A publishing time as platforms print it, in Asia/Shanghai unless it says otherwise. Only a day: `day`. Blank: `none`.
 * Undefined: something stands there that is no time.
 */
export function readTime(cell: Cell): PostTime | undefined {
  if (cell.kind === 'empty' || BLANK.test(cell.text)) return noTime
  if (cell.iso !== undefined) return fromText(cell.iso)
  if (cell.kind === 'number' && cell.number !== undefined) return fromNumber(cell.number) ?? fromText(cell.text)
  return fromText(cell.text)
}

const BLANK = /^[\s\-—–/无]*$/u
const DAY = String.raw`(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?`
const TIME = String.raw`(\d{1,2})\s*[:时点]\s*(\d{1,2})\s*(?:[:分]\s*(\d{1,2})(?:\.\d+)?\s*秒?)?分?`
const LOCAL = new RegExp(`^${DAY}(?:[\\sT]*(上午|下午|晚上|凌晨|中午)?\\s*${TIME})?$`, 'u')
const WITH_OFFSET = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/

function fromText(found: string): PostTime | undefined {
  const text = found.normalize('NFKC').trim()
  return guarded(() => {
    if (WITH_OFFSET.test(text)) return moment(instant(new Date(text).toISOString()))
    if (/^\d{8}$/.test(text)) return day(civilDate(`${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`))
    const parts = LOCAL.exec(text)
    if (!parts) return undefined
    const on = civilDate(`${parts[1]}-${two(parts[2])}-${two(parts[3])}`)
    if (parts[5] === undefined) return day(on)
    const hour = hourOf(Number(parts[5]), parts[4])
    if (hour === undefined || hour > 23 || Number(parts[6]) > 59 || Number(parts[7] ?? 0) > 59) return undefined
    return moment(instant(`${on}T${two(hour)}:${two(parts[6])}:${two(parts[7] ?? 0)}+08:00`))
  })
}

// 晚上12:30 is meant by some as the day that ends and by others as the one that begins: nobody guesses a day here.
function hourOf(hour: number, half: string | undefined): number | undefined {
  if (half === '晚上' && hour === 12) return undefined
  if (half === '中午' && hour < 3) return hour + 12
  if ((half === '下午' || half === '晚上') && hour < 12) return hour + 12
  return (half === '上午' || half === '凌晨') && hour === 12 ? 0 : hour
}

const DAY_MS = 86_400_000
const EXCEL_EPOCH = Date.UTC(1899, 11, 30)

// A number without a date format: an Excel serial day (2009 to 2119), Unix seconds, Unix milliseconds or 20260930.
function fromNumber(value: number): PostTime | undefined {
  return guarded(() => {
    if (value >= 1e12 && value < 1e13) return moment(instant(new Date(value).toISOString()))
    if (value >= 1e9 && value < 1e10) return moment(instant(new Date(value * 1000).toISOString()))
    if (value < 40_000 || value >= 80_000) return undefined
    const local = new Date(EXCEL_EPOCH + Math.round((value * DAY_MS) / 1000) * 1000).toISOString().slice(0, 19)
    return Number.isInteger(value) ? day(civilDate(local.slice(0, 10))) : moment(instant(`${local}+08:00`))
  })
}

const day = (on: CivilDate): PostTime => ({ at: null, on, precision: 'day' })
const moment = (at: Instant): PostTime => ({ at, on: dayOf(at), precision: 'moment' })
const two = (value: string | number | undefined) => String(value).padStart(2, '0')

/** A date that no calendar has (2026-02-30) is no time. */
function guarded(read: () => PostTime | undefined): PostTime | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
