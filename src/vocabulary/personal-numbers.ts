/** Numbers by which a person can be reached or named, inside a longer text: masked as lists show them (rulebook (h)4). */

const D = '[0-9０-９]'
const GAP = String.raw`[\s\-‐-―－]?`
const whole = (pattern: string) => new RegExp(String.raw`(?<!${D})(?:${pattern})(?!${D})`, 'gu')
// What may as well be the number of an article stands alone to be taken for a person's.
const alone = (pattern: string) => new RegExp(String.raw`(?<![\w０-９./=-])(?:${pattern})(?![\w０-９])`, 'gu')

// 居民身份证: six digits of a place, a birthday, three and a check digit (GB 11643-1999).
const IDENTITY = whole(
  String.raw`${D}{6}${GAP}[12１２][089０８９]${D}{2}[01０１]${D}[0-3０-３]${D}${GAP}${D}{3}[0-9０-９Xx]`,
)
const MOBILE = whole(String.raw`(?:[+＋]?86${GAP})?[1１][3-9３-９]${D}${GAP}${D}{4}${GAP}${D}{4}`)
const LANDLINE = alone(String.raw`[(（]?[0０]${D}{2,3}[)）]?${GAP}[2-9２-９]${D}{6,7}`)
const CARD = alone(String.raw`(?:${D}{4}[\s-]?){3}${D}{4}(?:[\s-]?${D}{1,3})?`)
const SPOKEN = /[一幺][三四五六七八九](?:[\s-]*[零〇一二三四五六七八九幺]){9}/gu
// Bounded as mail is (RFC 5321 4.5.3.1), so that a long run of letters is not walked again from each of them.
const MAIL = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/gu
// Behind a word that says what it is, shorter ones too.
const NAMED = new RegExp(
  String.raw`((?:电话|手机|座机|联系方式|热线|传真|号码)(?:号码?)?[^\S\n]*[:：为是]?[^\S\n]*)(${D}(?:[\s-]?${D}){6,})`,
  'gu',
)
const CHAT = /((?:微信|QQ|qq|vx|wx)(?:号码?|群)?[^\S\n]*[:：为是][^\S\n]*)([\w-]{5,})/gu

/** The text with these numbers masked; days, amounts, document numbers stay. */
export function maskNumbers(text: string): string {
  return text
    .replace(IDENTITY, starred)
    .replace(MOBILE, (found) => {
      const digits = found.replaceAll(/[^0-9０-９]/gu, '').slice(-11)
      return `${digits.slice(0, 3)}****${digits.slice(7)}`
    })
    .replace(LANDLINE, starred)
    .replace(CARD, starred)
    .replace(SPOKEN, starred)
    .replace(MAIL, (found) => `${found.slice(0, 1)}***${found.slice(found.indexOf('@'))}`)
    .replace(NAMED, (_all, word: string, number: string) => `${word}${starred(number)}`)
    .replace(CHAT, (_all, word: string, name: string) => `${word}${starred(name)}`)
}

// The last two stay, as in every list; gaps don't tell how a number was grouped.
function starred(found: string): string {
  const bare = found.replaceAll(/[\s()（）‐-―－-]/gu, '')
  return `${'*'.repeat(Math.max(1, bare.length - 2))}${bare.slice(-2)}`
}
