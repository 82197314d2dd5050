import { createCanvas, loadImage } from '@napi-rs/canvas'
import { afterAll, describe, expect, it } from 'vitest'
import { civilDate } from '../../calendar/index.ts'
import { type Paper, renderPdf, stopPress } from '../../documents/index.ts'
import { inspectScan, scanPage } from './inspect-scan.ts'
import { pictureSize, withoutPosition } from './picture-facts.ts'
import { qrPng, qrSvg } from './qr.ts'

const text = 'GOVMEDIA:1:annex1:2019:00000001-0000-7000-8000-000000000001:1:0123456789abcdef'
const name = '扫描件'
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

  it('is read page by page as a PDF', async () => {
    const scan = await inspectScan({ name, bytes: await pdf(2) })
    expect(scan.kind).toBe('pdf')
    expect(scan.codes.map((code) => code.text)).toEqual([`${text.slice(0, -1)}0`, `${text.slice(0, -1)}1`])
    const picture = await scanPage(await pdf(1), 1, 600)
    expect(picture.mediaType).toBe('image/png')
    expect(Math.abs((pictureSize(picture.bytes)?.width ?? 0) - 600)).toBeLessThanOrEqual(1)
  })

  it('is taken without a code that can be read', async () => {
    const canvas = createCanvas(300, 300)
    expect((await inspectScan({ name, bytes: await canvas.encode('png') })).codes).toEqual([])
  })

  it.each<[string, () => Uint8Array | Promise<Uint8Array>, string]>([
    ['of 0 bytes', () => new Uint8Array(), 'file.empty'],
    ['of more than 20 MB', () => new Uint8Array(20 * 1024 * 1024 + 1), 'file.too-large'],
    ['that is a text, whatever its name', () => bytesOf('这是一段文字'), 'file.kind-not-accepted'],
    ['that is a PDF by its first bytes only', () => bytesOf('%PDF-1.7 nothing more'), 'scan.unreadable'],
    ['that asks for a password', () => bytesOf(locked), 'scan.password'],
    ['of 51 pages', () => bytesOf(blankPages(51)), 'scan.too-many-pages'],
    ['of 200 pages', () => bytesOf(blankPages(200)), 'scan.too-many-pages'],
    ['cut off in its head', async () => (await photo('jpg')).subarray(0, 12), 'scan.unreadable'],
    ['cut off in a PNG’s data', async () => (await photo('png')).subarray(0, 400), 'scan.unreadable'],
    ['that claims to be larger than any scan', async () => giant(await photo('png')), 'scan.too-many-pixels'],
  ])('is refused when it is one %s', async (_what, made, code) => {
    await expect(inspectScan({ name, bytes: await made() })).rejects.toMatchObject({ code })
  })

  it('of fifty pages is still taken', async () => {
    expect((await inspectScan({ name, bytes: bytesOf(blankPages(50)) })).pages).toBe(50)
  })
})

function giant(png: Uint8Array): Uint8Array {
  const changed = Uint8Array.from(png)
  new DataView(changed.buffer).setUint32(16, 60_000)
  return changed
}

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
      plain.subarray(2),
    ])
    const kept = Buffer.from(withoutPosition(told))
    expect(kept.includes('E112.53')).toBe(false)
    expect(kept.includes(Buffer.from([0xff, 0xfe, 0, 6]))).toBe(false)
    // Turned by a viewer as before: 1240 wide becomes 1240 high.
    const seen = await loadImage(kept)
    expect([seen.width, seen.height]).toEqual([1754, 1240])
    expect(kept.subarray(-200).equals(Buffer.from(plain.subarray(-200)))).toBe(true)
  })

  it('does not leave in the texts of a PNG', async () => {
    const plain = Buffer.from(await photo('png'))
    const chunk = Buffer.concat([Buffer.from([0, 0, 0, 7]), Buffer.from('tEXtE112.53'), Buffer.alloc(4)])
    const kept = Buffer.from(withoutPosition(Buffer.concat([plain.subarray(0, 33), chunk, plain.subarray(33)])))
    expect(kept.equals(plain)).toBe(true)
  })
})
