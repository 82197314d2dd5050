import type { District } from '../../access/index.ts'
import { type CivilDate, formatDayZh } from '../../calendar/index.ts'
import type { Book, BookRow, FormBook, FormCell, FormRow } from '../../documents/index.ts'
import type { CleanupItem } from '../items/model.ts'
import { sheetColumns, sheetRow } from './rows.ts'

/** One day's proposals, or all that are open on a day; `unitName` where one unit prints its own, `search` what its rows were found by. */
export type SheetContent = {
  district: District
  of: { asOf: CivilDate } | { openOn: CivilDate }
  search?: string | undefined
  unitName?: string | undefined
  items: readonly CleanupItem[]
  notice?: string | undefined
}

export const sheetTitle = ({ district }: Pick<SheetContent, 'district'>) => `${district.name}政务新媒体清理整合审定表`
const NOTE = '系统建议由机器按当日施行的规则提出，未经审定不作为处置依据；粉丝量、阅读量不单独作为依据。'
const above = ({ district, of, search, unitName, items }: SheetContent) => [
  `${unitName ? '主办单位' : '监管单位'}：${unitName ?? district.officeName}`,
  'asOf' in of ? `判定日期：${formatDayZh(of.asOf)}` : `截至${formatDayZh(of.openOn)}未销号的事项`,
  `${search ? `单位、账号含“${search}”的，` : ''}共 ${items.length} 项`,
]
const dayOf = ({ of }: SheetContent) => ('asOf' in of ? of.asOf : of.openOn)
// Where rows of several days stand together, each says its own.
const rowOf = ({ of }: SheetContent, item: CleanupItem, at: number) =>
  sheetRow(item, at + 1, 'asOf' in of ? undefined : item.asOf)

/** As a form on A4 across, its head on every page, with room for 审定人签字 and 公章 below the last account. */
export const sheetForm = (content: SheetContent): FormBook => ({
  title: sheetTitle(content),
  office: content.district.officeName,
  day: dayOf(content),
  ...(content.notice && { notice: content.notice }),
  forms: [
    {
      title: sheetTitle(content),
      above: above(content),
      columns: sheetColumns.map(({ width }) => width),
      headRows: 1,
      rows: [
        { cells: sheetColumns.map(({ title }) => ({ lines: [title] })) },
        ...content.items.map((item, at): FormRow => ({
          cells: rowOf(content, item, at).map((lines, column): FormCell => ({
            lines: lines.length > 0 ? lines : [''],
            ...(column > 2 && { align: 'left' }),
          })),
        })),
        signatures,
        { cells: [{ lines: [NOTE], columns: sheetColumns.length, align: 'left' }] },
      ],
      footRows: 2,
      landscape: true,
      small: true,
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
    {
      cells: ['审定人（签字）：', '', '', '', '监管单位（公章）：', '', ''],
      height: 60,
      look: { ...border, vertical: 'top' },
    },
    { cells: wide(NOTE), look: { size: 10 } },
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
          { top: end - 1, left: 0, bottom: end - 1, right: 3 },
          { top: end - 1, left: 4, bottom: end - 1, right: last },
          { top: end, left: 0, bottom: end, right: last },
        ],
        frozen: { rows: 3 },
        print: { landscape: true, headRows: { from: 2, to: 2 }, footer: '第 {page} 页，共 {pages} 页' },
      },
    ],
  }
}
