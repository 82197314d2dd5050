import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import { ScanRefused } from './fault.ts'
import { type Picture } from './pdf-pages.ts'
import { wasmOf } from './wasm-of.ts'

/** Loads the reader of codes; before the first `codesIn`. */
export function prepareCodes(): void {
  prepareZXingModule({ overrides: { wasmBinary: wasmOf('zxing-wasm/reader/zxing_reader.wasm') } })
}

/** The texts of all QR codes in a picture however it lies. Refuses a JPG or PNG whose pixels cannot be read. */
export async function codesIn(picture: Uint8Array<ArrayBuffer> | Picture): Promise<string[]> {
  const found = await readBarcodes(picture, {
    formats: ['QRCode'],
    tryHarder: true,
    tryRotate: true,
    tryDownscale: true,
    maxNumberOfSymbols: 8,
  })
  if (found.some(({ error }) => /load image/i.test(error))) throw new ScanRefused({ refused: 'unreadable' })
  return found.filter(({ isValid }) => isValid).map(({ text }) => text)
}
