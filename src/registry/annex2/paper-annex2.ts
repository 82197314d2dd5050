import type { PersonValues } from '../../access/index.ts'
import type { CivilDate } from '../../calendar/index.ts'
import type { BookValue, FormCell, FormPaper, FormRow } from '../../documents/index.ts'
import { columnWidths, FORM_TITLE, headRows, notesText, unitTitles } from './printed-form.ts'
import { type PrintedAccount, unitRows } from './printed-row.ts'
import { sectionTitle } from './read-platform.ts'
import { numerals, STAFF_COLUMN } from './write-annex2.ts'

/** 附件2 of one unit on paper, as the notice prints it: double head, double rows, the nine notes. */
export function annex2Paper(
  accounts: readonly PrintedAccount[],
  about: { districtName: string; unitName: string; reporter: PersonValues | null; countedUntil: CivilDate | null },
): FormPaper {
  return {
    label: '附件2',
    title: `${about.districtName}${FORM_TITLE}`,
    above: [
      `填表单位（盖章）：${about.unitName}`,
      `填报人：${about.reporter?.name ?? ''}`,
      `联系电话：${about.reporter?.phone ?? ''}`,
    ],
    columns: columnWidths(unitTitles),
    rows: [...headOf(), ...bodyOf(accounts)],
    below: [notesText(about.countedUntil)],
    landscape: true,
    small: true,
  }
}

const linesOf = (value: BookValue | undefined): string[] =>
  typeof value === 'string' || typeof value === 'number' ? String(value).split('\n') : ['']

function headOf(): FormRow[] {
  const { above, below, merges } = headRows(unitTitles, 0)
  const cells = (row: number, titles: readonly string[]): FormCell[] =>
    titles.flatMap((title, column): FormCell[] => {
      const merge = merges.find(
        (one) => one.top <= row && row <= one.bottom && one.left <= column && column <= one.right,
      )
      if (!merge) return [{ lines: linesOf(title) }]
      if (merge.top !== row || merge.left !== column) return []
      return [{ lines: linesOf(title), columns: merge.right - merge.left + 1, rows: merge.bottom - merge.top + 1 }]
    })
  return [{ cells: cells(0, above) }, { cells: cells(1, below) }]
}

function bodyOf(accounts: readonly PrintedAccount[]): FormRow[] {
  const width = columnWidths(unitTitles).length
  const rows: FormRow[] = []
  let platform: string | undefined
  let sections = 0
  for (const printed of accounts) {
    if (printed.account.platform !== platform) {
      const title = sectionTitle(numerals[sections++] ?? String(sections), printed.account.platform)
      rows.push({ cells: [{ lines: [title], columns: width, align: 'left' }] })
      platform = printed.account.platform
    }
    const [upper, lower] = unitRows(printed)
    rows.push(
      {
        cells: upper.map((value, at) =>
          at === STAFF_COLUMN ? { lines: linesOf(value) } : { lines: linesOf(value), rows: 2 },
        ),
      },
      { cells: [{ lines: linesOf(lower[STAFF_COLUMN]) }] },
    )
  }
  return rows
}
