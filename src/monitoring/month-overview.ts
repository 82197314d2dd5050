import { sql } from 'kysely'
import { addMonths, type CivilDate, type Instant, type Month, monthOf } from '../calendar/index.ts'
import type { Db } from '../database/index.ts'
import type { Platform } from '../vocabulary/platforms.ts'
import { accountStandings } from './indicator-accounts.ts'
import { indicatorOf } from './indicators/index.ts'
import { unfiled } from './indicators/district/unfiled.ts'
import type { FindingState, IndicatorClass, RunCoverage, Value } from './model.ts'
import { checkedMonths } from './page-queries.ts'
import { type Closing, mayBeNamed, type SpokenMonths, spokenOf } from './queries.ts'
import { type ReviewedAccount, reviewedAccounts } from './reviewed.ts'
import type { ReviewedVerdict } from './rules.ts'

export type VerdictCounts = Record<ReviewedVerdict, number>

export type IndicatorCounts = Record<Value, number> & {
  indicator: string
  label: string
  class: IndicatorClass
  clause: string
  /** Findings of the indicator: waiting for a person, confirmed, dismissed. */
  open: number
  confirmed: number
  /** Of the unknown results, those told as a hint where the indicator weighs more: 待核备案 (docs/decisions/006). */
  awaiting: number
  dismissed: number
  /** The same by accounts (`accountStandings`): of one whose finding was split, once; of one put with another, as that stands. */
  accounts: Record<'open' | 'confirmed' | 'dismissed', number>
}

/** The numbers of a month, for the month page and the workbench. Every sum adds up to `coverage.registered`. */
export type MonthOverview = {
  month: Month
  run: { id: string; checkpoint: CivilDate; finishedAt: Instant } | null
  closing: Closing | null
  coverage: RunCoverage | null
  verdicts: VerdictCounts
  /** 合格中预警: qualified accounts that D-JS-06 warns. Part of `verdicts.qualified`, never added to it. */
  warned: number
  byPlatform: (VerdictCounts & { platform: Platform; registered: number; judged: number })[]
  byIndicator: IndicatorCounts[]
  /** 待核备案: accounts whose filing nobody has looked at. No part of any verdict. */
  filingUnknown: number
  findings: Record<FindingState, number>
}

/**
 * The month people speak of: the last checked one that is over. A running month that was looked at early is named beside it
 * (`early`) and stands for the district only where there is no other; before the first check, the month that is over.
 */
export async function spokenMonth(
  db: Db,
  districtId: string,
  today: CivilDate,
): Promise<{ month: Month; early: Month | undefined }> {
  const running = monthOf(today)
  const checked = await checkedMonths(db, districtId)
  const over = checked.find((month) => month < running)
  return {
    month: over ?? checked[0] ?? addMonths(running, -1),
    early: over && checked[0] !== over ? checked[0] : undefined,
  }
}

/** A month at a glance. Before the first check: `run` null and every number 0. */
export const monthOverview = async (db: Db, districtId: string, month: Month): Promise<MonthOverview> =>
  (await monthWithAccounts(db, districtId, month)).overview

/** The same beside the accounts that it counts, as `monthAccounts` has them. */
export async function monthWithAccounts(
  db: Db,
  districtId: string,
  month: Month,
  spoken?: SpokenMonths,
): Promise<{ overview: MonthOverview; accounts: ReviewedAccount[] }> {
  const { runs, closings } = await spokenOf(db, districtId, [month], spoken)
  const run = runs[0]
  const accounts = run ? await reviewedAccounts(db, districtId, [{ id: run.id, month }]) : []
  const findings = await findingCounts(db, districtId, { runId: run?.id ?? null, month })
  const byIndicator = run ? await indicatorCounts(db, districtId, { runId: run.id, month, findings }) : []
  const overview: MonthOverview = {
    month,
    run: run ? { id: run.id, checkpoint: run.checkpoint, finishedAt: run.finishedAt } : null,
    closing: closings[0] ?? null,
    coverage: run?.coverage ?? null,
    verdicts: countVerdicts(accounts),
    warned: accounts.filter(({ verdict, warned }) => verdict === 'qualified' && warned).length,
    byPlatform: platformCounts(accounts),
    byIndicator,
    filingUnknown: byIndicator.find(({ indicator }) => indicator === unfiled.id)?.awaiting ?? 0,
    findings: stateCounts(findings),
  }
  return { overview, accounts }
}

export function countVerdicts(accounts: readonly { verdict: ReviewedVerdict }[]): VerdictCounts {
  const counts: VerdictCounts = { qualified: 0, unqualified: 0, pending: 0, unknown: 0 }
  for (const { verdict } of accounts) counts[verdict]++
  return counts
}

function platformCounts(accounts: readonly ReviewedAccount[]): MonthOverview['byPlatform'] {
  return [...Map.groupBy(accounts, ({ platform }) => platform)]
    .map(([platform, own]) => {
      const counts = countVerdicts(own)
      return { platform, registered: own.length, judged: own.length - counts.unknown, ...counts }
    })
    .sort((a, b) => b.registered - a.registered || (a.platform < b.platform ? -1 : 1))
}

/** `ofRun`: of these, how many the run finds. What it no longer finds stands among its passes; it waits on the bench. */
type FindingCount = { indicator: string; state: FindingState; findings: number; ofRun: number }

async function findingCounts(
  db: Db,
  districtId: string,
  { runId, month }: { runId: string | null; month: Month },
): Promise<FindingCount[]> {
  const found = await sql<FindingCount>`
    select f.indicator, f.state, count(*) as findings, count(c.account_id) as "ofRun"
    from finding f
    left join check_result c on c.district_id = f.district_id and c.run_id = f.run_id and c.account_id = f.account_id
      and f.run_id = ${runId} and ${mayBeNamed(sql`${month}`)}
    where f.district_id = ${districtId} and f.month = ${month} group by f.indicator, f.state`.execute(db)
  return found.rows
}

function stateCounts(counts: readonly FindingCount[]): Record<FindingState, number> {
  const states = { candidate: 0, 'needs-evidence': 0, confirmed: 0, dismissed: 0, withdrawn: 0, split: 0, merged: 0 }
  for (const { state, findings } of counts) states[state] += findings
  return states
}

async function indicatorCounts(
  db: Db,
  districtId: string,
  { runId, month, findings }: { runId: string; month: Month; findings: readonly FindingCount[] },
): Promise<IndicatorCounts[]> {
  const standing = await sql<{ indicator: string; state: keyof IndicatorCounts['accounts']; accounts: number }>`
    select s.indicator, s.state, count(*)::int as accounts from (${accountStandings(districtId, { runId, month })}) s
    join check_result c on c.district_id = ${districtId} and c.run_id = ${runId} and c.account_id = s.account_id
    where ${mayBeNamed(sql`${month}`)}
    group by s.indicator, s.state`.execute(db)
  const found = await sql<{ indicator: string; value: Value; hint: boolean; results: number }>`
    select r.indicator, r.value, r.class = 'hint' as hint, count(*) as results
    from check_result c cross join lateral unnest(c.result_numbers) with ordinality as e (number, place)
    join run_result r on r.district_id = c.district_id and r.run_id = c.run_id and r.number = e.number
    where c.district_id = ${districtId} and c.run_id = ${runId} and ${mayBeNamed(sql`${month}`)}
    group by 1, 2, 3 order by min(place)`.execute(db)
  return [...Map.groupBy(found.rows, ({ indicator }) => indicator)].map(([indicator, rows]) => {
    const of = (are: (row: (typeof rows)[number]) => boolean) =>
      rows.filter(are).reduce((sum, { results }) => sum + results, 0)
    const row = {
      indicator,
      pass: of(({ value }) => value === 'pass'),
      fail: of(({ value }) => value === 'fail'),
      unknown: of(({ value }) => value === 'unknown'),
      'not-applicable': of(({ value }) => value === 'not-applicable'),
    }
    const unknownHints = of(({ value, hint }) => value === 'unknown' && hint)
    const { label, class: weighs, clause } = indicatorOf(row.indicator)
    const stand = (...states: FindingState[]) =>
      findings
        .filter((one) => one.indicator === row.indicator && states.includes(one.state))
        .reduce((sum, one) => sum + one.ofRun, 0)
    const reviewed = {
      open: stand('candidate', 'needs-evidence'),
      confirmed: stand('confirmed'),
      dismissed: stand('dismissed'),
    }
    const accounts = { open: 0, confirmed: 0, dismissed: 0 }
    for (const one of standing.rows) if (one.indicator === row.indicator) accounts[one.state] = one.accounts
    return {
      ...row,
      accounts,
      label,
      class: weighs,
      clause,
      awaiting: weighs === 'hint' ? 0 : unknownHints,
      ...reviewed,
    }
  })
}
