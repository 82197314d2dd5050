import type { Picture } from './pdf-pages.ts'

/** How wide and high a GIF says it is; undefined for anything else. */
export function gifSize(bytes: Uint8Array): { width: number; height: number } | undefined {
  if (bytes.length < 13 || !/^GIF8[79]a$/.test(String.fromCharCode(...bytes.subarray(0, 6)))) return undefined
  return { width: bytes[6]! | (bytes[7]! << 8), height: bytes[8]! | (bytes[9]! << 8) }
}

const [EXTENSION, IMAGE] = [0x21, 0x2c]
const GRAPHIC_CONTROL = 0xf9

/** The first picture of a GIF (GIF89a, appendix F); undefined where it is cut off or its parts don't add up. */
export function gifPicture(bytes: Uint8Array): Picture | undefined {
  const size = gifSize(bytes)
  if (!size) return undefined
  const [packed] = [bytes[10]!]
  const globalColours = packed & 0x80 ? 3 << ((packed & 7) + 1) : 0
  const palette = bytes.subarray(13, 13 + globalColours)
  let at = 13 + globalColours
  let transparent = -1
  while (at < bytes.length) {
    const kind = bytes[at++]
    if (kind === EXTENSION) {
      if (bytes[at] === GRAPHIC_CONTROL && bytes[at + 2]! & 1) transparent = bytes[at + 5]!
      at = blocksOf(bytes, at + 1).end
    } else if (kind === IMAGE) return frame(bytes, at, { ...size, palette, transparent })
    else return undefined
  }
  return undefined
}

type Canvas = { width: number; height: number; palette: Uint8Array; transparent: number }

function frame(bytes: Uint8Array, from: number, { width, height, palette, transparent }: Canvas): Picture | undefined {
  if (from + 10 > bytes.length) return undefined
  const [left, top, across, down] = [0, 2, 4, 6].map((at) => bytes[from + at]! | (bytes[from + at + 1]! << 8))
  const packed = bytes[from + 8]!
  const own = packed & 0x80 ? 3 << ((packed & 7) + 1) : 0
  const colours = own ? bytes.subarray(from + 9, from + 9 + own) : palette
  const start = from + 9 + own
  if (left! + across! > width || top! + down! > height) return undefined
  const { data } = blocksOf(bytes, start + 1)
  const indices = unpacked(data, bytes[start] ?? 0, across! * down!)
  if (!indices) return undefined
  const pixels = new Uint8ClampedArray(width * height * 4)
  const rows = packed & 0x40 ? interlaced(down!) : undefined
  for (let row = 0; row < down!; row++)
    for (let column = 0; column < across!; column++) {
      const index = indices[row * across! + column]!
      if (index === transparent) continue
      const to = ((top! + (rows?.[row] ?? row)) * width + left! + column) * 4
      pixels.set([colours[index * 3] ?? 0, colours[index * 3 + 1] ?? 0, colours[index * 3 + 2] ?? 0, 255], to)
    }
  return { data: pixels, width, height }
}

/** Blocks of up to 255 bytes, one behind the other until an empty one. */
function blocksOf(bytes: Uint8Array, from: number): { data: Uint8Array; end: number } {
  const parts: Uint8Array[] = []
  let at = from
  while (at < bytes.length && bytes[at] !== 0) {
    parts.push(bytes.subarray(at + 1, at + 1 + bytes[at]!))
    at += bytes[at]! + 1
  }
  return { data: Buffer.concat(parts), end: at + 1 }
}

/** Rows in the order in which an interlaced picture brings them. */
const interlaced = (height: number): number[] =>
  [
    [0, 8],
    [4, 8],
    [2, 4],
    [1, 2],
  ].flatMap(([first, step]) =>
    Array.from({ length: Math.max(0, Math.ceil((height - first!) / step!)) }, (_, n) => first! + n * step!),
  )

const MOST_CODES = 4096

/** LZW with codes that grow; undefined where a code means nothing or the picture is not full. */
function unpacked(data: Uint8Array, bits: number, count: number): Uint8Array | undefined {
  if (bits < 2 || bits > 8) return undefined
  const clear = 1 << bits
  const [prefix, suffix] = [new Uint16Array(MOST_CODES), new Uint8Array(MOST_CODES)]
  for (let code = 0; code < clear; code++) suffix[code] = code
  const out = new Uint8Array(count)
  const stack = new Uint8Array(MOST_CODES + 1)
  let [size, next, before, first, filled, held, holds, at] = [bits + 1, clear + 2, -1, 0, 0, 0, 0, 0]
  while (filled < count) {
    while (holds < size) {
      if (at >= data.length) return undefined
      held |= data[at++]! << holds
      holds += 8
    }
    const code = held & ((1 << size) - 1)
    held >>>= size
    holds -= size
    if (code === clear) {
      ;[size, next, before] = [bits + 1, clear + 2, -1]
      continue
    }
    if (code === clear + 1 || code > next || (before < 0 && code >= clear)) return undefined
    let depth = 0
    let one = code
    if (code === next) {
      stack[depth++] = first
      one = before
    }
    while (one >= clear) {
      stack[depth++] = suffix[one]!
      one = prefix[one]!
    }
    first = suffix[one]!
    stack[depth++] = first
    if (before >= 0 && next < MOST_CODES) {
      prefix[next] = before
      suffix[next] = first
      next++
      if (next === 1 << size && size < 12) size++
    }
    before = code
    while (depth > 0 && filled < count) out[filled++] = stack[--depth]!
  }
  return out
}
