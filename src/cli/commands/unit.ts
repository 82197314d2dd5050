import type { Db } from '../../database/index.ts'
import { readUnits, type Unit } from '../../registry/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'

/** The unit an option names by code, full or short name; undefined when the option wasn't given. Refuses `record.not-found`. */
export async function unitNamed(
  db: Db,
  districtId: string,
  value: string | boolean | undefined,
): Promise<Unit | undefined> {
  if (typeof value !== 'string') return undefined
  const found = (await readUnits(db, districtId)).find(({ code, name, shortName }) =>
    [code, name, shortName].includes(value),
  )
  if (!found) throw refuse('record.not-found', { what: `单位“${value}”` })
  return found
}
