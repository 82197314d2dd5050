import { decodeHTMLStrict } from 'entities'

// The positions 0x80 to 0x9f belong to no printable character; whoever writes them means windows-1252. Written out,
// because some releases of Node decode that encoding as ISO 8859-1.
const FIRST = 0x80
const windows1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'.split('')

const REFERENCE = /^&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z][\w.-]{0,40}));$/i
const LONGEST = 43
const basic = new Map([
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&amp;', '&'],
  ['&quot;', '"'],
  ['&apos;', "'"],
])
const none: ReadonlyMap<string, string> = new Map()

/** Character references resolved once: the five of XML, numbers, those of HTML, and those the document declares. */
export function decodeReferences(text: string, own = none): string {
  let at = text.indexOf('&')
  if (at < 0) return text
  // Escaped markup is one reference in every ten characters: a search by hand takes a third of a regular expression's time.
  let [made, from, end] = ['', 0, -1]
  for (; at >= 0; at = text.indexOf('&', Math.max(at + 1, from))) {
    if (end < at) end = text.indexOf(';', at)
    if (end < 0) break
    if (end - at >= LONGEST) continue
    const whole = text.slice(at, end + 1)
    made += text.slice(from, at) + (basic.get(whole) ?? resolved(whole, own))
    from = end + 1
  }
  return made + text.slice(from)
}

/** What one reference stands for; itself, where nobody knows it. */
function resolved(whole: string, own: ReadonlyMap<string, string>): string {
  const [found, decimal, hex, name = ''] = REFERENCE.exec(whole) ?? []
  if (found === undefined) return later(whole, own)
  if (decimal !== undefined) return characterOf(Number(decimal))
  if (hex !== undefined) return characterOf(Number.parseInt(hex, 16))
  return own.get(name) ?? decodeHTMLStrict(whole)
}

// "a & b&lt;": the reference begins at a later ampersand.
function later(text: string, own: ReadonlyMap<string, string>): string {
  const next = text.lastIndexOf('&')
  if (next <= 0) return text
  const whole = text.slice(next)
  return text.slice(0, next) + (basic.get(whole) ?? resolved(whole, own))
}

/** True of a text with a reference in it that HTML knows: `&copy;`, `&#169;`. */
export const hasReference = (text: string): boolean =>
  (text.match(/&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z]\w{0,40});/gi) ?? []).some((one) => decodeHTMLStrict(one) !== one)

function characterOf(point: number): string {
  if (point >= FIRST && point < FIRST + 32) return windows1252[point - FIRST] ?? ''
  if (point === 0 || point > 0x10ffff || (point >= 0xd800 && point < 0xe000)) return '\ufffd'
  return String.fromCodePoint(point)
}

/** Trimmed, with stray windows-1252 positions and UTF-8 that was once read as Latin-1 put right. */
export function tidy(text: string): string {
  const trimmed = text.trim()
  // eslint-disable-next-line no-control-regex
  if (!/[\u0080-\u00ff]/.test(trimmed)) return trimmed
  const mended = readTwice(trimmed) ?? trimmed
  return mended.replace(/[\u0080-\u009f]/g, (found) => windows1252[found.charCodeAt(0) - FIRST] ?? found)
}

function readTwice(text: string): string | undefined {
  if (/[^\u0000-\u00ff]/.test(text)) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'latin1'))
  } catch {
    return undefined
  }
}
