import { sql } from 'kysely'
import type { CivilDate, Instant } from '../../calendar/index.ts'
import type { Db } from '../../database/index.ts'
import type { Platform } from '../../vocabulary/platforms.ts'
import { type CaseAction, caseActionLabels, type CaseKind, caseStateLabels } from './model.ts'

export type ToldCaseState = keyof typeof toldCaseLabels

/**
 * 开设、变更、关停、注销 as other systems are told of them: where each stands and its days; nothing that was filled in but what an
 * account that is to be opened is called and where: it is in the ledger only when all is done.
 */
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
  /** When somebody last handled it; what the unit only types in is not told and no change. */
  changedAt: Instant
}
export type ToldCases = {
  id?: string | undefined
  after?: string | undefined
  limit: number
  kind?: CaseKind | undefined
  state?: ToldCaseState | undefined
  unitId?: string | undefined
  accountId?: string | undefined
  updatedSince?: Instant | undefined
}

/** States in which a unit has handed its case in: before, nobody but the unit knows of it. */
const { draft: _draft, sealing: _sealing, ...handedIn } = caseStateLabels
export const toldCaseLabels = handedIn

const typing: readonly CaseAction[] = ['fill', 'print', 'upload', 'put-aside']
const handling = (Object.keys(caseActionLabels) as CaseAction[])
  .filter((action) => !typing.includes(action))
  .map((action) => `case.${action}`)

/** Cases that were handed in, in the order of their ids, in one statement. */
export async function toldCases(db: Db, districtId: string, asked: ToldCases): Promise<ToldCase[]> {
  const { id, after, limit, kind, state, unitId, accountId, updatedSince } = asked
  const changedAt = sql`coalesce(t.at, c.submitted_at, c.first_submitted_at)`
  const conditions = [
    sql`c.district_id = ${districtId} and c.first_submitted_at is not null and c.state = any(${Object.keys(toldCaseLabels)}::text[])`,
    ...(id === undefined ? [] : [sql`c.id = ${id}`]),
    ...(after === undefined ? [] : [sql`c.id > ${after}`]),
    ...(kind === undefined ? [] : [sql`c.kind = ${kind}`]),
    ...(state === undefined ? [] : [sql`c.state = ${state}`]),
    ...(unitId === undefined ? [] : [sql`c.unit_id = ${unitId}`]),
    ...(accountId === undefined ? [] : [sql`c.account_id = ${accountId}`]),
    ...(updatedSince === undefined ? [] : [sql`${changedAt} >= ${updatedSince}`]),
  ]
  const { rows } = await sql<ToldCase>`
    select c.id, c.kind, c.state, c.unit_id as "unitId", u.name as "unitName", c.account_id as "accountId",
      coalesce(a.name, c.answers ->> 'name', '') as "accountName",
      coalesce(a.platform, c.answers ->> 'platform') as platform, c.first_submitted_at as "firstSubmittedAt",
      c.submitted_at as "submittedAt", c.decided_on as "decidedOn", c.executed_on as "executedOn",
      c.days_late as "daysLate", c.filing_number as "filingNumber", ${changedAt} as "changedAt"
    from filing_case c
    join unit u on u.district_id = c.district_id and u.id = c.unit_id
    left join account a on a.district_id = c.district_id and a.id = c.account_id
    cross join lateral (select max(e.occurred_at) as at from trail_event e
      where e.district_id = c.district_id and e.subject_kind = 'case' and e.subject_id = c.id::text
        and e.action = any(${handling}::text[])) t
    where ${sql.join(conditions, sql` and `)}
    order by c.id limit ${limit}`.execute(db)
  return rows
}
