import type { PersonValues } from '../../access/index.ts'
import { phoneFault, phoneWanted } from '../../vocabulary/phones.ts'
import type { Read } from './read-choices.ts'

/** A name and a phone out of one cell. `masked`: the phone came out of an export for readers who may not see it. */
export type FoundPerson = { name: string | null; phone: string | null; masked: boolean }

// Masked (stars), mobile, landline with area code, 400, local landline or 短号 of an exchange; with or without extension.
const PHONE =
  /(?:\+?86[- ]?)?(?:[\d*]*\*[\d*]*|1[3-9]\d(?:[- ]?\d{4}){2}|0\d{2,3}[-—－ ]?\d{7,8}|400[- ]?\d{3}[- ]?\d{4}|\d{3,})(?:(?:转|-)\d{1,6})?/g
const PARTS = /[\s/／:：,，;；、()（）|]+/
const WORDS = /^(?:联系)?(?:电话|手机|tel|号码)$/i

/**
 * Reads `张三 0730-1234567`, `张三/13812345678`, `张三（138…）`, two lines, phone first, several people. Refuses digits
 * that are no phone number: a slip of the finger would stay unnoticed until somebody has to be reached.
 */
export function readPerson(found: string): Read<FoundPerson> {
  const text = found.normalize('NFKC').trim()
  const phones: string[] = []
  const rest = text.replace(PHONE, (phone) => {
    phones.push(phone.trim())
    return '\n'
  })
  // Whatever is left over of the digits: one too few or too many.
  if (/\d/.test(rest)) return { wanted: `电话${phoneWanted}` }
  const fault = phones.map(phoneFault).find((one) => one !== undefined)
  if (fault) return { wanted: `电话${fault}` }
  const names = namesIn(rest)
  const masked = phones.some((phone) => phone.includes('*'))
  return { value: { name: names.join('、') || null, phone: phones.join('、') || null, masked } }
}

// A name of two characters is often spread over three with a blank inside: one person. 张三 李四 are two.
function namesIn(rest: string): string[] {
  const spread = rest.replace(
    /(?<!\p{Script=Han})(\p{Script=Han})[ \u3000]+(\p{Script=Han})(?!\p{Script=Han})/gu,
    '$1$2',
  )
  return spread.split(PARTS).filter((part) => part !== '' && !WORDS.test(part))
}

/** One cell again, from which `readPerson` reads the same. */
export const personText = ({ name, phone }: PersonValues) => [name, phone].filter(Boolean).join(' ')
