import { type Instant, instantOf, isCivilDate } from './civil-date.ts'

const local =
  /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[T\s]*(\d{1,2})[:时](\d{1,2})(?:[:分](\d{1,2})(?:\.\d+)?)?[分秒]?$/
const withOffset = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*(Z|[+-]\d{2}:?\d{2})$/

/**
 * Reads a date-time as files and platforms write it: `2026-09-30 08:15`, `2026/9/30 8:15:00`, with an offset, or Unix
 * seconds or milliseconds as digits. Without an offset Asia/Shanghai is meant. Undefined when it is no such time.
 */
export function instantFromLocal(text: string): Instant | undefined {
  const found = text.normalize('NFKC').trim()
  if (/^\d{10}$/.test(found)) return instantOf(new Date(Number(found) * 1000))
  if (/^\d{13}$/.test(found)) return instantOf(new Date(Number(found)))
  if (withOffset.test(found)) return Number.isNaN(Date.parse(found)) ? undefined : instantOf(new Date(found))
  const parts = local.exec(found)
  if (!parts) return undefined
  const [, year, month, day, hour, minute, second = '0'] = parts.map((part) => (part ?? '0').padStart(2, '0'))
  if (!isCivilDate(`${year}-${month}-${day}`)) return undefined
  const moment = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second.padStart(2, '0')}+08:00`)
  return Number.isNaN(moment.getTime()) ? undefined : instantOf(moment)
}
