/** Telephone numbers as offices write them; one rule for 附件1, 附件2 and every form (rulebook (b) 9). */

const plain = (found: string) => found.normalize('NFKC').replaceAll(/\s/gu, '').replaceAll(/[—－]/gu, '-')

const MASKED = /\*/u
const MOBILE = /^(?:\+?86-?)?1[3-9]\d(?:-?\d{4}){2}$/u
// A landline never begins with 0 or 1 behind its area code: seven digits from 138 on are a mobile number cut short.
const LANDLINE = /^(?:0\d{2,3}-?)?[2-9]\d{6,7}(?:(?:转|-)\d{1,6})?$/u
const SERVICE = /^(?:400-?\d{3}-?\d{4}|12\d{3})$/u
// 短号 of an office's own exchange: real, though nobody outside can ring it.
const SHORT = /^[2-9]\d{2,5}$/u

export const phoneWanted = '应为11位手机号，或7至8位座机号（可带区号、分机号）'

/** What is wrong with one number, in words; undefined: it can be rung, or its stars hide what it is. */
export function phoneFault(found: string): string | undefined {
  const number = plain(found)
  if ([MASKED, MOBILE, LANDLINE, SERVICE, SHORT].some((kind) => kind.test(number))) return undefined
  const digits = number.replaceAll(/\D/gu, '')
  if (/^1[3-9]\d{5,}$/u.test(number)) return `“${found}”是${digits.length}位，手机号应为11位`
  if (/^1\d*$/u.test(number)) return `“${found}”是${digits.length}位，${phoneWanted}`
  return `“${found}”不是完整的电话号码，${phoneWanted}`
}

/** As `phoneFault`, where a paper goes out and a 短号 reaches nobody. */
export const paperPhoneFault = (found: string): string | undefined =>
  SHORT.test(plain(found)) ? `“${found}”是内部短号，${phoneWanted}` : phoneFault(found)

/** What a person should look at of numbers that are kept: 短号, 分机, more than one in a cell. */
export function phoneNotices(found: string): string[] {
  const numbers = found.split('、').filter((one) => !MASKED.test(one))
  return [
    ...numbers.filter((one) => SHORT.test(plain(one))).map((one) => `“${one}”不足7位，按内部短号登记，请核对`),
    ...(numbers.some((one) => /转|\d{7}-\d{1,6}$/u.test(plain(one))) ? [`“${found}”带分机号，按原文登记`] : []),
    ...(numbers.length > 1 ? [`“${found}”有${numbers.length}个号码，一并登记`] : []),
  ]
}
