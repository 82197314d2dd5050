/** What must not leave an office with a photo: where it was taken. Pictures are cut by their own segments; pixels stay. */

/** Width and height in pixels as the file claims them; undefined: no such head. */
export function pictureSize(bytes: Uint8Array): { width: number; height: number } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (isPng(bytes) && bytes.length >= 24) return { width: view.getUint32(16), height: view.getUint32(20) }
  for (const { marker, from } of jpegSegments(bytes)) {
    const frame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (frame && from + 9 <= bytes.length) return { height: view.getUint16(from + 5), width: view.getUint16(from + 7) }
  }
  return undefined
}

/**
 * The same picture without position, camera, times and comments: JPEG without EXIF, XMP, IPTC and comments, PNG without
 * its text and EXIF chunks. A photo taken sideways keeps its orientation, so that it still stands upright.
 */
export function withoutPosition(bytes: Uint8Array): Uint8Array {
  return isPng(bytes) ? plainPng(bytes) : plainJpeg(bytes)
}

const isPng = (bytes: Uint8Array) => bytes[0] === 0x89 && bytes[1] === 0x50

const PNG_HEAD = 8
const DROPPED_CHUNKS = new Set(['eXIf', 'tEXt', 'zTXt', 'iTXt', 'tIME'])

function plainPng(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const kept = [bytes.subarray(0, PNG_HEAD)]
  for (let at = PNG_HEAD; at + 12 <= bytes.length;) {
    const end = at + 12 + view.getUint32(at)
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8))
    if (!DROPPED_CHUNKS.has(type)) kept.push(bytes.subarray(at, Math.min(end, bytes.length)))
    at = end
  }
  return Buffer.concat(kept)
}

const APP1 = 0xe1
const DROPPED_SEGMENTS = new Set([APP1, 0xed, 0xfe])

function plainJpeg(bytes: Uint8Array): Uint8Array {
  const kept: Uint8Array[] = [bytes.subarray(0, 2)]
  let orientation = 1
  let rest = 2
  for (const { marker, from, to } of jpegSegments(bytes)) {
    if (marker === APP1) orientation = orientationIn(bytes.subarray(from + 4, to)) ?? orientation
    if (!DROPPED_SEGMENTS.has(marker)) kept.push(bytes.subarray(from, to))
    rest = to
  }
  const upright = orientation === 1 ? [] : [orientationSegment(orientation)]
  return Buffer.concat([...kept.slice(0, 1), ...upright, ...kept.slice(1), bytes.subarray(rest)])
}

/** Segments of a JPEG before its picture data: `from` at the 0xff of the marker, `to` behind the segment. */
function* jpegSegments(bytes: Uint8Array): Generator<{ marker: number; from: number; to: number }> {
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff;) {
    const marker = bytes[at + 1] ?? 0
    if (marker === 0xda || marker === 0xd9) return
    const to = at + 2 + (bytes[at + 2] ?? 0) * 256 + (bytes[at + 3] ?? 0)
    if (to <= at + 3 || to > bytes.length) return
    yield { marker, from: at, to }
    at = to
  }
}

const ORIENTATION = 0x0112

// EXIF: "Exif\0\0", then a TIFF head, then directory entries of 12 bytes.
function orientationIn(segment: Uint8Array): number | undefined {
  if (segment.length < 20 || String.fromCharCode(...segment.subarray(0, 4)) !== 'Exif') return undefined
  const tiff = new DataView(segment.buffer, segment.byteOffset + 6, segment.length - 6)
  const little = tiff.getUint16(0) === 0x4949
  const first = tiff.getUint32(4, little)
  if (first + 2 > tiff.byteLength) return undefined
  const count = tiff.getUint16(first, little)
  for (let n = 0, at = first + 2; n < count && at + 12 <= tiff.byteLength; n++, at += 12)
    if (tiff.getUint16(at, little) === ORIENTATION) return tiff.getUint16(at + 8, little)
  return undefined
}

function orientationSegment(orientation: number): Uint8Array {
  const tiff = [
    0x4d,
    0x4d,
    0,
    42,
    0,
    0,
    0,
    8,
    0,
    1,
    0x01,
    0x12,
    0,
    3,
    0,
    0,
    0,
    1,
    0,
    orientation & 0xff,
    0,
    0,
    0,
    0,
    0,
    0,
  ]
  const body = [...Buffer.from('Exif\0\0'), ...tiff]
  return Uint8Array.from([0xff, APP1, 0, body.length + 2, ...body])
}
