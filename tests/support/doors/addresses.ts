import type { Pool } from 'pg'
import { namesThing } from './explained.ts'
import { objects } from './objects.ts'

/** A route's address with a real thing in it. `units`: whose it is; empty: the district's. `isThere`: false where the scene holds none yet. */
export type Address = { path: string; units: string[]; isThere: boolean }

/** Words where the scene says none. */
const usual: Readonly<Record<string, string>> = {
  format: 'pdf',
  month: '2026-09',
  year: '2026',
  quarter: '2026Q3',
  day: '2026-10-12',
}
const nowhere = '00000000-0000-7000-8000-000000000000'
const partsOf = (path: string) => [...path.matchAll(/:(\w+)/g)].map(([, name]) => name!)

type Found = Record<string, unknown> | undefined
const wordOf = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : undefined)

/** Finds a thing for every address that has parts to fill. */
export async function addressBook(pool: Pick<Pool, 'query'>, districtId: string): Promise<(path: string) => Address> {
  const found = new Map<string, Found>()
  for (const [beginning, sql] of Object.entries(objects))
    found.set(beginning, (await pool.query(sql, sql.includes('$1') ? [districtId] : [])).rows[0])
  const beginnings = [...found.keys()].sort((one, other) => other.length - one.length)
  return (path) => {
    const parts = partsOf(path)
    const wanted = beginnings.find(
      (one) =>
        (path === one || path.startsWith(`${one}/`)) &&
        parts.every((part) => (found.get(one)?.[part] ?? null) !== null),
    )
    const row = wanted ? found.get(wanted) : undefined
    const units = ((row?.['units'] as (string | null)[] | undefined) ?? []).filter((one) => one !== null)
    return {
      path:
        path.replace(/:(\w+)/g, (_all, name: string) =>
          encodeURIComponent(wordOf(row?.[name]) ?? usual[name] ?? nowhere),
        ) + (wordOf(row?.['query']) ?? ''),
      units: [...new Set(units)],
      isThere: !namesThing(path) || row !== undefined,
    }
  }
}
