type Said = { sheet: string; row?: number | undefined; sentence: string }

/** `附件2 第 3、5—9 行：…`: each sentence once a sheet, with every row that it is said of, in the order of the first. */
export const sameSaid = (said: readonly Said[]): string[] =>
  [...Map.groupBy(said, ({ sheet, sentence }) => `${sheet}\n${sentence}`).values()].map((same) => {
    const [{ sheet, sentence } = { sheet: '', sentence: '' }] = same
    const rows = same.flatMap(({ row }) => row ?? [])
    return `${sheet}${rows.length > 0 ? ` 第 ${rowRanges(rows)} 行` : ''}：${sentence}`
  })

/** A rejected cell of either import: of 附件2 `column` is a letter beside the head, of posts there is the head alone. */
export type ToldCell = { sheet: string; row: number; column: string; head?: string; found: string; wanted: string }

/** Cells of one column in which the same is wrong. `rows`: `3、5—9`. */
export type SameCells = Omit<ToldCell, 'row'> & { rows: string }

/** Rejected cells in the order of the sheets, equal ones of a column once with all their rows: for terminal, page and workbook. */
export const sameCells = (cells: readonly ToldCell[]): SameCells[] =>
  [
    ...Map.groupBy(inPlace(cells), ({ sheet, column, head, found, wanted }) =>
      JSON.stringify([sheet, column, head, found, wanted]),
    ).values(),
  ].flatMap((same) => {
    const [first] = same
    if (!first) return []
    const { row: _, ...cell } = first
    return [{ ...cell, rows: rowRanges(same.map(({ row }) => row)) }]
  })

/** What a person finds in the cell. */
export const foundWords = ({ column, found }: Pick<ToldCell, 'column' | 'found'>): string =>
  found || (column === '' ? '缺少这一列' : '空白')

/** `3、5—9` of 3, 5, 6, 7, 8, 9. */
function rowRanges(rows: readonly number[]): string {
  const ranges: [number, number][] = []
  for (const row of [...new Set(rows)].toSorted((a, b) => a - b)) {
    const last = ranges.at(-1)
    if (last && last[1] === row - 1) last[1] = row
    else ranges.push([row, row])
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}—${to}`)).join('、')
}

/**
 * Cells in the order in which the eye goes over the sheets: rows down, columns from A to AA. `sheets`: their names in the order
 * of the book; others follow in the order in which they are met.
 */
export const inPlace = <C extends Place & { sheet: string }>(
  cells: readonly C[],
  sheets: readonly string[] = [],
): C[] => {
  const bySheet = Map.groupBy(cells, ({ sheet }) => sheet)
  const order = [...new Set([...sheets, ...bySheet.keys()])]
  return order.flatMap((sheet) => (bySheet.get(sheet) ?? []).toSorted(byPlace))
}

type Place = { row: number; column: string }
const byPlace = (one: Place, other: Place) =>
  one.row - other.row || one.column.length - other.column.length || (one.column < other.column ? -1 : 1)
