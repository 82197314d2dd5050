import { sql } from 'kysely'
import type { CivilDate, Instant, Month } from '../calendar/index.ts'
import type { Db } from '../database/index.ts'
import type { Platform } from '../vocabulary/platforms.ts'
import { findingSentence, indicatorOf } from './indicators/index.ts'
import type { Facts, FindingState, IndicatorClass } from './model.ts'
import { checkedMonths } from './page-queries.ts'
import { closingOf, latestRun, mayBeNamed, type SpeakingRun, spokenMonths } from './queries.ts'
import { type ReviewedAccount, reviewedAccounts } from './reviewed.ts'
import type { ReviewedVerdict } from './rules.ts'

/** A month's verdict of one account as other systems are told of it: after review, by the name it was judged under. */
export type ToldVerdict = {
  accountId: string
  accountName: string
  platform: Platform
  unitId: string
  unitName: string
  verdict: ReviewedVerdict
  /** 合格中预警: close to silent. No verdict of its own. */
  warned: boolean
  /** Whole days since the last update at the checkpoint; null: nobody knows, or a person dismissed that it was silent. */
  silentDays: number | null
}
export type ToldMonth = {
  month: Month
  checkpoint: CivilDate
  checkedAt: Instant
  /** 已办结: nothing of it changes any more. */
  closed: boolean
}
export type ToldMonthVerdicts = ToldMonth & { verdicts: ToldVerdict[] }
export type ToldTotals = Record<ReviewedVerdict, number> & { registered: number; warned: number }
export type ToldVerdicts = {
  month: Month
  after?: string | undefined
  limit: number
  platform?: Platform | undefined
  unitId?: string | undefined
  accountId?: string | undefined
  verdict?: ReviewedVerdict | undefined
}

/** Every month that was ever checked, the earliest first. */
export async function toldMonths(db: Db, districtId: string): Promise<ToldMonth[]> {
  const { runs, closings } = await spokenMonths(db, districtId, await checkedMonths(db, districtId))
  const closed = new Set(closings.map(({ month }) => month))
  return runs.map(({ month, checkpoint, finishedAt }) => ({
    month,
    checkpoint,
    checkedAt: finishedAt,
    closed: closed.has(month),
  }))
}

/** One of them, with how many accounts have which verdict after review; undefined: the month was never checked. */
export async function toldMonth(
  db: Db,
  districtId: string,
  month: Month,
): Promise<(ToldMonth & { totals: ToldTotals }) | undefined> {
  const run = await latestRun(db, districtId, month)
  if (!run) return undefined
  const totals: ToldTotals = { registered: 0, qualified: 0, unqualified: 0, pending: 0, unknown: 0, warned: 0 }
  for (const { verdict, warned } of await reviewedAccounts(db, districtId, [{ id: run.id, month }])) {
    totals.registered += 1
    totals[verdict] += 1
    if (warned && verdict === 'qualified') totals.warned += 1
  }
  return { ...(await headOf(db, districtId, { ...run, month })), totals }
}

const headOf = async (
  db: Db,
  districtId: string,
  { month, checkpoint, finishedAt }: Pick<SpeakingRun, 'month' | 'checkpoint' | 'finishedAt'>,
): Promise<ToldMonth> => ({
  month,
  checkpoint,
  checkedAt: finishedAt,
  closed: (await closingOf(db, districtId, month)) !== undefined,
})

/** Verdicts of a month in the order of the accounts' ids; undefined: the month was never checked. */
export async function toldVerdicts(
  db: Db,
  districtId: string,
  asked: ToldVerdicts,
): Promise<ToldMonthVerdicts | undefined> {
  const { month, verdict, limit } = asked
  const run = await latestRun(db, districtId, month)
  if (!run) return undefined
  // A verdict is what people made of the month: it is known only of accounts that were looked at, not of rows.
  const accountIds = await judgedIds(db, districtId, run.id, { ...asked, limit: verdict === undefined ? limit : null })
  const reviewed = await reviewedAccounts(db, districtId, [{ id: run.id, month }], { accountIds })
  const byId = new Map(reviewed.map((one) => [one.accountId, one]))
  const verdicts = accountIds
    .flatMap((id) => byId.get(id) ?? [])
    .filter((one) => verdict === undefined || one.verdict === verdict)
  return { ...(await headOf(db, districtId, { ...run, month })), verdicts: verdicts.slice(0, limit).map(toldVerdict) }
}

const toldVerdict = (one: ReviewedAccount): ToldVerdict => {
  const { accountId, accountName, platform, unitId, unitName, verdict, warned, silentDays, silenceDismissed } = one
  const days = silenceDismissed ? null : silentDays
  return { accountId, accountName, platform, unitId, unitName, verdict, warned, silentDays: days }
}

async function judgedIds(
  db: Db,
  districtId: string,
  runId: string,
  { month, after, limit, platform, unitId, accountId }: Omit<ToldVerdicts, 'limit'> & { limit: number | null },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select c.account_id as id from check_result c
    where c.district_id = ${districtId} and c.run_id = ${runId} and ${mayBeNamed(sql`${month}`)}
      ${after === undefined ? sql`` : sql`and c.account_id > ${after}`}
      ${platform === undefined ? sql`` : sql`and c.platform = ${platform}`}
      ${unitId === undefined ? sql`` : sql`and c.unit_id = ${unitId}`}
      ${accountId === undefined ? sql`` : sql`and c.account_id = ${accountId}`}
    order by c.account_id limit ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}

/** A finding as other systems are told of it: what was found, under whose name, and where it stands; not who decided it. */
export type ToldFinding = {
  id: string
  month: Month
  checkpoint: CivilDate
  accountId: string
  accountName: string
  platform: Platform
  unitId: string
  unitName: string
  indicator: string
  label: string
  class: IndicatorClass
  clause: string
  sentence: string
  state: FindingState
  /** Of a part of a split finding, the whole; the finding that stands for this one. */
  partOf: string | null
  mergedInto: string | null
  decidedAt: Instant | null
  changedAt: Instant
}
export type ToldFindings = {
  id?: string | undefined
  after?: string | undefined
  limit: number
  states: readonly FindingState[]
  indicator?: string | undefined
  class?: IndicatorClass | undefined
  month?: Month | undefined
  platform?: Platform | undefined
  unitId?: string | undefined
  accountId?: string | undefined
  updatedSince?: Instant | undefined
}

type Row = Omit<ToldFinding, 'label' | 'clause' | 'sentence'> & { facts: Facts }

/** Findings in the order of their ids, in one statement; under the names of the run that each rests on. */
export async function toldFindings(db: Db, districtId: string, asked: ToldFindings): Promise<ToldFinding[]> {
  const { id, after, limit, states, month, platform, unitId, accountId, indicator, updatedSince } = asked
  const conditions = [
    sql`f.district_id = ${districtId} and f.state = any(${[...states]}::text[]) and ${mayBeNamed(sql`f.month`)}`,
    ...(id === undefined ? [] : [sql`f.id = ${id}`]),
    ...(after === undefined ? [] : [sql`f.id > ${after}`]),
    ...(month === undefined ? [] : [sql`f.month = ${month}`]),
    ...(platform === undefined ? [] : [sql`c.platform = ${platform}`]),
    ...(unitId === undefined ? [] : [sql`c.unit_id = ${unitId}`]),
    ...(accountId === undefined ? [] : [sql`f.account_id = ${accountId}`]),
    ...(indicator === undefined ? [] : [sql`f.indicator = ${indicator}`]),
    ...(asked.class === undefined ? [] : [sql`f.class = ${asked.class}`]),
    ...(updatedSince === undefined ? [] : [sql`coalesce(f.decided_at, f.created_at) >= ${updatedSince}`]),
  ]
  const { rows } = await sql<Row>`
    select f.id, f.month, r.checkpoint, f.account_id as "accountId", c.account_name as "accountName", c.platform,
      c.unit_id as "unitId", c.unit_name as "unitName", f.indicator, f.class, f.facts, f.state,
      f.part_of as "partOf", f.merged_into as "mergedInto", f.decided_at as "decidedAt",
      coalesce(f.decided_at, f.created_at) as "changedAt"
    from finding f
    join check_run r on r.district_id = f.district_id and r.id = f.run_id
    join check_result c on c.district_id = f.district_id and c.run_id = f.run_id and c.account_id = f.account_id
    where ${sql.join(conditions, sql` and `)}
    order by f.id limit ${limit}`.execute(db)
  return rows.map(({ facts, ...row }) => {
    const { label, clause } = indicatorOf(row.indicator)
    return { ...row, label, clause, sentence: findingSentence({ ...row, facts }) }
  })
}
