import { maskPhone, type Watermark, watermarkLine } from '../../access/index.ts'
import { type Book, type BookCell, type BookSheet, type Look, sheetName } from '../../documents/index.ts'
import { type NationalAccount, type NationalField, nationalColumns } from './model.ts'
import { valuesOf } from './rules.ts'

export type SheetPlan = {
  title: string
  /** One sheet each; of `all` there is one. */
  parts: readonly { label: string; accounts: readonly NationalAccount[] }[]
  watermark: Watermark | null
  made: { by: string; at: string }
}

const CELL: Look = { border: true, wrap: true, vertical: 'center' }
const HEAD: Look = { bold: true, align: 'center', border: true, wrap: true, vertical: 'center' }

/** Each number masked on its own, so that two stay two. */
export const maskedPhones = (phones: string): string => phones.split('、').map(maskPhone).join('、')

/** The flat sheet that the national system's users type from: one head row, real dates, A4 across. */
export function nationalBook({ title, parts, watermark, made }: SheetPlan): Book {
  const taken = new Set([REMARKS])
  const accounts = parts.reduce((total, part) => total + part.accounts.length, 0)
  return {
    title,
    look: { font: '宋体', size: 10 },
    sheets: [
      ...parts.map((part) => flatSheet(sheetName(part.label, taken), part.accounts, watermark)),
      remarksSheet({ made, accounts, watermark }),
    ],
  }
}

function flatSheet(name: string, accounts: readonly NationalAccount[], watermark: Watermark | null): BookSheet {
  const pages = '第 {page} 页，共 {pages} 页'
  return {
    name,
    columns: nationalColumns.map(({ width }) => ({ width, look: CELL })),
    rows: [
      { cells: nationalColumns.map(({ title }) => title), height: 28, look: HEAD },
      ...accounts.map((account) => nationalColumns.map(({ key }) => cellOf(account, key, watermark !== null))),
    ],
    frozen: { rows: 1, columns: 1 },
    print: {
      landscape: true,
      headRows: { from: 0, to: 0 },
      ...(watermark && { header: watermarkLine(watermark) }),
      footer: watermark ? `${watermarkLine(watermark)}　${pages}` : pages,
    },
  }
}

function cellOf(account: NationalAccount, field: NationalField, whole: boolean): BookCell {
  const value = valuesOf(account)[field]
  if (field === 'openedOn' && account.opened?.precision === 'day')
    return { value: { day: account.opened.day }, look: { format: 'yyyy-mm-dd' } }
  return field === 'contactPhone' && value !== null && !whole ? maskedPhones(value) : value
}

const REMARKS = '导出说明'

// Read on the screen, where headers and footers don't show.
const remarksSheet = ({
  made,
  accounts,
  watermark,
}: Pick<SheetPlan, 'made' | 'watermark'> & { accounts: number }): BookSheet => ({
  name: REMARKS,
  columns: [
    { width: 14, look: CELL },
    { width: 60, look: CELL },
  ],
  rows: [
    ['导出人', made.by],
    ['导出时间', made.at],
    ['账号数', accounts],
    ['联系方式', watermark ? '完整' : '已遮盖'],
    ...(watermark ? [['用途', watermark.purpose]] : []),
  ],
})
