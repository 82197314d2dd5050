import { defineRule } from '../model.ts'

const CODE = /(?<!\w)[1-9A-HJ-NP-RTUW-Y][0-9A-HJ-NP-RTUW-Y]\d{6}[0-9A-HJ-NP-RTUW-Y]{10}(?!\w)/gu
const SIGNS = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const WORD = /信用代码[^，。；\n]{0,6}$/u

/** True of 18 signs whose last is the check of the others (GB 32100-2015): the code of an organisation, not of a person. */
export function isCreditCode(code: string): boolean {
  let sum = 0
  for (let at = 0, weight = 1; at < 17; at++, weight = (weight * 3) % 31) sum += SIGNS.indexOf(code[at] ?? '') * weight
  return SIGNS[(31 - (sum % 31)) % 31] === code[17]
}

/** 统一社会信用代码 is public; one that fails its check is a slip of the pen. */
export const creditCode = defineRule({
  id: 'credit-code',
  kind: 'number',
  gate: 'wording',
  severity: 'confirm',
  source: 'GB 32100-2015',
  *find(text) {
    if (!text.includes('信用代码')) return
    for (const { 0: found, index } of text.matchAll(CODE)) {
      if (!WORD.test(text.slice(Math.max(0, index - 12), index)) || isCreditCode(found)) continue
      yield {
        start: index,
        end: index + found.length,
        confidence: 0.9,
        why: '统一社会信用代码的校验位不符，请与证照核对。',
      }
    }
  },
})
