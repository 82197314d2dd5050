import { sql } from 'kysely'
import type { CivilDate, Instant, Quarter } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'

/** 呈批件 as it was handed in: what it says beside the report itself. */
export type SubmissionContent = { opinion: string; submittedOn: CivilDate; office: string }

export type Submission = {
  step: number
  leaderId: string
  content: SubmissionContent
  by: string
  at: Instant
}

export async function insertSubmission(
  tx: Tx,
  {
    districtId,
    reportId,
    step,
    leaderId,
    content,
  }: Pick<Submission, 'step' | 'leaderId' | 'content'> & { districtId: string; reportId: string },
): Promise<void> {
  await tx
    .insertInto('report_submission')
    .values({
      district_id: districtId,
      report_id: reportId,
      step,
      leader_id: leaderId,
      content: JSON.stringify(content),
    })
    .execute()
}

/** How a version was last submitted, if that was not taken back; undefined: it isn't with a leader. */
export async function standingSubmission(
  db: Db | Tx,
  districtId: string,
  reportId: string,
): Promise<Submission | undefined> {
  const { rows } = await sql<Submission>`
    select s.step, s.leader_id as "leaderId", s.content, k.by, k.at from report_submission s
    join quarterly_report_step k on k.district_id = s.district_id and k.report_id = s.report_id and k.serial = s.step
    where s.district_id = ${districtId} and s.report_id = ${reportId} and not exists (select from quarterly_report_step r
      where r.district_id = s.district_id and r.report_id = s.report_id and r.serial > s.step and r.action = 'recall')
    order by s.step desc limit 1`.execute(db)
  return rows[0]
}

export type WaitingReport = { id: string; quarter: Quarter; submittedAt: Instant }

/** Reports that wait for this leader's 批示, the oldest first. */
export async function reportsWaitingFor(db: Db | Tx, districtId: string, leaderId: string): Promise<WaitingReport[]> {
  const { rows } = await sql<WaitingReport>`
    select q.id, q.quarter, k.at as "submittedAt" from quarterly_report q
    join lateral (select s.step, s.leader_id from report_submission s
      where s.district_id = q.district_id and s.report_id = q.id order by s.step desc limit 1) s on true
    join quarterly_report_step k on k.district_id = q.district_id and k.report_id = q.id and k.serial = s.step
    where q.district_id = ${districtId} and q.state = 'final' and q.progress = 'submitted' and s.leader_id::text = ${leaderId}
    order by k.at`.execute(db)
  return rows
}
