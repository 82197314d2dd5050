import { sql } from 'kysely'
import type { Db } from '../../database/index.ts'

/** What stands in a district's books at a glance; `posts` and `checks` only say whether there are any. */
export type LedgerCounts = {
  accounts: number
  units: number
  closing: number
  deregistered: number
  users: number
  posts: boolean
  checks: boolean
  reports: boolean
}

/** Counted in one statement, so that the front page asks once. */
export async function ledgerCounts(db: Db, districtId: string): Promise<LedgerCounts> {
  const found = await sql<LedgerCounts>`
    select count(*) as accounts, count(distinct unit_id) as units,
      count(*) filter (where running_state = 'closing') as closing,
      count(*) filter (where running_state = 'deregistered') as deregistered,
      (select count(*) from app_user where district_id = ${districtId} and disabled_at is null) as users,
      exists (select from post where district_id = ${districtId}) as posts,
      exists (select from check_run where district_id = ${districtId}) as checks,
      exists (select from quarterly_report where district_id = ${districtId}) as reports
    from account where district_id = ${districtId}`.execute(db)
  return found.rows[0]!
}
