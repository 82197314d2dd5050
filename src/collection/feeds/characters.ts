import { decodeHTMLStrict } from 'entities'

// The positions 0x80 to 0x9f belong to no printable character; whoever writes them means windows-1252. Written out,
// because some releases of Node decode that encoding as ISO 8859-1.
const FIRST = 0x80
const windows1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'.split('')

const REFERENCE = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z][\w.-]{0,40}));/gi
const basic: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Character references resolved once: the five of XML, numbers, those of HTML, and those the document declares. */
export function decodeReferences(text: string, own: ReadonlyMap<string, string> = new Map()): string {
  if (!text.includes('&')) return text
  return text.replace(REFERENCE, (whole, decimal?: string, hex?: string, name = '') => {
    if (decimal !== undefined) return characterOf(Number(decimal))
    if (hex !== undefined) return characterOf(Number.parseInt(hex, 16))
    return basic[name] ?? own.get(name) ?? decodeHTMLStrict(whole)
  })
}

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
