import { inPlace, sameSaid } from '../registry/index.ts'

type RejectedCell = { sheet: string; row: number; column: string; head?: string; found: string; wanted: string }

/** Rejected cells in the order of the sheets; what is the same on many rows is one line that names them all. */
export const rejectedLines = (cells: readonly RejectedCell[]): string[] =>
  sameSaid(inPlace(cells).map((cell) => ({ ...cell, sentence: wantedOf(cell) })))

// Of 附件2 the column has a letter beside its head and `wanted` is a sentence; of posts there is the head alone, and `wanted` names what may stand there.
function wantedOf({ column, head, found, wanted }: RejectedCell): string {
  const what = found === '' ? '空白' : `填的是“${found}”`
  if (head === undefined) return `“${column}”列${what}，应为：${wanted}`
  if (column === '' && found === '') return `缺少“${head}”列，${wanted}`
  return `${column ? `${column} 列` : ''}“${head}”${what}，${wanted}`
}
