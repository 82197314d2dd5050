import { defineRule, type Found } from '../model.ts'
import { lengthOf, valueOf, type WrittenDay, writtenDays } from './calendar-dates.ts'
import { countOf, D } from './digits.ts'
import { numberedDays } from './numbered-dates.ts'
import { isLunar, spelledDays } from './spelled-dates.ts'

const TO = '(?:至|到|-|－|–|—{1,2}|~|～)'
// Each begins with its 月 and looks back from there: most of a text is passed over at once.
// With its year, or as a month is spoken of: 13月份, 13月底.
const MONTHS = [
  new RegExp(
    `月(?<=(${D}{4}\\s?年\\s?(?:${D}{1,2}\\s?月?\\s?${TO}\\s?)?(${D}{1,2})\\s?月))(?!${D}|\\s?${D}{1,2}\\s?[日号]|龄|大)`,
    'gu',
  ),
  new RegExp(`月(?=份|底|初|末|[上中下]旬)(?<=((?<![0-9０-９.．第~～—–－至到-])(${D}{1,2})\\s?月))`, 'gu'),
  /月(?<=([〇零○一二三四五六七八九]{4}年([二三四五六七八九]?十[一二三四五六七八九]?)月))/gu,
]
const UNTIL = new RegExp(`^\\s?${TO}\\s?(${D}{1,2})\\s?[日号](?![线楼文])`, 'u')
/** 2026.2.25-2.30, 2026/4/25至31: the end of a span leaves out what its beginning said. */
const UNTIL_NUMBERED = new RegExp(
  `^\\s?${TO}\\s?(?:(${D}{1,2})([-－‐–/／.．]))?(${D}{1,2})(?![0-9０-９.．%％/／℃°-])`,
  'u',
)
/** 4月28-31日. */
const SPAN = new RegExp(
  `月(?=\\s?${D})(?<=((?:(?<!${D})(${D}{4})\\s?年\\s?)?(?<!${D})(${D}{1,2})\\s?月))\\s?${D}{1,2}\\s?(?:${TO}|、)\\s?(${D}{1,2})\\s?[日号](?![线楼文])`,
  'gu',
)
const CLOCK = new RegExp(
  `(上午|早上|凌晨|清晨)?(?<![0-9０-９:：.])(${D}{1,2})(?:[:：](${D}{2})(?![0-9０-９:：])|\\s?时(?:\\s?(${D}{1,2})\\s?分)?(?!间|长|候|效|期|段|点|速))`,
  'gu',
)

/** 2月30日, 2026-02-30, 二〇二六年二月三十日, 13月, 25时: no calendar and no clock has them. */
export const impossibleDate = defineRule({
  id: 'impossible-date',
  kind: 'date',
  gate: 'wording',
  severity: 'confirm',
  source: 'GB/T 7408.1-2023',
  *find(text) {
    if (/[月]/u.test(text)) yield* days(text)
    yield* numbered(text)
    if (/[时:：]/u.test(text)) yield* hours(text)
  },
})

function* days(text: string): Generator<Found> {
  for (const written of writtenDays(text)) {
    const { start, end, year, month, day } = written
    if (isLunar(text, start) && month <= 12 && day <= 30) continue
    const wrong = impossible(text, written)
    if (wrong) {
      yield wrong
      continue
    }
    const last = lengthOf(month, year)
    const until = UNTIL.exec(text.slice(end, end + 8))
    const ending = valueOf(until?.[1] ?? '0')
    if (until && ending > last && ending > day)
      yield { start, end: end + until[0].length, confidence: 0.95, why: `${month}月没有${ending}日，请核对起止日期。` }
  }
  yield* spans(text)
  for (const written of spelledDays(text)) {
    // 二月三十日 without a year may be a day of the traditional calendar, whose months have up to thirty.
    if (written.year === undefined && written.month <= 12 && written.day <= 30) continue
    const wrong = impossible(text, written)
    if (wrong) yield wrong
  }
  yield* months(text)
}

function impossible(text: string, { start, end, year, month, day }: WrittenDay): Found | undefined {
  const last = lengthOf(month, year)
  if (month >= 1 && month <= 12 && day >= 1 && day <= last) return undefined
  const why = `“${text.slice(start, end)}”不存在：${missing(month, day, last, year)}。`
  return { start, end, confidence: 0.97, why }
}

function* spans(text: string): Generator<Found> {
  for (const { 0: found, 1: before = '', 2: year, 3: month = '', 4: day = '', index } of text.matchAll(SPAN)) {
    const [last, ending] = [lengthOf(valueOf(month), year ? valueOf(year) : undefined), valueOf(day)]
    const start = index + 1 - before.length
    const why = `${valueOf(month)}月没有${ending}日，请核对起止日期。`
    if (last > 0 && ending > last && !isLunar(text, start))
      yield { start, end: index + found.length, confidence: 0.95, why }
  }
}

function* months(text: string): Generator<Found> {
  for (const pattern of MONTHS)
    for (const { 1: found = '', 2: month = '', index } of text.matchAll(pattern)) {
      const value = countOf(month) ?? 0
      const [start, end] = [index + 1 - found.length, index + 1]
      if (value < 1 || value > 12) yield { start, end, confidence: 0.95, why: `“${found}”不存在：一年只有12个月。` }
    }
}

function* numbered(text: string): Generator<Found> {
  for (const written of numberedDays(text)) {
    const wrong = impossible(text, written)
    if (wrong) {
      yield { ...wrong, confidence: 0.9 }
      continue
    }
    const { start, end, year, sign } = written
    const [whole, to, between, day = ''] = UNTIL_NUMBERED.exec(text.slice(end, end + 10)) ?? []
    // 2026-2-25-30 has one sign for all: what is a span there, nobody can tell.
    if (whole === undefined || (between !== undefined && between !== sign)) continue
    const month = to === undefined ? written.month : valueOf(to)
    const [last, ending] = [lengthOf(month, year), valueOf(day)]
    // 2026.9.28-15.30 may be half past three.
    if (month > 23 || (ending > last && ending <= 31 && month <= 12))
      yield {
        start,
        end: end + whole.length,
        confidence: 0.85,
        why: month > 23 ? '一年只有12个月，请核对起止日期。' : `${month}月没有${ending}日，请核对起止日期。`,
      }
  }
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
