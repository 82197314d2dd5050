import { sql } from 'kysely'
import type { CivilDate } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'

/** The days on which the ledger first had each account. */
export async function registrationDays(db: Db | Tx, districtId: string): Promise<Map<string, CivilDate>> {
  const { rows } = await sql<{ id: string; day: CivilDate }>`
    select id, (created_at at time zone 'Asia/Shanghai')::date as day from account
    where district_id = ${districtId}`.execute(db)
  return new Map(rows.map(({ id, day }) => [id, day]))
}
