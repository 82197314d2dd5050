import { sql } from 'kysely'
import { type CivilDate, firstDayOf, type Instant, lastDayOf, type Month, monthOf } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import type { BroughtFacts, ReportFact } from './indicators/brought-facts.ts'

/** Something a person put on record of an account, under an indicator that people judge. */
export type ReportedProblem = {
  id: string
  accountId: string
  indicator: string
  seenOn: CivilDate
  /** In a few words what was seen; empty where it may not be said. */
  what: string
  link: string | null
  /** Number of the finding and of the handover (泄密). */
  reference: string | null
  evidenceFileId: string | null
  reportedBy: string
  reportedAt: Instant
  withdrawnBy: string | null
}

export async function insertProblem(
  tx: Tx,
  districtId: string,
  problem: Omit<ReportedProblem, 'withdrawnBy'>,
): Promise<void> {
  await tx
    .insertInto('reported_problem')
    .values({
      district_id: districtId,
      id: problem.id,
      account_id: problem.accountId,
      indicator: problem.indicator,
      seen_on: problem.seenOn,
      what: problem.what,
      link: problem.link,
      reference: problem.reference,
      evidence_file_id: problem.evidenceFileId,
      reported_by: problem.reportedBy,
      reported_at: problem.reportedAt,
    })
    .execute()
}

const columns = sql.raw(`id, account_id as "accountId", indicator, seen_on as "seenOn", what, link, reference,
  evidence_file_id as "evidenceFileId", reported_by as "reportedBy", reported_at as "reportedAt", withdrawn_by as "withdrawnBy"`)

/** Held until the end of the transaction; undefined: there is none. */
export async function lockProblem(tx: Tx, districtId: string, id: string): Promise<ReportedProblem | undefined> {
  const found = await sql<ReportedProblem>`
    select ${columns} from reported_problem where district_id = ${districtId} and id = ${id} for update`.execute(tx)
  return found.rows[0]
}

export async function markWithdrawn(tx: Tx, districtId: string, id: string, by: string, at: Instant): Promise<void> {
  await tx
    .updateTable('reported_problem')
    .set({ withdrawn_by: by, withdrawn_at: at })
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .execute()
}

/** What was reported of an account in a month, under one indicator where given; oldest first, withdrawn ones last. */
export async function problemsOfAccount(
  db: Db | Tx,
  districtId: string,
  accountId: string,
  within: { month?: Month; indicator?: string } = {},
): Promise<ReportedProblem[]> {
  const { month, indicator } = within
  const found = await sql<ReportedProblem>`
    select ${columns} from reported_problem
    where district_id = ${districtId} and account_id = ${accountId}
      ${month ? sql`and seen_on between ${firstDayOf(month)} and ${lastDayOf(month)}` : sql``}
      ${indicator ? sql`and indicator = ${indicator}` : sql``}
    order by withdrawn_at is not null, seen_on, id`.execute(db)
  return found.rows
}

/** By account, what stands on record for the month of a checkpoint, seen by then; the facts that indicators look at. */
export async function reportsUntil(
  db: Db | Tx,
  districtId: string,
  checkpoint: CivilDate,
): Promise<Map<string, BroughtFacts['reports']>> {
  const found = await sql<Pick<ReportedProblem, 'accountId' | 'indicator' | 'seenOn' | 'what'>>`
    select account_id as "accountId", indicator, seen_on as "seenOn", what from reported_problem
    where district_id = ${districtId} and seen_on between ${firstDayOf(monthOf(checkpoint))} and ${checkpoint}
      and withdrawn_at is null
    order by account_id, seen_on, id`.execute(db)
  const byAccount = new Map<string, Record<string, ReportFact[]>>()
  for (const { accountId, indicator, seenOn, what } of found.rows) {
    const own = byAccount.get(accountId) ?? {}
    own[indicator] = [...(own[indicator] ?? []), { seenOn, what }]
    byAccount.set(accountId, own)
  }
  return byAccount
}

/** Who put on record what a finding rests on: none of them decides it. */
export async function reportersOf(
  db: Db | Tx,
  districtId: string,
  finding: { month: Month; accountId: string; indicator: string },
): Promise<string[]> {
  const problems = await problemsOfAccount(db, districtId, finding.accountId, finding)
  return [...new Set(problems.flatMap(({ reportedBy, withdrawnBy }) => (withdrawnBy ? [] : [reportedBy])))]
}

/** The file kept with a problem, and whose it is; undefined where there is none. */
export async function evidenceOfProblem(
  db: Db,
  districtId: string,
  id: string,
): Promise<{ fileId: string; accountId: string } | undefined> {
  const found = await db
    .selectFrom('reported_problem')
    .select(['evidence_file_id as fileId', 'account_id as accountId'])
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .executeTakeFirst()
  return found?.fileId ? { fileId: found.fileId, accountId: found.accountId } : undefined
}
