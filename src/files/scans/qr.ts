import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer'

let ready = false

async function drawn(text: string) {
  if (!ready) {
    // The package comes with its own wasm; nothing is ever fetched.
    const wasm = readFileSync(fileURLToPath(import.meta.resolve('zxing-wasm/writer/zxing_writer.wasm')))
    prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer } })
    ready = true
  }
  const made = await writeBarcode(text, { format: 'QRCode', options: 'ecLevel=M', scale: 6 })
  if (made.error) throw new RangeError(`no QR code for ${text}: ${made.error}`)
  return made
}

/** A QR code (error correction M) as SVG; whoever prints it leaves four modules of white around it. */
export async function qrSvg(text: string): Promise<string> {
  const { svg } = await drawn(text)
  return svg.slice(svg.indexOf('<svg'))
}

/** The same as PNG, for programs that take no SVG. */
export async function qrPng(text: string): Promise<Uint8Array> {
  const { image } = await drawn(text)
  if (!image) throw new RangeError(`no QR code for ${text}`)
  return new Uint8Array(await image.arrayBuffer())
}
