import { sql } from 'kysely'
import type { Month } from '../calendar/index.ts'
import type { Db } from '../database/index.ts'
import type { Platform } from '../vocabulary/platforms.ts'
import { indicatorOf } from './indicators/index.ts'
import { hasResult, latestRun, mayBeNamed } from './queries.ts'
import { inLedgerOrder } from './reviewed.ts'

/** What became of an account by one indicator: judged without a person, or as its finding stands. */
export type IndicatorState = 'pass' | 'unknown' | 'open' | 'confirmed' | 'dismissed'

export type IndicatorAccount = {
  accountId: string
  accountName: string
  platform: Platform
  unitId: string
  unitName: string
}

/**
 * What became of accounts by indicators in a run, each account once: a finding that waits for a person speaks before what was
 * confirmed, that before what was dismissed; of parts each, and of what was put with another the one that stands for it.
 */
export const accountStandings = (districtId: string, { runId, month }: { runId: string; month: Month }) => sql`
  select f.account_id, f.indicator,
    case when bool_or(s.state in ('candidate', 'needs-evidence')) then 'open'
      when bool_or(s.state = 'confirmed') then 'confirmed' else 'dismissed' end as state
  from finding f
  left join finding t on t.district_id = f.district_id and t.id = f.merged_into
  cross join lateral (select coalesce(t.state, f.state) as state) s
  where f.district_id = ${districtId} and f.month = ${month} and f.run_id = ${runId}
    and (f.merged_into is null or f.merged_into is distinct from f.part_of)
    and s.state in ('candidate', 'needs-evidence', 'confirmed', 'dismissed')
  group by f.account_id, f.indicator`

/** The accounts behind a number of `monthOverview().byIndicator`, of its `accounts` where a person decides, in the order of the ledger; none before the first check. */
export async function indicatorAccounts(
  db: Db,
  districtId: string,
  { month, indicator, state }: { month: Month; indicator: string; state: IndicatorState },
): Promise<IndicatorAccount[]> {
  const run = await latestRun(db, districtId, month)
  if (!run) return []
  const is =
    state === 'pass' || state === 'unknown'
      ? hasResult(sql`r.indicator = ${indicator} and r.value = ${state}
          ${isAwaited(indicator, state) ? sql`and r.class <> 'hint'` : sql``}`)
      : sql`c.account_id in (select account_id from (${accountStandings(districtId, { runId: run.id, month })}) s
          where s.indicator = ${indicator} and s.state = ${state})`
  const found = await sql<IndicatorAccount>`
    select c.account_id as "accountId", c.account_name as "accountName", c.platform, c.unit_id as "unitId",
      c.unit_name as "unitName"
    from check_result c
    where c.district_id = ${districtId} and c.run_id = ${run.id} and ${mayBeNamed(sql`${month}`)} and ${is}
    order by ${inLedgerOrder}`.execute(db)
  return found.rows
}

// What nobody has looked at yet stands apart (docs/decisions/006) and in no count of what is unknown.
const isAwaited = (indicator: string, state: IndicatorState) =>
  state === 'unknown' && indicatorOf(indicator).class !== 'hint'
