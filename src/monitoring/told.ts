import { sql } from 'kysely'
import type { CivilDate, Instant, Month } from '../calendar/index.ts'
import type { Db } from '../database/index.ts'
import type { Platform } from '../vocabulary/platforms.ts'
import { findingSentence, indicatorOf } from './indicators/index.ts'
import type { Facts, FindingState, IndicatorClass } from './model.ts'
import { closingOf, latestRun, mayBeNamed } from './queries.ts'
import { reviewedAccounts } from './reviewed.ts'
import type { ReviewedVerdict } from './rules.ts'

/** A month's verdict of one account as other systems are told of it: after review, by the name it was judged under. */
export type ToldVerdict = {
  accountId: string
  accountName: string
  platform: Platform
  unitId: string
  unitName: string
  verdict: ReviewedVerdict
}
export type ToldMonth = {
  month: Month
  checkpoint: CivilDate
  checkedAt: Instant
  /** 已办结: nothing of it changes any more. */
  closed: boolean
  verdicts: ToldVerdict[]
}
export type ToldVerdicts = {
  month: Month
  after?: string | undefined
  limit: number
  platform?: Platform | undefined
  unitId?: string | undefined
}

/** Verdicts of a month in the order of the accounts' ids; undefined: the month was never checked. */
export async function toldVerdicts(db: Db, districtId: string, asked: ToldVerdicts): Promise<ToldMonth | undefined> {
  const { month, after, limit, platform, unitId } = asked
  const run = await latestRun(db, districtId, month)
  if (!run) return undefined
  const { rows } = await sql<{ id: string }>`
    select c.account_id as id from check_result c
    where c.district_id = ${districtId} and c.run_id = ${run.id} and ${mayBeNamed(sql`${month}`)}
      ${after === undefined ? sql`` : sql`and c.account_id > ${after}`}
      ${platform === undefined ? sql`` : sql`and c.platform = ${platform}`}
      ${unitId === undefined ? sql`` : sql`and c.unit_id = ${unitId}`}
    order by c.account_id limit ${limit}`.execute(db)
  const accountIds = rows.map(({ id }) => id)
  const reviewed = await reviewedAccounts(db, districtId, [{ id: run.id, month }], { accountIds })
  const byId = new Map(reviewed.map((one) => [one.accountId, one]))
  return {
    month,
    checkpoint: run.checkpoint,
    checkedAt: run.finishedAt,
    closed: (await closingOf(db, districtId, month)) !== undefined,
    verdicts: accountIds.flatMap((id) => {
      const one = byId.get(id)
      if (!one) return []
      const { accountId, accountName, platform: on, unitId: of, unitName, verdict } = one
      return [{ accountId, accountName, platform: on, unitId: of, unitName, verdict }]
    }),
  }
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
  month?: Month | undefined
  platform?: Platform | undefined
  unitId?: string | undefined
  accountId?: string | undefined
  updatedSince?: Instant | undefined
}

type Row = Omit<ToldFinding, 'label' | 'clause' | 'sentence'> & { facts: Facts }

/** Findings in the order of their ids, in one statement; under the names of the run that each rests on. */
export async function toldFindings(db: Db, districtId: string, asked: ToldFindings): Promise<ToldFinding[]> {
  const { id, after, limit, states, month, platform, unitId, accountId, updatedSince } = asked
  const conditions = [
    sql`f.district_id = ${districtId} and f.state = any(${[...states]}::text[]) and ${mayBeNamed(sql`f.month`)}`,
    ...(id === undefined ? [] : [sql`f.id = ${id}`]),
    ...(after === undefined ? [] : [sql`f.id > ${after}`]),
    ...(month === undefined ? [] : [sql`f.month = ${month}`]),
    ...(platform === undefined ? [] : [sql`c.platform = ${platform}`]),
    ...(unitId === undefined ? [] : [sql`c.unit_id = ${unitId}`]),
    ...(accountId === undefined ? [] : [sql`f.account_id = ${accountId}`]),
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
