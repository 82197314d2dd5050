import { maskIdentity } from '../mask.ts'
import { defineRule } from '../model.ts'

const PLACES = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 91'.split(
    ' ',
  ),
)
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECKS = '10X98765432'

const D = '[0-9０-９]'
const GAP = '[ \u00a0\u3000\\-－]?'
const EIGHTEEN = `${D}{6}${GAP}[12１２][089０８９]${D}{2}${GAP}?[01０１]${D}[0-3０-３]${D}${GAP}${D}{3}${GAP}[0-9０-９XxＸｘ×]`
// In fours, as cards are printed.
const FOURS = `${D}{4}[ \u00a0-]${D}{2}[12１２][089０８９][ \u00a0-]${D}{2}[01０１]${D}[ \u00a0-][0-3０-３]${D}${D}{2}[ \u00a0-]${D}[0-9０-９XxＸｘ×]`
const FIFTEEN = `${D}{8}[01０１]${D}[0-3０-３]${D}${D}{3}`
const NUMBER = new RegExp(`(?<![0-9０-９])(?:${EIGHTEEN}|${FOURS}|${FIFTEEN})(?![\\w０-９])`, 'gu')
const WORD = /身份证|证件号|公民身份|身份号码|证号/u

/** 居民身份证号码: six digits of a place, a birthday, a sequence, and from 1999 on a check digit (GB 11643-1999). */
export const identityNumber = defineRule({
  id: 'identity-number',
  kind: 'privacy',
  gate: 'secrecy',
  severity: 'block',
  source: 'GB 11643-1999；个人信息保护法第二十八条',
  *find(text) {
    for (const { 0: found, index } of text.matchAll(NUMBER)) {
      const plain = found.normalize('NFKC').replaceAll(/[\s-]/gu, '').toUpperCase().replace('×', 'X')
      if (!PLACES.has(plain.slice(0, 2)) || !isBirthday(plain)) continue
      const named = WORD.test(text.slice(Math.max(0, index - 20), index))
      const sound = plain.length === 18 && checkDigit(plain) === plain[17]
      // A number of fifteen digits has no check digit: without its word it may be a number of anything.
      if (!sound && !named) continue
      // Behind letters it is the tail of a code or an address, unless they are the name of a number.
      if (
        /[A-Za-z_]$/u.test(text[index - 1] ?? '') &&
        !/(?:^|[^A-Za-z])(?:ID|No|SFZ)$/iu.test(text.slice(Math.max(0, index - 4), index))
      )
        continue
      yield {
        start: index,
        end: index + found.length,
        observed: maskIdentity(found),
        suggestion: maskIdentity(found),
        confidence: sound ? 0.99 : 0.8,
        why: sound
          ? '身份证号码属于个人信息，不得公开，请脱敏后发布。'
          : plain.length === 15
            ? '像是15位旧身份证号码，属于个人信息，不得公开，请脱敏后发布。'
            : '像是身份证号码（校验码不符，可能有误），属于个人信息，不得公开，请脱敏后发布。',
      }
    }
  },
})

const checkDigit = (plain: string) =>
  CHECKS[WEIGHTS.reduce((sum, weight, at) => sum + weight * Number(plain[at]), 0) % 11]

function isBirthday(plain: string): boolean {
  const date = plain.length === 18 ? plain.slice(6, 14) : `19${plain.slice(6, 12)}`
  const [year, month, day] = [Number(date.slice(0, 4)), Number(date.slice(4, 6)), Number(date.slice(6))]
  return year >= 1850 && year <= 2100 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month)
}

const daysIn = (year: number, month: number) =>
  month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31
const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
