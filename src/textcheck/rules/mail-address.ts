import { maskMail } from '../mask.ts'
import { defineRule } from '../model.ts'

// Bounded as mail is (RFC 5321 4.5.3.1), so that a long run of letters is not walked again from each of them.
const MAIL = /(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/gu

/** 电子邮箱 of persons; those of gov.cn are an office's own. */
export const mailAddress = defineRule({
  id: 'mail-address',
  kind: 'privacy',
  gate: 'secrecy',
  severity: 'advise',
  source: '个人信息保护法第四条',
  *find(text) {
    if (!text.includes('@')) return
    for (const { 0: found, index } of text.matchAll(MAIL)) {
      if (/\.gov\.cn$/i.test(found)) continue
      yield {
        start: index,
        end: index + found.length,
        observed: maskMail(found),
        suggestion: maskMail(found),
        confidence: 0.6,
        why: '不是政府域名的邮箱，可能属于个人；确为对外联系邮箱的可以保留。',
      }
    }
  },
})
