import { sql } from 'kysely'
import type { Db, Tx } from '../../database/index.ts'

/** Accounts with a filing case or a trigger of accountability that is not done with. */
export async function accountsInCases(db: Db | Tx, districtId: string): Promise<string[]> {
  const { rows } = await sql<{ accountId: string }>`
    select account_id as "accountId" from filing_case
    where district_id = ${districtId} and state not in ('archived', 'rejected')
    union
    select account_id from accountability_trigger
    where district_id = ${districtId} and state = 'raised' and account_id is not null`.execute(db)
  return rows.map(({ accountId }) => accountId)
}
