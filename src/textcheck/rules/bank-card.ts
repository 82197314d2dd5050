import { maskMiddle } from '../mask.ts'
import { defineRule } from '../model.ts'
import { D } from './digits.ts'

const NUMBER = new RegExp(
  `(?<![0-9A-Za-z０-９./=_-])(?:${D}{4}[ \u00a0-]?){3}${D}{4}(?:[ \u00a0-]?${D}{1,3})?(?![0-9A-Za-z０-９])`,
  'gu',
)
const WORD = /(?:银行卡|储蓄卡|借记卡|信用卡|社保卡|一卡通|存折|卡号|账号|帐号|账户|帐户|开户)[^，。；\n]{0,12}$/u

/** 银行卡号: 16 to 19 digits that pass the Luhn check (ISO/IEC 7812-1), of China UnionPay (62) or behind its word. */
export const bankCard = defineRule({
  id: 'bank-card',
  kind: 'privacy',
  gate: 'secrecy',
  severity: 'block',
  source: 'GB/T 15694.1（ISO/IEC 7812-1）；个人信息保护法第二十八条',
  *find(text) {
    for (const { 0: found, index } of text.matchAll(NUMBER)) {
      const plain = found.normalize('NFKC').replaceAll(/[\s-]/gu, '')
      if (plain.length < 16 || !isLuhn(plain)) continue
      const named = WORD.test(text.slice(Math.max(0, index - 24), index))
      if (!named && !plain.startsWith('62')) continue
      const masked = maskMiddle(found, 4, 4)
      yield {
        start: index,
        end: index + found.length,
        observed: masked,
        suggestion: masked,
        confidence: named ? 0.95 : 0.8,
        severity: named ? 'block' : 'confirm',
        why: '像是银行卡号，属于敏感个人信息，请脱敏；如为单位对公账户，请确认确需公开。',
      }
    }
  },
})

function isLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 1 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0 && !/^(\d)\1+$/.test(digits)
}
