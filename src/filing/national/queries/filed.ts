import { sql } from 'kysely'
import type { Db } from '../../../database/index.ts'

/** Which of these accounts stand in the ledger as filed. */
export async function filedAccounts(db: Db, districtId: string, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select id from account
    where district_id = ${districtId} and filing_state = 'filed' and id = any(${[...ids]}::uuid[])`.execute(db)
  return new Set(rows.map(({ id }) => id))
}
