import { decodeByPage, platformLabel } from './code-pages.ts'

/** Headers of a reply, in any case of letters. */
export type Headers = Readonly<Record<string, string | undefined>>

export const headerOf = (headers: Headers, name: string): string | undefined =>
  Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1]

/**
 * The text of a page or feed, whatever its labels say: a byte order mark, strict UTF-8, then what the header and the
 * document declare, then GB18030, the commonest wrong label here. Never throws; what no encoding can read comes out with
 * replacement characters.
 */
export function decodeBytes(bytes: Uint8Array, headers: Headers = {}): string {
  const marked = byMark(bytes)
  if (marked !== undefined) return marked
  const declared = declaredEncodings(bytes, headers)
  // Its bytes are all ASCII and would pass for UTF-8.
  const shifted = declared.find((label) => /^iso-2022-jp/i.test(label))
  const tried = shifted ? [shifted, 'utf-8', ...declared] : ['utf-8', ...declared]
  for (const label of [...tried, 'gb18030']) {
    const text = strictly(label, bytes)
    if (text !== undefined) return text
  }
  return leniently(declared, bytes)
}

function byMark(bytes: Uint8Array): string | undefined {
  const [a, b, c, d] = bytes
  if (a === 0xef && b === 0xbb && c === 0xbf) return new TextDecoder('utf-8').decode(bytes.subarray(3))
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return fromUtf32(bytes.subarray(4), false)
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return fromUtf32(bytes.subarray(4), true)
  if (a === 0xfe && b === 0xff) return new TextDecoder('utf-16be').decode(bytes.subarray(2))
  if (a === 0xff && b === 0xfe) return new TextDecoder('utf-16le').decode(bytes.subarray(2))
  // Without a mark: the first character of a feed is "<", and its zeros tell the width.
  if (a === 0 && b === 0 && c === 0 && d === 0x3c) return fromUtf32(bytes, false)
  if (a === 0x3c && b === 0 && c === 0 && d === 0) return fromUtf32(bytes, true)
  if (a === 0 && b === 0x3c) return new TextDecoder('utf-16be').decode(bytes)
  if (a === 0x3c && b === 0) return new TextDecoder('utf-16le').decode(bytes)
  // XML 1.0, appendix F: "<?xm" in EBCDIC.
  if (a === 0x4c && b === 0x6f && c === 0xa7 && d === 0x94) return fromEbcdic(bytes)
  return undefined
}

/** The declaration's letters are the same on every page of that family, and it tells which page it is. */
function fromEbcdic(bytes: Uint8Array): string | undefined {
  const head = decodeByPage('037', bytes.subarray(0, 256)) ?? ''
  const label = /\bencoding\s*=\s*["']([\w.:-]+)/i.exec(head)?.[1]
  return decodeByPage(label ?? '037', bytes) ?? decodeByPage('037', bytes)
}

function fromUtf32(bytes: Uint8Array, little: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength - (bytes.byteLength % 4))
  const parts: string[] = []
  for (let at = 0; at < view.byteLength; at += 4) {
    const point = view.getUint32(at, little)
    parts.push(point > 0x10ffff || (point >= 0xd800 && point < 0xe000) ? '\ufffd' : String.fromCodePoint(point))
  }
  return parts.join('')
}

const latin = new TextDecoder('latin1')

function declaredEncodings(bytes: Uint8Array, headers: Headers): string[] {
  const head = latin.decode(bytes.subarray(0, 1024))
  const found = [
    /charset\s*=\s*["']?([\w.:-]+)/i.exec(headerOf(headers, 'content-type') ?? ''),
    /<\?xml[^>]*?\bencoding\s*=\s*["']([\w.:-]+)/i.exec(head),
    /<meta[^>]*?\bcharset\s*=\s*["']?([\w.:-]+)/i.exec(head),
  ]
  return found.flatMap((match) => match?.[1] ?? [])
}

function strictly(label: string, bytes: Uint8Array): string | undefined {
  try {
    return decodeByPage(label, bytes) ?? new TextDecoder(platformLabel(label), { fatal: true }).decode(bytes)
  } catch {
    // An unknown label, or bytes that this encoding doesn't have.
    return undefined
  }
}

// A few broken bytes in a long text: the declared encoding reads the rest of it, and the damage shows.
function leniently(declared: string[], bytes: Uint8Array): string {
  for (const label of [...declared, 'utf-8']) {
    try {
      const text = new TextDecoder(platformLabel(label)).decode(bytes)
      if (label !== 'utf-8' || damageOf(text) < 0.05) return text
    } catch {
      // An unknown label.
    }
  }
  return new TextDecoder('windows-1252').decode(bytes)
}

const damageOf = (text: string): number => (text.match(/\ufffd/g)?.length ?? 0) / Math.max(1, text.length)
