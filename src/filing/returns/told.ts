import { sql } from 'kysely'
import type { CivilDate, Instant } from '../../calendar/index.ts'
import type { Db } from '../../database/index.ts'
import type { ReturnKind, ReturnState } from '../model.ts'

/** A unit's return as other systems are told of it: what it was asked for and where it stands; nothing that was filled in. */
export type ToldReturn = {
  id: string
  campaignId: string
  campaignTitle: string
  filingDue: Instant
  unitId: string
  unitName: string
  kind: ReturnKind | null
  state: ReturnState
  firstSubmittedAt: Instant | null
  submittedAt: Instant | null
  mendUntil: CivilDate | null
  acceptedAt: Instant | null
}
export type ToldReturns = {
  id?: string | undefined
  after?: string | undefined
  limit: number
  state?: ReturnState | undefined
  unitId?: string | undefined
  campaignId?: string | undefined
  updatedSince?: Instant | undefined
}

/** Returns of campaigns that were approved, in the order of their ids, in one statement. */
export async function toldReturns(db: Db, districtId: string, asked: ToldReturns): Promise<ToldReturn[]> {
  const { id, after, limit, state, unitId, campaignId, updatedSince } = asked
  const conditions = [
    sql`r.district_id = ${districtId} and c.state in ('open', 'closed')`,
    ...(id === undefined ? [] : [sql`r.id = ${id}`]),
    ...(after === undefined ? [] : [sql`r.id > ${after}`]),
    ...(state === undefined ? [] : [sql`r.state = ${state}`]),
    ...(unitId === undefined ? [] : [sql`r.unit_id = ${unitId}`]),
    ...(campaignId === undefined ? [] : [sql`r.campaign_id = ${campaignId}`]),
    // What was handed in or accepted since; a draft that somebody types in is no news.
    ...(updatedSince === undefined ? [] : [sql`greatest(r.submitted_at, r.accepted_at) >= ${updatedSince}`]),
  ]
  const { rows } = await sql<ToldReturn>`
    select r.id, r.campaign_id as "campaignId", c.title as "campaignTitle", c.filing_due as "filingDue",
      r.unit_id as "unitId", u.name as "unitName", r.kind, r.state, r.first_submitted_at as "firstSubmittedAt",
      r.submitted_at as "submittedAt", r.mend_until as "mendUntil", r.accepted_at as "acceptedAt"
    from filing_return r
    join filing_campaign c on c.district_id = r.district_id and c.id = r.campaign_id
    join unit u on u.district_id = r.district_id and u.id = r.unit_id
    where ${sql.join(conditions, sql` and `)}
    order by r.id limit ${limit}`.execute(db)
  return rows
}
