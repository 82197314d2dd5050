import { maskPhone, type PersonValues } from '../../access/index.ts'
import { foldWord, platforms } from '../../vocabulary/platforms.ts'
import { filedFieldLabel, keepFiled } from '../filed-facts.ts'
import { type Account, type ContactDuty, contactDuties, contactLabels, type Unit } from '../model.ts'
import { guessUnitKind, lastGone, reopenedHint } from '../rules.ts'
import { nextUnitCodes } from '../queries/units.ts'
import { changedFacts, factChanges, filledFacts } from './fact-changes.ts'
import { keptFacts, mergeFacts, mergePerson, newFacts, peopleOf } from './merge.ts'
import type { FieldChange, ImportOutcome } from './outcome.ts'
import { type District, namesItsUnit, unitResolver, type UnitResolver, unknownUnits } from './resolve-units.ts'
import type { Annex2Reading, ReadRow } from './shapes.ts'

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
    | 'unchanged'
    | 'rejected'
    | 'rejectedRows'
    | 'unregisteredRows'
    | 'unknownUnits'
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
      unchanged: 0,
      rejected: [...reading.rejected],
      rejectedRows: 0,
      unregisteredRows: 0,
      unknownUnits: unknown,
      notices: [...reading.notices],
      keptFilled: 0,
    },
  }
  const ledger = new Ledger(register.accounts)
  const similar = new Map(unknown.map((one) => [one.name, one.similar]))
  const fresh = new Set(units.map(({ id }) => id))
  for (const row of reading.rows) planRow(row, { plan, ledger, register, options, similar, fresh })
  plan.said.rejectedRows = new Set(plan.said.rejected.map(({ sheet, row }) => `${sheet}\n${row}`)).size
  sayUnitReadings(plan, reading.rows)
  return plan
}

type Planning = {
  plan: ImportPlan
  ledger: Ledger
  register: Register
  options: PlanOptions
  similar: ReadonlyMap<string, readonly string[]>
  fresh: ReadonlySet<string>
}

function planRow(row: ReadRow, planning: Planning): void {
  const { plan, ledger, options, fresh } = planning
  const unit = plan.resolver.of(row) ?? (namesItsUnit(row) ? undefined : ownUnit(planning))
  if (!unit) {
    if (namesItsUnit(row)) plan.said.unregisteredRows += 1
    return reject(plan, row, 'unit', namesItsUnit(row) ? row.unit.found : '', unitWanted(row, planning))
  }
  if (options.onlyUnitId && unit.id !== options.onlyUnitId)
    return reject(plan, row, 'unit', row.unit.found, '本次只导入一个单位的账号，这一行属于其他单位')
  const { before, gone } = ledger.find(row, unit.id)
  if (gone) plan.said.notices.push({ sheet: row.sheet, row: row.row, sentence: reopenedHint(gone) })
  const after = before
    ? changedAccount(before, { ...mergeFacts(before, row.facts), unitId: unit.id }, row, planning)
    : newAccount(row, unit.id, ledger, options.nextId)
  const clash = ledger.take(after, before, row)
  if (clash) return reject(plan, row, 'name', row.nameFound, clash)
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
    plan.said.toCreate.push({ ...place, unitIsNew: fresh.has(unit.id) })
    return
  }
  plan.said.keptFilled += keptFacts(before, row)
  const changes = [
    ...factChanges(before, after, (id) => planning.register.units.find((one) => one.id === id)?.name ?? unit.name),
    ...people,
  ]
  if (changes.length === 0) plan.said.unchanged += 1
  else plan.said.toChange.push({ ...place, changes })
  if (changes.length === people.length) return
  plan.changed.push({ ...after, version: before.version + 1 })
  plan.touched.push({ accountId: after.id, change: 'changed', facts: Object.keys(changedFacts(before, after).after) })
}

// What was filed is changed by 变更备案, not by a sheet: it stays, and the person is told.
function changedAccount(before: Account, after: Account, row: ReadRow, { plan, register }: Planning): Account {
  if (before.filingState !== 'filed' || register.filedByWord.has(before.id)) return after
  const { account, kept } = keepFiled(before, after)
  const fields = kept.map(filedFieldLabel).join('、')
  const sentence = `“${before.name}”已备案，${fields}以备案为准，没有改动；确有变化的，请办理变更备案`
  if (kept.length > 0) plan.said.notices.push({ sheet: row.sheet, row: row.row, sentence })
  return account
}

// An import for one unit lends its name to rows that name none.
function ownUnit({ options, register }: Planning): Unit | undefined {
  return register.units.find(({ id }) => id === options.onlyUnitId)
}

function unitWanted(row: ReadRow, { similar }: Planning): string {
  if (row.unit.from === 'blank') return '主办单位不能为空，应填单位全称；几个账号同属一个单位的，请合并单元格或逐行填写'
  if (row.unit.from === 'sheet') return '没有写明主办单位，请在“主办单位”列或表上方“填表单位”处填写单位全称'
  const names = similar.get(row.unit.found.replace(/\s+/g, '')) ?? []
  const hint = names.length > 0 ? `（相近的有：${names.join('、')}）` : ''
  return `台账中没有这个单位${hint}，请核对单位全称，或选择同时登记新单位`
}

function reject(plan: ImportPlan, row: ReadRow, field: 'name' | 'unit', found: string, wanted: string): void {
  plan.said.rejected.push({ sheet: row.sheet, row: row.row, ...row.columns[field], found, wanted })
}

function newAccount(row: ReadRow, unitId: string, ledger: Ledger, nextId: () => string): Account {
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

const saysTheSame = (account: Account, row: ReadRow): boolean =>
  factChanges(account, { ...mergeFacts(account, row.facts), unitId: account.unitId }, () => '').length === 0

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

function newUnits(
  rows: readonly ReadRow[],
  names: readonly string[],
  units: readonly Unit[],
  nextId: () => string,
): Unit[] {
  const codes = nextUnitCodes(
    units.map(({ code }) => code),
    names.length,
  )
  const taken = new Set(units.map(({ code }) => code))
  const systems = new Map(rows.flatMap(({ system }) => (system ? [[system.unitName, system] as const] : [])))
  return names.map((name, index) => {
    const system = systems.get(name)
    const code = system && !taken.has(system.unitCode) ? system.unitCode : (codes[index] ?? '')
    taken.add(code)
    return {
      id: nextId(),
      code,
      name,
      shortName: system?.unitShortName ?? null,
      kind: system?.unitKind ?? guessUnitKind(name),
      parentId: null,
      publicFacing: system?.publicFacing ?? true,
      state: 'active',
      mergedInto: null,
      version: 1,
    }
  })
}

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

const keyOf = ({ unitId, platform, name }: Pick<Account, 'unitId' | 'platform' | 'name'>) =>
  `${unitId}\n${platform}\n${name}`

function meantBy({ facts }: ReadRow, unitId: string, byName: ReadonlyMap<string, Account[]>): Account | undefined {
  const named = byName.get(`${unitId}\n${facts.name}`) ?? []
  const exact = named.filter(({ platform }) => platform === facts.platform)
  if (exact.length > 0) return lastGone(exact) ?? exact[0]
  const { family, vendor } = platforms[facts.platform]
  const fitting = named.filter(({ platform }) => {
    const vague = facts.platform === 'wechat_official' || platform === 'wechat_official'
    if (vague && platforms[platform].family === family) return true
    return facts.vendorFound != null && facts.platformFound == null && platforms[platform].vendor === vendor
  })
  return fitting.length === 1 ? fitting[0] : undefined
}

/** The accounts as they stand while rows are read one after the other. */
class Ledger {
  private readonly byId: Map<string, Account>
  private readonly byKey: Map<string, Account>
  private readonly byName: Map<string, Account[]>
  private readonly gone: Map<string, Account[]>
  private readonly orders = new Map<string, number>()
  /** Who was met in this file, by row: an account can't stand in it twice. */
  private readonly met = new Map<string, ReadRow>()
  private readonly added = new Map<string, ReadRow>()

  constructor(accounts: readonly Account[]) {
    this.byId = new Map(accounts.map((account) => [account.id, account]))
    const living = accounts.filter(({ runningState }) => runningState !== 'deregistered')
    this.byKey = new Map(living.map((account) => [keyOf(account), account]))
    this.byName = Map.groupBy(living, ({ unitId, name }) => `${unitId}\n${name}`)
    this.gone = Map.groupBy(
      accounts.filter(({ runningState }) => runningState === 'deregistered'),
      ({ unitId, name }) => `${unitId}\n${name}`,
    )
    for (const { unitId, sheetOrder } of accounts)
      this.orders.set(unitId, Math.max(this.orders.get(unitId) ?? 0, sheetOrder ?? 0))
  }

  has(id: string): boolean {
    return this.byId.has(id)
  }

  /**
   * The registered account a row means: its number, else unit, platform and name; a vague platform fits the only one of its
   * kind. The living account of a name goes before those that are gone. A row that says 正常运营 of one that is gone means
   * a new account, and `gone` is the one before it; a row that says 停止运营 or nothing still means the old one.
   */
  find(row: ReadRow, unitId: string): { before?: Account | undefined; gone?: Account | undefined } {
    const numbered = row.system && this.byId.get(row.system.accountId)
    if (numbered) return { before: numbered }
    const living = meantBy(row, unitId, this.byName)
    if (living) return { before: living }
    const gone = meantBy(row, unitId, this.gone)
    // The ledger's own sheet that comes back says of it what the ledger says: nobody has opened anything anew.
    const opensAnew = row.facts.operatingStatus === 'normal' && gone !== undefined && !saysTheSame(gone, row)
    return opensAnew ? { gone } : { before: gone }
  }

  /** Books a row's account; answers what is wrong when it stands twice in the file or takes another's place. */
  take(after: Account, before: Account | undefined, row: ReadRow): string | undefined {
    const key = keyOf(after)
    const isGone = after.runningState === 'deregistered'
    const twice = (before && this.met.get(before.id)) ?? (isGone ? undefined : this.added.get(key))
    if (twice)
      return `与${twice.sheet === row.sheet ? '' : `工作表“${twice.sheet}”`}第${twice.row}行重复，同一账号只登记一行`
    const holder = isGone ? undefined : this.byKey.get(key)
    if (holder && holder.id !== before?.id) return '该单位在同一平台上已有同名账号，请核对名称'
    if (before) this.met.set(before.id, row)
    if (!isGone) this.added.set(key, row)
    return undefined
  }

  nextOrder(unitId: string): number {
    const order = (this.orders.get(unitId) ?? 0) + 1
    this.orders.set(unitId, order)
    return order
  }
}
