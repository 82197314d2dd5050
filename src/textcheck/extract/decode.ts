import { refuse } from '../../vocabulary/refusals/index.ts'

// Of bytes that are not ASCII: whole UTF-8 letters make up nearly all of a damaged UTF-8 text, and by chance at most half
// of a GB18030 one.
const MOSTLY = 0.8

/**
 * The text of bytes whose encoding nothing tells for sure: a byte order mark, strict UTF-8, then what a page declares,
 * then GB18030. Refuses `text.not-utf8` where UTF-8 is damaged (GB18030 would read it as other letters) and
 * `text.encoding-unknown`.
 */
export function decodeText(bytes: Uint8Array, declared?: string): string {
  const marked = byMark(bytes)
  if (marked !== undefined) return readable(marked)
  const utf8 = strictly('utf-8', bytes)
  if (utf8 !== undefined) return readable(utf8)
  const damage = damageOf(bytes)
  if (damage.whole / (damage.whole + damage.broken) >= MOSTLY)
    throw refuse('text.not-utf8', { line: damage.line, count: damage.broken })
  for (const label of [declared, 'gb18030']) {
    const text = label === undefined ? undefined : strictly(label, bytes)
    if (text !== undefined) return readable(text)
  }
  throw refuse('text.encoding-unknown')
}

function byMark(bytes: Uint8Array): string | undefined {
  const [a, b, c] = bytes
  if (a === 0xff && b === 0xfe) return strictly('utf-16le', bytes)
  if (a === 0xfe && b === 0xff) return strictly('utf-16be', bytes)
  // Without a mark: line ends and digits of a wide text have a zero byte beside them.
  const head = bytes.subarray(0, 512)
  if (a === 0xef && b === 0xbb && c === 0xbf) return undefined
  const zeros = head.filter((byte) => byte === 0).length
  if (zeros < 2 || head.length % 2 > 0) return undefined
  const odd = head.filter((byte, at) => byte === 0 && at % 2 === 1).length
  return odd === zeros ? strictly('utf-16le', bytes) : odd === 0 ? strictly('utf-16be', bytes) : undefined
}

function strictly(label: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes)
  } catch {
    // A label nobody knows, or bytes that this encoding doesn't have.
    return undefined
  }
}

// NUL and its neighbours stand in programs and pictures, never in a text.
// oxlint-disable-next-line no-control-regex
const CONTROLS = /[\0-\x08\x0e-\x1a\x1c-\x1f]/

function readable(text: string): string {
  if (CONTROLS.test(text)) throw refuse('text.encoding-unknown')
  return text
}

/** Letters of several bytes that are whole, places that are not, and the line of the first of these. */
function damageOf(bytes: Uint8Array): { whole: number; broken: number; line: number } {
  let [whole, broken, line, firstAt] = [0, 0, 1, 0]
  for (let at = 0; at < bytes.length;) {
    const byte = bytes[at] ?? 0
    if (byte < 0x80) {
      if (byte === 0x0a && broken === 0) line++
      at++
      continue
    }
    const length =
      byte >= 0xc2 && byte < 0xe0 ? 2 : byte >= 0xe0 && byte < 0xf0 ? 3 : byte >= 0xf0 && byte < 0xf5 ? 4 : 1
    let next = at + 1
    while (next < at + length && ((bytes[next] ?? 0) & 0xc0) === 0x80) next++
    if (length > 1 && next === at + length) whole++
    else {
      broken++
      firstAt = firstAt || line
    }
    at = next
  }
  return { whole, broken, line: firstAt || line }
}
