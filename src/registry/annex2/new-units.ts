import type { Unit } from '../model.ts'
import { nextUnitCodes } from '../queries/units.ts'
import { guessUnitKind } from '../rules.ts'
import type { ReadRow } from './shapes.ts'

/** Units that an import registers for these names: with what 系统字段 say of them, else a code of their own and the kind that the name says. */
export function newUnits(
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
