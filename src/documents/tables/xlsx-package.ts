import { crc32 } from 'node:zlib'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { formatCode, mattersForReading } from './number-formats.ts'
import { unescapeXml } from './markup.ts'
import { columnIndex, placeKey, UsedRange } from './places.ts'
import { LIMITS } from './shapes.ts'
import { unpack } from './zip-directory.ts'
import type { Merge } from './shapes.ts'
import type { ZipEntry } from './zip-directory.ts'

/** What the library that reads cells does not tell: formats that change what a person saw, by `placeKey`. */
export type SheetClues = {
  readonly formats: ReadonlyMap<number, string>
  /** Cells whose value comes from a formula; only an .xls needs this said. */
  readonly formulas: ReadonlySet<number>
  /** Merges of an .xls: the library stops at the first chart on a sheet and would miss them. */
  readonly merges?: readonly Merge[]
  readonly is1904?: boolean
}

/** A workbook reduced to what is read: checked parts only, stored unpacked, so that what was checked is what is parsed. */
export type CheckedPackage = {
  readonly bytes: Uint8Array
  /** Positions of worksheets among all sheets; charts and macro sheets are left out. */
  readonly sheetIndexes: readonly number[]
  readonly clues: readonly SheetClues[]
}

// Pictures, drawings, macros, links to other files, caches of pivot tables: nothing of these reaches the parser.
const NEEDED =
  /^(\[content_types\]\.xml|_rels\/\.rels|xl\/[^/]+\.xml|xl\/_rels\/[^/]+\.rels|xl\/worksheets\/[^/]+\.xml)$/i
const NOT_NEEDED = /^xl\/(calcchain|cellimages|connections|comments\d*|volatiledependencies)\.xml$/i

/**
 * Unpacks and checks the parts of an .xlsx that hold cells. Refuses document type declarations (ISO/IEC 29500-2 forbids
 * them; they are how external entities come in), too many or too distant cells, and too many merges.
 */
export function checkPackage(bytes: Uint8Array, directory: readonly ZipEntry[]): CheckedPackage {
  const parts = new Map<string, Buffer>()
  for (const entry of directory) {
    if (NEEDED.test(entry.name) && !NOT_NEEDED.test(entry.name))
      parts.set(entry.name, plainMarkup(unpack(bytes, entry)))
  }
  const sheets = worksheets(parts)
  if (sheets.length > LIMITS.sheets) throw refuse('table.damaged', { detail: `工作表超过 ${LIMITS.sheets} 张` })
  const formats = formatsByStyle(textOf(parts, 'xl/styles.xml'))
  const budget = { cells: LIMITS.cells as number }
  const clues = sheets.map(({ path, name }) => {
    const scanned = scanSheet(parts.get(path) ?? Buffer.alloc(0), formats, name, budget)
    parts.set(path, scanned.xml)
    return scanned.clues
  })
  return { bytes: storedArchive(parts), sheetIndexes: sheets.map(({ index }) => index), clues }
}

/** Refuses wide encodings and document type declarations: nothing an office program writes has them. */
export function plainMarkup(part: Buffer): Buffer {
  const wide = part.length > 1 && (part[0] === 0xff || part[0] === 0xfe || part[0] === 0 || part[1] === 0)
  if (wide || part.includes('<!DOCTYPE') || part.includes('<!ENTITY')) throw refuse('table.forbidden-markup')
  return part
}

const textOf = (parts: ReadonlyMap<string, Buffer>, path: string) => parts.get(path)?.toString('utf8') ?? ''

const attribute = (tag: string, name: string) => new RegExp(`\\s${name}\\s*=\\s*["']([^"']*)["']`).exec(tag)?.[1]

// Usually xl/workbook.xml; Office on the web also writes xl/workbook2.xml, and the root names it.
function workbookPath(parts: ReadonlyMap<string, Buffer>): string {
  const tags = [...textOf(parts, '_rels/.rels').matchAll(RELATIONSHIP)].map(([tag]) => tag)
  const main = tags.find((tag) => attribute(tag, 'Type')?.endsWith('/officeDocument'))
  return (main && attribute(main, 'Target')?.replace(/^\.?\//, '')) || 'xl/workbook.xml'
}

const RELATIONSHIP = /<(?:\w+:)?Relationship\s[^>]*>/g

function worksheets(parts: ReadonlyMap<string, Buffer>): { index: number; name: string; path: string }[] {
  const book = workbookPath(parts)
  const targets = new Map<string, string>()
  for (const [tag] of textOf(parts, book.replace(/([^/]+)$/, '_rels/$1.rels')).matchAll(RELATIONSHIP)) {
    if (!attribute(tag, 'Type')?.endsWith('/worksheet')) continue
    const target = attribute(tag, 'Target') ?? ''
    const path = target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`
    targets.set(attribute(tag, 'Id') ?? '', path)
  }
  const tags = [...textOf(parts, book).matchAll(/<(?:\w+:)?sheet\s[^>]*>/g)]
  return tags.flatMap(([tag], index) => {
    const path = targets.get(attribute(tag, '\\w+:id') ?? '')
    const name = unescapeXml(attribute(tag, 'name') ?? `第 ${index + 1} 张`)
    return path && parts.has(path) ? [{ index, name, path }] : []
  })
}

function formatsByStyle(styles: string): (string | undefined)[] {
  const own = new Map<number, string>()
  for (const [tag] of styles.matchAll(/<(?:\w+:)?numFmt\s[^>]*>/g)) {
    // Codes are full of quotation marks, so the attribute keeps its own kind of quote.
    const code = /\sformatCode\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(tag)
    own.set(Number(attribute(tag, 'numFmtId')), unescapeXml(code?.[1] ?? code?.[2] ?? ''))
  }
  const cellFormats = /<(?:\w+:)?cellXfs[\s>][\s\S]*?<\/(?:\w+:)?cellXfs>/.exec(styles)?.[0] ?? ''
  return [...cellFormats.matchAll(/<(?:\w+:)?xf\s[^>]*>/g)].map(([tag]) => {
    const code = formatCode(Number(attribute(tag, 'numFmtId') ?? 0), own)
    return mattersForReading(code) ? code : undefined
  })
}

/**
 * One pass over the markup before it is parsed. Cells that carry only a style are cut out: offices format whole columns
 * down to row 1,048,576, and those cells hold nothing.
 */
function scanSheet(part: Buffer, formats: readonly (string | undefined)[], name: string, budget: { cells: number }) {
  const xml = part.toString('latin1') // one character a byte, so that places in the text are places in the part
  const tags = /<(?:\w+:)?(c|mergeCell)(\s[^>]*)?>/g
  const used = new UsedRange(name, budget)
  const clues = { formats: new Map<number, string>(), formulas: new Set<number>() }
  const kept: Buffer[] = []
  let from = 0
  let merges = 0
  for (let tag = tags.exec(xml); tag; tag = tags.exec(xml)) {
    if (tag[1] === 'mergeCell') {
      if (++merges > LIMITS.merges)
        throw refuse('table.merges-not-plain', { sheet: name, detail: `超过 ${LIMITS.merges} 处` })
      continue
    }
    const attributes = tag[2] ?? ''
    const place = /\sr\s*=\s*["']([A-Z]{1,3})(\d{1,7})["']/.exec(attributes)
    if (!place) {
      used.add(0, 0)
    } else if (attributes.endsWith('/')) {
      kept.push(part.subarray(from, tag.index))
      from = tags.lastIndex
    } else {
      const [row, column] = [Number(place[2]) - 1, columnIndex(place[1] ?? '')]
      used.add(row, column)
      const style = /\ss\s*=\s*["'](\d+)["']/.exec(attributes)
      const code = style ? formats[Number(style[1])] : undefined
      if (code !== undefined) clues.formats.set(placeKey(row, column), code)
    }
  }
  return { xml: from === 0 ? part : Buffer.concat([...kept, part.subarray(from)]), clues }
}

/** A ZIP archive without compression of the checked parts. */
function storedArchive(parts: ReadonlyMap<string, Buffer>): Uint8Array {
  const pieces: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [path, data] of parts) {
    const name = Buffer.from(path)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt32LE(crc32(data), 10)
    common.writeUInt32LE(data.length, 14)
    common.writeUInt32LE(data.length, 18)
    common.writeUInt16LE(name.length, 22)
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    pieces.push(Buffer.from('PK\x03\x04'), common, name, data)
    directory.push(Buffer.from('PK\x01\x02\x14\x00'), common, place, name)
    offset += 30 + name.length + data.length
  }
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06')
  end.writeUInt16LE(parts.size, 8)
  end.writeUInt16LE(parts.size, 10)
  end.writeUInt32LE(
    directory.reduce((sum, piece) => sum + piece.length, 0),
    12,
  )
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...pieces, ...directory, end])
}
