import { sql } from 'kysely'
import type { CivilDate, Instant } from '../../calendar/index.ts'
import type { Db } from '../../database/index.ts'
import type { Platform } from '../../vocabulary/platforms.ts'
import { type CaseKind, caseStateLabels } from './model.ts'

export type ToldCaseState = keyof typeof toldCaseLabels

/** 开设、变更、关停、注销 as other systems are told of them: where each stands and its days; nothing that was filled in. */
export type ToldCase = {
  id: string
  kind: CaseKind
  state: ToldCaseState
  unitId: string
  unitName: string
  accountId: string
  accountName: string
  platform: Platform
  firstSubmittedAt: Instant | null
  submittedAt: Instant | null
  decidedOn: CivilDate | null
  executedOn: CivilDate | null
  daysLate: number | null
  filingNumber: string | null
}
export type ToldCases = {
  id?: string | undefined
  after?: string | undefined
  limit: number
  kind?: CaseKind | undefined
  state?: ToldCaseState | undefined
  unitId?: string | undefined
  accountId?: string | undefined
}

/** States in which a unit has handed its case in: before, nobody but the unit knows of it. */
const { draft: _draft, sealing: _sealing, ...handedIn } = caseStateLabels
export const toldCaseLabels = handedIn

/** Cases that were handed in, in the order of their ids, in one statement. */
export async function toldCases(db: Db, districtId: string, asked: ToldCases): Promise<ToldCase[]> {
  const { id, after, limit, kind, state, unitId, accountId } = asked
  const conditions = [
    sql`c.district_id = ${districtId} and c.first_submitted_at is not null and c.state = any(${Object.keys(toldCaseLabels)}::text[])`,
    ...(id === undefined ? [] : [sql`c.id = ${id}`]),
    ...(after === undefined ? [] : [sql`c.id > ${after}`]),
    ...(kind === undefined ? [] : [sql`c.kind = ${kind}`]),
    ...(state === undefined ? [] : [sql`c.state = ${state}`]),
    ...(unitId === undefined ? [] : [sql`c.unit_id = ${unitId}`]),
    ...(accountId === undefined ? [] : [sql`c.account_id = ${accountId}`]),
  ]
  const { rows } = await sql<ToldCase>`
    select c.id, c.kind, c.state, c.unit_id as "unitId", u.name as "unitName", c.account_id as "accountId",
      a.name as "accountName", a.platform, c.first_submitted_at as "firstSubmittedAt",
      c.submitted_at as "submittedAt", c.decided_on as "decidedOn", c.executed_on as "executedOn",
      c.days_late as "daysLate", c.filing_number as "filingNumber"
    from filing_case c
    join unit u on u.district_id = c.district_id and u.id = c.unit_id
    join account a on a.district_id = c.district_id and a.id = c.account_id
    where ${sql.join(conditions, sql` and `)}
    order by c.id limit ${limit}`.execute(db)
  return rows
}
