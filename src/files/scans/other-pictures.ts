import { encode } from 'fast-png'
import { gifPicture, gifSize } from './gif-picture.ts'
import { type Picture } from './pdf-pages.ts'
import { type PlainPicture } from './plain-copy.ts'
import { scanLimits } from './limits.ts'
import { ScanRefused } from './fault.ts'
import { wasmOf } from './wasm-of.ts'

/**
 * A WebP or GIF as platforms serve them, drawn anew as PNG, which Word and every page can show: of a GIF that moves its first
 * picture. Undefined for anything else. Refuses one with more pixels than are drawn before it is drawn.
 */
export async function redrawn(bytes: Uint8Array): Promise<PlainPicture | undefined> {
  const size = webpSize(bytes) ?? gifSize(bytes)
  if (!size) return undefined
  if (size.width * size.height > scanLimits.pixels) throw new ScanRefused({ refused: 'too-many-pixels', ...size })
  const picture = webpSize(bytes) ? await webpPicture(bytes) : gifPicture(bytes)
  if (!picture || picture.width * picture.height === 0) throw new ScanRefused({ refused: 'unreadable' })
  const { data, width, height } = picture
  return { width, height, bytes: encode({ width, height, data: new Uint8Array(data.buffer), channels: 4 }) }
}

const text = (bytes: Uint8Array, from: number) => String.fromCharCode(...bytes.subarray(from, from + 4))

/** What the head of a WebP says (RFC 9649): lossy, lossless, or with a head of its own. */
function webpSize(bytes: Uint8Array): { width: number; height: number } | undefined {
  if (bytes.length < 30 || text(bytes, 0) !== 'RIFF' || text(bytes, 8) !== 'WEBP') return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const kind = text(bytes, 12)
  if (kind === 'VP8X')
    return {
      width: 1 + (view.getUint32(24, true) & 0xffffff),
      height: 1 + view.getUint16(27, true) + (bytes[29]! << 16),
    }
  if (kind === 'VP8L') {
    const bits = view.getUint32(21, true)
    return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) }
  }
  return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
}

async function webpPicture(bytes: Uint8Array): Promise<Picture | undefined> {
  // The decoder gives its pixels as browsers do.
  const made = globalThis as unknown as { ImageData?: unknown }
  made.ImageData ??= class {
    readonly data: Uint8ClampedArray
    readonly width: number
    readonly height: number
    constructor(data: Uint8ClampedArray, width: number, height: number) {
      this.data = data
      this.width = width
      this.height = height
    }
  }
  const { default: decode, init } = await import('@jsquash/webp/decode.js')
  await init({ wasmBinary: wasmOf('@jsquash/webp/codec/dec/webp_dec.wasm') })
  const { data, width, height } = await decode(new Uint8Array(bytes).buffer).catch(() => {
    throw new ScanRefused({ refused: 'unreadable' })
  })
  return { data: new Uint8ClampedArray(data), width, height }
}
