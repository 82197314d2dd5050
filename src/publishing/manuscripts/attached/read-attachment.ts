import { readTables } from '../../../documents/index.ts'
import { readPdfText } from '../../../files/index.ts'
import { extractText } from '../../../textcheck/index.ts'
import { Refusal } from '../../../vocabulary/refusals/index.ts'

/** The words of an attachment, a paragraph, row or page a line, and what of it nobody read. */
export type AttachedWords = {
  lines: readonly string[]
  /** What the line at a number (from 1) is called. */
  placeOf: (line: number) => string
  /** Sentences about the attachment. */
  unread: readonly string[]
}

/** Longer ones are read so far; the rest is told. */
const MOST_LETTERS = 300_000

/**
 * Reads what an attachment says: Word, tables, PDF. Whatever the bytes are, there is an answer; what can't be read is told
 * with the reason, pictures and archives as such.
 */
export async function readAttachment(file: { name: string; bytes: Uint8Array }): Promise<AttachedWords> {
  try {
    return cut(await (isPdf(file.bytes) ? ofPdf(file) : mayBeWorkbook(file.bytes) ? ofPackage(file) : ofText(file)))
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return nothing(`没有检查。${error.message}`)
  }
}

const nothing = (why: string): AttachedWords => ({ lines: [], placeOf: () => '', unread: [why] })

const latin = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
const isPdf = (bytes: Uint8Array) => latin(bytes).subarray(0, 5).toString('latin1') === '%PDF-'
const mayBeWorkbook = (bytes: Uint8Array) =>
  latin(bytes).subarray(0, 2).toString('latin1') === 'PK' && latin(bytes).includes('xl/workbook')

function ofText({ name, bytes }: { name: string; bytes: Uint8Array }): AttachedWords {
  const { text, notChecked } = extractText(bytes, name)
  return { lines: text.split('\n'), placeOf: (line) => `第${line}段`, unread: notChecked.map(({ why }) => why) }
}

/** A table, or a text in Word that holds one: the name of a workbook stands in both, and only the directory tells which is which. */
async function ofPackage(file: { name: string; bytes: Uint8Array }): Promise<AttachedWords> {
  try {
    return await ofTables(file)
  } catch (error) {
    const isText = latin(file.bytes).includes('word/document')
    if (!isText || !(error instanceof Refusal) || error.code !== 'table.not-a-table') throw error
    return ofText(file)
  }
}

async function ofTables({ name, bytes }: { name: string; bytes: Uint8Array }): Promise<AttachedWords> {
  const { sheets } = await readTables(bytes, { fileName: name })
  const rows = sheets.flatMap((sheet) =>
    sheet.rows.map((cells, at) => ({
      words: cells.map(({ text }) => text.replaceAll('\n', ' ')).join('\t'),
      place: `工作表“${sheet.name}”第${at + 1}行`,
    })),
  )
  const said = rows.filter(({ words }) => words.trim() !== '')
  return { lines: said.map(({ words }) => words), placeOf: (line) => said[line - 1]?.place ?? '', unread: [] }
}

async function ofPdf(file: { name: string; bytes: Uint8Array }): Promise<AttachedWords> {
  const { pages, texts } = await readPdfText(file)
  const lines = texts.flatMap((text, at) => paragraphsOf(text).map((words) => ({ words, page: at + 1 })))
  const bare = texts.flatMap((text, at) => (text.trim() === '' ? [at + 1] : []))
  return {
    lines: lines.map(({ words }) => words),
    placeOf: (line) => `第${lines[line - 1]?.page ?? 1}页`,
    unread: [
      ...(bare.length === texts.length && texts.length > 0
        ? ['是扫描件，没有可读的文字，请人工查看。']
        : bare.length > 0
          ? [`第${bare.slice(0, 20).join('、')}${bare.length > 20 ? '等' : ''}页没有可读的文字，请人工查看。`]
          : []),
      ...(texts.length < pages
        ? [`共${pages}页，${texts.length === 0 ? '没有读出文字，' : `只读了前${texts.length}页，其余`}请人工查看。`]
        : []),
    ],
  }
}

// A full line of a page that ends within a sentence goes on in the next; a short one is a heading or a cell.
const FULL = 20

/** Paragraphs of a page, whose lines end where the paper does. */
function paragraphsOf(page: string): string[] {
  const paragraphs: string[] = []
  let goesOn = false
  for (const line of page.split(/\r?\n/u)) {
    const words = line.trimEnd()
    if (goesOn) paragraphs.push(paragraphs.pop()! + words.trimStart())
    else paragraphs.push(words)
    goesOn = words.length >= FULL && !/[。！？；：]$/u.test(words)
  }
  return paragraphs
}

function cut(read: AttachedWords): AttachedWords {
  let letters = 0
  const kept = read.lines.findIndex((line) => (letters += line.length + 1) > MOST_LETTERS)
  if (kept < 0) return read
  const unread = [...read.unread, `篇幅过长，只检查到${read.placeOf(Math.max(kept, 1))}，其余请人工查看。`]
  return { ...read, lines: kept === 0 ? [read.lines[0]!.slice(0, MOST_LETTERS)] : read.lines.slice(0, kept), unread }
}
