import { sql } from 'kysely'
import { type CivilDate, type Instant, type Month, monthsOf, type Period, previousPeriod } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import type { Platform } from '../vocabulary/platforms.ts'
import type { UnitKind } from '../vocabulary/units.ts'
import { type FindingSources, sourcesOf } from './finding-sources.ts'
import { findingSentence, indicatorOf } from './indicators/index.ts'
import type { Coverage, Facts, IndicatorClass } from './model.ts'
import { countVerdicts, type VerdictCounts } from './month-overview.ts'
import { closingsOf, hasResult, latestRuns, mayBeNamed, type SpeakingRun } from './queries.ts'
import { type ReviewedAccount, reviewedAccounts } from './reviewed.ts'
import { ratioOf, type ReviewedVerdict } from './rules.ts'

/** What people confirmed, as a report prints it. */
export type ConfirmedFinding = {
  findingId: string
  month: Month
  checkpoint: CivilDate
  accountId: string
  accountName: string
  platform: Platform
  unitId: string
  unitName: string
  unitKind: UnitKind
  indicator: string
  label: string
  /** `unit`: a fact of the unit, found with one of its accounts. */
  about: 'account' | 'unit'
  class: IndicatorClass
  clause: string
  facts: Facts
  /** One sentence that ends with a full stop; of N-NM-02a the office's own (sentence 6). */
  sentence: string
  /** Who or what exactly, in a few words without a number; '' where the sentence says nothing more. */
  particulars: string
  /** Null: it rests on the ledger. */
  sources: FindingSources | null
  decidedBy: string
  decidedAt: Instant
}

/** A confirmed finding by its names alone. */
export type NamedFinding = Omit<ConfirmedFinding, 'clause' | 'sentence' | 'particulars' | 'sources'>

/** Every confirmed finding of some quarters, fixed since or not, under the names that its month was judged with. */
export async function namedFindings(
  db: Db | Tx,
  districtId: string,
  quarters: readonly Period[],
): Promise<NamedFinding[]> {
  // An account that the speaking run doesn't judge has no place in the month, whatever was said of it before.
  const runs = await latestRuns(
    db,
    districtId,
    quarters.flatMap((one) => monthsOf(one)),
  )
  const found = await sql<Omit<NamedFinding, 'label' | 'about'>>`
    select f.id as "findingId", f.month, r.checkpoint, f.account_id as "accountId", c.account_name as "accountName",
      c.platform, c.unit_id as "unitId", c.unit_name as "unitName", c.unit_kind as "unitKind", f.indicator, f.class, f.facts,
      f.decided_by as "decidedBy", f.decided_at as "decidedAt"
    from unnest(${runs.map(({ id }) => id)}::uuid[], ${runs.map(({ month }) => month)}::text[]) as run (id, month)
    join finding f on f.district_id = ${districtId} and f.month = run.month
    join check_run r on r.district_id = f.district_id and r.id = f.run_id
    join check_result c on c.district_id = f.district_id and c.run_id = run.id and c.account_id = f.account_id
    where f.state = 'confirmed' and ${mayBeNamed(sql`run.month`)}
    order by case f.class when 'veto' then 0 else 1 end, f.indicator, c.unit_name collate "zh-x-icu",
      c.account_name collate "zh-x-icu", f.account_id, f.month`.execute(db)
  return found.rows.map((row) => {
    const { label, about } = indicatorOf(row.indicator)
    return { ...row, label, about }
  })
}

/** The same of one quarter as a report prints them, vetoes first, then by unit, account and month, with what each rests on. */
export async function confirmedFindings(db: Db | Tx, districtId: string, quarter: Period): Promise<ConfirmedFinding[]> {
  const found = await namedFindings(db, districtId, [quarter])
  const sources = await sourcesOf(
    db,
    districtId,
    found.map(({ findingId }) => findingId),
  )
  return found.map((row) => {
    const { clause, particulars, restsOnCollection } = indicatorOf(row.indicator)
    return {
      ...row,
      clause,
      sentence: findingSentence(row),
      particulars: particulars?.(row.facts) ?? '',
      sources: restsOnCollection ? (sources.get(row.findingId) ?? { bySystem: true, patrolledOn: [] }) : null,
    }
  })
}

/** The rule sets that judged a quarter, each once: those of the runs that speak for its months. */
export async function judgingRules(
  db: Db | Tx,
  districtId: string,
  quarter: Period,
): Promise<{ id: string; version: string }[]> {
  const runs = await latestRuns(db, districtId, monthsOf(quarter))
  const sets = runs.map(({ rulesId: id, rulesVersion: version }) => ({ id, version }))
  return sets.filter((one, at) => sets.findIndex(({ id, version }) => id === one.id && version === one.version) === at)
}

/** An account over a quarter. `pending`: a veto of it still waits for a person. */
export type QuarterAccount = Omit<ReviewedAccount, 'month' | 'warned' | 'silentDays' | 'silenceDismissed'> & {
  /** Months in which it was registered for monitoring, and in which it was judged. */
  months: Month[]
  judgedMonths: Month[]
}

export type QuarterNumbers = VerdictCounts & {
  quarter: Period
  registered: number
  /** Judged in at least one month: qualified + unqualified + pending. */
  judged: number
  /** judged / registered, to four places. */
  coverage: number | null
  /** qualified / (qualified + unqualified), to four places: pending lowers no rate. Null where no verdict stands. */
  rate: number | null
}

export type QuarterVerdicts = QuarterNumbers & {
  months: {
    month: Month
    checkpoint: CivilDate | null
    coverage: Coverage | null
    closed: boolean
    openCandidates: number
  }[]
  /** Findings of any class that no person has decided: with one of them the report is a draft. */
  openCandidates: number
  /** Accounts of units outside the notice, at the last checkpoint: 移交线索, a number and never a name. */
  leads: number
  /** Accounts of units whose kind nobody has settled, at the last checkpoint. */
  unsettled: number
  /** 待核备案: accounts whose filing nobody had looked at, at the last checkpoint. */
  filingUnknown: number
  byPlatform: (VerdictCounts & { platform: Platform; registered: number })[]
  byUnitKind: (VerdictCounts & { unitKind: UnitKind; registered: number })[]
  accounts: QuarterAccount[]
  /** The quarter before; null where nothing was checked in it. */
  previous: QuarterNumbers | null
}

/**
 * The verdicts of a quarter as docs/decisions/006 defines them: unqualified by any confirmed veto in any month, fixed
 * or not; pending while one is open; qualified when judged in at least one month; else unknown.
 */
export async function quarterVerdicts(db: Db, districtId: string, quarter: Period): Promise<QuarterVerdicts> {
  const months = monthsOf(quarter)
  const runs = await latestRuns(db, districtId, months)
  const closed = new Set((await closingsOf(db, districtId, months)).map(({ month }) => month))
  const accounts = await quarterAccounts(db, districtId, quarter)
  const previous = await quarterAccounts(db, districtId, previousPeriod(quarter))
  const open = await countOpenCandidates(db, districtId, months)
  return {
    ...numbersOf(quarter, accounts),
    months: months.map((month) => {
      const run = runs.find((one) => one.month === month)
      return {
        month,
        checkpoint: run?.checkpoint ?? null,
        coverage: run ? printed(run.coverage) : null,
        closed: closed.has(month),
        openCandidates: open.get(month) ?? 0,
      }
    }),
    openCandidates: [...open.values()].reduce((sum, one) => sum + one, 0),
    leads: runs.at(-1)?.coverage.leads ?? 0,
    unsettled: runs.at(-1)?.coverage.unsettled ?? 0,
    filingUnknown: await countFilingUnknown(db, districtId, runs.at(-1)),
    byPlatform: grouped(accounts, ({ platform }) => platform).map(([platform, counts]) => ({ platform, ...counts })),
    byUnitKind: grouped(accounts, ({ unitKind }) => unitKind).map(([unitKind, counts]) => ({ unitKind, ...counts })),
    accounts,
    previous: previous.length === 0 ? null : numbersOf(previousPeriod(quarter), previous),
  }
}

async function quarterAccounts(db: Db, districtId: string, quarter: Period): Promise<QuarterAccount[]> {
  const seen = await reviewedAccounts(db, districtId, await latestRuns(db, districtId, monthsOf(quarter)))
  const byAccount = Map.groupBy(seen, ({ accountId }) => accountId)
  return seen.flatMap((one) => {
    const months = byAccount.get(one.accountId)!.toSorted((a, b) => (a.month < b.month ? -1 : 1))
    // One that was renamed or changed hands within the quarter stands under its last name, once.
    return one === months.at(-1) ? [overMonths(one, months)] : []
  })
}

function overMonths(
  { month: _month, warned: _warned, silentDays: _silent, silenceDismissed: _dismissed, ...account }: ReviewedAccount,
  months: readonly ReviewedAccount[],
): QuarterAccount {
  return {
    ...account,
    verdict: verdictOverMonths(months.map(({ verdict }) => verdict)),
    months: months.map(({ month }) => month),
    judgedMonths: months.filter(({ verdict }) => verdict !== 'unknown').map(({ month }) => month),
  }
}

/** The worst month speaks for the quarter; a month nobody could see speaks only when all are such. */
export function verdictOverMonths(months: readonly ReviewedVerdict[]): ReviewedVerdict {
  const worstFirst: readonly ReviewedVerdict[] = ['unqualified', 'pending', 'qualified']
  return worstFirst.find((verdict) => months.includes(verdict)) ?? 'unknown'
}

function numbersOf(quarter: Period, accounts: readonly QuarterAccount[]): QuarterNumbers {
  const counts = countVerdicts(accounts)
  const registered = accounts.length
  const judged = registered - counts.unknown
  return {
    quarter,
    registered,
    judged,
    ...counts,
    coverage: ratioOf(judged, registered),
    rate: ratioOf(counts.qualified, counts.qualified + counts.unqualified),
  }
}

const printed = ({ registered, judged, unknown, ratio }: Coverage): Coverage => ({ registered, judged, unknown, ratio })

function grouped<K>(
  accounts: readonly QuarterAccount[],
  key: (account: QuarterAccount) => K,
): [K, VerdictCounts & { registered: number }][] {
  return [...Map.groupBy(accounts, key)]
    .map(([own, group]): [K, VerdictCounts & { registered: number }] => [
      own,
      { registered: group.length, ...countVerdicts(group) },
    ])
    .sort(([a, one], [b, other]) => other.registered - one.registered || (String(a) < String(b) ? -1 : 1))
}

async function countFilingUnknown(db: Db, districtId: string, run: SpeakingRun | undefined): Promise<number> {
  if (!run) return 0
  const found = await sql<{ accounts: number }>`
    select count(*) as accounts from check_result c
    where c.district_id = ${districtId} and c.run_id = ${run.id} and ${mayBeNamed(sql`${run.month}`)}
      and ${hasResult(sql`r.indicator = 'D-JS-01' and r.value = 'unknown'`)}`.execute(db)
  return found.rows[0]?.accounts ?? 0
}

async function countOpenCandidates(db: Db, districtId: string, months: readonly Month[]): Promise<Map<Month, number>> {
  const rows = await db
    .selectFrom('finding')
    .select(['month', ({ fn }) => fn.countAll<number>().as('open')])
    .where('district_id', '=', districtId)
    .where('month', 'in', [...months])
    .where('state', 'in', ['candidate', 'needs-evidence'])
    .groupBy('month')
    .execute()
  return new Map(rows.map(({ month, open }) => [month as Month, open]))
}
