import { type SameCells, sameCells, type ToldCell } from '../registry/index.ts'

/** Rejected cells in the order of the sheets; what is the same on many rows is one line that names them all. */
export const rejectedLines = (cells: readonly ToldCell[]): string[] =>
  sameCells(cells).map((cell) => `${cell.sheet} 第 ${cell.rows} 行：${wantedOf(cell)}`)

// Of 附件2 the column has a letter beside its head and `wanted` is a sentence; of posts there is the head alone, and `wanted` names what may stand there.
function wantedOf({ column, head, found, wanted }: SameCells): string {
  const what = found === '' ? '空白' : `填的是“${found}”`
  if (head === undefined) return `“${column}”列${what}，应为：${wanted}`
  if (column === '' && found === '') return `缺少“${head}”列，${wanted}`
  return `${column ? `${column} 列` : ''}“${head}”${what}，${wanted}`
}
