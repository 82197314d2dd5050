import { sql } from 'kysely'
import type { Db, Tx } from '../database/index.ts'

/** Accounts with a clean-up item or a closing that is not done with. */
export async function accountsInWork(db: Db | Tx, districtId: string): Promise<string[]> {
  const { rows } = await sql<{ accountId: string }>`
    select account_id as "accountId" from cleanup_item where district_id = ${districtId} and state <> 'closed'
    union
    select account_id from closing where district_id = ${districtId} and state not in ('archived', 'withdrawn')`.execute(
    db,
  )
  return rows.map(({ accountId }) => accountId)
}
