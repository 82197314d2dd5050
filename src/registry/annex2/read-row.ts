import { phoneNotices } from '../../vocabulary/phones.ts'
import type { CivilDate } from '../../calendar/index.ts'
import type { Cell } from '../../documents/index.ts'
import type { Count } from '../../vocabulary/counts.ts'
import { columnName } from './grid.ts'
import { type Field, fieldLabels } from './heads.ts'
import { type Read, readDisposition, readFunctions, readOperatingStatus, readOperationMode } from './read-choices.ts'
import {
  type FoundStaff,
  readBudget,
  readCountCell,
  readOpenedOn,
  readStaff,
  saysNothing,
  isStroke,
} from './read-numbers.ts'
import { type FoundPerson, readPerson } from './read-people.ts'
import { readPlatformOf, type Section } from './read-platform.ts'
import type { FilledFacts, Form, RejectedCell, RowCells, StaffCell } from './shapes.ts'
import { longestText, type ReadsScope } from '../model.ts'

const LONGEST_NAME = 60

export type RowReading = {
  facts: FilledFacts | undefined
  people: { principal?: FoundPerson; contact?: FoundPerson }
  rejected: RejectedCell[]
  notices: string[]
}

/** Reads the cells of one account. Every cell that doesn't hold is named; without a name or a platform there are no `facts`. */
export function readRow(
  cells: RowCells,
  staffCells: readonly StaffCell[],
  section: Section | undefined,
  form: Form,
  today: CivilDate,
): RowReading {
  const faults = faultsOf(cells)
  const named = readName(cells, section, faults)
  const { problem } = cells.cell('unit')
  if (problem) faults.reject('unit', problem)
  const facts = {
    ...named,
    ...texts(cells, faults),
    ...choices(cells, faults),
    ...counts(cells, form, faults),
    ...dates(cells, today, faults),
  }
  const staff = readStaffCells(cells, staffCells, faults)
  if (staff?.hasDedicatedStaff != null) facts.hasDedicatedStaff = staff.hasDedicatedStaff
  if (staff?.staffCount != null) facts.staffCount = staff.staffCount
  const people = readPeople(cells, faults)
  return { facts: named && (facts as FilledFacts), people, ...faults.said }
}

// The cell that can't be read is named, not the upper one of the double row.
function readStaffCells({ head }: RowCells, staff: readonly StaffCell[], faults: Faults): FoundStaff | undefined {
  const read = readStaff(staff.map(({ text }) => text))
  const faulty = 'wanted' in read && staff.find(({ text }) => 'wanted' in readStaff([text]))
  if (faulty) return faults.reject(faulty.field, read.wanted, faulty.text, faulty.row)
  return faults.take(head.columns.staff === undefined ? 'dedicated' : 'staff', read)
}

type Faults = ReturnType<typeof faultsOf>

function faultsOf(cells: RowCells) {
  const rejected: RejectedCell[] = []
  const notices: string[] = []
  const reject = (field: Field, wanted: string, found = foundIn(cells.cell(field)), row = cells.row): undefined => {
    const column = cells.head.columns[field]
    const head = column === undefined ? fieldLabels[field] : (cells.head.titles[column] ?? fieldLabels[field])
    rejected.push({
      sheet: cells.sheet,
      row,
      column: column === undefined ? '' : columnName(column),
      head,
      found,
      wanted,
    })
  }
  return {
    rejected,
    said: { rejected, notices },
    reject,
    /** True of a blank and of words that stand for one; words are told, strokes (/、—) are plain. */
    saysNothing(field: Field, text: string): boolean {
      if (text === '') return true
      if (!saysNothing(text)) return false
      if (!isStroke(text)) notices.push(`${fieldLabels[field]}“${text.trim()}”按未填登记`)
      return true
    },
    /** The value, or a rejected cell; a cell in error (公式出错) is named as such. */
    take<T>(field: Field, read: Read<T>): T | undefined {
      const { problem } = cells.cell(field)
      if ('wanted' in read || problem) {
        reject(field, problem ?? ('wanted' in read ? read.wanted : ''))
        return undefined
      }
      if (read.notice) notices.push(read.notice)
      return read.value
    },
  }
}

// A formula without a result shows nothing: what a person finds in the cell is the formula.
const foundIn = ({ text, formula }: Cell) => (text === '' && formula ? `=${formula}` : text)

function readName(
  cells: RowCells,
  section: Section | undefined,
  faults: Faults,
): (Partial<FilledFacts> & Pick<FilledFacts, 'name' | 'platform'>) | undefined {
  const { text, problem } = cells.cell('name')
  const name = oneLine(text)
  const cell = oneLine(cells.cell('platform').text)
  const read = readPlatformOf({ cell, name, section })
  const fault = problem ?? nameFault('value' in read ? read.value.name : name)
  if (fault) faults.reject('name', fault)
  // A name that can't be read may say the platform in brackets.
  if (problem && cell === '') return undefined
  const found = faults.take('platform', read)
  if (fault || !found) return undefined
  return {
    name: found.name,
    platform: found.platform,
    ...filled({ platformFound: found.platformFound, vendorFound: found.vendorFound }),
  }
}

function nameFault(name: string): string | undefined {
  if (name === '') return '名称不能为空，请填写账号全称'
  return name.length > LONGEST_NAME ? `名称不超过${LONGEST_NAME}个字，请只填账号全称` : undefined
}

const textFields = {
  certifiedEntity: 'certifiedEntity',
  operatorUnit: 'operatorUnit',
  pushFrequency: 'pushFrequency',
  identifier: 'identifier',
} as const

function texts(cells: RowCells, faults: Faults): Partial<FilledFacts> {
  const facts: Partial<FilledFacts> = {}
  for (const field of Object.keys(textFields) as (keyof typeof textFields)[]) {
    const text = oneLine(cells.cell(field).text)
    const { problem } = cells.cell(field)
    if (problem) faults.reject(field, problem)
    else if (text.length > longestText) faults.reject(field, `不超过${longestText}个字`)
    else if (!faults.saysNothing(field, text)) facts[textFields[field]] = text
  }
  const link = cells.cell('profileUrl').text.trim()
  if (!faults.saysNothing('profileUrl', link)) {
    const read = /^https?:\/\/\S+$/i.test(link) ? link : undefined
    if (read) facts.profileUrl = read
    else faults.reject('profileUrl', '应填以 http:// 或 https:// 开头的完整链接')
  }
  return facts
}

function choices(cells: RowCells, faults: Faults): Partial<FilledFacts> {
  const value = <T>(field: Field, read: (text: string) => Read<T>) => {
    const text = oneLine(cells.cell(field).text)
    return faults.saysNothing(field, text) ? undefined : faults.take(field, read(text))
  }
  const functions = value('functions', (text) => ({ value: readFunctions(text) }))
  return filled({
    operationMode: value('operationMode', readOperationMode),
    operatingStatus: value('operatingStatus', readOperatingStatus),
    disposition: value('disposition', readDisposition),
    ...functions,
  })
}

function counts(cells: RowCells, form: Form, faults: Faults): Partial<FilledFacts> {
  const value = <T>(field: Field, read: (cell: Cell) => Read<T>) => {
    const cell = cells.cell(field)
    return cell.problem === undefined && faults.saysNothing(field, cell.text)
      ? undefined
      : faults.take(field, read(cell))
  }
  const followers = value('followers', readCountCell)
  const reads = value('reads', readCountCell)
  const budget = cells.cell('budget').text
  const scope = reads && scopeOf(cells, reads, faults)
  return filled({
    budgetYuan: budget === '' || /^[/\\—-]+$/.test(budget) ? undefined : faults.take('budget', readBudget(budget)),
    followers: followers?.value,
    followersPrecision: followers?.precision,
    followersFound: followers?.found,
    followersOn: followers && (form.countedUntil ?? undefined),
    reads: reads?.value,
    readsPrecision: reads?.precision,
    readsFound: reads?.found,
    readsOn: reads && (form.countedUntil ?? undefined),
    readsScope: scope,
  })
}

// The form leaves open what 阅读量 counts; a head or a cell that says it is believed.
function scopeOf(cells: RowCells, { scope, found }: Count, faults: Faults): ReadsScope | undefined {
  const title = cells.head.titles[cells.head.columns.reads ?? -1] ?? ''
  if (/平均|篇均/.test(title + found)) return 'average'
  if (/近30|近一月|月阅读/.test(title) || scope === 'month') return 'last30d'
  if (scope) faults.said.notices.push(`阅读量“${found}”不是累计数，已按原文登记，口径请在账号页补填`)
  return /总|累计/.test(title + found) ? 'total' : undefined
}

function dates(cells: RowCells, today: CivilDate, faults: Faults): Partial<FilledFacts> {
  const cell = cells.cell('openedOn')
  if (cell.problem === undefined && faults.saysNothing('openedOn', cell.text)) return {}
  const opened = faults.take('openedOn', readOpenedOn(cell, today))
  return opened ? { openedOn: opened.day, openedPrecision: opened.precision } : {}
}

function readPeople(cells: RowCells, faults: Faults): RowReading['people'] {
  const person = (field: 'principal' | 'contact', phone: 'principalPhone' | 'contactPhone') => {
    const text = [field, phone]
      .map((one) => ({ one, text: cells.cell(one).text }))
      .filter((found) => !faults.saysNothing(found.one, found.text))
      .map((found) => found.text)
      .join('\n')
    const read = text === '' ? undefined : faults.take(field, readPerson(text))
    faults.said.notices.push(...phoneNotices(read?.phone ?? '').map((said) => `电话${said}`))
    return read
  }
  return filled({ principal: person('principal', 'principalPhone'), contact: person('contact', 'contactPhone') })
}

/** Blanks inside a cell become one; a line break too. */
export const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim()

/** Leaves out what is not filled in. */
function filled<T extends object>(values: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined && value !== null),
  ) as never
}
