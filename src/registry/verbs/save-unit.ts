import { type Actor, type Deps, permit } from '../../access/index.ts'
import { inTransaction } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { type UnitKind, unitKinds } from '../../vocabulary/units.ts'
import { changedFacts } from '../annex2/fact-changes.ts'
import { lockRegister } from '../queries/accounts.ts'
import { insertUnits, nextUnitCodes, readUnits, updateUnit } from '../queries/units.ts'
import type { Unit, UnitState } from '../model.ts'

export type UnitInput = {
  districtId: string
  /** Absent: a new unit. */
  id?: string
  /** Of the unit as it was shown; required with `id`. */
  version?: number
  name: string
  /** Absent on a new unit: the next DW number. */
  code?: string
  shortName?: string | null
  kind: UnitKind
  parentId?: string | null
  publicFacing?: boolean
  state?: UnitState
  mergedInto?: string | null
}

/**
 * Registers or changes a unit. Refuses `access.denied`, `unit.not-valid`, `unit.parent-circle`, `unit.merged-circle`,
 * `unit.already-registered`, `unit.code-taken`, `record.not-found`, `record.changed-meanwhile`.
 */
export async function saveUnit(deps: Deps, actor: Actor, input: UnitInput): Promise<Unit> {
  permit(actor, 'ledger.edit', { districtId: input.districtId })
  return inTransaction(deps.db, async (tx) => {
    await lockRegister(tx, input.districtId)
    const units = await readUnits(tx, input.districtId)
    const before = input.id === undefined ? undefined : knownUnit(units, input.id, input.version)
    const unit = decide(input, before, units, deps.ids.next())
    const at = deps.wall.now()
    if (before) await updateUnit(tx, input.districtId, unit, at)
    else await insertUnits(tx, input.districtId, [unit], at)
    const action = before ? 'unit.changed' : 'unit.registered'
    const facts = before ? changedFacts(before, unit) : { after: unit }
    const subject = { kind: 'unit', id: unit.id }
    await append(tx, deps.ids, { districtId: input.districtId, actor, action, subject, ...facts, at })
    return unit
  })
}

function knownUnit(units: readonly Unit[], id: string, version: number | undefined): Unit {
  const unit = units.find((one) => one.id === id)
  if (!unit) throw refuse('record.not-found', { what: '单位' })
  if (unit.version !== version) throw refuse('record.changed-meanwhile', { what: '单位' })
  return unit
}

function decide(input: UnitInput, before: Unit | undefined, units: readonly Unit[], newId: string): Unit {
  const name = input.name.normalize('NFC').replaceAll(/\s+/g, '')
  const others = units.filter(({ id }) => id !== before?.id)
  const code =
    input.code?.trim() ||
    before?.code ||
    nextUnitCodes(
      units.map((unit) => unit.code),
      1,
    )[0] ||
    ''
  const unit: Unit = {
    id: before?.id ?? newId,
    code,
    name,
    shortName: valueOr(input.shortName, before?.shortName)?.trim() || null,
    kind: input.kind,
    parentId: valueOr(input.parentId, before?.parentId) ?? null,
    publicFacing: input.publicFacing ?? before?.publicFacing ?? true,
    state: input.state ?? before?.state ?? 'active',
    mergedInto: valueOr(input.mergedInto, before?.mergedInto) ?? null,
    version: (before?.version ?? 0) + 1,
  }
  const faults = faultsOf(unit, others)
  if (faults.length > 0) throw refuse('unit.not-valid', { faults: faults.join('；') })
  refuseCircles(unit, others)
  if (others.some((one) => one.name === name)) throw refuse('unit.already-registered', { name })
  const holder = others.find((one) => one.code === code)
  if (holder) throw refuse('unit.code-taken', { code, name: holder.name })
  return unit
}

// Null empties a value, undefined leaves it.
const valueOr = <T>(given: T | null | undefined, known: T | null | undefined) => (given === undefined ? known : given)

function faultsOf(unit: Unit, others: readonly Unit[]): string[] {
  const knows = (id: string | null) => id === null || others.some((one) => one.id === id)
  return [
    ...(unit.name.length >= 2 && unit.name.length <= 60 ? [] : ['单位名称应为2至60个字的全称']),
    ...(unit.code.length <= 40 ? [] : ['单位代码不超过40个字符']),
    ...((unit.shortName ?? '').length <= 30 ? [] : ['单位简称不超过30个字']),
    ...(Object.hasOwn(unitKinds, unit.kind) ? [] : ['单位类型不在可选范围内']),
    ...(knows(unit.parentId) || unit.parentId === unit.id ? [] : ['上级单位应是台账中的另一个单位']),
    ...((knows(unit.mergedInto) || unit.mergedInto === unit.id) &&
    (unit.state === 'merged') === (unit.mergedInto !== null)
      ? []
      : ['已合并的单位应写明并入哪个单位']),
  ]
}

// Who answers for a unit is found by going up, and who took it over by going on: neither way may come back to it.
function refuseCircles(unit: Unit, others: readonly Unit[]): void {
  const above = wayBack(unit, others, 'parentId')
  if (above) throw refuse('unit.parent-circle', { name: unit.name, way: wayWords(above, '的上级单位是') })
  const merged = wayBack(unit, others, 'mergedInto')
  if (merged) throw refuse('unit.merged-circle', { name: unit.name, way: wayWords(merged, '并入') })
}

/** The names on the way from a unit, from each to its parent or to what it was merged into, where it comes back to the unit. */
function wayBack(unit: Unit, others: readonly Unit[], by: 'parentId' | 'mergedInto'): string[] | undefined {
  const way = [unit.name]
  const seen = new Set<string>()
  for (let at = unit[by]; at !== null && !seen.has(at);) {
    if (at === unit.id) return [...way, unit.name]
    seen.add(at)
    const next = others.find(({ id }) => id === at)
    if (next) way.push(next.name)
    at = next?.[by] ?? null
  }
  return undefined
}

const wayWords = (names: readonly string[], link: string): string =>
  names
    .slice(1)
    .map((name, at) => `“${names[at]}”${link}“${name}”`)
    .join('，')
