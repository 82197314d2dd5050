import { sql } from 'kysely'
import type { CivilDate, Instant } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import type { CaseState } from './model.ts'

/** What a 关停 or 注销 case says of the account's closing: decision, filing, platform, national system. No personal values. */
export type ClosingCase = {
  id: string
  accountId: string
  kind: 'suspend' | 'deregister'
  state: CaseState
  reason: string
  decision: 'meeting' | 'principal' | null
  successor: string
  /** 拟停更日期 as typed. */
  stopsOn: string
  begunAt: Instant
  approvedOn: CivilDate | null
  executedOn: CivilDate | null
  executedBy: string | null
  nationalOn: CivilDate | null
  filingNumber: string | null
}

/** 关停 and 注销 cases of these accounts that were not turned down, the oldest first. */
export async function closingCases(
  db: Db | Tx,
  districtId: string,
  accountIds: readonly string[],
): Promise<ClosingCase[]> {
  const { rows } = await sql<ClosingCase>`
    select c.id, c.account_id as "accountId", c.kind, c.state, coalesce(c.answers ->> 'reason', '') as reason,
      nullif(c.answers ->> 'decision', '') as decision, coalesce(c.answers ->> 'successor', '') as successor,
      coalesce(c.answers ->> 'stopsOn', '') as "stopsOn", c.created_at as "begunAt", c.decided_on as "approvedOn",
      c.executed_on as "executedOn", c.executed_by as "executedBy", n.on as "nationalOn", c.filing_number as "filingNumber"
    from filing_case c
    left join lateral (
      select max(reported_on) as on from national_report n where n.district_id = c.district_id and n.case_id = c.id
    ) n on true
    where c.district_id = ${districtId} and c.account_id = any(${[...accountIds]}::uuid[])
      and c.kind in ('suspend', 'deregister') and c.state <> 'rejected'
    order by c.created_at, c.id`.execute(db)
  return rows
}
