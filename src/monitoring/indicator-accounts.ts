import { sql } from 'kysely'
import type { Month } from '../calendar/index.ts'
import type { Db } from '../database/index.ts'
import type { Platform } from '../vocabulary/platforms.ts'
import { indicatorOf } from './indicators/index.ts'
import type { FindingState } from './model.ts'
import { latestRun, mayBeNamed } from './queries.ts'
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

const findingStates: Readonly<Record<Exclude<IndicatorState, 'pass' | 'unknown'>, readonly FindingState[]>> = {
  open: ['candidate', 'needs-evidence'],
  confirmed: ['confirmed'],
  dismissed: ['dismissed'],
}

/** The accounts behind a number of `monthOverview().byIndicator`, in the order of the ledger; none before the first check. */
export async function indicatorAccounts(
  db: Db,
  districtId: string,
  { month, indicator, state }: { month: Month; indicator: string; state: IndicatorState },
): Promise<IndicatorAccount[]> {
  const run = await latestRun(db, districtId, month)
  if (!run) return []
  const is =
    state === 'pass' || state === 'unknown'
      ? sql`exists (select from jsonb_array_elements(c.results) r where r ->> 'indicator' = ${indicator}
          and r ->> 'value' = ${state} ${isAwaited(indicator, state) ? sql`and r ->> 'class' <> 'hint'` : sql``})`
      : sql`exists (select from finding f where f.district_id = c.district_id and f.run_id = c.run_id
          and f.account_id = c.account_id and f.month = ${month} and f.indicator = ${indicator}
          and f.state = any(${[...findingStates[state]]}::text[]))`
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
