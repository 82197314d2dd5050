import { escapeXml } from './markup.ts'
import type { Look } from './book.ts'

const PLAIN: Look = {}
const SPREADSHEET = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const FIRST_OWN_FORMAT = 164

type Indexes = [plain: number, guarded: number]
type Layers = WeakMap<Look, WeakMap<Look, WeakMap<Look, Indexes>>>

/** Collects the looks used in a book and writes the styles part. Index 0 is the book's own look. */
export class BookStyles {
  private readonly book: Look
  private readonly seen: Layers = new WeakMap()
  private readonly fonts = new Register()
  private readonly formats = new Register()
  private readonly cells = new Register()

  constructor(book: Look = PLAIN) {
    this.book = { font: '宋体', size: 11, ...book }
    this.index(this.book, false)
  }

  /**
   * The style index of a cell from the looks of its column, its row and itself. `guarded` marks text that a person
   * who edits the cell must not turn into a formula (quotePrefix).
   */
  of(column: Look = PLAIN, row: Look = PLAIN, cell: Look = PLAIN, guarded = false): number {
    const rows = within(this.seen, column, () => new WeakMap())
    const pair = within(
      within(rows, row, () => new WeakMap()),
      cell,
      unknownIndexes,
    )
    const which = guarded ? 1 : 0
    if (pair[which] < 0) pair[which] = this.index({ ...this.book, ...column, ...row, ...cell }, guarded)
    return pair[which]
  }

  private index(look: Look, guarded: boolean): number {
    const font = this.fonts.add(fontMarkup(look))
    const format = look.format === undefined ? 0 : FIRST_OWN_FORMAT + this.formats.add(look.format)
    const border = look.border === true ? 1 : 0
    const flags = `applyNumberFormat="1" applyFont="1" applyBorder="1" applyAlignment="1"${guarded ? ' quotePrefix="1"' : ''}`
    const ids = `numFmtId="${format}" fontId="${font}" fillId="0" borderId="${border}" xfId="0"`
    return this.cells.add(`<xf ${ids} ${flags}>${alignmentMarkup(look)}</xf>`)
  }

  markup(): string {
    const formats = this.formats.all.map(
      (code, i) => `<numFmt numFmtId="${FIRST_OWN_FORMAT + i}" formatCode="${escapeXml(code)}"/>`,
    )
    return [
      `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="${SPREADSHEET}">`,
      formats.length > 0 ? counted('numFmts', formats) : '',
      counted('fonts', this.fonts.all),
      '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>',
      `<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>${THIN_BORDER}</borders>`,
      '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
      counted('cellXfs', this.cells.all),
      '<cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles>',
      '</styleSheet>',
    ].join('')
  }
}

const side = (name: string) => `<${name} style="thin"><color auto="1"/></${name}>`
const THIN_BORDER = `<border>${side('left')}${side('right')}${side('top')}${side('bottom')}<diagonal/></border>`

// 134 is the GB2312 character set; without it old programs fall back to a Latin face.
function fontMarkup(look: Look): string {
  const bold = look.bold === true ? '<b/>' : ''
  return `<font>${bold}<sz val="${look.size ?? 11}"/><name val="${escapeXml(look.font ?? '')}"/><charset val="134"/></font>`
}

function alignmentMarkup(look: Look): string {
  const horizontal = look.align ? ` horizontal="${look.align}"` : ''
  return `<alignment${horizontal} vertical="${look.vertical ?? 'center'}"${look.wrap === true ? ' wrapText="1"' : ''}/>`
}

const counted = (name: string, items: readonly string[]) =>
  `<${name} count="${items.length}">${items.join('')}</${name}>`

/** Numbers things in the order they first came. */
class Register {
  readonly all: string[] = []
  private readonly places = new Map<string, number>()

  add(item: string): number {
    const known = this.places.get(item)
    if (known !== undefined) return known
    this.places.set(item, this.all.length)
    return this.all.push(item) - 1
  }
}

const unknownIndexes = (): Indexes => [-1, -1]

function within<V>(map: WeakMap<Look, V>, key: Look, make: () => V): V {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}
