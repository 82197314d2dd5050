import { sql } from 'kysely'
import { addDays, type CivilDate, firstDayOf, type Instant, type Month, monthOf } from '../calendar/index.ts'
import { type DayRange, postsPerDay } from '../collection/index.ts'
import type { Db } from '../database/index.ts'
import type { Platform } from '../vocabulary/platforms.ts'
import { type Gaps, gapsIn } from './gaps.ts'
import type { Rejudged } from './incremental.ts'
import type { RunRules } from './model.ts'
import { servesOnlyIn } from './purpose-queries.ts'
import type { VerdictCounts } from './month-overview.ts'
import { updateStands } from './patrols.ts'
import { hasUnknownVeto, judgedAgainAt, mayBeNamed, type SpokenMonths, spokenOf } from './queries.ts'
import { reviewedVerdict } from './rules.ts'
import { unknownAccounts } from './unseen.ts'

/** 未开展 before a check, 复核中 while findings wait, 待办结 when none does, 已办结 once closed. */
export type MonthState = 'not-started' | 'reviewing' | 'reviewed' | 'closed'
export const monthStateLabels: Readonly<Record<MonthState, string>> = {
  'not-started': '未开展',
  reviewing: '复核中',
  reviewed: '待办结',
  closed: '已办结',
}

export const monthState = (of: { run: unknown; closing: unknown; open: number }): MonthState =>
  of.closing ? 'closed' : !of.run ? 'not-started' : of.open > 0 ? 'reviewing' : 'reviewed'

/** A month as the list of months shows it. Verdicts add up to `registered`. */
export type MonthRow = {
  month: Month
  state: MonthState
  checkpoint: CivilDate | null
  registered: number
  judged: number
  verdicts: VerdictCounts
  /** Findings that wait for a person. */
  open: number
  /** Of these, sent back for evidence: 待补证. */
  lacking: number
  /** Accounts that wait for a patroller or a reason; 0 where one unit is shown, which patrols nothing. */
  unseen: number
  /** Accounts that were patrolled since the check and wait for being judged again. */
  patrolled: number
}

/** Months with their state and numbers, in the order given; `unitId` narrows to one unit's accounts. */
export async function monthRows(
  db: Db,
  districtId: string,
  months: readonly Month[],
  unitId?: string,
  spoken?: SpokenMonths,
): Promise<MonthRow[]> {
  const { runs, closings } = await spokenOf(db, districtId, months, spoken)
  const closed = new Set(closings.map(({ month }) => month))
  const groups = await verdictGroups(db, districtId, runs, unitId)
  const open = await openByMonth(db, districtId, months, unitId)
  const runIds = unitId ? [] : runs.map(({ id }) => id)
  const unknown = await unknownAccounts(db, districtId, runIds)
  return months.map((month) => {
    const run = runs.find((one) => one.month === month)
    const verdicts = verdictsOf(groups.filter((group) => group.month === month))
    const registered = verdicts.qualified + verdicts.unqualified + verdicts.pending + verdicts.unknown
    const { open: waiting, lacking } = open.get(month) ?? { open: 0, lacking: 0 }
    return {
      month,
      state: monthState({ run, closing: closed.has(month), open: waiting }),
      checkpoint: run?.checkpoint ?? null,
      registered,
      judged: registered - verdicts.unknown,
      verdicts,
      open: waiting,
      lacking,
      unseen: unknown.filter((one) => one.month === month && one.settled === null).length,
      patrolled: unknown.filter((one) => one.month === month && one.settled === 'patrolled').length,
    }
  })
}

type VerdictGroup = {
  month: Month
  confirmedVeto: boolean
  openVeto: boolean
  vetoUnknown: boolean
  accounts: number
}

// Counted by the database in at most eight groups a month, so that a year of 5,000 accounts is one small answer.
async function verdictGroups(
  db: Db,
  districtId: string,
  runs: readonly { id: string; month: Month }[],
  unitId: string | undefined,
): Promise<VerdictGroup[]> {
  const found = await sql<VerdictGroup>`
    select run.month, coalesce(f.confirmed, false) as "confirmedVeto", coalesce(f.open, false) as "openVeto",
      ${hasUnknownVeto} as "vetoUnknown", count(*) as accounts
    from unnest(${runs.map(({ id }) => id)}::uuid[], ${runs.map(({ month }) => month)}::text[]) as run (id, month)
    join check_result c on c.district_id = ${districtId} and c.run_id = run.id
    left join (
      select month, account_id, bool_or(state = 'confirmed') as confirmed,
        bool_or(state in ('candidate', 'needs-evidence')) as open
      from finding where district_id = ${districtId} and class = 'veto' group by month, account_id
    ) f on f.month = run.month and f.account_id = c.account_id
    where ${mayBeNamed(sql`run.month`)} ${unitId ? sql`and c.unit_id = ${unitId}` : sql``}
    group by 1, 2, 3, 4`.execute(db)
  return found.rows
}

function verdictsOf(groups: readonly VerdictGroup[]): VerdictCounts {
  const counts: VerdictCounts = { qualified: 0, unqualified: 0, pending: 0, unknown: 0 }
  for (const group of groups) counts[reviewedVerdict(group)] += group.accounts
  return counts
}

async function openByMonth(
  db: Db,
  districtId: string,
  months: readonly Month[],
  unitId: string | undefined,
): Promise<Map<Month, { open: number; lacking: number }>> {
  const found = await sql<{ month: Month; open: number; lacking: number }>`
    select f.month, count(*) as open, count(*) filter (where f.state = 'needs-evidence') as lacking
    from finding f
    join check_result c on c.district_id = f.district_id and c.run_id = f.run_id and c.account_id = f.account_id
    where f.district_id = ${districtId} and f.month = any(${[...months]}::text[])
      and f.state in ('candidate', 'needs-evidence') ${unitId ? sql`and c.unit_id = ${unitId}` : sql``}
    group by f.month`.execute(db)
  return new Map(found.rows.map(({ month, ...waiting }) => [month, waiting]))
}

/** Every month that was ever checked, newest first. */
export async function checkedMonths(db: Db, districtId: string): Promise<Month[]> {
  const found = await db
    .selectFrom('check_run')
    .select('month')
    .distinct()
    .where('district_id', '=', districtId)
    .orderBy('month', 'desc')
    .execute()
  return found.map(({ month }) => month as Month)
}

/** The rules a run judged by, as it kept them. */
export async function rulesOfRun(db: Db, districtId: string, runId: string): Promise<RunRules> {
  const found = await sql<{ rules: RunRules }>`
    select rules from check_run where district_id = ${districtId} and id = ${runId}`.execute(db)
  return found.rows[0]!.rules
}

/** Of a run over changed accounts how many it judged and why; null where it judged all. */
export async function rejudgedOf(db: Db, districtId: string, runId: string): Promise<Rejudged | null> {
  const found = await sql<{ rejudged: Rejudged | null }>`
    select rejudged from check_run where district_id = ${districtId} and id = ${runId}`.execute(db)
  return found.rows[0]?.rejudged ?? null
}

/** Whether people or files brought in anything since a moment that a judgement may rest on; what sources collect is asked of them. */
export async function newerData(db: Db, districtId: string, since: Instant): Promise<boolean> {
  const found = await sql<{ newer: boolean }>`
    select exists (select from patrol where district_id = ${districtId} and created_at > ${since})
      or exists (select from import_run where district_id = ${districtId} and state = 'written' and created_at > ${since})
      or exists (select from account where district_id = ${districtId} and updated_at > ${since})
      or exists (select from unit where district_id = ${districtId} and updated_at > ${since})
      or exists (select from unit_duty where district_id = ${districtId} and changed_at > ${since})
      or exists (select from purpose_confirmation where district_id = ${districtId} and confirmed_at > ${since})
      or exists (select from reported_problem where district_id = ${districtId}
        and greatest(reported_at, withdrawn_at) > ${since})
      or exists (select from message where district_id = ${districtId} and created_at > ${since})
      or exists (select from message_step where district_id = ${districtId} and done_at > ${since})
      or exists (select from message_look where district_id = ${districtId}
        and greatest(stated_at, withdrawn_at) > ${since})
      or exists (select from service_entry where district_id = ${districtId} and created_at > ${since})
      or exists (select from service_look where district_id = ${districtId} and recorded_at > ${since})
      or exists (select from repost_duty where district_id = ${districtId} and created_at > ${since})
      or exists (select from repost_asked where district_id = ${districtId} and stated_at > ${since})
      or exists (select from filing_case where district_id = ${districtId} and kind = 'change' and submitted_at > ${since})
      or exists (select from district_setting where district_id = ${districtId} and changed_at > ${since})
      or exists (select from trail_event where district_id = ${districtId} and occurred_at > ${since}
        and action in ('repost.withdrawn', 'service.retired', 'message.deadline-moved'))
      or exists (select from import_run where district_id = ${districtId} and undone_at > ${since})
      as newer`.execute(db)
  return found.rows[0]?.newer ?? false
}

/** Whether a run may be out of date, and when it was last judged again with the same result. */
export async function standingOfRun(
  db: Db,
  districtId: string,
  run: { id: string; finishedAt: Instant },
): Promise<{ again: Instant | undefined; stale: boolean }> {
  const again = await judgedAgainAt(db, districtId, run.id)
  return { again, stale: await newerData(db, districtId, again ?? run.finishedAt) }
}

/** Days on which some accounts were looked at, within a range of days: non-overlapping stretches by account. */
export async function coveredStretches(
  db: Db,
  districtId: string,
  accountIds: readonly string[],
  range: DayRange,
): Promise<Map<string, DayRange[]>> {
  const found = await sql<DayRange & { accountId: string }>`
    select account_id as "accountId", lower(stretch) as from, upper(stretch) - 1 as to
    from (
      select account_id, unnest(range_agg(daterange(from_day, to_day, '[]')) * ${`{[${range.from},${range.to}]}`}::datemultirange) as stretch
      from collection_span
      where district_id = ${districtId} and account_id = any(${accountIds}::uuid[])
        and from_day <= ${range.to} and to_day >= ${range.from}
      group by account_id
    ) as covered
    order by 1, 2`.execute(db)
  const byAccount = Map.groupBy(found.rows, ({ accountId }) => accountId)
  return new Map([...byAccount].map(([id, rows]) => [id, rows.map(({ from, to }) => ({ from, to }))]))
}

/** Days of the last updates that patrollers saw, and that stand, of some accounts, within a range of days. */
export async function patrolledUpdateDays(
  db: Db,
  districtId: string,
  accountIds: readonly string[],
  range: DayRange,
): Promise<{ accountId: string; day: CivilDate }[]> {
  const found = await sql<{ accountId: string; day: CivilDate }>`
    select distinct account_id as "accountId", last_update_on as day
    from patrol p
    where district_id = ${districtId} and account_id = any(${accountIds}::uuid[])
      and last_update_on between ${range.from} and ${range.to} and ${updateStands}`.execute(db)
  return found.rows
}

/** Gaps of one account in some months up to their checkpoints, by month; `most`: how many silent days pass in it. */
export async function gapsOfMonths(
  db: Db,
  districtId: string,
  accountId: string,
  months: readonly { month: Month; checkpoint: CivilDate; most: number }[],
): Promise<Map<Month, Gaps>> {
  if (months.length === 0) return new Map()
  const begins = months.map(({ month, most }) => addDays(firstDayOf(month), -most - 1)).sort()
  const range = {
    from: begins[0]!,
    to: months
      .map(({ checkpoint }) => checkpoint)
      .sort()
      .at(-1)!,
  }
  const covered = (await coveredStretches(db, districtId, [accountId], range)).get(accountId) ?? []
  const posted = await postsPerDay(db, districtId, [accountId], range)
  const patrolled = await patrolledUpdateDays(db, districtId, [accountId], range)
  const updates = [...posted, ...patrolled].map(({ day }) => day)
  return new Map(
    months.map(({ month, checkpoint, most }) => [
      month,
      gapsIn({ updates, covered }, { from: firstDayOf(month), to: checkpoint }, most),
    ]),
  )
}

/** The account that was looked at in a screenshot; undefined for any other file. */
export const patrolOfScreenshot = (db: Db, districtId: string, fileId: string): Promise<{ id: string } | undefined> =>
  db
    .selectFrom('patrol')
    .select('id')
    .where('district_id', '=', districtId)
    .where('screenshot_file_id', '=', fileId)
    .executeTakeFirst()

/** An account of a unit with what is known of its updates up to a day. */
export type OwnAccount = {
  id: string
  name: string
  platform: Platform
  /** Confirmed to serve only: not judged by updates. */
  servesOnly: boolean
  lastUpdateOn: CivilDate | null
  /** The newest day somebody looked at. */
  seenUntil: CivilDate | null
}

/** A unit's running accounts as its own workbench shows them, in the order of the ledger. */
export async function ownAccounts(db: Db, districtId: string, unitId: string, today: CivilDate): Promise<OwnAccount[]> {
  const found = await sql<OwnAccount>`
    select a.id, a.name, a.platform, ${servesOnlyIn(monthOf(today))} as "servesOnly",
      greatest(
        (select max(published_on) from post p
          where p.district_id = a.district_id and p.account_id = a.id and not p.automatic and published_on <= ${today}),
        (select max(last_update_on) from patrol p
          where p.district_id = a.district_id and p.account_id = a.id and last_update_on <= ${today} and ${updateStands})
      ) as "lastUpdateOn",
      (select max(to_day) from collection_span s where s.district_id = a.district_id and s.account_id = a.id)
        as "seenUntil"
    from account a
    where a.district_id = ${districtId} and a.unit_id = ${unitId} and a.running_state in ('running', 'closing')
    order by a.platform, a.name collate "zh-x-icu", a.id`.execute(db)
  return found.rows
}
