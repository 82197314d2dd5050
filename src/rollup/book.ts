import { monthZh, quarterZh } from '../calendar/index.ts'
import type { Book, CsvValue, Look } from '../documents/index.ts'
import type { Counted, Rollup } from './model.ts'
import { coverageText, rateCell, rateText } from './rules.ts'

/** What a table of districts takes out of the house: who took it and when stands in it. */
export type Taken = { by: string; at: string }

const takenWords = ({ by, at }: Taken) => `${by}　${at} 导出`

const ofPeriod = (name: string) =>
  ['应检账号', '已判定', '合格', '不合格', '待复核', '暂不判定', '采集覆盖率', '合格率'].map(
    (label) => `${name}${label}`,
  )

const headOf = ({ month, quarter }: Pick<Rollup, 'month' | 'quarter'>): string[] => [
  '行政区划代码',
  '地区',
  '数据来源',
  ...ofPeriod(monthZh(month)),
  `${monthZh(month)}办结`,
  ...ofPeriod(quarterZh(quarter)),
  '登记账号',
  '在运营',
  '已备案',
  '未备案',
  '待核备案',
  '待复核线索',
  '未解决问题',
  '整改未办结',
  '整改逾期',
  '季度报告',
  '最近通报',
]

// Nothing is written where nothing was checked: 0 would say that all failed or none did.
const cells = (counted: Counted | null): CsvValue[] =>
  counted
    ? [
        counted.registered,
        counted.judged,
        counted.qualified,
        counted.unqualified,
        counted.pending,
        counted.unknown,
        coverageText(counted),
        rateText(rateCell(counted)),
      ]
    : [null, null, null, null, null, null, '未监测', '未监测']

/** The page as a table, one row a district in the order of codes. */
export function rollupRows(view: Rollup): CsvValue[][] {
  return [
    headOf(view),
    ...view.rows.map(({ district, sent, figures }): CsvValue[] => [
      district.id,
      district.name,
      sent ? `报送（第${sent.version}次）` : '本机',
      ...cells(figures.month?.counted ?? null),
      figures.month ? (figures.month.closed ? '已办结' : '未办结') : '未监测',
      ...cells(figures.quarter?.counted ?? null),
      figures.ledger.registered,
      figures.ledger.running,
      figures.ledger.filed,
      figures.ledger.unfiled,
      figures.ledger.filingUnknown,
      figures.awaiting,
      figures.problems,
      figures.orders.open,
      figures.orders.late,
      figures.report ? (figures.report.final ? '已审定' : '草稿') : '未编制',
      figures.circular ? `${figures.circular.issuedOn} ${figures.circular.title}` : '',
    ]),
  ]
}

/** The rows of a file for other programs; who took it stands in the last line. */
export const csvRows = (view: Rollup, taken: Taken): CsvValue[][] => [...rollupRows(view), [takenWords(taken)]]

const CELL: Look = { border: true, wrap: true, vertical: 'center' }
const HEAD: Look = { ...CELL, bold: true, align: 'center' }

/** The same as a workbook; who took it stands at the foot of every page. */
export function rollupBook(view: Rollup, taken: Taken): Book {
  const [head = [], ...rows] = rollupRows(view)
  return {
    title: '各地区汇总',
    look: { font: '宋体', size: 10 },
    sheets: [
      {
        name: '各地区汇总',
        columns: head.map((_, at) => ({ width: at === 1 ? 14 : 11, look: CELL })),
        rows: [{ cells: head, look: HEAD, height: 42 }, ...rows],
        frozen: { rows: 1, columns: 2 },
        print: {
          landscape: true,
          headRows: { from: 0, to: 0 },
          footer: `${takenWords(taken)}　第 {page} 页，共 {pages} 页`,
        },
      },
    ],
  }
}
