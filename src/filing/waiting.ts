import { sql } from 'kysely'
import type { Instant } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import type { ReturnState } from './model.ts'

/** What waits in this room for whom, in one statement: campaigns to approve, returns and cases at each desk, triggers. */
export type Waiting = {
  drafts: number
  submitted: number
  toAccept: number
  toReview: number
  toApprove: number
  toRegister: number
  triggers: number
  handovers: number
  handoversOverdue: number
  toConfirm: number
}

export async function waitingInFiling(db: Db | Tx, districtId: string, now: Instant): Promise<Waiting> {
  const { rows } = await sql<Waiting>`
    select
      (select count(*) from filing_campaign where district_id = ${districtId} and state = 'draft') as drafts,
      (select count(*) from filing_return r join filing_campaign c on c.district_id = r.district_id and c.id = r.campaign_id
        where r.district_id = ${districtId} and r.state = 'submitted' and c.state = 'open') as submitted,
      count(*) filter (where state = 'submitted') as "toAccept",
      count(*) filter (where state = 'accepted') as "toReview",
      count(*) filter (where state = 'reviewing') as "toApprove",
      count(*) filter (where state = 'national-reported') as "toRegister",
      (select count(*) from accountability_trigger where district_id = ${districtId} and state = 'raised') as triggers,
      (select count(*) from handover where district_id = ${districtId}
        and state not in ('submitted', 'confirmed', 'dismissed')) as handovers,
      (select count(*) from handover where district_id = ${districtId}
        and state not in ('submitted', 'confirmed', 'dismissed') and due <= ${now}) as "handoversOverdue",
      (select count(*) from handover where district_id = ${districtId} and state = 'submitted') as "toConfirm"
    from filing_case where district_id = ${districtId}`.execute(db)
  return rows[0]!
}

/** Returns that a unit still owes, the nearest deadline first. */
export async function returnsOwed(
  db: Db | Tx,
  districtId: string,
  unitId: string,
): Promise<{ id: string; title: string; filingDue: Instant; state: ReturnState }[]> {
  return db
    .selectFrom('filing_return as r')
    .innerJoin('filing_campaign as c', (join) =>
      join.onRef('c.district_id', '=', 'r.district_id').onRef('c.id', '=', 'r.campaign_id'),
    )
    .select(['r.id', 'c.title', 'c.filing_due as filingDue', 'r.state'])
    .where('r.district_id', '=', districtId)
    .where('r.unit_id', '=', unitId)
    .where('c.state', '=', 'open')
    .where('r.state', 'not in', ['submitted', 'accepted'])
    .orderBy('c.filing_due')
    .$castTo<{ id: string; title: string; filingDue: Instant; state: ReturnState }>()
    .execute()
}
