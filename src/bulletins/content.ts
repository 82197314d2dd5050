import { type Month, monthZh } from '../calendar/index.ts'
import type { Annex, Book, BookCell, BookRow, BookSheet, Paper, Run } from '../documents/index.ts'
import { type Dress, draftReport, type ReportContent, type ReportFacts } from '../reporting/index.ts'

type Block = ReportContent['blocks'][number]

/**
 * A report speaks of quarters; of a month the same sentences hold with these words. In order: the longer first. A test
 * finds what is left of a quarter.
 */
const monthWords: readonly (readonly [string, string])[] = [
  ['（季度内任一月作出判定即计入）', ''],
  ['，应检各月均作出判定；其中', '；其中'],
  ['，已开展监测的月份均作出判定；其中', '；其中'],
  ['同一问题持续数月的计为一个；', ''],
  ['不作为季度合格率', '不作为当月合格率'],
  ['季度判定', '当月判定'],
  ['本季度', '本月'],
  ['上季度', '上月'],
  ['下季度', '下月'],
  ['报告如下', '简报如下'],
  ['本报告', '本简报'],
]

const inMonth = (words: string) => monthWords.reduce((said, [quarter, month]) => said.replaceAll(quarter, month), words)

/** 下一步工作要求 is what the report proposes to the leader; a bulletin sets no deadline beside those of the orders. */
const PROPOSED = '下一步工作要求'

/** The month's report in the words and with the parts of a bulletin; every number stays bound to its source. */
export function bulletinContent(facts: ReportFacts): ReportContent {
  const report = draftReport(facts)
  return {
    ...report,
    title: [`${monthZh(facts.quarter as Month)}全区政务新媒体`, '监测情况简报'],
    addressee: '',
    blocks: withoutProposed(report.blocks).map(blockInMonth),
  }
}

function withoutProposed(blocks: readonly Block[]): Block[] {
  let proposed = false
  return blocks.filter((block) => {
    if (block.kind === 'heading' && block.level === 1) proposed = block.text === PROPOSED
    return !proposed
  })
}

function blockInMonth(block: Block): Block {
  const said = <T>(run: T) => (typeof run === 'string' ? inMonth(run) : run)
  if (block.kind === 'paragraph') return { ...block, runs: withoutMonths(block.runs).map(said) }
  if (block.kind === 'open-items') return { ...block, items: block.items.map((item) => item.map(said)) }
  return block
}

// Of one month its coverage has been told.
function withoutMonths<T>(runs: readonly T[]): T[] {
  const from = runs.findIndex((run) => run === '各月采集覆盖率：')
  const end = runs.findIndex((run, at) => at > from && run === '。')
  return from < 0 || end < 0 ? [...runs] : [...runs.slice(0, from), ...runs.slice(end + 1)]
}

const runInMonth = (run: Run): Run => (typeof run === 'string' ? inMonth(run) : run)

const annexInMonth = (annex: Annex): Annex => ({
  ...annex,
  ...(annex.blocks && {
    blocks: annex.blocks.map((block) => {
      if (block.kind === 'paragraph') return { ...block, runs: block.runs.map(runInMonth) }
      return block.kind === 'table' ? withoutProposedDays(block) : block
    }),
  }),
})

const NOT_ORDERED = '尚未下达'

// Where nothing was ordered the report's list prints the day it proposes.
function withoutProposedDays<T extends { columns: { title: string }[]; rows: string[][] }>(table: T): T {
  const day = table.columns.findIndex(({ title }) => title === '整改期限')
  if (day < 0) return table
  const rows = table.rows.map((row) => (row.at(-1) === NOT_ORDERED ? row.with(day, '—') : row))
  return { ...table, rows }
}

// A title, a note, the names of the columns.
const HEAD_ROWS = 3

const cellsOf = (row: BookRow): readonly BookCell[] => ('cells' in row ? row.cells : row)
const wordsOf = (cell: BookCell | undefined) =>
  typeof cell === 'object' && cell !== null && 'value' in cell ? cell.value : cell

function sheetInMonth(sheet: BookSheet): BookSheet {
  const rows = [...(sheet.rows as Iterable<BookRow>)]
  const day = cellsOf(rows[HEAD_ROWS - 1] ?? []).findIndex((cell) => wordsOf(cell) === '整改期限')
  const said = rows.map((row, at): BookRow => {
    const cells = cellsOf(row)
    const now =
      at < HEAD_ROWS ? cells.map((cell) => (typeof cell === 'string' ? inMonth(cell) : cell)) : undated(cells, day)
    return 'cells' in row ? { ...row, cells: now } : now
  })
  return { ...sheet, rows: said }
}

/** A row of a problem without an order, without the day the report would propose. */
function undated(cells: readonly BookCell[], day: number): readonly BookCell[] {
  if (day < 0 || wordsOf(cells.at(-1)) !== NOT_ORDERED) return cells
  return cells.map((cell, at) =>
    at !== day ? cell : typeof cell === 'object' && cell !== null && 'value' in cell ? { ...cell, value: '—' } : '—',
  )
}

/** No 主送 and no 批阅栏: a bulletin goes out as information. */
export const bulletinDress: Dress = {
  paper({ addressee: _addressee, instructionBox: _box, annexes, ...paper }: Paper): Paper {
    return { ...paper, ...(annexes && { annexes: annexes.map(annexInMonth) }) }
  },
  book: (book: Book): Book => ({ ...book, sheets: book.sheets.map(sheetInMonth) }),
}
