import { refuse } from '../../vocabulary/refusals/index.ts'
import { unescapeXml } from './markup.ts'
import { type Cell, EMPTY, LIMITS, type Merge, type Sheet } from './shapes.ts'
import { plainMarkup } from './xlsx-package.ts'
import { unpack, type ZipEntry } from './zip-directory.ts'

const MAIN = 'word/document.xml'

/** A filled form of an office has some dozens of cells; this is room for a long one. */
const MOST_CELLS = 100_000

/**
 * The tables of a Word document (ECMA-376 part 1, 17.4), each as a sheet: paragraphs of a cell are its lines, cells that
 * reach over columns or rows are merges, a table within a cell is words of that cell. What was deleted or moved away with
 * changes tracked is left out. Refuses what a workbook is refused for.
 */
export function readWordTables(bytes: Uint8Array, directory: readonly ZipEntry[]): Sheet[] {
  const main = directory.find(({ name }) => name === MAIN)
  if (!main) throw refuse('table.damaged', { detail: `缺少 ${MAIN}` })
  const reader = new TableReader()
  const xml = plainMarkup(unpack(bytes, main)).toString('utf8')
  for (const [, closing, name = '', attributes = '', single, words = ''] of xml.matchAll(TAG)) {
    if (closing) reader.close(name)
    else {
      reader.open(name, attributes, words)
      if (single) reader.close(name)
    }
  }
  return reader.sheets
}

// The words after an opening tag are its text where it is w:t; everything else between tags is layout.
const TAG =
  /<(\/?)(w:(?:tbl|tr|tc|p|t|tab|br|cr|sym|gridSpan|vMerge|moveFrom)|mc:Fallback)(?=[\s/>])([^<>]*?)(\/?)>([^<]*)/g

const valueOf = (attributes: string, name = 'val'): string | undefined =>
  new RegExp(`\\sw:${name}\\s*=\\s*["']([^"']*)["']`).exec(attributes)?.[1]

// Boxes that Word keeps as signs of a symbol font: ticked, crossed, filled; any other of these is an empty one.
const TICKED_SIGNS = new Set(['F052', 'F0FC', 'F0FE', 'F0FD', 'F0A9', 'F06E', 'F051', 'F054'])

type WordCell = { text: string; span: number; continues: boolean }

/** Follows the tags of a document; only the outermost table has cells of its own. */
class TableReader {
  readonly sheets: Sheet[] = []
  private depth = 0
  private hidden = 0
  private rows: WordCell[][] = []
  private cell: WordCell | undefined
  private cells = 0

  open(name: string, attributes: string, words: string): void {
    if (name === 'mc:Fallback' || name === 'w:moveFrom') this.hidden++
    if (name === 'w:tbl' && ++this.depth === 1) this.rows = []
    if (this.depth === 0) return
    if (name === 'w:tr' && this.depth === 1) this.rows.push([])
    if (name === 'w:tc' && this.depth === 1) this.begin()
    const { cell } = this
    if (!cell || this.hidden > 0) return
    if (name === 'w:t') cell.text += unescapeXml(words)
    if (name === 'w:p' && cell.text !== '') cell.text += '\n'
    if (name === 'w:br' || name === 'w:cr') cell.text += '\n'
    if (name === 'w:tab') cell.text += ' '
    if (name === 'w:sym') cell.text += TICKED_SIGNS.has((valueOf(attributes, 'char') ?? '').toUpperCase()) ? '☑' : '□'
    if (this.depth > 1) return
    if (name === 'w:gridSpan') this.reach(cell, Number(valueOf(attributes) ?? 1))
    if (name === 'w:vMerge') cell.continues = valueOf(attributes) !== 'restart'
  }

  close(name: string): void {
    if (name === 'mc:Fallback' || name === 'w:moveFrom') this.hidden--
    if (name === 'w:tc' && this.depth === 1) this.cell = undefined
    if (name !== 'w:tbl' || --this.depth > 0) return
    if (this.depth < 0) throw refuse('table.damaged', { detail: '表格标记不成对' })
    this.sheets.push(sheetOf(`第${this.sheets.length + 1}个表`, this.rows))
    if (this.sheets.length > LIMITS.sheets) throw refuse('table.damaged', { detail: `表格超过 ${LIMITS.sheets} 个` })
  }

  private begin(): void {
    this.count(1)
    this.cell = { text: '', span: 1, continues: false }
    const row = this.rows.at(-1)
    if (!row) throw refuse('table.damaged', { detail: '单元格不在表格的行中' })
    row.push(this.cell)
  }

  private reach(cell: WordCell, span: number): void {
    if (!Number.isInteger(span) || span < 1 || span > LIMITS.columns)
      throw refuse('table.damaged', { detail: '单元格跨列数异常' })
    this.count(span - cell.span)
    cell.span = span
  }

  private count(more: number): void {
    this.cells += more
    if (this.cells > MOST_CELLS) throw refuse('table.too-many-cells', { limit: MOST_CELLS })
  }
}

// Rows may have gaps at their ends; a column is where the spans before it end.
function sheetOf(name: string, found: readonly (readonly WordCell[])[]): Sheet {
  const columnCount = Math.max(0, ...found.map((row) => row.reduce((sum, { span }) => sum + span, 0)))
  if (columnCount > LIMITS.columns || columnCount * found.length > MOST_CELLS)
    throw refuse('table.too-many-cells', { limit: MOST_CELLS })
  const merges: Merge[] = []
  const above = new Map<number, number>()
  const rows = found.map((row, at) => {
    const cells = Array.from({ length: columnCount }, (): Cell => EMPTY)
    let left = 0
    for (const { text, span, continues } of row) {
      const right = left + span - 1
      const known = above.get(left)
      const merge = known === undefined ? undefined : merges[known]
      if (continues && merge && merge.right === right && merge.bottom === at - 1)
        merges[known!] = { ...merge, bottom: at }
      else {
        above.set(left, merges.push({ top: at, left, bottom: at, right }) - 1)
        const words = text.trim()
        if (words !== '') cells[left] = { kind: 'text', text: words }
      }
      left += span
    }
    return cells
  })
  const reaching = merges.filter(({ top, left, bottom, right }) => top !== bottom || left !== right)
  return { name, rows, merges: reaching, rowCount: rows.length, columnCount }
}
