import { FilterBy, type WebContext } from '../../web/index.ts'

type Row = { district: { id: string } }

/** The first four digits of a district's code: its city. */
const cityOf = ({ district: { id } }: Row) => id.slice(0, 4)

/** The rows of the city that the address names; all of them where it names none that is there. */
export function ofCity<T extends Row>(c: WebContext, rows: readonly T[]): T[] {
  const asked = c.req.query('city')
  const found = rows.filter((row) => cityOf(row) === asked)
  return found.length > 0 ? found : [...rows]
}

/** For a province: one city's districts at a time. Nothing where all lie in one. */
export function CityFilter({ c, rows }: { c: WebContext; rows: readonly Row[] }) {
  const cities = Map.groupBy(rows, cityOf)
  if (cities.size < 2) return null
  const labels = Object.fromEntries(
    [...cities].map(([city, own]) => [
      city,
      `${city}00（${new Set(own.map(({ district }) => district.id)).size} 个地区）`,
    ]),
  )
  return <FilterBy c={c} name="city" label="市州" labels={labels} all="全部市州" />
}
