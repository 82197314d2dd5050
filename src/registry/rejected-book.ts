import type { Book, Look } from '../documents/index.ts'

/** A cell a unit has to mend, as any import names it. */
type Rejected = { sheet: string; row: number; column: string; head?: string; found: string; wanted: string }

const CELL: Look = { border: true, wrap: true, vertical: 'center' }
const HEAD: Look = { ...CELL, bold: true, align: 'center' }

/** 需更正的内容, a row a cell: what an office sends back to the unit that filled the sheet in. */
export const rejectedBook = (fileName: string, rejected: readonly Rejected[]): Book => ({
  title: '需更正的内容',
  look: { font: '宋体', size: 11 },
  sheets: [
    {
      name: '需更正的内容',
      columns: [16, 8, 14, 28, 48].map((width) => ({ width, look: CELL })),
      rows: [
        { cells: [`${fileName}：共 ${rejected.length} 处，请更正后重新报送`], look: { bold: true } },
        { cells: ['工作表', '行', '列', '填的是', '应当'], look: HEAD },
        ...rejected.map(({ sheet, row, column, head, found, wanted }) => [
          sheet,
          row,
          head ? `${column} ${head}` : column,
          found || '空白',
          wanted,
        ]),
      ],
      frozen: { rows: 2 },
    },
  ],
})
