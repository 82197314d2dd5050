import type { CivilDate } from '../../calendar/index.ts'
import type { Cell, Sheet } from '../../documents/index.ts'
import type { AccountFacts } from '../model.ts'
import { columnName, type Grid, gridOf } from './grid.ts'
import { type Field, fieldLabels, type Head } from './heads.ts'
import { oneLine, readRow } from './read-row.ts'
import type { Annex2Reading, FaultyRow, Form, Notice, ReadRow, RowCells, StaffCell, UnitClue } from './shapes.ts'
import { readSystemSheet, SYSTEM_SHEET, type SystemRow } from './system-fields.ts'
import { attachSystemRows, namesListed } from './system-rows.ts'
import { type PassedOver, type TableInSheet, tablesOfSheet } from './tables-of-sheet.ts'

/**
 * Reads a workbook of 附件2 as offices fill it in. Rows that hold come out with their facts; of a row that doesn't, every
 * faulty cell is named and the row is left out whole. Pure: `today` is the business date (开通时间 can't lie after it).
 */
export function readAnnex2(sheets: readonly Sheet[], today: CivilDate): Annex2Reading {
  const reading: Annex2Reading = { sheets: [], rows: [], faulty: [], rejected: [], notices: [] }
  const own = sheets.findLast(({ name }) => name === SYSTEM_SHEET)
  const system = own ? readSystemSheet(own, reading.rejected) : []
  for (const sheet of sheets) {
    if (sheet.name === SYSTEM_SHEET) continue
    if (sheet.hidden) reading.notices.push({ sheet: sheet.name, sentence: '隐藏的工作表，未读取' })
    else readSheet(sheet, today, system, reading)
  }
  attachSystemRows([...reading.rows, ...reading.faulty.filter(isNamed)], system)
  return reading
}

const isNamed = (row: FaultyRow): row is ReadRow => row.facts !== undefined && row.unit !== undefined

function readSheet(sheet: Sheet, today: CivilDate, system: readonly SystemRow[], reading: Annex2Reading): void {
  const grid = gridOf(sheet)
  const { tables, form } = tablesOfSheet(grid, namesListed(system, sheet.name))
  const before = reading.rows.length
  for (const table of tables) readTable(grid, table, today, reading)
  if (tables.length === 0 && sheet.rowCount > 0)
    reading.notices.push({
      sheet: sheet.name,
      sentence: '没有找到附件2的表头（“名称”列和至少另一列），这张工作表未读取',
    })
  reading.sheets.push({
    sheet: sheet.name,
    headRow: tables[0] && tables[0].headRow + 1,
    rows: reading.rows.length - before,
    form,
    extraColumns: tables.flatMap(({ head }) =>
      head.extra.map((column) => ({ column: columnName(column), head: head.titles[column] ?? '' })),
    ),
  })
}

function readTable(grid: Grid, table: TableInSheet, today: CivilDate, reading: Annex2Reading): void {
  const { head, form } = table
  const sheet = grid.sheet.name
  for (const { row, what, text } of table.passedOver)
    reading.notices.push({ sheet, row: row + 1, sentence: passedOverWords[what](oneLine(text).slice(0, 30)) })
  if (form.countedFound !== null && form.countedUntil === null)
    reading.notices.push({
      sheet,
      sentence: `“${form.countedFound}”没有读出截至的年月日，粉丝量、阅读量按未注明截至日期登记`,
    })
  const asked = (Object.keys(head.columns) as Field[]).flatMap((field) => factsOf[field] ?? [])
  const columns = { name: placeOf(head, 'name'), unit: placeOf(head, 'unit') }
  const { accounts, notices } = accountsOf(grid, table)
  reading.notices.push(...notices)
  const namesUnits = accounts.some(({ rows }) => seenUnit(grid, head, rows) !== '')
  for (const account of accounts) {
    const cells = cellsOf(grid, head, account.rows)
    const read = readRow(cells, staffCells(grid, head, account.rows), account.section, form, today)
    const unit = cells.cell('unit').problem ? undefined : unitOf(cells, namesUnits, form, sheet)
    for (const sentence of read.notices) reading.notices.push({ sheet, row: cells.row, sentence })
    reading.rejected.push(...read.rejected)
    const nameFound = oneLine(cells.cell('name').text)
    const row = { sheet, row: cells.row, nameFound, people: read.people, form, asked, columns }
    if (read.facts && unit && read.rejected.length === 0) reading.rows.push({ ...row, unit, facts: read.facts })
    else reading.faulty.push({ ...row, unit, facts: read.facts })
  }
}

const passedOverWords: Readonly<Record<PassedOver, (text: string) => string>> = {
  section: (text) => `“${text}”作为类别标题读取，以下各行按这一类别核对平台`,
  banner: (text) => `通栏文字“${text}”，未作为账号读取`,
  total: () => '合计行，未作为账号读取',
  form: () => '填表说明或表尾，未作为账号读取',
}

function placeOf({ columns, titles }: Head, field: Field) {
  const column = columns[field]
  if (column === undefined) return { column: '', head: fieldLabels[field] }
  return { column: columnName(column), head: titles[column] ?? fieldLabels[field] }
}

/** The facts a column speaks of. */
const factsOf: Readonly<Partial<Record<Field, (keyof AccountFacts)[]>>> = {
  certifiedEntity: ['certifiedEntity'],
  operatorUnit: ['operatorUnit'],
  operationMode: ['operationMode'],
  budget: ['budgetYuan'],
  followers: ['followers'],
  reads: ['reads'],
  pushFrequency: ['pushFrequency'],
  openedOn: ['openedOn'],
  staff: ['hasDedicatedStaff', 'staffCount'],
  dedicated: ['hasDedicatedStaff'],
  staffCount: ['staffCount'],
  operatingStatus: ['operatingStatus'],
  disposition: ['disposition'],
  identifier: ['identifier'],
  profileUrl: ['profileUrl'],
}

const STAFF: readonly Field[] = ['staff', 'dedicated', 'staffCount']
const PEOPLE: readonly Field[] = ['principal', 'principalPhone', 'contact', 'contactPhone']
const BLANK_FORM = /^(?:有\/无专人|人数)$/

type AccountRows = { rows: number[]; section: TableInSheet['lines'][number]['section'] }

/** Lines grouped by account: the lower line of the double row (有/无专人 above 人数) belongs to the one above it. */
function accountsOf(grid: Grid, { head, lines }: TableInSheet): { accounts: AccountRows[]; notices: Notice[] } {
  const accounts: AccountRows[] = []
  const notices: Notice[] = []
  const say = (row: number, sentence: string) => notices.push({ sheet: grid.sheet.name, row: row + 1, sentence })
  for (const { row, section } of lines) {
    const filledIn = fieldsIn(grid, head, row)
    const last = accounts.at(-1)
    const follows = last?.rows.at(-1) === row - 1
    const covered = isCovered(grid, row, head.columns.name, head.below)
    if (follows && belongsAbove(filledIn, covered)) {
      last?.rows.push(row)
      if (!covered) say(row, '没有名称，按上一行账号的人员一并读取，请核对')
    } else if (filledIn.length > 0 || covered) accounts.push({ rows: [row], section })
    else if (!isBlankForm(grid, row)) say(row, '只有序号或附件2以外的内容，未作为账号读取')
  }
  return { accounts, notices }
}

const isBlankForm = (grid: Grid, row: number) =>
  (grid.sheet.rows[row] ?? []).every(({ text }) => text === '' || BLANK_FORM.test(text))

/** The fields in which this line itself says something; serial numbers and the words of the blank form say nothing. */
function fieldsIn(grid: Grid, head: Head, row: number): Field[] {
  return (Object.keys(head.columns) as Field[]).filter((field) => {
    const { text, problem } = grid.own(row, head.columns[field] ?? -1)
    const filledIn = text !== '' || problem !== undefined
    return field !== 'serial' && filledIn && !(STAFF.includes(field) && BLANK_FORM.test(text))
  })
}

const belongsAbove = (filledIn: readonly Field[], covered: boolean): boolean =>
  filledIn.every((field) => STAFF.includes(field) || PEOPLE.includes(field)) && (filledIn.length > 0 || covered)

const isCovered = (grid: Grid, row: number, column: number | undefined, from: number) =>
  column !== undefined && grid.topOf(row, column) < row && grid.topOf(row, column) >= from

function cellsOf(grid: Grid, head: Head, rows: readonly number[]): RowCells {
  const [row = 0, ...lower] = rows
  const cell = (field: Field): Cell => {
    const column = head.columns[field]
    if (column === undefined) return { kind: 'empty', text: '' }
    const seen = grid.seen(row, column)
    const more = PEOPLE.includes(field)
      ? lower.map((below) => grid.own(below, column).text).filter((text) => text !== '')
      : []
    return more.length === 0 ? seen : { kind: 'text', text: [seen.text, ...more].join('\n') }
  }
  return { sheet: grid.sheet.name, row: row + 1, head, cell }
}

function staffCells(grid: Grid, head: Head, rows: readonly number[]): StaffCell[] {
  return STAFF.flatMap((field) => {
    const column = head.columns[field]
    if (column === undefined) return []
    return rows.map((row, index) => {
      const { text } = index === 0 ? grid.seen(row, column) : grid.own(row, column)
      return { field, row: row + 1, text }
    })
  }).filter(({ text }) => text !== '')
}

const seenUnit = (grid: Grid, { columns }: Head, [row = 0]: readonly number[]): string =>
  columns.unit === undefined ? '' : grid.seen(row, columns.unit).text

// A blank under another unit's name may be the same unit or a slip of the pen: only a merged cell says that it is the same.
function unitOf(cells: RowCells, namesUnits: boolean, form: Form, sheet: string): UnitClue {
  const found = oneLine(cells.cell('unit').text)
  if (found !== '') return { found, from: 'cell' }
  if (namesUnits) return { found: '', from: 'blank' }
  if (form.unit !== null) return { found: form.unit, from: 'form' }
  return { found: sheet, from: 'sheet' }
}
