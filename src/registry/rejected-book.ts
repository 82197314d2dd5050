import type { Book, Look } from '../documents/index.ts'
import { foundWords, sameCells, type ToldCell } from './annex2/same-said.ts'

const CELL: Look = { border: true, wrap: true, vertical: 'center' }
const HEAD: Look = { ...CELL, bold: true, align: 'center' }

/** 需更正的内容, a line for each thing to mend and the rows it stands on: what an office sends back to the unit that filled the sheet in. */
export const rejectedBook = (fileName: string, rejected: readonly ToldCell[]): Book => ({
  title: '需更正的内容',
  look: { font: '宋体', size: 11 },
  sheets: [
    {
      name: '需更正的内容',
      columns: [16, 12, 14, 28, 48].map((width) => ({ width, look: CELL })),
      rows: [
        { cells: [`${fileName}：共 ${sameCells(rejected).length} 条，请更正后重新报送`], look: { bold: true } },
        { cells: ['工作表', '行', '列', '填的是', '应当'], look: HEAD },
        ...sameCells(rejected).map((cell) => [
          cell.sheet,
          /^\d+$/.test(cell.rows) ? Number(cell.rows) : cell.rows,
          [cell.column, cell.head].filter(Boolean).join(' '),
          foundWords(cell),
          cell.wanted,
        ]),
      ],
      frozen: { rows: 2 },
    },
  ],
})
