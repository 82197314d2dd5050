import { sql } from 'kysely'
import type { Month } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import type { Platform } from '../vocabulary/platforms.ts'
import type { UnitKind } from '../vocabulary/units.ts'
import { contentNotUpdated } from './indicators/national/content-not-updated.ts'
import { hasResult, hasUnknownVeto, mayBeNamed, ownResult } from './queries.ts'
import { type ReviewedVerdict, reviewedVerdict } from './rules.ts'

/** An account of a checked month as the register knew it then, with what people have made of what the machine found. */
export type ReviewedAccount = {
  month: Month
  accountId: string
  accountName: string
  platform: Platform
  unitId: string
  unitName: string
  unitKind: UnitKind
  verdict: ReviewedVerdict
  /** D-JS-06 warns: 合格中预警 where the verdict is `qualified`. No verdict of its own. */
  warned: boolean
  silentDays: number | null
  /** A person dismissed that the account was silent: its number of days accuses nobody. */
  silenceDismissed: boolean
}

type Seen = Omit<ReviewedAccount, 'verdict'> & { confirmedVeto: boolean; openVeto: boolean; vetoUnknown: boolean }

/** The order of the ledger, as the results of a run keep it. */
export const inLedgerOrder = sql`
  c.unit_name collate "zh-x-icu", c.unit_id, c.platform, c.account_name collate "zh-x-icu", c.account_id`

/** What vetoes people have confirmed or not yet looked at, by month and account. */
const reviewed = (districtId: string, months: readonly Month[]) => sql`
  select month, account_id, bool_or(state = 'confirmed') as confirmed,
    bool_or(state in ('candidate', 'needs-evidence')) as open,
    bool_or(indicator = ${contentNotUpdated.id} and (state = 'dismissed' or state = 'merged' and exists (select from finding t
      where t.district_id = f.district_id and t.id = f.merged_into and t.state = 'dismissed'))) as "silenceDismissed"
  from finding f
  where district_id = ${districtId} and month = any(${[...months]}::text[]) and class = 'veto'
  group by month, account_id`

/**
 * The accounts of some months' speaking runs (`latestRun`) in the order of the ledger, for all accounts or some, under
 * the names and units they were judged with. While a month is open, units that have left the notice's scope are not named.
 */
export async function reviewedAccounts(
  db: Db | Tx,
  districtId: string,
  runs: readonly { id: string; month: Month }[],
  only: { accountIds?: readonly string[]; unitId?: string } = {},
): Promise<ReviewedAccount[]> {
  const found = await sql<Seen>`
    select run.month, c.account_id as "accountId", c.account_name as "accountName", c.platform, c.unit_id as "unitId",
      c.unit_name as "unitName", c.unit_kind as "unitKind",
      coalesce(f.confirmed, false) as "confirmedVeto", coalesce(f.open, false) as "openVeto",
      coalesce(f."silenceDismissed", false) as "silenceDismissed",
      ${hasUnknownVeto} as "vetoUnknown",
      ${hasResult(sql`r.indicator = 'D-JS-06' and r.value = 'fail'`)} as warned,
      (select (r.result -> 'facts' -> 'silentDays')::int from run_result r
        where ${ownResult} and r.indicator = 'N-NM-02a') as "silentDays"
    from unnest(${runs.map(({ id }) => id)}::uuid[], ${runs.map(({ month }) => month)}::text[]) as run (id, month)
    join check_result c on c.district_id = ${districtId} and c.run_id = run.id
    left join (${reviewed(
      districtId,
      runs.map(({ month }) => month),
    )}) f on f.month = run.month and f.account_id = c.account_id
    where ${mayBeNamed(sql`run.month`)}
      ${only.accountIds ? sql`and c.account_id = any(${only.accountIds}::uuid[])` : sql``}
      ${only.unitId ? sql`and c.unit_id = ${only.unitId}` : sql``}
    order by ${inLedgerOrder}, run.month`.execute(db)
  return found.rows.map(({ confirmedVeto, openVeto, vetoUnknown, ...account }) => ({
    ...account,
    verdict: reviewedVerdict({ confirmedVeto, openVeto, vetoUnknown }),
  }))
}
