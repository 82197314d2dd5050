import type { Deps } from '../../src/access/index.ts'
import { civilDate, instant, type Month } from '../../src/calendar/index.ts'
import { districtId } from './monitored-district.ts'

/** A month that was judged of one account, with nothing seen, and closed at a moment. */
export async function closedMonth(deps: Deps, accountId: string, month: string, at: string): Promise<void> {
  const runId = deps.ids.next()
  const base = { district_id: districtId, run_id: runId }
  await deps.db
    .insertInto('check_run')
    .values({
      district_id: districtId,
      id: runId,
      month,
      checkpoint: civilDate(`${month}-30`),
      rules_id: 'r',
      rules_version: '1',
      rules: '{}',
      coverage: '{}',
      digest: 'd',
      started_by: 'x',
      finished_at: instant(at),
    })
    .execute()
  const unit = { unit_id: deps.ids.next(), unit_name: '水务局', unit_kind: 'department' }
  await deps.db
    .insertInto('check_result')
    .values({
      ...base,
      ...unit,
      account_id: accountId,
      account_name: '临湖水务',
      platform: 'weibo',
      verdict: 'unknown',
      result_numbers: [],
    })
    .execute()
  await deps.db
    .insertInto('month_closing')
    .values({ ...base, month: month as Month, closed_by: 'x', closed_at: instant(at) })
    .execute()
}

/** A report of a quarter that was taken as final. */
export async function finalReport(deps: Deps, quarter: string, version: number): Promise<void> {
  await deps.db
    .insertInto('quarterly_report')
    .values({
      district_id: districtId,
      id: deps.ids.next(),
      quarter,
      version,
      state: 'final',
      progress: 'reviewed',
      cut_off: civilDate('2026-09-30'),
      content: '{}',
      digest: 'd',
      created_by: 'x',
      created_at: instant('2026-10-12T03:00:00.000Z'),
    })
    .execute()
}
