import { defineRule, type Found } from '../model.ts'
import { lengthOf, valueOf, writtenDays } from './calendar-dates.ts'
import { D } from './digits.ts'

const MONTH = new RegExp(`${D}{4}\\s?年\\s?(${D}{1,2})\\s?月(?!${D}|\\s?${D}{1,2}\\s?[日号])`, 'gu')
const UNTIL = new RegExp(`^\\s?(?:至|到|-|－|—|~|～)\\s?(${D}{1,2})\\s?[日号]`, 'u')
const CLOCK = new RegExp(
  `(上午|早上|凌晨|清晨)?(?<![0-9０-９:：.])(${D}{1,2})(?:[:：](${D}{2})(?![0-9０-９:：])|\\s?时(?:\\s?(${D}{1,2})\\s?分)?(?!间|长|候|效|期|段|点|速))`,
  'gu',
)

/** 2月30日, 13月, 25时: no calendar and no clock has them. */
export const impossibleDate = defineRule({
  id: 'impossible-date',
  kind: 'date',
  gate: 'wording',
  severity: 'confirm',
  source: 'GB/T 7408.1-2023',
  *find(text) {
    if (/[月]/u.test(text)) yield* days(text)
    if (/[时:：]/u.test(text)) yield* hours(text)
  },
})

function* days(text: string): Generator<Found> {
  for (const { start, end, year, month, day } of writtenDays(text)) {
    const last = lengthOf(month, year)
    if (month < 1 || month > 12 || day < 1 || day > last) {
      yield {
        start,
        end,
        confidence: 0.97,
        why: `“${text.slice(start, end)}”不存在：${missing(month, day, last, year)}。`,
      }
      continue
    }
    const until = UNTIL.exec(text.slice(end, end + 8))
    const ending = valueOf(until?.[1] ?? '0')
    if (until && ending > last && ending > day)
      yield { start, end: end + until[0].length, confidence: 0.95, why: `${month}月没有${ending}日，请核对起止日期。` }
  }
  for (const { 0: found, 1: month = '', index } of text.matchAll(MONTH))
    if (valueOf(month) < 1 || valueOf(month) > 12)
      yield { start: index, end: index + found.length, confidence: 0.95, why: `“${found}”不存在：一年只有12个月。` }
}

function missing(month: number, day: number, last: number, year?: number): string {
  if (month < 1 || month > 12) return '一年只有12个月'
  if (day < 1) return '日期应从1日起'
  return month === 2 && day === 29 ? `${year}年不是闰年，2月只有28天` : `${month}月只有${last}天`
}

function* hours(text: string): Generator<Found> {
  for (const { 0: found, 1: half, 2: hour = '', 3: colon, 4: spelled, index } of text.matchAll(CLOCK)) {
    const [value, minute] = [valueOf(hour), valueOf(colon ?? spelled ?? '0')]
    // A score or a ratio (比分 3:75) is no clock: only what looks like one is judged.
    const clock = spelled !== undefined || half !== undefined || (colon === undefined ? value <= 48 : value < 24)
    const late = value > 24 || (value === 24 && minute > 0) || minute > 59
    const end = index + found.length
    if (clock && late && colon === undefined)
      yield { start: index, end, confidence: 0.8, why: `“${found}”不是有效的时刻，请核对。` }
    else if (half !== undefined && value > 12 && value < 24)
      yield { start: index, end, confidence: 0.9, why: `“${found}”前后矛盾：${value}时不在${half}，请核对。` }
  }
}
