import type { WrittenDay } from './calendar-dates.ts'
import { countOf } from './digits.ts'

const BEFORE =
  /(?:(?<![〇零○０0一二三四五六七八九十])([〇零○０0一二三四五六七八九]{4})年|(?<![一二三四五六七八九十百千初闰]))([一二三四五六七八九]|十[一二三四五六七八九]?|[二三]十[一二三四五六七八九]?)$/u
const AFTER = /^([一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[日号](?![线楼文])/u
// 农历、丙午年: months of thirty days, of which the other calendar knows none.
const LUNAR = /(?:农历|阴历|旧历|夏历|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年)[^，。；\n]{0,6}$/u

/** Whether the words before a day say that it is one of the traditional calendar. */
export const isLunar = (text: string, start: number): boolean => LUNAR.test(text.slice(Math.max(0, start - 12), start))

/** Days written in words, as they stand under a paper: `二〇二六年二月二十八日`; those of the traditional calendar left out. */
export function* spelledDays(text: string): Generator<WrittenDay> {
  for (let at = text.indexOf('月'); at >= 0; at = text.indexOf('月', at + 1)) {
    const after = isNumber(text[at - 1]) && isNumber(text[at + 1]) ? AFTER.exec(text.slice(at + 1, at + 6)) : null
    const before = after ? BEFORE.exec(text.slice(Math.max(0, at - 9), at)) : null
    if (!after || !before) continue
    const [start, end] = [at - before[0].length, at + 1 + after[0].length]
    if (isLunar(text, start)) continue
    const [, year, month = ''] = before
    yield {
      start,
      end,
      ...(year ? { year: yearOf(year) } : {}),
      month: countOf(month) ?? 0,
      day: countOf(after[1]!) ?? 0,
    }
  }
}

const isNumber = (letter: string | undefined) => letter !== undefined && '一二三四五六七八九十'.includes(letter)

const yearOf = (words: string) => Number(Array.from(words, (word) => FIGURES[word]).join(''))
const FIGURES: Readonly<Record<string, number>> = Object.fromEntries(
  ['〇零○０0', '一', '二', '三', '四', '五', '六', '七', '八', '九'].flatMap((words, value) =>
    Array.from(words, (word) => [word, value]),
  ),
)
