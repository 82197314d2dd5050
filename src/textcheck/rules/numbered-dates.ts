import { valueOf, type WrittenDay } from './calendar-dates.ts'
import { D } from './digits.ts'

const YEAR = `(?:[1１][9９]|[2２][0０])${D}{2}`
const NUMBERED = new RegExp(
  `(${YEAR})([-－‐–/／.．])(${D}{1,2})\\2(${D}{1,2})(?!${D}|\\2|[.．]${D}|[A-SU-Za-z_]|\\.[A-Za-z]|\\s?年|\\s?[号號项條条款章节版])`,
  'gu',
)
// No part of an address, a file's path, an IP number, a longer number or a word with letters.
const PART = /[0-9０-９A-Za-zＡ-Ｚａ-ｚ_＿@=#.．/／\\]$|[A-Za-z]\s$/u
// 版本2026.2.30, 第2026-2-30, 编号2026-13-01: numbers of other things that are written alike.
const OTHER =
  /(?:版本号?|版|[编批案文证票型图代货序单卡户条]号|号码|代码|编码|型|第|条|章|节|款|标准)[为是：:\s]{0,2}$/u

/** Days written with year, month and day in figures: `2026-02-28`, `2026/2/28`, `2026.2.28`, in either width. */
export function* numberedDays(text: string): Generator<WrittenDay & { year: number; sign: string }> {
  for (const { 0: found, 1: year = '', 2: sign = '', 3: month = '', 4: day = '', index } of text.matchAll(NUMBERED)) {
    // 2026.0.1 is a version, 2026-45-67 no day that somebody miswrote.
    if (/^[0０]$/u.test(month) || /^[0０]$/u.test(day) || valueOf(month) > 31 || valueOf(day) > 39) continue
    if (valueOf(month) > 12 && valueOf(day) > 31) continue
    const before = text.slice(Math.max(0, index - 8), index)
    if (PART.test(before) || OTHER.test(before) || isGoneOn(before, sign)) continue
    const written = { year: valueOf(year), month: valueOf(month), day: valueOf(day), sign }
    yield { start: index, end: index + found.length, ...written }
  }
}

/** A-2026-02-30, where a number goes on. Only a span of days written with other signs has a stroke before its end. */
const isGoneOn = (before: string, sign: string) =>
  /[-－‐]$/u.test(before) && !(/[0-9０-９][-－‐]$/u.test(before) && !/[-－‐]/u.test(sign))
