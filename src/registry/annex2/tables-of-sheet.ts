import { columnName, type Grid } from './grid.ts'
import { fieldOf, type Head, headAt } from './heads.ts'
import { addFormLine, emptyForm, type FormLine, isFormLine, isNote, isTotal } from './read-form.ts'
import { readSection, saysPlatform, type Section } from './read-platform.ts'
import type { Form } from './shapes.ts'

/** A line of a table that may hold an account, with the section it stands in. `row` 0-based. */
export type TableLine = { row: number; section: Section | undefined }
export type PassedOver = 'section' | 'banner' | 'total' | 'form'
export type TableInSheet = {
  headRow: number
  head: Head
  form: Form
  lines: TableLine[]
  /** Lines that hold no account, each with what it was taken for: nothing on a sheet goes unmentioned. */
  passedOver: { row: number; what: PassedOver; text: string }[]
}

/**
 * Parts a sheet into its tables: titles and form lines above a head, accounts, sections (一、微博), totals and notes
 * below it. Several tables may stand under each other, one a unit. `form` is what a sheet without a table says. `listed`:
 * names that 系统字段 lists for this sheet, so that an account called 合计 is none.
 */
export function tablesOfSheet(
  grid: Grid,
  listed: ReadonlySet<string> = new Set(),
): { tables: TableInSheet[]; form: Form } {
  const tables: TableInSheet[] = []
  const state: State = { table: undefined, pending: emptyForm(), section: undefined, inNotes: false }
  for (let row = 0; row < grid.sheet.rowCount; row++) {
    if (state.table && isAccount(grid, row, state.table.head, listed)) {
      state.table.lines.push({ row, section: state.section })
      state.inNotes = false
      continue
    }
    const head = mayBeHead(grid, row) ? headAt(grid, row) : undefined
    if (head) {
      state.table = { headRow: row, head, form: state.pending, lines: [], passedOver: [] }
      tables.push(state.table)
      Object.assign(state, { pending: emptyForm(), section: undefined, inNotes: false })
      row = head.below - 1
    } else readLine(grid, row, state)
  }
  return { tables, form: tables[0]?.form ?? state.pending }
}

type State = { table: TableInSheet | undefined; pending: Form; section: Section | undefined; inNotes: boolean }

function readLine(grid: Grid, row: number, state: State): void {
  const filledIn: FormLine = (grid.sheet.rows[row] ?? []).flatMap(({ text, problem }, column) =>
    text !== '' || problem !== undefined ? [{ row: row + 1, column: columnName(column), text }] : [],
  )
  const texts = filledIn.map(({ text }) => text)
  const [first] = texts
  if (first === undefined) return
  const { table } = state
  if (!table) return addFormLine(state.pending, filledIn)
  if (isNote(first)) state.inNotes = true
  else if (state.inNotes && isAccountAgain(grid, row, table.head)) state.inNotes = false
  if (state.inNotes || (texts.length <= 8 && isFormLine(first))) {
    table.passedOver.push({ row, what: 'form', text: first })
    return addFormLine(formFor(state, table, texts), filledIn)
  }
  if (isTotal(first) || isTotal(texts[1] ?? '')) table.passedOver.push({ row, what: 'total', text: first })
  else if (isBanner(grid, row, table.head, texts)) readBanner(state, table, row, first)
  else table.lines.push({ row, section: state.section })
}

// Whatever it is called (名称, 注：一号, 临湖签章): a line with a name and, in its column, a platform is an account. Subtotals of
// a platform look the same.
function isAccount(grid: Grid, row: number, { columns }: Head, listed: ReadonlySet<string>): boolean {
  const own = (column = -1) => grid.own(row, column).text.replaceAll(/\s+/g, ' ').trim()
  const [name, platform] = [own(columns.name), own(columns.platform)]
  if (name === '' || fieldOf(platform) !== undefined || !saysPlatform(platform)) return false
  return !isTotal(name) || listed.has(name)
}

// Below a note an account may still follow: its name and its unit or platform stand in their columns.
function isAccountAgain(grid: Grid, row: number, { columns }: Head): boolean {
  const says = (column: number | undefined) => column !== undefined && grid.own(row, column).text !== ''
  return (
    says(columns.name) &&
    !isFormLine(grid.own(row, columns.name ?? 0).text) &&
    (says(columns.unit) || says(columns.platform))
  )
}

// A second 填表单位 below a table that has its own opens the next table.
function formFor(state: State, table: TableInSheet, texts: readonly string[]): Form {
  const opensNext = table.form.unit !== null && texts.some((text) => /填[报表]单位/.test(text))
  if (opensNext) state.pending = emptyForm()
  return opensNext || state.pending.unit !== null ? state.pending : table.form
}

function readBanner(state: State, table: TableInSheet, row: number, text: string): void {
  state.section = readSection(text)
  table.passedOver.push({ row, what: state.section ? 'section' : 'banner', text })
}

// One text alone that runs across the table or carries a chapter number, or a class of platforms (微信类). In the column of
// names anything else is an account, and so is whatever stands beside a cell merged down from above.
function isBanner(grid: Grid, row: number, { columns, below }: Head, texts: readonly string[]): boolean {
  const [text, ...others] = texts
  if (text === undefined || others.length > 0) return false
  const column = grid.sheet.rows[row]?.findIndex((cell) => cell.text !== '') ?? -1
  const across = grid.leftOf(row, column + 2) === column && grid.topOf(row, column) === row
  if (across) return true
  if (Object.values(columns).some((one) => grid.topOf(row, one) < row && grid.topOf(row, one) >= below)) return false
  if (/^[（(]?[一二三四五六七八九十]+[)）、.．]/.test(text)) return true
  const named = column === columns.name && !/类\s*[:：]?$/.test(text) && !/^[（(]?\d+[)）、.．]/.test(text)
  return !named && column <= (columns.name ?? 0) && readSection(text) !== undefined
}

const mayBeHead = (grid: Grid, row: number) =>
  (grid.sheet.rows[row] ?? []).some(({ text }) => text.length <= 20 && /名\s*称|[账帐]\s*号|全称|新媒体/.test(text))
