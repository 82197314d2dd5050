import { buffer } from 'node:stream/consumers'
import { encode } from 'fast-png'
import { codesIn, prepareCodes } from './codes.ts'
import { bearsSecrecyMark, bearsSecrecyMarkWithin } from '../../vocabulary/secrecy-mark.ts'
import { ScanRefused } from './fault.ts'
import { type ScanLine, scanLimits } from './limits.ts'
import { drawPage, openPdf, type Picture } from './pdf-pages.ts'
import { redrawn } from './other-pictures.ts'
import { plainPicture } from './plain-picture.ts'

/**
 * The program that looks into one scan: bytes on standard input; `inspect`, `text` and `mark` answer `ScanLine`s, `page N WIDTH` the page
 * as PNG or one line why not. `run-scan-process.ts` starts it, bounds its memory and its time of a processor, and stops it by the clock.
 */
const [, , job = '', page = '1', width = '1000'] = process.argv
const bytes = new Uint8Array(await buffer(process.stdin))

// 200 dots an inch: a code of 18 mm in a corner is read, also skewed and grey.
const CODE_SCALE = 200 / 72

// Written before the next page is drawn: that may be the one on which this process is stopped.
const say = (line: ScanLine): Promise<unknown> =>
  new Promise((done) => process.stdout.write(`${JSON.stringify(line)}\n`, done))

async function inspect(): Promise<void> {
  prepareCodes()
  if (Buffer.from(bytes.subarray(0, 5)).toString('latin1') === '%PDF-') await inspectPdf()
  else await inspectPicture()
}

async function inspectPicture(): Promise<void> {
  const picture = (await redrawn(bytes)) ?? plainPicture(bytes)
  if (!picture) throw new ScanRefused({ refused: 'unreadable' })
  const { width: across, height } = picture
  if (across * height > scanLimits.pixels) throw new ScanRefused({ refused: 'too-many-pixels', width: across, height })
  const plain = new Uint8Array(picture.bytes)
  await say({ opened: { pages: 1, plain: Buffer.from(plain).toString('base64') } })
  for (const text of await codesIn(plain).catch(noCodes)) await say({ code: { page: 1, text } })
}

async function inspectPdf(): Promise<void> {
  const document = await openPdf(bytes)
  const pages = document.getPageCount()
  if (pages === 0) throw new ScanRefused({ refused: 'unreadable' })
  if (pages > scanLimits.pages) throw new ScanRefused({ refused: 'too-many-pages', found: pages })
  await say({ opened: { pages } })
  for (let at = 0; at < Math.min(pages, scanLimits.codePages); at++) {
    const texts = await drawPage(document, at, { scale: CODE_SCALE }).then(codesIn).catch(noCodes)
    for (const text of texts) await say({ code: { page: at + 1, text } })
  }
}

/** Page by page, so that what was read before the end stays. */
async function tellText(): Promise<void> {
  const document = await openPdf(bytes)
  const pages = document.getPageCount()
  if (pages === 0) throw new ScanRefused({ refused: 'unreadable' })
  await say({ opened: { pages } })
  const most = Math.min(pages, scanLimits.textPages)
  for (let at = 0, letters = 0; at < most && letters < scanLimits.textLetters; at++) {
    const text = textOf(document, at).slice(0, scanLimits.textLetters - letters)
    letters += text.length
    await say({ text })
  }
}

/** The first page that bears the mark of a state secret, among all of them: no page is too far behind to be read. */
async function tellMark(): Promise<void> {
  const document = await openPdf(bytes)
  const pages = document.getPageCount()
  let begun = false
  for (let at = 0; at < pages; at++) {
    const text = textOf(document, at)
    if (begun ? bearsSecrecyMarkWithin(text) : bearsSecrecyMark(text)) return void (await say({ markedPage: at + 1 }))
    begun ||= text.trim() !== ''
  }
}

// A page that cannot be read has no words here, and is told as one.
function textOf(document: Awaited<ReturnType<typeof openPdf>>, at: number): string {
  try {
    return document.getPage(at).getText()
  } catch {
    return ''
  }
}

// A page that cannot be drawn has no code; the paper is taken all the same, and compared by eye.
function noCodes(error: unknown): string[] {
  if (error instanceof ScanRefused) throw error
  return []
}

async function showPage(): Promise<void> {
  const document = await openPdf(bytes)
  if (Number(page) > document.getPageCount()) throw new ScanRefused({ refused: 'no-such-page' })
  const size = { width: Number(width) }
  process.stdout.end(
    await drawPage(document, Number(page) - 1, size)
      .then(asPng)
      .catch(unreadable),
  )
}

const asPng = (picture: Picture) => encode({ ...picture, data: new Uint8Array(picture.data.buffer), channels: 4 })

function unreadable(cause: unknown): never {
  throw Object.assign(new ScanRefused({ refused: 'unreadable' }), { cause })
}

try {
  await (job === 'page' ? showPage() : job === 'text' ? tellText() : job === 'mark' ? tellMark() : inspect())
} catch (error) {
  if (!(error instanceof ScanRefused)) throw error
  await say(error.line)
}
