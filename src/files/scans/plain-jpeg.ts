import { copyInto, type PlainPicture } from './plain-copy.ts'

const START = 0xd8
const END = 0xd9
const SCAN = 0xda
const COMMENT = 0xfe
const APP0 = 0xe0
const APP1 = 0xe1

// Of what programs add (APP0 to APP15) the colours need three: JFIF, a colour profile, Adobe's note on CMYK.
const KEPT: Readonly<Record<number, string>> = { 0xe0: 'JFIF\0', 0xe2: 'ICC_PROFILE\0', 0xee: 'Adobe' }

type Part = { marker: number; from: number; to: number }

/**
 * Walks a JPEG (ITU-T T.81, annex B) part by part to its end; `undefined`: cut off, or its parts don't add up. EXIF, XMP,
 * IPTC, previews and the second picture some phones hang behind the first all stay behind; the orientation goes on.
 */
export function plainJpeg(bytes: Uint8Array): PlainPicture | undefined {
  const copy = copyInto(bytes.length)
  let size: { width: number; height: number } | undefined
  let orientation = 1
  for (let part = partAt(bytes, 2); part; part = partAt(bytes, part.to)) {
    const { marker, from, to } = part
    if (marker === APP1) orientation = orientationIn(bytes.subarray(from + 4, to)) ?? orientation
    if (isFrame(marker)) {
      if (size || to - from < 9) return undefined
      size = { height: word(bytes, from + 5), width: word(bytes, from + 7) }
    }
    if (isKept(bytes, part)) copy.add(bytes.subarray(from, to))
    if (marker === END) return size && { ...size, bytes: whole(orientation, copy.all()) }
  }
  return undefined
}

const word = (bytes: Uint8Array, at: number) => (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0)
const isRestart = (marker: number) => marker >= 0xd0 && marker <= 0xd7
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

function isKept(bytes: Uint8Array, { marker, from, to }: Part): boolean {
  if (marker < APP0 || marker > COMMENT) return true
  const name = KEPT[marker]
  return name !== undefined && Buffer.from(bytes.subarray(from + 4, to)).toString('latin1', 0, name.length) === name
}

/** The part that begins at `at`: from the last 0xff before its marker to its end, picture data included. */
function partAt(bytes: Uint8Array, at: number): Part | undefined {
  if (bytes[at] !== 0xff) return undefined
  let from = at
  while (bytes[from + 1] === 0xff) from++
  const marker = bytes[from + 1]
  if (marker === undefined || marker === 0 || marker === START) return undefined
  if (marker === END || marker === 0x01 || isRestart(marker)) return { marker, from, to: from + 2 }
  const to = from + 2 + word(bytes, from + 2)
  if (to < from + 4 || to > bytes.length) return undefined
  if (marker !== SCAN) return { marker, from, to }
  const end = dataEnd(bytes, to)
  return end === undefined ? undefined : { marker, from, to: end }
}

// In picture data 0xff is followed by 0 or by a restart marker; anything else ends the data.
function dataEnd(bytes: Uint8Array, from: number): number | undefined {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1]
    if (next === undefined) return undefined
    if (next !== 0 && next !== 0xff && !isRestart(next)) return at
  }
  return undefined
}

const whole = (orientation: number, parts: Uint8Array): Uint8Array =>
  Buffer.concat([Uint8Array.of(0xff, START), ...(orientation === 1 ? [] : [orientationPart(orientation)]), parts])

const ORIENTATION = 0x0112

// EXIF 2.3, 4.5: "Exif\0\0", a TIFF head, then a directory of entries of 12 bytes each.
function orientationIn(segment: Uint8Array): number | undefined {
  if (segment.length < 20 || Buffer.from(segment.subarray(0, 4)).toString('latin1') !== 'Exif') return undefined
  const tiff = new DataView(segment.buffer, segment.byteOffset + 6, segment.length - 6)
  const little = tiff.getUint16(0) === 0x4949
  const first = tiff.getUint32(4, little)
  if (first + 2 > tiff.byteLength) return undefined
  const count = tiff.getUint16(first, little)
  for (let n = 0, at = first + 2; n < count && at + 12 <= tiff.byteLength; n++, at += 12)
    if (tiff.getUint16(at, little) === ORIENTATION) return turned(tiff.getUint16(at + 8, little))
  return undefined
}

const turned = (value: number) => (value >= 1 && value <= 8 ? value : undefined)

/** An EXIF segment that says how the picture lies and nothing else. */
function orientationPart(orientation: number): Uint8Array {
  const tiff = new DataView(new ArrayBuffer(26))
  tiff.setUint32(0, 0x4d4d002a)
  tiff.setUint32(4, 8)
  tiff.setUint16(8, 1)
  tiff.setUint16(10, ORIENTATION)
  tiff.setUint16(12, 3)
  tiff.setUint32(14, 1)
  tiff.setUint16(18, orientation)
  const body = Buffer.concat([Buffer.from('Exif\0\0'), Buffer.from(tiff.buffer)])
  return Buffer.concat([Uint8Array.of(0xff, APP1, 0, body.length + 2), body])
}
