import { sql } from 'kysely'
import {
  type CivilDate,
  type Instant,
  monthsOf,
  type OpenDeadline,
  type Period,
  type Quarter,
} from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import { hasResult, unitIndicators, updateStands } from '../monitoring/index.ts'
import { unitKindCodes, unitKinds } from '../vocabulary/units.ts'
import type { ReminderTotals, ReportContent, Totals } from './model.ts'
import type { ReportProgress } from './progress.ts'

export type ReportState = 'draft' | 'final' | 'superseded'

const inScopeKinds = unitKindCodes.filter((kind) => unitKinds[kind].inScope)

/**
 * The totals of some quarters counted by the database alone, from results and findings, as docs/decisions/006 defines them.
 * Monitoring arrives at the same numbers account by account; the report prints nothing unless both agree. A closed month
 * is counted as it was judged; of an open one, units that have left the notice's scope are left out. Of a quarter in which
 * nothing was checked every number is 0.
 */
export async function quarterTotals(
  db: Db | Tx,
  districtId: string,
  quarters: readonly Period[],
): Promise<Map<Period, Totals>> {
  const months = quarters.flatMap((quarter) => monthsOf(quarter).map((month) => ({ quarter, month })))
  // Sets are asked for membership and narrow rows are grouped, so that no guess of the planner about how many there are
  // matters; a result is opened only where its own verdict does not say whether every veto is known.
  const { rows } = await sql<Totals & { quarter: Period }>`
    with run as materialized (
      select m.quarter, m.month, r.id,
        exists (select from month_closing k where k.district_id = ${districtId} and k.month = m.month) as closed
      from unnest(${months.map(({ quarter }) => quarter)}::text[], ${months.map(({ month }) => month)}::text[])
        as m (quarter, month)
      cross join lateral (select id from check_run
        where district_id = ${districtId} and month = m.month
        order by checkpoint desc, finished_at desc, id desc limit 1) r
    ), scope as materialized (
      select id from unit where district_id = ${districtId} and kind = any(${inScopeKinds}::text[])
    ), veto as materialized (
      select month, account_id, state from finding
      where district_id = ${districtId} and month = any(${months.map(({ month }) => month)}::text[]) and class = 'veto'
    ), result as materialized (
      select run.quarter, c.account_id,
        (run.month, c.account_id) in (select month, account_id from veto where state = 'confirmed') as confirmed,
        (run.month, c.account_id) in (select month, account_id from veto where state in ('candidate', 'needs-evidence'))
          as open,
        case c.verdict when 'qualified' then true when 'unknown' then false
          else not ${hasResult(sql`r.class = 'veto' and r.value = 'unknown'`)} end as known
      from run
      join check_result c on c.district_id = ${districtId} and c.run_id = run.id
      where run.closed or c.unit_id in (select id from scope)
    ), seen as (
      select quarter, account_id, bool_or(confirmed) as unqualified, bool_or(open) as pending, bool_or(known) as known,
        bool_and(confirmed or open or known) as throughout
      from result group by quarter, account_id
    ), problem as (
      select run.quarter, count(distinct (f.indicator,
        case when f.indicator = any(${[...unitIndicators]}::text[]) then c.unit_id else f.account_id end)) as findings
      from run
      join finding f on f.district_id = ${districtId} and f.month = run.month and f.run_id = run.id
        and f.state = 'confirmed'
      join check_result c on c.district_id = f.district_id and c.run_id = run.id and c.account_id = f.account_id
      where run.closed or c.unit_id in (select id from scope)
      group by run.quarter
    )
    select quarter, count(*) as registered,
      count(*) filter (where unqualified or pending or known) as judged,
      count(*) filter (where (unqualified or pending or known) and not throughout) as partly,
      count(*) filter (where known and not unqualified and not pending) as qualified,
      count(*) filter (where unqualified) as unqualified,
      count(*) filter (where pending and not unqualified) as pending,
      count(*) filter (where not known and not unqualified and not pending) as unknown,
      coalesce((select findings from problem where problem.quarter = seen.quarter), 0) as findings
    from seen group by quarter`.execute(db)
  const found = new Map(rows.map(({ quarter, ...totals }) => [quarter, totals]))
  return new Map(quarters.map((quarter) => [quarter, found.get(quarter) ?? none]))
}

const none: Totals = {
  registered: 0,
  judged: 0,
  partly: 0,
  qualified: 0,
  unqualified: 0,
  pending: 0,
  unknown: 0,
  findings: 0,
}

/** How many 提醒 went out and how many were followed in time, counted by the database alone, as `countTotals` counts. */
export async function countReminded(
  db: Db | Tx,
  districtId: string,
  { from, until, today }: { from: Instant; until: Instant; today: CivilDate },
  limits: readonly { checkpoint: CivilDate; mostSilentDays: number; warnAtDays: readonly number[] }[],
): Promise<ReminderTotals> {
  const { rows } = await sql<ReminderTotals>`
    with sent as (
      select r.*, (r.sent_at at time zone 'Asia/Shanghai')::date as sent_on from rectification_reminder r
      where r.district_id = ${districtId} and r.sent_at >= ${from} and r.sent_at < ${until}
    ), seen as (
      select account_id, published_on as day from post
      where district_id = ${districtId} and account_id in (select account_id from sent) and not automatic
        and published_on is not null
      union all
      select account_id, last_update_on from patrol p
      where district_id = ${districtId} and account_id in (select account_id from sent) and ${updateStands}
    ), warned as (
      select s.account_id, s.sent_on, l.checkpoint,
        coalesce((select max(d) from jsonb_array_elements_text(l.warn_at) w (t), lateral (select t::int) v (d)
          where d <= s.silent_days), 0) as level,
        l.most + greatest(l.checkpoint - s.silent_days, (select max(day) from seen
          where account_id = s.account_id and day <= l.checkpoint)) as due_on,
        (select min(day) from seen where account_id = s.account_id and day > l.checkpoint and day <= ${today}) as updated_on
      from sent s
      join lateral (select max(c.checkpoint) as checkpoint from check_run c
        where c.district_id = s.district_id and c.month = s.month and c.checkpoint <= s.sent_on) run on true
      join unnest(${limits.map(({ checkpoint }) => checkpoint)}::date[],
        ${limits.map(({ mostSilentDays }) => mostSilentDays)}::int[],
        ${limits.map(({ warnAtDays }) => JSON.stringify(warnAtDays))}::jsonb[]) as l (checkpoint, most, warn_at)
        on l.checkpoint = run.checkpoint
      where s.origin = 'threshold' and s.silent_days is not null
    )
    select (select count(*) from sent where origin = 'threshold') as threshold,
      (select count(*) from sent where origin = 'by-hand') as "byHand",
      (select count(distinct account_id) from warned) as accounts,
      (select coalesce(jsonb_agg(jsonb_build_object('days', level, 'sent', times) order by level), '[]')
        from (select level, count(*) as times from warned group by level) grouped) as levels,
      (select count(*) from warned where updated_on between sent_on and due_on) as "inTime"`.execute(db)
  return rows[0]!
}

/** A kept version of a report as lists show it. */
export type ReportVersion = {
  id: string
  quarter: Quarter
  version: number
  state: ReportState
  progress: ReportProgress
  cutOff: CivilDate
  digest: string
  createdBy: string
  createdAt: Instant
  /** 整改反馈 until then, where holidays were changed after the paper was printed. */
  feedbackMovedTo: CivilDate | null
  /** Open work: it can't be taken as final. */
  isDraft: boolean
}

const versionColumns = [
  'id',
  'quarter',
  'version',
  'state',
  'progress',
  'cut_off as cutOff',
  'digest',
  'created_by as createdBy',
  'created_at as createdAt',
  'feedback_by as feedbackMovedTo',
  sql<boolean>`(content ->> 'isDraft')::boolean`.as('isDraft'),
] as const

/** Kept versions of all quarters, the newest first. */
export async function reportVersions(db: Db, districtId: string, quarter?: Quarter): Promise<ReportVersion[]> {
  let query = db.selectFrom('quarterly_report').select(versionColumns).where('district_id', '=', districtId)
  if (quarter !== undefined) query = query.where('quarter', '=', quarter)
  const rows = await query.orderBy('quarter', 'desc').orderBy('version', 'desc').limit(200).execute()
  return rows as ReportVersion[]
}

/** One version with what it was printed from and the ids of its files. */
export async function findReport(
  db: Db,
  districtId: string,
  id: string,
): Promise<(ReportVersion & { content: ReportContent; files: Record<string, string> }) | undefined> {
  const row = await db
    .selectFrom('quarterly_report')
    .select([...versionColumns, 'content'])
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) return undefined
  const files = await db
    .selectFrom('quarterly_report_file')
    .select(['format', 'file_id as fileId'])
    .where('district_id', '=', districtId)
    .where('report_id', '=', id)
    .execute()
  const found = row as ReportVersion & { content: ReportContent }
  return { ...found, files: Object.fromEntries(files.map(({ format, fileId }) => [format, fileId])) }
}

/** The newest version of a quarter with its digest; under the quarter's lock. */
export async function latestVersion(
  tx: Tx,
  districtId: string,
  quarter: Period,
): Promise<{ id: string; version: number; state: ReportState; digest: string } | undefined> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`report/${districtId}/${quarter}`}, 0))`.execute(tx)
  const row = await tx
    .selectFrom('quarterly_report')
    .select(['id', 'version', 'state', 'digest'])
    .where('district_id', '=', districtId)
    .where('quarter', '=', quarter)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row as { id: string; version: number; state: ReportState; digest: string } | undefined
}

export type NewVersion = {
  id: string
  districtId: string
  quarter: Quarter
  version: number
  content: ReportContent
  digest: string
  createdBy: string
  createdAt: Instant
  files: Record<string, string>
}

export async function insertVersion(tx: Tx, report: NewVersion): Promise<void> {
  const { districtId, id } = report
  await tx
    .insertInto('quarterly_report')
    .values({
      district_id: districtId,
      id,
      quarter: report.quarter,
      version: report.version,
      state: 'draft',
      cut_off: report.content.facts.cutOff,
      content: JSON.stringify(report.content),
      digest: report.digest,
      created_by: report.createdBy,
      created_at: report.createdAt,
    })
    .execute()
  const files = Object.entries(report.files).map(([format, fileId]) => ({
    district_id: districtId,
    report_id: id,
    format,
    file_id: fileId,
  }))
  await tx.insertInto('quarterly_report_file').values(files).execute()
}

/** Puts other files in the place of a version's. */
export async function replaceFiles(
  tx: Tx,
  { districtId, reportId }: { districtId: string; reportId: string },
  files: Readonly<Record<string, string>>,
): Promise<void> {
  await sql`
    update quarterly_report_file set file_id = given.id
    from unnest(${Object.keys(files)}::text[], ${Object.values(files)}::uuid[]) as given (format, id)
    where district_id = ${districtId} and report_id = ${reportId} and quarterly_report_file.format = given.format`.execute(
    tx,
  )
}

/** The version of a quarter that was taken as final last, held until the end of the transaction. */
export async function finalVersion(
  tx: Tx,
  districtId: string,
  quarter: Period,
): Promise<{ id: string; progress: ReportProgress } | undefined> {
  const row = await tx
    .selectFrom('quarterly_report')
    .select(['id', 'progress'])
    .where('district_id', '=', districtId)
    .where('quarter', '=', quarter)
    .where('state', '=', 'final')
    .forUpdate()
    .executeTakeFirst()
  return row as { id: string; progress: ReportProgress } | undefined
}

/**
 * When the last report before this quarter was compiled, in the first of its versions that was taken as final: what was ended
 * later, that report could not tell. Null: there is none.
 */
export async function firstFinalBefore(tx: Tx, districtId: string, quarter: Quarter): Promise<Instant | null> {
  const { rows } = await sql<{ at: Instant | null }>`
    select min(created_at) as at from quarterly_report
    where district_id = ${districtId} and state <> 'draft' and quarter = (select max(quarter) from quarterly_report
      where district_id = ${districtId} and state <> 'draft' and quarter < ${quarter})`.execute(tx)
  return rows[0]?.at ?? null
}

/** Takes a draft as the quarter's final report; an earlier final one is superseded and stays. False: it is no draft. */
export async function markFinal(tx: Tx, districtId: string, quarter: Period, id: string): Promise<boolean> {
  await tx
    .updateTable('quarterly_report')
    .set({ state: 'superseded' })
    .where('district_id', '=', districtId)
    .where('quarter', '=', quarter)
    .where('state', '=', 'final')
    .execute()
  const changed = await tx
    .updateTable('quarterly_report')
    .set({ state: 'final', progress: 'reviewed' })
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .where('state', '=', 'draft')
    .executeTakeFirst()
  return changed.numUpdatedRows > 0n
}

/** Feedback on final reports whose deadline hasn't passed, as what it was computed from. */
export async function openFeedback(db: Db | Tx, districtId: string, today: CivilDate): Promise<OpenDeadline[]> {
  const rows = await db
    .selectFrom('quarterly_report')
    .select(['id', 'quarter', 'content', 'feedback_by as movedTo'])
    .where('district_id', '=', districtId)
    .where('state', '=', 'final')
    .orderBy('created_at', 'desc')
    .limit(8)
    .execute()
  return rows.flatMap(({ id, quarter, content, movedTo }) => {
    const { compiledOn, feedbackBy, findings } = (content as ReportContent).facts
    if (findings.length === 0 || (movedTo ?? feedbackBy.day) < today) return []
    return [
      {
        id,
        label: `${quarter} 季度报告整改反馈`,
        from: compiledOn,
        days: feedbackBy.workingDays,
        kind: 'working' as const,
      },
    ]
  })
}
