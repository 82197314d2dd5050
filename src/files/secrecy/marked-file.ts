import { type Cell, readTables, readWordText, type Sheet, unpackEach } from '../../documents/index.ts'
import { extractText } from '../../textcheck/index.ts'
import { Refusal } from '../../vocabulary/refusals/index.ts'
import { bearsSecrecyMark, bearsSecrecyMarkWithin, saysLevelOfSecrecy } from '../../vocabulary/secrecy-mark.ts'
import { kindOf } from '../kinds.ts'
import { markedPdfPage } from '../scans/pdf-text.ts'

export type FileToJudge = { name: string; bytes: Uint8Array }

/**
 * Where the words of a file bear the mark of a state secret: 第3页, 第2张表第5行, or '' where it has no such parts; undefined where they
 * bear none, and where nobody can read them: pictures, scans, archives, what is locked, damaged or beyond the bounds of its
 * reader. Looks at all the words of Word, tables, PDF, web pages and plain text, and at those of older Office files as they lie there.
 */
export async function markedPlace(file: FileToJudge): Promise<string | undefined> {
  try {
    return await judge(file)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return undefined
  }
}

async function judge(file: FileToJudge): Promise<string | undefined> {
  const { bytes } = file
  switch (kindOf(bytes)) {
    case 'pdf': {
      const page = await markedPdfPage(bytes)
      return page === undefined ? undefined : `第${page}页`
    }
    case 'zip':
      return isWorkbook(bytes) ? ofWorkbook(file) : found(bearsSecrecyMark(readWordText(bytes).text))
    case 'cfb':
      return ofOlderOffice(file)
    case 'png':
    case 'jpg':
    case 'gif':
    case 'webp':
      return undefined
    case 'text':
    case 'unknown':
    default:
      return ofText(file)
  }
}

const found = (marked: boolean) => (marked ? '' : undefined)
const latin = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
const isWorkbook = (bytes: Uint8Array) => latin(bytes).includes('xl/workbook')

// 密 in UTF-8, GB18030, Big5 and both kinds of UTF-16. Every mark says it: what has none of these is read no further.
const SIGNS = ['e5af86', 'c3dc', 'b14b', 'c65b', '5bc6'].map((hex) => Buffer.from(hex, 'hex'))
// Markup may name a letter by its number.
const says = (bytes: Uint8Array) => SIGNS.some((sign) => latin(bytes).includes(sign)) || latin(bytes).includes('&#')

const CELLS = /^xl\/(?:sharedStrings\d*|worksheets\/[^/]+)\.xml$/i

async function ofWorkbook(file: FileToJudge): Promise<string | undefined> {
  for (const part of unpackEach(file.bytes, undefined, (path) => CELLS.test(path)))
    if (says(part.bytes) && saysLevelOfSecrecy(bareWords(part.bytes))) return ofTables(file)
  return undefined
}

// A list of thousands of rows with 保密局 in it is not read twice: the words without the markup say that it is needless.
const bareWords = (xml: Uint8Array) =>
  latin(xml)
    .toString('utf8')
    .replace(/<[^>]*>/g, '')
    .replace(/&#(?:x([\da-f]{1,6})|(\d{1,7}));/gi, (_, hex?: string, decimal?: string) => {
      const code = hex === undefined ? Number(decimal) : parseInt(hex, 16)
      return code <= 0x10ffff ? String.fromCodePoint(code) : ''
    })

async function ofTables({ name, bytes }: FileToJudge): Promise<string | undefined> {
  const { sheets } = await readTables(bytes, { fileName: name })
  const places = sheets.flatMap(({ rows }, sheet) =>
    rows.flatMap((cells, at) =>
      isMarkedRow(cells) ? `${sheets.length > 1 ? `第${sheet + 1}张表` : ''}第${at + 1}行` : [],
    ),
  )
  // A paper that was written into a sheet has its head in several rows.
  return places[0] ?? found(sheets.some(({ rows }) => bearsSecrecyMark(rows.map(lineOf).join('\n'))))
}

const lineOf = (cells: readonly Cell[]) => cells.map(({ text }) => text).join('\t')

/** A row is put together for a look only where a cell says what every mark says. */
export const isMarkedRow = (cells: Sheet['rows'][number]): boolean =>
  cells.some(({ text }) => text.includes('密')) && bearsSecrecyMark(cells.map(({ text }) => text).join('\n'))

/** .xls is read as tables; .doc, .wps and .ppt have no reader here, but keep their Chinese words as plain UTF-16. */
async function ofOlderOffice(file: FileToJudge): Promise<string | undefined> {
  if (!says(file.bytes)) return undefined
  const raw = latin(file.bytes).toString('utf16le').replaceAll('\r', '\n')
  if (bearsSecrecyMarkWithin(raw)) return ''
  return ofTables(file)
}

async function ofText(file: FileToJudge): Promise<string | undefined> {
  const { name, bytes } = file
  if (!says(bytes)) return undefined
  const { text } = extractText(bytes, name, Infinity)
  if (bearsSecrecyMark(text)) return ''
  return /\.(?:csv|tsv)$/i.test(name) && saysLevelOfSecrecy(text) ? ofTables(file) : undefined
}
