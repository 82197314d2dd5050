import { sql } from 'kysely'
import type { CivilDate, Month } from '../calendar/index.ts'
import type { Db } from '../database/index.ts'
import type { Thresholds } from './indicators/define.ts'
import { unitIndicators } from './indicators/index.ts'
import type { FindingState, IndicatorResult, RunRules, StoredResult } from './model.ts'
import { latestRun, ownResults } from './queries.ts'
import { fromStored } from './stored-results.ts'
import { type ReviewedAccount, reviewedAccounts } from './reviewed.ts'

/** The accounts of a checked month with what people made of the findings: all, of one unit, or the named ones. Empty before the first check. */
export async function monthAccounts(
  db: Db,
  districtId: string,
  month: Month,
  only: { accountIds?: readonly string[]; unitId?: string } = {},
): Promise<ReviewedAccount[]> {
  const run = await latestRun(db, districtId, month)
  return run ? reviewedAccounts(db, districtId, [{ id: run.id, month }], only) : []
}

/**
 * Closed months in which an account was judged although the ledger now says that it was gone by their checkpoint: nothing
 * of them changes any more, and whoever reads or moves the day has to see it.
 */
export async function closedAfterCeasing(
  db: Db,
  districtId: string,
  accountId: string,
): Promise<{ month: Month; ceasedOn: CivilDate }[]> {
  const found = await sql<{ month: Month; ceasedOn: CivilDate }>`
    select m.month, a.ceased_on as "ceasedOn"
    from account a
    join month_closing m on m.district_id = a.district_id
    join check_run r on r.district_id = m.district_id and r.id = m.run_id and r.checkpoint >= a.ceased_on
    join check_result c on c.district_id = r.district_id and c.run_id = r.id and c.account_id = a.id
    where a.district_id = ${districtId} and a.id = ${accountId}
    order by m.month`.execute(db)
  return found.rows
}

export type AccountMonth = ReviewedAccount & {
  checkpoint: CivilDate
  results: IndicatorResult[]
  thresholds: Thresholds
  /** Where its findings stand, by indicator; a fact of the unit stands once, with any one of its accounts. */
  findings: Readonly<Record<string, FindingState>>
}

// Of an indicator whose finding was split, what weighs most of its parts: the last of an object's values stands.
const weight = sql`array_position(
  array['confirmed', 'candidate', 'needs-evidence', 'dismissed', 'merged', 'withdrawn', 'split'], f.state)`

/** The checked months of one account, newest first, with every result. */
export async function accountHistory(
  db: Db,
  districtId: string,
  accountId: string,
  most = 24,
): Promise<AccountMonth[]> {
  const found = await sql<{
    id: string
    month: Month
    checkpoint: CivilDate
    rules: RunRules
    results: StoredResult[]
    findings: Record<string, FindingState>
  }>`
    select distinct on (r.month) r.id, r.month, r.checkpoint, r.rules,
      ${ownResults} as results,
      (select coalesce(jsonb_object_agg(f.indicator, f.state order by ${weight} desc), '{}') from finding f
        where f.district_id = r.district_id and f.month = r.month
          and (f.account_id = c.account_id or f.indicator = any(${[...unitIndicators]}::text[]) and exists (
            select from check_result o where o.district_id = r.district_id and o.run_id = r.id
              and o.account_id = f.account_id and o.unit_id = c.unit_id))) as findings
    from check_run r
    join check_result c on c.district_id = r.district_id and c.run_id = r.id and c.account_id = ${accountId}
    where r.district_id = ${districtId}
    order by r.month desc, r.checkpoint desc, r.finished_at desc, r.id desc
    limit ${most}`.execute(db)
  const reviewed = await reviewedAccounts(db, districtId, found.rows, { accountIds: [accountId] })
  const byMonth = new Map(reviewed.map((one) => [one.month, one]))
  return found.rows.flatMap(({ month, checkpoint, rules, results, findings }) => {
    const account = byMonth.get(month)
    return account
      ? [
          {
            ...account,
            checkpoint,
            thresholds: rules.thresholds,
            findings,
            results: results.map((one) => fromStored(one, rules)),
          },
        ]
      : []
  })
}
