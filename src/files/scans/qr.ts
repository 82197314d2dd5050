import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer'
import { wasmOf } from './wasm-of.ts'

let ready = false

async function drawn(text: string, scale: number) {
  if (!ready) prepareZXingModule({ overrides: { wasmBinary: wasmOf('zxing-wasm/writer/zxing_writer.wasm') } })
  ready = true
  const made = await writeBarcode(text, { format: 'QRCode', options: 'ecLevel=M', scale, addQuietZones: true })
  if (made.error) throw new RangeError(`No QR code of ${text.length} characters: ${made.error}`)
  return made
}

// Six dots a module: sharp at 20 mm on 300 dots an inch.
const SCALE = 6

/** A QR code as SVG: error correction M, four modules of white around it (ISO/IEC 18004). Throws for 0 or over 2331 bytes. */
export async function qrSvg(text: string): Promise<string> {
  const { svg } = await drawn(text, SCALE)
  return svg.slice(svg.indexOf('<svg'))
}

/** The same as PNG, for programs that take no SVG: a whole number of dots a module, at most `pixels` wide and high. */
export async function qrPng(text: string, pixels?: number): Promise<Uint8Array> {
  const { image } = await drawn(text, pixels === undefined ? SCALE : await scaleWithin(text, pixels))
  if (!image) throw new TypeError('The writer of QR codes made no picture')
  return new Uint8Array(await image.arrayBuffer())
}

async function scaleWithin(text: string, pixels: number): Promise<number> {
  const modules = Number(/width="(\d+)"/.exec((await drawn(text, 1)).svg)?.[1])
  if (!(pixels >= modules)) throw new RangeError(`A QR code of ${modules} modules does not fit ${pixels} pixels`)
  return Math.floor(pixels / modules)
}
