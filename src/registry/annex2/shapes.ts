import type { CivilDate } from '../../calendar/index.ts'
import type { Cell } from '../../documents/index.ts'
import type { AccountFacts } from '../model.ts'
import type { Field, Head } from './heads.ts'
import type { FoundPerson } from './read-people.ts'
import type { SystemRow } from './system-fields.ts'

/**
 * One cell a person has to mend: where it stands, what was found, what is wanted. `row` as printed, from 1. Of a
 * column that is missing, `column` is empty; 填表单位 stands in its own cell, once, however many rows need it.
 */
export type RejectedCell = { sheet: string; row: number; column: string; head: string; found: string; wanted: string }

/** Something read in a way that the person should look at; nothing is refused for it. */
export type Notice = { sheet: string; row?: number; sentence: string }

/**
 * Where the sponsor unit of a row was found: in its own cell (or the merged one over it), 填表单位 of the sheet, the sheet's
 * own name. `blank`: its cell is empty although other rows of the table name their units, so that nobody said whose it is.
 */
export type UnitClue = { found: string; from: 'cell' | 'form' | 'sheet' | 'blank' }

/** What stands above and below the table (附件2: 填表单位、填报人、联系电话、统计时间截至). */
export type Form = {
  unit: string | null
  /** Where 填表单位 stands. */
  unitAt: Place | null
  reporter: string | null
  phone: string | null
  countedUntil: CivilDate | null
  /** The words about that day, as they stand. */
  countedFound: string | null
}

/** A cell by its row, from 1, and the letter of its column. */
export type Place = { row: number; column: string }

/** Only what was filled in: an empty cell is no fact. */
export type FilledFacts = Partial<Omit<AccountFacts, 'name' | 'platform'>> & Pick<AccountFacts, 'name' | 'platform'>

/** An account as one row says it (two physical rows where 有/无专人 stands above 人数). */
export type ReadRow = {
  sheet: string
  row: number
  unit: UnitClue
  /** The name as printed, before a platform in brackets was taken off. */
  nameFound: string
  facts: FilledFacts
  people: { principal?: FoundPerson; contact?: FoundPerson }
  form: Form
  /** Facts that the table has columns for, whether filled in here or not. */
  asked: readonly (keyof AccountFacts)[]
  /** Where 名称 and 主办单位 stand, for rejections that the register makes. */
  columns: Readonly<Record<'name' | 'unit', { column: string; head: string }>>
  system?: SystemRow
}

/**
 * An account that is left out because cells of it can't be read. What was read of it shows whether its unit and its name
 * hold, so that all faults of a row are told together. Without `facts`: it has no name or no platform. Without `unit`: its
 * cell is among those that can't be read.
 */
export type FaultyRow = Omit<ReadRow, 'facts' | 'unit'> & { facts: FilledFacts | undefined; unit: UnitClue | undefined }

export type SheetReading = {
  sheet: string
  /** 1-based row of the head; undefined: the sheet was not read as a table of accounts. */
  headRow: number | undefined
  rows: number
  form: Form
  extraColumns: { column: string; head: string }[]
}

/** A whole workbook read: rows that hold, cells that don't (their rows are left out whole), what to look at. */
export type Annex2Reading = {
  sheets: SheetReading[]
  rows: ReadRow[]
  faulty: FaultyRow[]
  rejected: RejectedCell[]
  notices: Notice[]
}

/** One cell of 运营人数, which the notice spreads over two lines and others over two columns. `row` from 1. */
export type StaffCell = { field: Field; row: number; text: string }

/** The cells of one account by field, as seen (merged areas filled in), with where they stand. */
export type RowCells = {
  sheet: string
  row: number
  head: Head
  cell(field: Field): Cell
}
