import { createHash } from 'node:crypto'
import { escapeXml } from '../tables/markup.ts'

/** Text for a feed (RFC 4287), between tags or in double quotes. Control characters are no XML at all, however they are written (XML 1.0, 2.2). */
export const atomText = (text: string): string =>
  // oxlint-disable-next-line no-control-regex
  escapeXml(text.toWellFormed().replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, ''))

/** A feed's name of its own that no domain has to be asked for (RFC 9562, version 8), out of words that are only its. */
export function atomId(words: string): string {
  const hash = createHash('sha256').update(words).digest('hex')
  const variant = ((Number.parseInt(hash.charAt(16), 16) & 3) | 8).toString(16)
  return `urn:uuid:${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-${variant}${hash.slice(17, 20)}-${hash.slice(20, 32)}`
}
