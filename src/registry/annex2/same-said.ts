type Said = { sheet: string; row?: number | undefined; sentence: string }

/** `附件2 第 3、5—9 行：…`: each sentence once a sheet, with every row that it is said of, in the order of the first. */
export const sameSaid = (said: readonly Said[]): string[] =>
  [...Map.groupBy(said, ({ sheet, sentence }) => `${sheet}\n${sentence}`).values()].map((same) => {
    const [{ sheet, sentence } = { sheet: '', sentence: '' }] = same
    const rows = same.flatMap(({ row }) => row ?? [])
    return `${sheet}${rows.length > 0 ? ` 第 ${rowRanges(rows)} 行` : ''}：${sentence}`
  })

/** `3、5—9` of 3, 5, 6, 7, 8, 9. */
export function rowRanges(rows: readonly number[]): string {
  const ranges: [number, number][] = []
  for (const row of [...new Set(rows)].toSorted((a, b) => a - b)) {
    const last = ranges.at(-1)
    if (last && last[1] === row - 1) last[1] = row
    else ranges.push([row, row])
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}—${to}`)).join('、')
}

/** Cells in the order in which the eye goes over the sheets: rows down, columns from A to AA. */
export const inPlace = <C extends { sheet: string; row: number; column: string }>(cells: readonly C[]): C[] =>
  [...Map.groupBy(cells, ({ sheet }) => sheet).values()].flatMap((ofSheet) => ofSheet.toSorted(byPlace))

type Place = { row: number; column: string }
const byPlace = (one: Place, other: Place) =>
  one.row - other.row || one.column.length - other.column.length || (one.column < other.column ? -1 : 1)
