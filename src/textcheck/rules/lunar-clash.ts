import { addDays, animalOf, type CivilDate, isLunarYearsEnd, lunarDay, stemBranchOf } from '../../calendar/index.ts'
import { defineRule, type Found } from '../model.ts'
import { meant, valueOf, writtenDays } from './calendar-dates.ts'
import { D } from './digits.ts'

const MONTHS = ['正', '二', '三', '四', '五', '六', '七', '八', '九', '十', '冬', '腊']
const OTHER_MONTHS: Readonly<Record<string, number>> = { 一: 1, 十一: 11, 十二: 12 }
const SAID =
  /^\s?[（(，,]?\s?(?:农历|阴历|夏历)(?:[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年)?(闰)?(正|十[一二]|[一二三四五六七八九十冬腊])月(初[一二三四五六七八九十]|十[一二三四五六七八九]|二十[一二三四五六七八九]?|廿[一二三四五六七八九]|三十|卅)/u

const FEASTS: Readonly<Record<string, readonly [month: number, day: number]>> = {
  春节: [1, 1],
  元宵节: [1, 15],
  端午节: [5, 5],
  七夕节: [7, 7],
  中元节: [7, 15],
  中秋节: [8, 15],
  重阳节: [9, 9],
  腊八节: [12, 8],
}
// The day itself is said to be the feast: 春节临近, 中秋节来临之际, 重阳节敬老活动 beside a day say nothing of it.
const FEAST =
  /^\s?(?:是|为|[，,（(]|适逢|恰逢|即)?\s?(?:今年)?(?:的)?(?:农历|传统节日)?(除夕|春节|元宵节|端午节|七夕节|中元节|中秋节|重阳节|腊八节)(?=[，,。；;！!？?）)”\s]|$|当[天日晚]|这[天日])/u

const YEAR = new RegExp(
  `(${D}{4})\\s?年?\\s?[（(]?(?:农历)?([甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥])([鼠牛虎兔龙蛇马羊猴鸡狗猪])?年`,
  'gu',
)

/** 农历 dates, feasts and 干支 years beside a civil date that say another day than the calendar. */
export const lunarClash = defineRule({
  id: 'lunar-clash',
  kind: 'date',
  gate: 'wording',
  severity: 'confirm',
  source: 'GB/T 33661-2017',
  *find(text, { on }) {
    if (!/农历|阴历|夏历|节|除夕|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]/u.test(text)) return
    for (const written of writtenDays(text)) {
      const day = meant(written, on)
      if (day) yield* besides(text, written, day)
    }
    yield* years(text)
  },
})

function* besides(text: string, { start, end }: { start: number; end: number }, day: CivilDate): Generator<Found> {
  const after = text.slice(end, end + 24)
  const [said, feast] = [SAID.exec(after), FEAST.exec(after)]
  const lunar = lunarDay(day)
  if (!lunar) return
  const words = `${lunar.isLeap ? '闰' : ''}${MONTHS[lunar.month - 1]}月${dayName(lunar.day)}`
  if (said) {
    const month = MONTHS.indexOf(said[2] ?? '') + 1 || (OTHER_MONTHS[said[2] ?? ''] ?? 0)
    const same = month === lunar.month && dayOf(said[3] ?? '') === lunar.day && (said[1] !== undefined) === lunar.isLeap
    if (!same)
      yield { start, end: end + said[0].length, confidence: 0.95, why: `${day}是农历${words}，与所写不符，请核对。` }
  }
  const name = feast?.[1] ?? ''
  const [month, date] = FEASTS[name] ?? [0, 0]
  const holds = name === '除夕' ? isLunarYearsEnd(day) : lunar.month === month && lunar.day === date && !lunar.isLeap
  if (feast && !holds && !isEve(name, day))
    yield { start, end: end + feast[0].length, confidence: 0.9, why: `${day}是农历${words}，不是${name}，请核对。` }
}

// 春节 is said of the eve, too.
const isEve = (name: string, day: CivilDate) => name === '春节' && isLunarYearsEnd(addDays(day, 0))

const DIGITS = '一二三四五六七八九'
const dayName = (day: number) =>
  day <= 10
    ? `初${day === 10 ? '十' : DIGITS[day - 1]}`
    : day < 20
      ? `十${DIGITS[day - 11]}`
      : day === 20
        ? '二十'
        : day < 30
          ? `廿${DIGITS[day - 21]}`
          : '三十'
function dayOf(name: string): number {
  if (name === '三十' || name === '卅') return 30
  const unit = DIGITS.indexOf(name.at(-1) ?? '') + 1
  if (name.startsWith('初')) return name === '初十' ? 10 : unit
  return (name.startsWith('廿') || name.startsWith('二十') ? 20 : 10) + (name === '二十' ? 0 : unit)
}

function* years(text: string): Generator<Found> {
  for (const { 0: found, 1: digits = '', 2: name, 3: animal, index } of text.matchAll(YEAR)) {
    const year = valueOf(digits)
    // A year of the traditional calendar begins up to fifty days after the civil one.
    const fits = [year, year - 1].some((one) => stemBranchOf(one) === name && (!animal || animalOf(one) === animal))
    if (!fits && year >= 1900 && year <= 2100)
      yield {
        start: index,
        end: index + found.length,
        confidence: 0.9,
        why: `${year}年是${stemBranchOf(year)}${animalOf(year)}年，与所写不符，请核对。`,
      }
  }
}
