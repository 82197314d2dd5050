import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'

// Matches reach over the whole of the other day's text, and no text is larger than this window (128 MB).
const WINDOW_LOG = 27

/** A text as it is kept: packed against another one, or alone where little of that one is found in it. */
export type PackedText = { packed: Buffer; against: 'base' | 'alone' }

/**
 * Packs a text against a base of which `alone` is the packed size. What is no smaller than half of it stands alone, and
 * serves the following days as their base.
 */
export function packText(text: string, base: { text: Buffer; alone: number } | undefined): PackedText {
  const bytes = Buffer.from(text)
  if (base) {
    const packed = zstdCompressSync(bytes, {
      dictionary: base.text,
      params: {
        [constants.ZSTD_c_windowLog]: WINDOW_LOG,
        [constants.ZSTD_c_enableLongDistanceMatching]: 1,
      },
    })
    if (packed.byteLength * 2 < base.alone) return { packed, against: 'base' }
  }
  return { packed: zstdCompressSync(bytes), against: 'alone' }
}

/** The text again; `byteCount` as it was kept, so that nothing larger is ever unpacked. Throws where it is damaged. */
export const unpackText = (packed: Uint8Array, byteCount: number, base?: Buffer): Buffer =>
  zstdDecompressSync(packed, {
    maxOutputLength: byteCount,
    params: { [constants.ZSTD_d_windowLogMax]: WINDOW_LOG },
    ...(base && { dictionary: base }),
  })
