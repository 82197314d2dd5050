import { maskPhone, type PersonValues } from '../../access/index.ts'
import { foldWord } from '../../vocabulary/platforms.ts'
import { filedFieldLabel, keepFiled } from '../filed-facts.ts'
import { type Account, type ContactDuty, contactDuties, contactLabels, type Unit } from '../model.ts'
import { reopenedHint, similarTo } from '../rules.ts'
import { changedFacts, factChanges, filledFacts } from './fact-changes.ts'
import { FileLedger } from './file-ledger.ts'
import { keptFacts, mergeFacts, mergePerson, newFacts, peopleOf } from './merge.ts'
import { newUnits } from './new-units.ts'
import type { FieldChange, ImportOutcome } from './outcome.ts'
import {
  type District,
  namesItsUnit,
  unitResolver,
  type UnitResolver,
  unknownOfFaulty,
  unknownUnits,
} from './resolve-units.ts'
import { inPlace } from './same-said.ts'
import type { Annex2Reading, FaultyRow, ReadRow, RejectedCell } from './shapes.ts'

export type Register = {
  units: readonly Unit[]
  accounts: readonly Account[]
  /** Values of the people behind the accounts that the file may mean, by account and duty. */
  people: ReadonlyMap<string, PersonValues>
  /** Accounts that somebody's word alone calls 已备案: no filing holds their facts. */
  filedByWord: ReadonlySet<string>
}

export type PlannedPerson = { accountId: string; duty: ContactDuty; values: PersonValues }

/** An account that an import writes, with the names of the facts that it brings. */
export type TouchedAccount = { accountId: string; change: 'created' | 'changed'; facts: string[] }

/** What an import would write, and what it says to the person. Nothing here is written yet. */
export type ImportPlan = {
  units: Unit[]
  created: Account[]
  changed: Account[]
  touched: TouchedAccount[]
  people: PlannedPerson[]
  resolver: UnitResolver
  said: Pick<
    ImportOutcome,
    | 'toCreate'
    | 'toChange'
    | 'onceRegistered'
    | 'unchanged'
    | 'rejected'
    | 'rejectedRows'
    | 'unregisteredRows'
    | 'unknownUnits'
    | 'unknownOfFaulty'
    | 'notices'
    | 'keptFilled'
  >
}

export type PlanOptions = {
  district: District
  createUnits: boolean
  nextId: () => string
  onlyUnitId?: string | undefined
}

export const personKey = (accountId: string, duty: ContactDuty) => `${accountId}/${duty}`

/** Decides row by row: new, changed, the same, or rejected. Pure, so that the dry run shows what would be written. */
export function planImport(reading: Annex2Reading, register: Register, options: PlanOptions): ImportPlan {
  const known = unitResolver(register.units, options.district)
  const unknown = unknownUnits(reading.rows, known, register.units, options.createUnits)
  const units = options.createUnits
    ? newUnits(
        reading.rows,
        unknown.map(({ name }) => name),
        register.units,
        options.nextId,
      )
    : []
  const resolver = units.length > 0 ? unitResolver([...register.units, ...units], options.district) : known
  const plan: ImportPlan = {
    units,
    created: [],
    changed: [],
    touched: [],
    people: [],
    resolver,
    said: {
      toCreate: [],
      toChange: [],
      onceRegistered: { toCreate: [], toChange: [] },
      unchanged: 0,
      rejected: [...reading.rejected],
      rejectedRows: 0,
      unregisteredRows: 0,
      unknownUnits: unknown,
      unknownOfFaulty: unknownOfFaulty(reading, known),
      notices: [...reading.notices],
      keptFilled: 0,
    },
  }
  const ledger = new FileLedger(register.accounts)
  const similar = similarOnce(register.units)
  const fresh = new Set(units.map(({ id }) => id))
  const planning = { plan, ledger, register, options, similar, fresh }
  const held = reading.rows.filter((row) => !planRow(row, planning))
  for (const row of reading.faulty) judgeFaulty(row, planning)
  plan.said.rejectedRows = held.length + reading.faulty.length
  plan.said.rejected = eachOnce(plan.said.rejected, reading)
  sayUnitReadings(plan, reading.rows)
  if (unknown.length > 0 && !options.createUnits)
    plan.said.onceRegistered = onceRegistered(plan, reading, register, options)
  return plan
}

// The same plan with its new units, less what is written without them: a first import is looked at before it is written.
function onceRegistered(
  { said }: ImportPlan,
  reading: Annex2Reading,
  register: Register,
  options: PlanOptions,
): ImportOutcome['onceRegistered'] {
  const place = ({ sheet, row }: { sheet: string; row: number }) => `${sheet}\n${row}`
  const already = new Set([...said.toCreate, ...said.toChange].map(place))
  const { toCreate, toChange } = planImport(reading, register, { ...options, createUnits: true }).said
  return {
    toCreate: toCreate.filter((row) => !already.has(place(row))),
    toChange: toChange.filter((row) => !already.has(place(row))),
  }
}

// Many rows name the same unit.
function similarOnce(units: readonly Unit[]): Planning['similar'] {
  const similar = similarTo(units.map(({ name }) => name))
  const found = new Map<string, readonly string[]>()
  return (name) => {
    const known = found.get(name) ?? similar(name)
    found.set(name, known)
    return known
  }
}

/** In the order of the sheets; what is wrong in one place for many rows (填表单位) stands once. */
const eachOnce = (rejected: readonly RejectedCell[], { sheets }: Annex2Reading): RejectedCell[] =>
  inPlace(
    [...new Map(rejected.map((cell) => [JSON.stringify(cell), cell])).values()],
    sheets.map(({ sheet }) => sheet),
  )

type Planning = {
  plan: ImportPlan
  ledger: FileLedger
  register: Register
  options: PlanOptions
  similar: (name: string) => readonly string[]
  fresh: ReadonlySet<string>
}

/** False: the row is left out, and what is wrong with it has been told. */
function planRow(row: ReadRow, planning: Planning): boolean {
  const { plan, fresh } = planning
  const unit = unitFor(row, planning)
  if (!unit) {
    if (namesItsUnit(row) && !plan.resolver.of(row)) plan.said.unregisteredRows += 1
    return false
  }
  const placed = placeRow(row, unit.id, planning)
  if (!placed) return false
  const { before, gone, after, kept } = placed
  sayKept(row, before, kept, plan)
  sayAlike(row, before, after, planning)
  if (gone) plan.said.notices.push({ sheet: row.sheet, row: row.row, sentence: reopenedHint(gone) })
  const place = {
    sheet: row.sheet,
    row: row.row,
    accountId: after.id,
    name: after.name,
    platform: after.platform,
    unitName: unit.name,
  }
  const people = planPeople(row, after.id, planning)
  if (!before) {
    plan.created.push(after)
    plan.touched.push({ accountId: after.id, change: 'created', facts: Object.keys(filledFacts(after)) })
    plan.said.toCreate.push({ ...place, unitIsNew: fresh.has(unit.id), account: after, people })
    return true
  }
  plan.said.keptFilled += keptFacts(before, row)
  const changes = [
    ...factChanges(before, after, (id) => planning.register.units.find((one) => one.id === id)?.name ?? unit.name),
    ...people,
  ]
  if (changes.length === 0) plan.said.unchanged += 1
  else plan.said.toChange.push({ ...place, changes })
  if (changes.length === people.length) return true
  plan.changed.push({ ...after, version: before.version + 1 })
  plan.touched.push({ accountId: after.id, change: 'changed', facts: Object.keys(changedFacts(before, after).after) })
  return true
}

// Judged last, so that a row that holds never gives way to one that is left out anyway. A unit that is registered with this
// import is no fault; for a row that is left out none is registered.
function judgeFaulty(row: FaultyRow, planning: Planning): void {
  const { unit, facts } = row
  if (!unit) return
  if (planning.options.createUnits && namesItsUnit({ unit }) && !planning.plan.resolver.of({ ...row, unit })) return
  const found = unitFor({ ...row, unit }, planning)
  if (found && facts) placeRow({ ...row, unit, facts }, found.id, planning)
}

type Clued = Omit<ReadRow, 'facts'>

/** The unit a row belongs to; undefined where it is rejected. */
function unitFor(row: Clued, planning: Planning): Unit | undefined {
  const { plan, options } = planning
  const unit = plan.resolver.of(row) ?? (namesItsUnit(row) ? undefined : ownUnit(planning))
  if (!unit) return reject(plan, row, 'unit', unitWanted(row, planning))
  if (!options.onlyUnitId || unit.id === options.onlyUnitId) return unit
  const what = row.unit.from === 'form' ? '这张表' : '这一行'
  return reject(plan, row, 'unit', `本次只导入一个单位的账号，${what}属于其他单位`)
}

/** Books the account that a row means; undefined where it is rejected. */
function placeRow(row: ReadRow, unitId: string, planning: Planning) {
  const { plan, ledger, options } = planning
  const { before, gone } = ledger.find(row, unitId)
  const { account: after, kept } = before
    ? changedAccount(before, { ...mergeFacts(before, row.facts), unitId }, planning)
    : { account: newAccount(row, unitId, ledger, options.nextId), kept: [] }
  const clash = ledger.take(after, before, row)
  return clash ? reject(plan, row, 'name', clash) : { before, gone, after, kept }
}

// What was filed is changed by 变更备案, not by a sheet: it stays, and the person is told.
function changedAccount(before: Account, after: Account, { register }: Planning): ReturnType<typeof keepFiled> {
  if (before.filingState !== 'filed' || register.filedByWord.has(before.id)) return { account: after, kept: [] }
  return keepFiled(before, after)
}

type Kept = ReturnType<typeof keepFiled>['kept']

function sayKept(row: ReadRow, before: Account | undefined, kept: Kept, { said }: ImportPlan): void {
  if (!before || kept.length === 0) return
  const fields = kept.map(filedFieldLabel).join('、')
  const sentence = `“${before.name}”已备案，${fields}以备案为准，没有改动；确有变化的，请办理变更备案`
  said.notices.push({ sheet: row.sheet, row: row.row, sentence })
}

function sayAlike(row: ReadRow, before: Account | undefined, after: Account, { plan, ledger }: Planning): void {
  const alike = before ? undefined : ledger.alike(after)
  if (!alike) return
  const sentence = `“${after.name}”与该单位同一平台上的“${alike.name}”只差全角半角、大小写或空格，按另一个账号登记，请核对是否重复`
  plan.said.notices.push({ sheet: row.sheet, row: row.row, sentence })
}

// An import for one unit lends its name to rows that name none.
function ownUnit({ options, register }: Planning): Unit | undefined {
  return register.units.find(({ id }) => id === options.onlyUnitId)
}

function unitWanted(row: Clued, { similar }: Planning): string {
  if (row.unit.from === 'blank') return '主办单位不能为空，应填单位全称；几个账号同属一个单位的，请合并单元格或逐行填写'
  if (row.unit.from === 'sheet') return '没有写明主办单位，请在“主办单位”列或表上方“填表单位”处填写单位全称'
  const names = similar(row.unit.found)
  const hint = names.length > 0 ? `（相近的有：${names.join('、')}）` : ''
  return `台账中没有这个单位${hint}，请核对单位全称，或选择一并建立这些单位`
}

function reject(plan: ImportPlan, row: Clued, field: 'name' | 'unit', wanted: string): undefined {
  plan.said.rejected.push({ sheet: row.sheet, row: row.row, ...placeIn(row, field), wanted })
}

function placeIn({ nameFound, unit, form, columns }: Clued, field: 'name' | 'unit') {
  if (field === 'name') return { ...columns.name, found: nameFound }
  if (unit.from === 'form' && form.unitAt) return { ...form.unitAt, head: '填表单位', found: unit.found }
  return { ...columns.unit, found: namesItsUnit({ unit }) ? unit.found : '' }
}

function newAccount(row: ReadRow, unitId: string, ledger: FileLedger, nextId: () => string): Account {
  const { system } = row
  return {
    ...newFacts(row),
    id: system && isUuid(system.accountId) && !ledger.has(system.accountId) ? system.accountId : nextId(),
    unitId,
    runningState: system?.runningState ?? 'running',
    ceasedOn: system?.ceasedOn ?? null,
    // INTERFACES "Data": an import never says that an account has been filed.
    filingState: 'unknown',
    sheetOrder: system ? system.sheetOrder : ledger.nextOrder(unitId),
    version: 1,
  }
}

const isUuid = (text: string) => /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/.test(text)

function planPeople(row: ReadRow, accountId: string, { plan, register }: Planning): FieldChange[] {
  const found = peopleOf(row)
  return contactDuties.flatMap((duty) => {
    const person = found[duty]
    if (!person) return []
    const known = register.people.get(personKey(accountId, duty))
    if (person.masked && !known?.phone)
      plan.said.notices.push({ sheet: row.sheet, row: row.row, sentence: `${contactLabels[duty]}的电话已脱敏，未导入` })
    const values = mergePerson(known, person)
    if (!values) return []
    plan.people.push({ accountId, duty, values })
    return [{ label: contactLabels[duty], before: shown(known), after: shown(values) }]
  })
}

const shown = (person: PersonValues | undefined) =>
  [person?.name, person?.phone && maskPhone(person.phone)].filter(Boolean).join(' ')

// 区水务局 read as 临湖区水务局: said once a name.
function sayUnitReadings({ resolver, said }: ImportPlan, rows: readonly ReadRow[]): void {
  const seen = new Set<string>()
  for (const row of rows) {
    const name = resolver.of(row)?.name
    if (name === undefined || foldWord(name) === foldWord(row.unit.found) || seen.has(row.unit.found)) continue
    seen.add(row.unit.found)
    said.notices.push({ sheet: row.sheet, row: row.row, sentence: `主办单位“${row.unit.found}”按“${name}”登记` })
  }
}
