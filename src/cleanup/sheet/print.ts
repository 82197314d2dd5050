import type { District } from '../../access/index.ts'
import { type CivilDate, formatDayZh } from '../../calendar/index.ts'
import type { Book, BookRow, FormBook, FormCell, FormPaper, FormRow } from '../../documents/index.ts'
import type { CleanupItem } from '../items/model.ts'
import { sheetColumns, type SheetRow, sheetRow } from './rows.ts'

/** What one table can hold and still be printed; more are refused, never cut off. */
export const mostRows = 5000

/** One day's proposals, or all that are open on a day; `unitName` where one unit prints its own, `search` what its rows were found by. */
export type SheetContent = {
  district: District
  of: { asOf: CivilDate } | { openOn: CivilDate }
  search?: string | undefined
  unitName?: string | undefined
  items: readonly CleanupItem[]
  notice?: string | undefined
}

export const sheetTitle = ({ district }: { district: { name: string } }) => `${district.name}政务新媒体清理整合审定表`
const NOTE = '系统建议由机器按当日施行的规则提出，未经审定不作为处置依据；粉丝量、阅读量不单独作为依据。'
// What is not frozen changes with the next decision: a signature under it would stand for nothing.
const WORKING = '本表供审定、办理时使用，内容未固定；签字盖章请在“审定表签章”中另行制表。'
const above = ({ district, of, search, unitName, items }: SheetContent) => [
  `${unitName ? '主办单位' : '监管单位'}：${unitName ?? district.officeName}`,
  'asOf' in of ? `判定日期：${formatDayZh(of.asOf)}` : `截至${formatDayZh(of.openOn)}未销号的事项`,
  `${search ? `单位、账号含“${search}”的，` : ''}共 ${items.length} 项${'openOn' in of ? '，同一账号列一项' : ''}`,
]
const dayOf = ({ of }: SheetContent) => ('asOf' in of ? of.asOf : of.openOn)
// Where rows of several days stand together, each says its own.
const rowOf = ({ of }: SheetContent, item: CleanupItem, at: number) =>
  sheetRow(item, at + 1, 'asOf' in of ? undefined : item.asOf)

/**
 * The ruled table on A4 across, its head on every page. `to-be-signed` has room for 审定人签字 and 公章 below the last
 * account; a `working` sheet says that it is none to be signed.
 */
export const ruledSheet = (
  title: string,
  rows: readonly SheetRow[],
  purpose: 'to-be-signed' | 'working',
): FormPaper => ({
  title,
  columns: sheetColumns.map(({ width }) => width),
  headRows: 1,
  rows: [
    { cells: sheetColumns.map(({ title: head }) => ({ lines: [head] })) },
    ...rows.map((cells): FormRow => ({
      cells: cells.map((lines, column): FormCell => ({
        lines: lines.length > 0 ? lines : [''],
        ...(column > 2 && { align: 'left' }),
      })),
    })),
    ...(purpose === 'to-be-signed' ? [signatures] : []),
    wideRow(purpose === 'to-be-signed' ? NOTE : `${NOTE}${WORKING}`),
  ],
  footRows: purpose === 'to-be-signed' ? 2 : 1,
  landscape: true,
  small: true,
})
const wideRow = (text: string): FormRow => ({
  cells: [{ lines: [text], columns: sheetColumns.length, align: 'left' }],
})

/** What stands now, to work with. */
export const workingBook = (content: SheetContent): FormBook => ({
  title: sheetTitle(content),
  office: content.district.officeName,
  day: dayOf(content),
  ...(content.notice && { notice: content.notice }),
  forms: [
    {
      ...ruledSheet(
        sheetTitle(content),
        content.items.map((item, at) => rowOf(content, item, at)),
        'working',
      ),
      above: above(content),
    },
  ],
})

// A seal is some 42 mm wide.
const room = Array.from({ length: 6 }, () => '')
const signatures: FormRow = {
  height: 45,
  cells: [
    { lines: ['审定人（签字）：', ...room, '　　　　年　　月　　日'], columns: 4, align: 'left', top: true },
    { lines: ['监管单位（公章）：', ...room, '　　　　年　　月　　日'], columns: 3, align: 'left', top: true },
  ],
}

/** The same as a workbook. */
export function sheetBook(content: SheetContent): Book {
  const last = sheetColumns.length - 1
  const wide = (text: string) => [text, ...Array.from({ length: last }, () => '')]
  const border = { border: true }
  const rows: BookRow[] = [
    { cells: wide(sheetTitle(content)), height: 30, look: { bold: true, size: 16, align: 'center' } },
    { cells: wide(above(content).join('　　')), look: { size: 10 } },
    { cells: sheetColumns.map(({ title }) => title), look: { ...border, bold: true, align: 'center' } },
    ...content.items.map((item, at): BookRow => {
      const [, ...cells] = rowOf(content, item, at)
      return { cells: [at + 1, ...cells.map((lines) => lines.join('\n'))], look: border }
    }),
    { cells: wide(`${NOTE}${WORKING}`), look: { size: 10 } },
  ]
  const end = rows.length - 1
  return {
    title: sheetTitle(content),
    look: { font: '宋体', size: 10, vertical: 'center', wrap: true },
    sheets: [
      {
        name: '审定表',
        columns: sheetColumns.map(({ width }) => ({ width: 4 + width * 5 })),
        rows,
        merges: [
          { top: 0, left: 0, bottom: 0, right: last },
          { top: 1, left: 0, bottom: 1, right: last },
          { top: end, left: 0, bottom: end, right: last },
        ],
        frozen: { rows: 3 },
        print: { landscape: true, headRows: { from: 2, to: 2 }, footer: '第 {page} 页，共 {pages} 页' },
      },
    ],
  }
}
