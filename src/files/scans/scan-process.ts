import { readFileSync } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { PDFiumLibrary, type PDFiumPage } from '@hyzyla/pdfium'
import { encode } from 'fast-png'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import { type Inspected, type ScanAnswer, type ScanFault, scanLimits } from './limits.ts'

/**
 * The program that looks into one scan: bytes on standard input; `inspect` answers a `ScanAnswer` in JSON, `page N WIDTH`
 * the picture of a page as PNG. `inspect-scan.ts` starts it, bounds its memory and stops it by the clock.
 */
const [, , job = '', page = '1', width = '1000'] = process.argv
const bytes = new Uint8Array(await buffer(process.stdin))
const isPdf = Buffer.from(bytes.subarray(0, 5)).toString('latin1') === '%PDF-'

// Packages come with their own wasm; nothing is ever fetched.
const wasmOf = (name: string): ArrayBuffer =>
  new Uint8Array(readFileSync(fileURLToPath(import.meta.resolve(name)))).buffer

class Fault extends Error {
  readonly fault: ScanFault
  readonly found: number | undefined
  constructor(fault: ScanFault, found?: number) {
    super(fault)
    this.fault = fault
    this.found = found
  }
}

async function openPdf() {
  const library = await PDFiumLibrary.init({ wasmBinary: wasmOf('@hyzyla/pdfium/pdfium.wasm') })
  try {
    return await library.loadDocument(bytes)
  } catch (error) {
    throw new Fault(/password/i.test(String(error)) ? 'password' : 'unreadable')
  }
}

// 200 dots an inch: a code of 22 mm in a corner is read, also skewed and grey.
const CODE_SCALE = 200 / 72
const LARGEST_SIDE = 6_000

async function pixelsOf(one: PDFiumPage, scale: number) {
  const { originalWidth, originalHeight } = one.getOriginalSize()
  const bounded = Math.min(scale, LARGEST_SIDE / Math.max(originalWidth, originalHeight, 1))
  const {
    data,
    width: across,
    height: down,
  } = await one.render({ scale: bounded, render: ({ data: raw }) => Promise.resolve(raw) })
  const pixels = new Uint8ClampedArray(data.length)
  // BGRA of the renderer, RGBA of everybody else.
  for (let at = 0; at < data.length; at += 4) {
    pixels[at] = data[at + 2] ?? 0
    pixels[at + 1] = data[at + 1] ?? 0
    pixels[at + 2] = data[at] ?? 0
    pixels[at + 3] = 255
  }
  return { data: pixels, width: across, height: down }
}

type Picture = Awaited<ReturnType<typeof pixelsOf>>

function codesIn(picture: Uint8Array<ArrayBuffer> | Picture) {
  return readBarcodes(picture, {
    formats: ['QRCode'],
    tryHarder: true,
    tryRotate: true,
    tryDownscale: true,
    maxNumberOfSymbols: 8,
  })
}

async function inspect(): Promise<Inspected> {
  prepareZXingModule({ overrides: { wasmBinary: wasmOf('zxing-wasm/reader/zxing_reader.wasm') } })
  if (!isPdf) {
    const found = await codesIn(bytes)
    if (found.some(({ error }) => /load image/i.test(error))) throw new Fault('unreadable')
    return { pages: 1, codes: found.filter(({ isValid }) => isValid).map(({ text }) => ({ page: 1, text })) }
  }
  const document = await openPdf()
  const pages = document.getPageCount()
  if (pages === 0) throw new Fault('unreadable')
  if (pages > scanLimits.pages) throw new Fault('too-many-pages', pages)
  const codes: Inspected['codes'] = []
  for (let at = 0; at < Math.min(pages, scanLimits.codePages); at++) {
    const picture = await pixelsOf(document.getPage(at), CODE_SCALE)
    for (const { isValid, text } of await codesIn(picture)) if (isValid) codes.push({ page: at + 1, text })
  }
  return { pages, codes }
}

async function drawPage(): Promise<Uint8Array> {
  const document = await openPdf()
  const one = document.getPage(Math.min(Number(page), document.getPageCount()) - 1)
  const { data, width: across, height: down } = await pixelsOf(one, Number(width) / one.getOriginalSize().originalWidth)
  return encode({ data: Uint8Array.from(data), width: across, height: down, channels: 4 })
}

if (job === 'page') process.stdout.end(await drawPage())
else {
  const answer: ScanAnswer = await inspect().then(
    (inspected) => ({ inspected }),
    (error: unknown) => {
      if (error instanceof Fault)
        return { refusal: error.fault, ...(error.found !== undefined && { found: error.found }) }
      throw error
    },
  )
  process.stdout.end(JSON.stringify(answer))
}
