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
 * Registers or changes a unit. Refuses `access.denied`, `unit.not-valid`, `unit.already-registered`, `unit.code-taken`,
 * `record.not-found`, `record.changed-meanwhile`.
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
    ...(knows(unit.parentId) && !comesBack(unit.id, unit.parentId, others, 'parentId')
      ? []
      : ['上级单位应是台账中的另一个单位，且不能是本单位的下属']),
    ...(knows(unit.mergedInto) && (unit.state === 'merged') === (unit.mergedInto !== null)
      ? []
      : ['已合并的单位应写明并入哪个单位']),
    ...(comesBack(unit.id, unit.mergedInto, others, 'mergedInto') ? ['并入的单位不能又并入本单位'] : []),
  ]
}

/** Whether the way from a unit, from each to its parent or to what it was merged into, leads to `id`. */
function comesBack(id: string, from: string | null, units: readonly Unit[], by: 'parentId' | 'mergedInto'): boolean {
  const seen = new Set<string>()
  for (let at = from; at !== null && !seen.has(at); at = units.find((one) => one.id === at)?.[by] ?? null) {
    if (at === id) return true
    seen.add(at)
  }
  return false
}
