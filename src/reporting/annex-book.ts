import type { Book, BookRow, BookSheet, Column } from '../documents/index.ts'
import { monthZh } from '../calendar/index.ts'
import { platformName, quarterName } from './draft.ts'
import { instructedColumns, instructedRows, instructedTable } from './instructed.ts'
import type { ReportContent, ReportFacts } from './model.ts'
import { annexNote, problemColumns, problemRows, reportTitle, unitColumns, unitRows } from './paper.ts'
import { answerColumns, answerRows } from './last-circular.ts'
import { reminderColumns, reminderRows } from './reminders.ts'
import { markLine, type PrintMarks } from './stage.ts'

/** The report's tables as a workbook for the office: problems, units, every account with its verdict. */
export function annexBook(content: ReportContent, marks: PrintMarks): Book {
  const { facts } = content
  return {
    title: `${reportTitle(content)}附表`,
    look: { font: '宋体', size: 11, vertical: 'center', wrap: true },
    sheets: [
      sheet(facts, marks, '问题清单', problemColumns, problemRows(facts)),
      sheet(facts, marks, '监测情况统计表', unitColumns, unitRows(facts)),
      sheet(facts, marks, '账号名单', accountColumns, accountRows(facts)),
      ...(answerRows(facts).length > 0
        ? [sheet(facts, marks, '上季度通报反馈情况表', answerColumns, answerRows(facts))]
        : []),
      ...(reminderRows(facts).length > 0
        ? [sheet(facts, marks, '更新提醒情况表', reminderColumns, reminderRows(facts))]
        : []),
      ...(facts.instructed ? [sheet(facts, marks, instructedTable, instructedColumns, instructedRows(facts))] : []),
    ],
  }
}

const accountColumns: readonly Column[] = [
  { title: '序号', width: 1, align: 'center' },
  { title: '主办单位', width: 5 },
  { title: '名称', width: 4 },
  { title: '平台', width: 3 },
  { title: '季度判定', width: 2, align: 'center' },
  { title: '未采集月份', width: 4 },
]

const verdictWords = { qualified: '合格', unqualified: '不合格', pending: '待复核', unknown: '暂不判定' } as const

const accountRows = ({ accounts }: ReportFacts) =>
  accounts.map(({ unitName, name, platform, verdict, unseenMonths }, at) => [
    String(at + 1),
    unitName,
    name,
    platformName(platform),
    verdictWords[verdict],
    unseenMonths.map(monthZh).join('、'),
  ])

/** Title and note above the table, head repeated on every printed page. Whole numbers stay numbers, so that the office can add them up. */
function sheet(
  facts: ReportFacts,
  marks: PrintMarks,
  name: string,
  columns: readonly Column[],
  rows: readonly string[][],
): BookSheet {
  const last = columns.length - 1
  const heading = `${facts.district.name}${quarterName(facts)}政务新媒体${name}`
  const mark = markLine(marks)
  const head: BookRow[] = [
    { cells: [mark ? `${heading}（${mark}）` : heading], height: 30, look: { bold: true, size: 16, align: 'center' } },
    { cells: [annexNote(facts, marks)], look: { size: 10 } },
    { cells: columns.map(({ title }) => title), look: { bold: true, align: 'center', border: true } },
  ]
  const body: BookRow[] = rows.map((row) => ({
    cells: row.map((cell, at) => ({
      value: /^\d{1,9}$/.test(cell) ? Number(cell) : cell,
      look: { align: columns[at]?.align ?? 'left' },
    })),
    look: { border: true },
  }))
  return {
    name,
    columns: columns.map(({ width }) => ({ width: 4 + width * 4 })),
    rows: [...head, ...body],
    merges: [
      { top: 0, left: 0, bottom: 0, right: last },
      { top: 1, left: 0, bottom: 1, right: last },
    ],
    frozen: { rows: 3 },
    print: {
      landscape: true,
      headRows: { from: 2, to: 2 },
      header: [heading, `第${marks.version}版`, ...(mark ? [mark] : [])].join('　'),
      footer: '第 {page} 页，共 {pages} 页',
    },
  }
}
