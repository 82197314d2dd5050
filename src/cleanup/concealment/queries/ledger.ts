import { findDistrict } from '../../../access/index.ts'
import type { Db, Tx } from '../../../database/index.ts'
import { formerNamesIn, readUnits } from '../../../registry/index.ts'
import type { Ledger, LedgerAccount } from '../model.ts'

/** The ledger of a district as far as found accounts are held against it. */
export async function readLedger(db: Db | Tx, districtId: string): Promise<Ledger> {
  const { name, shortName } = await findDistrict(db, districtId)
  const units = await readUnits(db, districtId)
  return { district: { name, shortName }, units, accounts: await registeredAccounts(db, districtId) }
}

async function registeredAccounts(db: Db | Tx, districtId: string): Promise<LedgerAccount[]> {
  const rows = await db
    .selectFrom('account')
    .select([
      'id',
      'unit_id as unitId',
      'name',
      'platform',
      'identifier',
      'profile_url as profileUrl',
      'certified_entity as certifiedEntity',
      'operator_unit as operatorUnit',
      'renamed_from as renamedFrom',
      'running_state as runningState',
      'ceased_on as ceasedOn',
    ])
    .where('district_id', '=', districtId)
    .execute()
  return rows.map(({ renamedFrom, ...row }) => ({ ...row, formerNames: formerNamesIn(renamedFrom) }) as LedgerAccount)
}
