import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from 'node:zlib'
import type { Transform } from 'node:stream'

export type Unpacked = { bytes: Buffer } | { failed: 'too-large' | 'malformed' }

const unpackers: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  'deflate-raw': createInflateRaw,
  br: () => createBrotliDecompress({ params: { [constants.BROTLI_DECODER_PARAM_LARGE_WINDOW]: 0 } }),
  zstd: createZstdDecompress,
}

/**
 * Unpacks a body by its `content-encoding`, no further than `most` bytes: what is larger, cut off or wrongly called is an
 * outcome. At most two layers; nobody honest packs three times.
 */
export async function unpack(packed: Buffer, encoding: string | undefined, most: number): Promise<Unpacked> {
  const layers = (encoding ?? '')
    .split(',')
    .map((layer) => layer.trim().toLowerCase())
    .filter((layer) => layer !== '' && layer !== 'identity')
  if (layers.length > 2) return { failed: 'malformed' }
  let bytes = packed
  for (const layer of layers.reverse()) {
    const one = await unpackOnce(bytes, layer, most)
    if ('failed' in one) return one
    bytes = one.bytes
  }
  return { bytes }
}

async function unpackOnce(packed: Buffer, layer: string, most: number): Promise<Unpacked> {
  const maker = unpackers[layer]
  if (!maker) return { failed: 'malformed' }
  const stream = maker()
  const parts: Buffer[] = []
  let size = 0
  stream.end(packed)
  try {
    for await (const part of stream as AsyncIterable<Buffer>) {
      size += part.length
      if (size > most) return { failed: 'too-large' }
      parts.push(part)
    }
    return { bytes: Buffer.concat(parts) }
  } catch {
    // "deflate" is sent without its wrapper by some servers.
    return layer === 'deflate' && size === 0 ? unpackOnce(packed, 'deflate-raw', most) : { failed: 'malformed' }
  } finally {
    stream.destroy()
  }
}
