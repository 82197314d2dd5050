import { createCanvas, loadImage } from '@napi-rs/canvas'
import { crc32, deflateSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { makeZip } from '../../../tests/support/zip-writer.ts'
import { civilDate } from '../../calendar/index.ts'
import { type Paper, renderPdf, stopPress } from '../../documents/index.ts'
import { inspectScan, scanPage } from './inspect-scan.ts'
import { plainPicture } from './plain-picture.ts'
import { qrPng, qrSvg } from './qr.ts'

const text = 'GOVMEDIA:1:annex1:2019:00000001-0000-7000-8000-000000000001:1:0123456789abcdef'
const name = '扫描件'
const ofd = () =>
  makeZip([
    { name: 'OFD.xml', data: '<ofd:OFD/>' },
    { name: 'Doc_0/Signs/Signatures.xml', data: '<x/>' },
  ])
const bytesOf = (words: string) => new TextEncoder().encode(words)

afterAll(stopPress)

/** A sheet as a phone sees it: grey, a little turned, the code small in a corner. */
async function photo(kind: 'jpg' | 'png', degrees = 4): Promise<Uint8Array> {
  const canvas = createCanvas(1240, 1754)
  const pen = canvas.getContext('2d')
  pen.fillStyle = '#e4e2dc'
  pen.fillRect(0, 0, 1240, 1754)
  pen.rotate((degrees * Math.PI) / 180)
  pen.drawImage(await loadImage(Buffer.from(await qrPng(text))), 260, 1240, 200, 200)
  return kind === 'jpg' ? canvas.encode('jpeg', 60) : canvas.encode('png')
}

/** A printed sheet as a copier hands it back: turned, skewed, pale, and pressed hard. */
async function scanned(png: Uint8Array, degrees: number): Promise<Uint8Array> {
  const sheet = await loadImage(Buffer.from(png))
  const side = Math.ceil(Math.hypot(sheet.width, sheet.height))
  const canvas = createCanvas(side, side)
  const pen = canvas.getContext('2d')
  pen.fillStyle = '#d4d2cc'
  pen.fillRect(0, 0, side, side)
  pen.translate(side / 2, side / 2)
  pen.rotate((degrees * Math.PI) / 180)
  pen.transform(1, 0.02, 0.03, 1, 0, 0)
  pen.filter = 'blur(0.7px) contrast(60%)'
  pen.drawImage(sheet, -sheet.width / 2, -sheet.height / 2)
  return canvas.encode('jpeg', 35)
}

async function pdf(pages: number): Promise<Uint8Array> {
  const body: Paper['body'] = (
    await Promise.all(
      Array.from({ length: pages }, async (_, page) => [
        { kind: 'figure' as const, svg: await qrSvg(`${text.slice(0, -1)}${page}`), caption: '码', alt: '二维码' },
        ...Array.from({ length: 16 }, () => ({ kind: 'paragraph' as const, runs: ['正文'] })),
      ]),
    )
  ).flat()
  return renderPdf({
    kind: 'report',
    title: ['表'],
    body,
    signature: { office: '临湖区', day: civilDate('2026-06-20') },
  })
}

// The smallest PDF that asks for a password: its keys fit no password at all.
const locked = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj
4 0 obj<</Filter/Standard/V 1/R 2/O(${'a'.repeat(32)})/U(${'b'.repeat(32)})/P -4>>endobj
trailer<</Root 1 0 R/Encrypt 4 0 R/ID[(x)(x)]>>
%%EOF`

const blankPages = (count: number) => `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[${'3 0 R '.repeat(count)}]/Count ${count}>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj
trailer<</Root 1 0 R>>
%%EOF`

describe('a scan that is handed in', () => {
  it.each(['jpg', 'png'] as const)('is read as a %s, with the code on it, however it lies', async (kind) => {
    expect(await inspectScan({ name, bytes: await photo(kind) })).toMatchObject({
      kind,
      pages: 1,
      codes: [{ page: 1, text }],
    })
  })

  it.each([
    [150, 7],
    [200, 45],
    [300, 183],
  ])('is read from a printed sheet scanned grey and pale at %i dpi, turned by %i degrees', async (dpi, degrees) => {
    const sheet = await scanPage(await pdf(1), 1, Math.round(dpi * 8.27))
    const bytes = await scanned(sheet.bytes, degrees)
    const found = [{ page: 1, text: `${text.slice(0, -1)}0` }]
    expect((await inspectScan({ name, bytes })).codes).toEqual(found)
    const { width = 0, height = 0 } = plainPicture(bytes) ?? {}
    const asPdf = imagePdf({ width, height, body: Buffer.from(bytes) })
    expect((await inspectScan({ name, bytes: asPdf })).codes).toEqual(found)
  })

  it('is read page by page as a PDF', async () => {
    const scan = await inspectScan({ name, bytes: await pdf(2) })
    expect(scan.kind).toBe('pdf')
    expect(scan.codes.map((code) => code.text)).toEqual([`${text.slice(0, -1)}0`, `${text.slice(0, -1)}1`])
    const picture = await scanPage(await pdf(1), 1, 600)
    expect(picture.mediaType).toBe('image/png')
    expect(Math.abs((plainPicture(picture.bytes)?.width ?? 0) - 600)).toBeLessThanOrEqual(1)
  })

  it('keeps its colours as a PDF: a red seal is red, and the paper white', async () => {
    const drawing = '1 0 0 rg 50 50 100 100 re f'
    const bytes = bytesOf(`%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R>>endobj
4 0 obj<</Length ${drawing.length}>>stream
${drawing}
endstream endobj
trailer<</Root 1 0 R>>
%%EOF`)
    const shown = await loadImage(Buffer.from((await scanPage(bytes, 1, 200)).bytes))
    const pen = createCanvas(200, 200).getContext('2d')
    pen.drawImage(shown, 0, 0)
    const at = (x: number, y: number) => [...pen.getImageData(x, y, 1, 1).data]
    expect([at(100, 100), at(10, 10)]).toEqual([
      [255, 0, 0, 255],
      [255, 255, 255, 255],
    ])
  })

  it('is taken without a code that can be read', async () => {
    const canvas = createCanvas(300, 300)
    expect((await inspectScan({ name, bytes: await canvas.encode('png') })).codes).toEqual([])
  })

  it.each<[string, () => Uint8Array | Promise<Uint8Array>, string]>([
    ['of 0 bytes', () => new Uint8Array(), 'file.empty'],
    ['of more than 20 MB', () => new Uint8Array(20 * 1024 * 1024 + 1), 'file.too-large'],
    ['that is a text, whatever its name', () => bytesOf('这是一段文字'), 'file.kind-not-accepted'],
    ['that is an OFD document with an electronic seal', () => ofd(), 'scan.electronic-seal'],
    [
      'that is a workbook',
      () => makeZip([{ name: '[Content_Types].xml', data: '<Types/>' }]),
      'file.kind-not-accepted',
    ],
    ['that is a PDF by its first bytes only', () => bytesOf('%PDF-1.7 nothing more'), 'scan.unreadable'],
    ['that asks for a password', () => bytesOf(locked), 'scan.password'],
    ['of 51 pages', () => bytesOf(blankPages(51)), 'scan.too-many-pages'],
    ['of 200 pages', () => bytesOf(blankPages(200)), 'scan.too-many-pages'],
    ['cut off in its head', async () => (await photo('jpg')).subarray(0, 12), 'scan.unreadable'],
    ['cut off in a JPG’s data', async () => (await photo('jpg')).subarray(0, -400), 'scan.unreadable'],
    ['cut off in a PNG’s data', async () => (await photo('png')).subarray(0, 400), 'scan.unreadable'],
    ['cut off before the end of a PNG', async () => (await photo('png')).subarray(0, -12), 'scan.unreadable'],
    ['with one byte of a PNG’s data changed', async () => changedAt(await photo('png'), 300), 'scan.unreadable'],
    ['that is a JPG no viewer can draw', () => twelveBits(), 'scan.unreadable'],
    ['of a million parts that never ends', () => endless(), 'scan.unreadable'],
    ['that claims to be larger than any scan', async () => giant(await photo('png')), 'scan.too-many-pixels'],
  ])('is refused when it is one %s', async (_what, made, code) => {
    await expect(inspectScan({ name, bytes: await made() })).rejects.toMatchObject({ code })
  })

  it('of fifty pages is still taken', async () => {
    expect((await inspectScan({ name, bytes: bytesOf(blankPages(50)) })).pages).toBe(50)
  })
})

function giant(png: Uint8Array): Uint8Array {
  const changed = Buffer.from(png)
  changed.writeUInt32BE(60_000, 16)
  changed.writeUInt32BE(crc32(changed.subarray(12, 29)), 29)
  return changed
}

function changedAt(bytes: Uint8Array, at: number): Uint8Array {
  const changed = Uint8Array.from(bytes)
  changed[at] = (changed[at] ?? 0) ^ 0x55
  return changed
}

/** Parts that add up, and a frame of 12 bits a colour: medicine writes it, no browser reads it. */
function twelveBits(): Uint8Array {
  const frame = [0xff, 0xc1, 0, 11, 12, 0, 64, 0, 64, 1, 1, 0x11, 0]
  const data = [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 1, 2, 3]
  return Uint8Array.from([0xff, 0xd8, ...frame, ...data, 0xff, 0xd9])
}

const endless = (): Uint8Array =>
  Buffer.concat([Buffer.from([0xff, 0xd8]), Buffer.alloc(4_000_000, Buffer.from([0xff, 0xdb, 0, 2]))])

/** One page with an image of `width` by `height` pixels over the whole sheet. */
function imagePdf(image: { width: number; height: number; body: Buffer }): Uint8Array {
  const content = 'q 595 0 0 842 0 0 cm /I Do Q'
  return Buffer.concat([
    Buffer.from(`%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/Resources<</XObject<</I 4 0 R>>>>>>endobj
5 0 obj<</Length ${content.length}>>stream
${content}
endstream endobj
4 0 obj<</Type/XObject/Subtype/Image/Width ${image.width}/Height ${image.height}/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/${image.body[0] === 0xff ? 'DCTDecode' : 'FlateDecode'}/Length ${image.body.length}>>stream
`),
    image.body,
    Buffer.from('\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF'),
  ])
}

describe('a hostile scan', () => {
  it('that unpacks to a gigabyte ends no one but its own process', async () => {
    const body = deflateSync(Buffer.alloc(972_000_000))
    expect((await inspectScan({ name, bytes: imagePdf({ width: 18_000, height: 18_000, body }) })).pages).toBe(1)
  })

  it.each([0, -1, 1.5, 2])('has no page %s', async (page) => {
    const refused = { code: 'record.not-found' }
    await expect(scanPage(bytesOf(blankPages(1)), page)).rejects.toMatchObject(refused)
    await expect(scanPage(await photo('png'), page)).rejects.toMatchObject(refused)
  })

  it('with a page of no width is said to be unreadable when it is shown', async () => {
    const thin = bytesOf(blankPages(1).replace('0 0 200 200', '0 0 0.01 100000'))
    await expect(scanPage(thin, 1)).rejects.toMatchObject({ code: 'scan.unreadable' })
  })
})

describe('a code', () => {
  it('is printed with four modules of white around it', async () => {
    const box = createCanvas(174, 174).getContext('2d')
    box.drawImage(await loadImage(Buffer.from(await qrPng('abc', 200))), 0, 0)
    const dark = (x: number, y: number) => (box.getImageData(x, y, 1, 1).data[0] ?? 0) < 128
    // Version 1: 21 modules and twice 4, six dots each.
    expect([dark(23, 24), dark(24, 23), dark(24, 24), dark(149, 24), dark(150, 24)]).toEqual([
      false,
      false,
      true,
      true,
      false,
    ])
    expect(await qrSvg('abc')).toMatch(/^<svg width="174" height="174"/)
  })

  it.each([
    [100, 87],
    [200, 174],
    [500, 493],
  ])('fits %i pixels', async (wanted, width) => {
    expect((await loadImage(Buffer.from(await qrPng('abc', wanted)))).width).toBe(width)
  })

  it('says so when a text is too long for any code, or the picture too small for its own', async () => {
    await expect(qrSvg('x'.repeat(2_400))).rejects.toThrow(RangeError)
    await expect(qrPng('abc', 20)).rejects.toThrow(RangeError)
  })
})

describe('where a photo was taken', () => {
  // EXIF with orientation 6 (turned right), a maker's note and a GPS directory.
  const exif = (order: 'MM' | 'II') => {
    const little = order === 'II'
    const tiff = new DataView(new ArrayBuffer(64))
    tiff.setUint16(0, little ? 0x4949 : 0x4d4d)
    tiff.setUint16(2, 42, little)
    tiff.setUint32(4, 8, little)
    tiff.setUint16(8, 2, little)
    tiff.setUint16(10, 0x0112, little)
    tiff.setUint16(12, 3, little)
    tiff.setUint32(14, 1, little)
    tiff.setUint16(18, 6, little)
    tiff.setUint16(22, 0x8825, little)
    const body = Buffer.concat([Buffer.from('Exif\0\0'), Buffer.from(tiff.buffer), Buffer.from('N29.21,E112.53')])
    return Buffer.concat([Buffer.from([0xff, 0xe1, 0, body.length + 2]), body])
  }

  it.each(['MM', 'II'] as const)('does not leave with it, and it still stands upright (%s)', async (order) => {
    const plain = await photo('jpg')
    const told = Buffer.concat([
      plain.subarray(0, 2),
      exif(order),
      Buffer.from([0xff, 0xfe, 0, 6, 1, 2, 3, 4]),
      // A byte of filling before a marker is allowed, and must not hide what follows.
      Buffer.from([0xff]),
      segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0E112.53'),
      segment(0xed, 'Photoshop 3.0\0E112.53'),
      segment(0xe2, 'MPF\0E112.53'),
      plain.subarray(2),
      // The second picture some phones hang behind the first.
      exif(order),
      plain,
    ])
    const kept = Buffer.from((await inspectScan({ name, bytes: told })).bytes)
    expect(kept.includes('E112.53')).toBe(false)
    expect(kept.includes(Buffer.from([0xff, 0xfe, 0, 6]))).toBe(false)
    // Turned by a viewer as before: 1240 wide becomes 1240 high.
    const seen = await loadImage(kept)
    expect([seen.width, seen.height]).toEqual([1754, 1240])
    expect(kept.subarray(-200).equals(Buffer.from(plain.subarray(-200)))).toBe(true)
  })

  it.each(['tEXt', 'zTXt', 'iTXt', 'eXIf', 'tIME', 'prVt'])('does not leave in a PNG (%s)', async (type) => {
    const plain = Buffer.from(await photo('png'))
    const body = Buffer.from(`${type}E112.53`)
    const chunk = Buffer.concat([word(7), body, word(crc32(body))])
    const told = Buffer.concat([plain.subarray(0, 33), chunk, plain.subarray(33), Buffer.from('E112.53')])
    expect((await inspectScan({ name, bytes: told })).bytes).toEqual(new Uint8Array(plain))
  })

  it('stays in a PDF, which is kept as it was signed', async () => {
    const bytes = await pdf(1)
    expect((await inspectScan({ name, bytes })).bytes).toBe(bytes)
  })
})

function word(value: number): Buffer {
  const four = Buffer.alloc(4)
  four.writeUInt32BE(value)
  return four
}

const segment = (marker: number, words: string): Buffer =>
  Buffer.concat([Buffer.from([0xff, marker, 0, words.length + 2]), Buffer.from(words, 'latin1')])
