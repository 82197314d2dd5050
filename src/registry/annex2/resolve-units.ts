import { guessUnitKind, plainUnitName, similarTo } from '../rules.ts'
import type { Unit } from '../model.ts'
import type { UnknownUnit } from './outcome.ts'
import type { Annex2Reading, ReadRow } from './shapes.ts'

export type District = { name: string; shortName: string }
export type UnitResolver = {
  /** The unit a row means; undefined when the register doesn't know it. */
  of(row: Pick<ReadRow, 'unit' | 'system'>): Unit | undefined
  /** By name alone, as 填表单位 of a sheet is written. */
  named(name: string): Unit | undefined
}

/** Finds units by full or short name, then without what papers of the district leave out (区水务局), when only one fits. */
export function unitResolver(units: readonly Unit[], district: District): UnitResolver {
  const byName = new Map(
    units.flatMap((unit) =>
      [unit.shortName, unit.name].flatMap((name) => (name ? [[plainText(name), unit] as const] : [])),
    ),
  )
  const byPlain = Map.groupBy(
    units.flatMap((unit) =>
      [unit.name, unit.shortName].flatMap((name) => (name ? [{ key: plainUnitName(name, district), unit }] : [])),
    ),
    ({ key }) => key,
  )
  const byCode = new Map(units.map((unit) => [unit.code, unit]))
  const named = (name: string) => {
    const exact = byName.get(plainText(name))
    if (exact) return exact
    const [only, another] = new Set((byPlain.get(plainUnitName(name, district)) ?? []).map(({ unit }) => unit))
    return another ? undefined : only
  }
  return {
    named,
    of: ({ unit, system }) =>
      named(unit.found) ?? (system && system.unitName === unit.found ? byCode.get(system.unitCode) : undefined),
  }
}

/** A cell or 填表单位 says whose the row is; the sheet's own name is no such claim. */
export const namesItsUnit = ({ unit }: Pick<ReadRow, 'unit'>): boolean => unit.from === 'cell' || unit.from === 'form'

const plainText = (name: string) => name.normalize('NFKC').replace(/\s+/g, '')

/** Units that rows name in cells or as 填表单位 and that nobody registered; a sheet's own name is no such claim. */
export function unknownUnits(
  rows: readonly ReadRow[],
  resolver: UnitResolver,
  units: readonly Unit[],
  willBeCreated: boolean,
): UnknownUnit[] {
  const unknown = Map.groupBy(
    rows.filter((row) => namesItsUnit(row) && !resolver.of(row)),
    (row) => plainText(row.unit.found),
  )
  const similar = similarTo(units.map(({ name }) => name))
  return [...unknown].map(([name, named]) => ({
    name,
    rows: named.length,
    similar: similar(name),
    guessedKind: named[0]?.system?.unitKind ?? guessUnitKind(name),
    willBeCreated,
  }))
}

/** Units that nobody registered and that only rows with faults name. */
export function unknownOfFaulty({ rows, faulty }: Annex2Reading, resolver: UnitResolver): string[] {
  const names = (found: readonly Pick<ReadRow, 'unit' | 'system'>[]) =>
    new Set(found.filter((row) => namesItsUnit(row) && !resolver.of(row)).map((row) => plainText(row.unit.found)))
  const ofRows = names(rows)
  const ofFaulty = names(faulty.flatMap(({ unit, system }) => (unit ? [{ unit, ...(system && { system }) }] : [])))
  return [...ofFaulty].filter((name) => !ofRows.has(name))
}
