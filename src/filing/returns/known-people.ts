import { type Deps, openPeople, type PersonValues } from '../../access/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { readDuties } from '../../registry/index.ts'
import type { Return } from '../model.ts'

// People whom a unit has named before: a form offers them, and whoever files says that they are right.

/** 直接责任人 of a unit: the notice says that it is 分管领导 (notice 三). Undefined: nobody is registered. */
export async function directlyResponsible(
  db: Db | Tx,
  vault: Deps['vault'],
  districtId: string,
  unitId: string,
): Promise<PersonValues | undefined> {
  const duties = await readDuties(db, districtId, [unitId])
  return opened(db, vault, districtId, duties.find(({ duty }) => duty === 'direct')?.personId)
}

/** 填报人 of the return that a unit handed in last, for one that names nobody yet; nobody where they were erased since. */
export async function lastReporter(
  db: Db | Tx,
  vault: Deps['vault'],
  districtId: string,
  { unitId }: Pick<Return, 'unitId'>,
): Promise<PersonValues | undefined> {
  const row = await db
    .selectFrom('filing_return')
    .select('reporter_person_id as personId')
    .where('district_id', '=', districtId)
    .where('unit_id', '=', unitId)
    .where('reporter_person_id', 'is not', null)
    .where('submitted_at', 'is not', null)
    .orderBy('submitted_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return opened(db, vault, districtId, row?.personId)
}

const opened = async (db: Db | Tx, vault: Deps['vault'], districtId: string, id: string | null | undefined) =>
  id ? (await openPeople(db, vault, districtId, [id])).get(id) : undefined
