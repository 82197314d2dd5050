import { foundWords, type SameCells, sameCells, type ToldCell } from '../annex2/same-said.ts'

/** So many cells, or rows, of a file are listed on a page; all of them stand in the workbook that goes back. */
export const shownRows = 200

type Props = {
  title?: string
  cells: readonly ToldCell[]
  /** Beside the title, by how many are told. */
  note: (told: number) => string
  /** Where the cell stands, in the words of the file; absent: sheet, row and head. */
  placeOf?: (cell: SameCells) => string
  /** The heads have a column of their own. */
  withHeads?: boolean
  /** The workbook that goes back to the unit. */
  download: { href: string; label: string }
}

/** What of a file can't be taken: each cell in its place, what is in it and what should be; equal ones of a column once. */
export function RejectedCells({
  title = '不合要求的内容',
  cells,
  note,
  placeOf = inWords,
  withHeads = false,
  download,
}: Props) {
  const told = sameCells(cells)
  return (
    <section class="card">
      <header>
        <h2>{title}</h2>
        <p>{note(told.length)}</p>
      </header>
      <table class="cards cells">
        <thead>
          <tr>
            <th>位置</th>
            {withHeads && <th>表头</th>}
            <th>填的是</th>
            <th>应当</th>
          </tr>
        </thead>
        <tbody>
          {told.slice(0, shownRows).map((cell) => (
            <tr>
              <td class="t">{placeOf(cell)}</td>
              {withHeads && <td data-l="表头">{cell.head}</td>}
              <td class="found" data-l="填的是">
                {foundWords(cell)}
              </td>
              <td class="full">{cell.wanted}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <footer>
        <a href={download.href}>{download.label}</a>
      </footer>
    </section>
  )
}

const inWords = ({ sheet, rows, column }: SameCells) => `${sheet}　第 ${rows} 行　${column}`

export const sendBack = '下载不合要求的内容（.xlsx），退回单位'
