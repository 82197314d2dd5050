import { crc32 } from 'node:zlib'
import { copyInto, type PlainPicture } from './plain-copy.ts'

const HEAD = 8
// PNG (ISO/IEC 15948) 4.7: colour and print size; texts, times, EXIF and animation are not among them.
const KEPT = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'cHRM', 'gAMA', 'iCCP', 'sBIT', 'sRGB', 'bKGD', 'pHYs'])

/** Walks a PNG chunk by chunk, each against its checksum; `undefined`: cut off, damaged, or not begun by its head. */
export function plainPng(bytes: Uint8Array): PlainPicture | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (HEAD + 25 > bytes.length || typeAt(bytes, HEAD) !== 'IHDR') return undefined
  const size = { width: view.getUint32(HEAD + 8), height: view.getUint32(HEAD + 12) }
  const copy = copyInto(bytes.length)
  copy.add(bytes.subarray(0, HEAD))
  for (let at = HEAD; at + 12 <= bytes.length;) {
    const end = at + 12 + view.getUint32(at)
    const type = typeAt(bytes, at)
    if (end > bytes.length || (at > HEAD && type === 'IHDR')) return undefined
    if (KEPT.has(type)) {
      if (crc32(bytes.subarray(at + 4, end - 4)) !== view.getUint32(end - 4)) return undefined
      copy.add(bytes.subarray(at, end))
    }
    if (type === 'IEND') return { ...size, bytes: copy.all() }
    at = end
  }
  return undefined
}

const typeAt = (bytes: Uint8Array, at: number) => String.fromCharCode(...bytes.subarray(at + 4, at + 8))
