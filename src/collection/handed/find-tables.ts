import type { Cell, Sheet } from '../../documents/index.ts'
import { foldWord } from '../../vocabulary/platforms.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import type { HandedKind } from './kind.ts'
import { handedKinds, personalHeads } from './kinds.ts'

/** A table that was found on a sheet: its kind, where its head stands (0-based), and which field each column is. */
export type FoundTable = {
  sheet: Sheet
  kind: HandedKind
  headRow: number
  /** Columns of the sheet that belong to it, `to` not included: tables may stand side by side. */
  from: number
  to: number
  columns: Readonly<Record<string, number>>
  /** Heads that nothing is taken from, as printed. */
  untaken: readonly string[]
}

// Title lines and remarks stand above the head; further down than this there is none.
const MOST_ROWS_ABOVE_HEAD = 20

const personal = new Set<string>(personalHeads)
const byHead = new Map(
  handedKinds.map((kind) => [
    kind,
    new Map(Object.entries(kind.heads).flatMap(([field, heads]) => heads.map((head) => [foldWord(head), field]))),
  ]),
)

/**
 * The tables of a file, told by their heads. Refuses `posts.personal-head` and `posts.head-missing`, naming sheet, row
 * and head; an empty answer means that no sheet has a head that is known.
 */
export function findTables(sheets: readonly Sheet[], fileName: string): FoundTable[] {
  const tables = sheets.flatMap((sheet) => tablesOf(sheet, fileName))
  for (const { sheet, kind, headRow, columns } of tables) {
    const missing = kind.needs.find((field) => columns[field] === undefined)
    if (missing === undefined) continue
    throw refuse('posts.head-missing', {
      file: fileName,
      sheet: sheet.name,
      row: headRow + 1,
      kind: kind.label,
      heads: (kind.heads[missing] ?? []).slice(0, 3).join('、'),
    })
  }
  return tables
}

function tablesOf(sheet: Sheet, fileName: string): FoundTable[] {
  for (let row = 0; row < Math.min(sheet.rows.length, MOST_ROWS_ABOVE_HEAD); row++) {
    const cells = sheet.rows[row] ?? []
    const found = blocksOf(cells).flatMap((block) => tableAt(sheet, row, block) ?? [])
    // One block that is known may be the left part of a table with an empty head in the middle.
    const tables = found.length > 1 ? found : [tableAt(sheet, row, { from: 0, to: cells.length }) ?? []].flat()
    if (tables.length === 0) continue
    const named = cells.find((cell) => personal.has(headWord(cell)))
    if (named)
      throw refuse('posts.personal-head', { file: fileName, sheet: sheet.name, row: row + 1, head: named.text })
    return tables
  }
  return []
}

type Block = { from: number; to: number }

/** Heads that stand next to each other; an empty cell stands between two tables of one sheet. */
function blocksOf(cells: readonly Cell[]): Block[] {
  const blocks: Block[] = []
  cells.forEach(({ text }, at) => {
    const last = blocks.at(-1)
    if (text === '') return
    if (last?.to === at) last.to = at + 1
    else blocks.push({ from: at, to: at + 1 })
  })
  return blocks
}

function tableAt(sheet: Sheet, headRow: number, { from, to }: Block): FoundTable | undefined {
  const cells = (sheet.rows[headRow] ?? []).slice(from, to)
  for (const kind of handedKinds) {
    const columns = columnsOf(kind, cells, from)
    const has = (field: string) => columns[field] !== undefined
    if (!kind.marks.every((group) => group.some(has)) || kind.without?.some(has)) continue
    const taken = new Set(Object.values(columns))
    const untaken = cells.flatMap(({ text }, at) => (text === '' || taken.has(from + at) ? [] : [text]))
    return { sheet, kind, headRow, from, to, columns, untaken }
  }
  return undefined
}

// Where two heads mean one field, the first stands: offices print remarks to the right. Of times the surer one does.
function columnsOf(kind: HandedKind, cells: readonly Cell[], from: number): Record<string, number> {
  const fields = byHead.get(kind)
  const columns: Record<string, number> = {}
  cells.forEach((cell, at) => {
    const field = fields?.get(headWord(cell))
    if (field !== undefined) columns[field] ??= from + at
  })
  const times = (kind.heads['publishedAt'] ?? []).map((head) => foldWord(head))
  const [surest] = cells
    .map((cell, at) => ({ at: from + at, rank: times.indexOf(headWord(cell)) }))
    .filter(({ rank }) => rank >= 0)
    .sort((one, other) => one.rank - other.rank || one.at - other.at)
  return surest ? { ...columns, publishedAt: surest.at } : columns
}

// Times that rows bear and that say nothing of when a post was published.
const OTHER_TIMES = /^(?:创建|更新|修改|编辑|入库|保存)(?:时间|日期)$/

/** What a person has to know of a table before its posts are kept; null: nothing. */
export function noteOn({ kind, columns, untaken }: Pick<FoundTable, 'kind' | 'columns' | 'untaken'>): string | null {
  const other = untaken.find((head) => OTHER_TIMES.test(foldWord(head)))
  if (kind.takes !== 'posts' || columns['publishedAt'] !== undefined || other === undefined) return null
  return `表中没有发布时间列，“${other}”不是发布时间，不取用；这些内容按没有发布时间保留，不算更新。`
}

// `阅读量(次)`, `点赞数（个）`: the unit of measure says nothing about which column it is.
const headWord = (cell: Cell) =>
  foldWord(cell.text)
    .replace(/\((?:次|个|人|条|篇|人次|必填|选填)\)$/, '')
    .replace(/[:*]+$/, '')
