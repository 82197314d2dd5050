import type { Unit } from './model.ts'

/** The most units that are offered at once; a district with more looks its unit up first. */
export const mostUnitsOffered = 50

/** Units to choose from: `search` undefined where all of them fit into one choice. */
export type PickedUnits = { rows: Unit[]; found: number; search: string | undefined }

/**
 * Of a few units all; of many those whose name or short name holds what was looked for, and nothing before that. The one
 * that is chosen stays in the list.
 */
export function pickUnits(
  units: readonly Unit[],
  { search, chosen }: { search: string; chosen: string | undefined },
): PickedUnits {
  if (units.length <= mostUnitsOffered) return { rows: [...units], found: units.length, search: undefined }
  const holds = ({ name, shortName }: Unit) => name.includes(search) || (shortName?.includes(search) ?? false)
  const found = search === '' ? [] : units.filter((unit) => unit.id !== chosen && holds(unit))
  const own = units.filter(({ id }) => id === chosen)
  return { rows: [...own, ...found.slice(0, mostUnitsOffered)], found: found.length, search }
}

/** The first line of such a choice. */
export const firstChoice = ({ search, rows }: PickedUnits) =>
  search === '' && rows.length === 0 ? '请先查找单位' : '请选择单位'

/** Where more were found than are offered. */
export const tooMany = ({ search, found }: PickedUnits) =>
  search !== undefined && found > mostUnitsOffered
    ? `找到 ${found} 个，只列前${mostUnitsOffered}个，请把名称写得更完整。`
    : search !== undefined && search !== '' && found === 0
      ? '没有找到，请换一个名称。'
      : undefined
