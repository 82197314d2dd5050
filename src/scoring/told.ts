import type { Deps } from '../access/index.ts'
import type { CivilDate } from '../calendar/index.ts'
import type { YearState } from './model.ts'
import { readYear } from './queries/years.ts'
import { scoreYear } from './score-year.ts'

/** Units have been told their result, and may appeal against it; before that a score is nobody's. */
const told: readonly YearState[] = ['published', 'appealing', 'final']

export type ToldScore = {
  year: number
  state: YearState
  asOf: CivilDate
  frozenOn: CivilDate | null
  scheme: { name: string; digest: string }
  units: {
    unitId: string
    unitName: string
    points: number | null
    grade: string | null
    items: { item: string; label: string; full: number | null; points: number }[]
  }[]
}

/** The year's result as units were told it; undefined: they weren't yet. */
export async function toldScore(
  deps: Pick<Deps, 'db' | 'clock'>,
  districtId: string,
  year: number,
): Promise<ToldScore | undefined> {
  const found = await readYear(deps.db, districtId, year)
  if (!found || !told.includes(found.state)) return undefined
  const { asOf, frozenOn, scheme, units } = await scoreYear(deps, { districtId, year })
  return {
    year,
    state: found.state,
    asOf,
    frozenOn,
    scheme: { name: scheme.scheme.name, digest: scheme.digest },
    units: units.map((one) => ({
      unitId: one.unitId,
      unitName: one.name,
      points: one.points,
      grade: one.grade,
      items: one.items.map(({ item, label, full, points }) => ({ item, label, full, points })),
    })),
  }
}
