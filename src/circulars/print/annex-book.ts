import { type Book, type BookSheet, sheetName } from '../../documents/index.ts'
import type { AnnexTable } from '../words/content.ts'

/** The annexes as a workbook, a sheet each; undefined where there are none. */
export function annexBook(
  annexes: readonly AnnexTable[],
  { title, notice }: { title: string; notice: string },
): Book | undefined {
  if (annexes.length === 0) return undefined
  const taken = new Set<string>()
  return {
    title: `${title}附表`,
    look: { font: '宋体', size: 11, vertical: 'center', wrap: true },
    sheets: annexes.map((annex, at) => ({
      ...sheetOf(annex, notice),
      name: sheetName(`附件${at + 1} ${annex.title}`, taken),
    })),
  }
}

function sheetOf({ title, columns, rows }: AnnexTable, notice: string): Omit<BookSheet, 'name'> {
  const heading = notice ? `${title}（${notice}）` : title
  return {
    columns: columns.map(({ width }) => ({ width: 4 + width * 4 })),
    rows: [
      { cells: [heading], height: 30, look: { bold: true, size: 16, align: 'center' } },
      { cells: columns.map((column) => column.title), look: { bold: true, align: 'center', border: true } },
      ...rows.map((row) => ({
        cells: row.map((cell, column) => ({
          value: /^\d{1,9}$/.test(cell) ? Number(cell) : cell,
          look: { align: columns[column]?.align ?? ('left' as const) },
        })),
        look: { border: true },
      })),
    ],
    merges: [{ top: 0, left: 0, bottom: 0, right: columns.length - 1 }],
    frozen: { rows: 2 },
    print: {
      landscape: true,
      headRows: { from: 1, to: 1 },
      header: heading,
      footer: '第 {page} 页，共 {pages} 页',
    },
  }
}
