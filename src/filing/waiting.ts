import { sql } from 'kysely'
import type { CivilDate, Instant } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import type { ReturnState } from './model.ts'

/** What waits in this room for whom, in one statement: campaigns to approve, returns and cases at each desk, triggers. */
export type Waiting = {
  drafts: number
  draftsReturned: number
  submitted: number
  toAccept: number
  toReview: number
  toApprove: number
  /** Cases that the unit entered in the national system, and the office didn't. */
  toEnter: number
  toRegister: number
  triggers: number
  handovers: number
  handoversOverdue: number
  toConfirm: number
}

export const waitingInFiling = (districtId: string, now: Instant) => sql<Waiting>`
    select
      (select count(*) from filing_campaign where district_id = ${districtId} and state = 'draft') as drafts,
      (select count(*) from filing_campaign where district_id = ${districtId} and state = 'returned') as "draftsReturned",
      (select count(*) from filing_return r join filing_campaign c on c.district_id = r.district_id and c.id = r.campaign_id
        where r.district_id = ${districtId} and r.state = 'submitted' and c.state = 'open') as submitted,
      count(*) filter (where state = 'submitted') as "toAccept",
      count(*) filter (where state = 'accepted') as "toReview",
      count(*) filter (where state = 'reviewing') as "toApprove",
      (select count(*) from filing_case c where c.district_id = ${districtId} and c.state = 'executed'
        and exists (select from national_report n
          where n.district_id = c.district_id and n.case_id = c.id and n.side = 'unit')) as "toEnter",
      count(*) filter (where state = 'national-reported') as "toRegister",
      (select count(*) from accountability_trigger where district_id = ${districtId} and state = 'raised') as triggers,
      (select count(*) from handover where district_id = ${districtId}
        and state not in ('submitted', 'confirmed', 'dismissed')) as handovers,
      (select count(*) from handover where district_id = ${districtId}
        and state not in ('submitted', 'confirmed', 'dismissed') and due <= ${now}) as "handoversOverdue",
      (select count(*) from handover where district_id = ${districtId} and state = 'submitted') as "toConfirm"
    from filing_case where district_id = ${districtId}`

/** A campaign under way as the office's workbench lists it. */
export type RunningCampaign = {
  id: string
  title: string
  filingDue: Instant
  cleanupDue: Instant | null
  unanswered: number
  /** Sent back, and not there again when the day was over. */
  unmended: number
}

/** Campaigns under way with the units that have not answered or not mended, the nearest deadline first. */
export async function runningCampaigns(db: Db | Tx, districtId: string, today: CivilDate): Promise<RunningCampaign[]> {
  const { rows } = await sql<RunningCampaign>`
    select c.id, c.title, c.filing_due as "filingDue", c.cleanup_due as "cleanupDue",
      count(r.id) filter (where r.first_submitted_at is null)::int as unanswered,
      count(r.id) filter (where r.first_submitted_at is not null and r.mend_until < ${today}
        and r.state not in ('submitted', 'accepted'))::int as unmended
    from filing_campaign c left join filing_return r on r.district_id = c.district_id and r.campaign_id = c.id
    where c.district_id = ${districtId} and c.state = 'open'
    group by c.id, c.title, c.filing_due, c.cleanup_due order by c.filing_due, c.id`.execute(db)
  return rows
}

/** What a unit still owes; `faults` and `mendUntil` where it was sent back, `remindedAt` where it was reminded. */
export type OwedReturn = {
  id: string
  title: string
  filingDue: Instant
  state: ReturnState
  mendUntil: CivilDate | null
  faults: number
  remindedAt: Instant | null
}

/** Returns that a unit still owes, the nearest deadline first. */
export async function returnsOwed(db: Db | Tx, districtId: string, unitId: string): Promise<OwedReturn[]> {
  const { rows } = await sql<OwedReturn>`
    select r.id, c.title, c.filing_due as "filingDue", r.state, r.mend_until as "mendUntil",
      (select count(*)::int from filing_defect d where d.district_id = r.district_id and d.return_id = r.id
        and d.print_number = r.print_number) as faults,
      greatest((select max(reminded_at) from filing_reminder m where m.district_id = r.district_id and m.return_id = r.id),
        (select max(called_at) from filing_call l where l.district_id = r.district_id and l.return_id = r.id)) as "remindedAt"
    from filing_return r join filing_campaign c on c.district_id = r.district_id and c.id = r.campaign_id
    where r.district_id = ${districtId} and r.unit_id = ${unitId} and c.state = 'open'
      and r.state not in ('submitted', 'accepted')
    order by c.filing_due, r.id`.execute(db)
  return rows
}
