import { sql } from 'kysely'
import type { CivilDate, Month } from '../calendar/index.ts'
import type { Tx } from '../database/index.ts'
import type { AccountResult, CheckDocument, Coverage, RunRules } from './model.ts'
import { inLedgerOrder } from './reviewed.ts'
import { resultsOfRun } from './run-results.ts'
import { fromStored } from './stored-results.ts'

type ClosedRun = { runId: string; checkpoint: CivilDate; rules: RunRules; coverage: Coverage }

/** The document of `check --json` as a month was closed, from what was kept of it; undefined while the month is open. */
export async function closedDocument(tx: Tx, districtId: string, month: Month): Promise<CheckDocument | undefined> {
  const found = await sql<ClosedRun>`
    select r.id as "runId", r.checkpoint, r.rules, r.coverage
    from month_closing m
    join check_run r on r.district_id = m.district_id and r.id = m.run_id
    where m.district_id = ${districtId} and m.month = ${month}`.execute(tx)
  const [run] = found.rows
  if (!run) return undefined
  const { checkpoint, rules } = run
  const { registered, judged, unknown, ratio } = run.coverage
  const accounts = await closedAccounts(tx, districtId, run)
  return {
    district: districtId,
    month,
    checkpoint,
    rules: { id: rules.id, version: rules.version },
    coverage: { registered, judged, unknown, ratio },
    accounts,
  }
}

async function closedAccounts(tx: Tx, districtId: string, { runId, rules }: ClosedRun): Promise<AccountResult[]> {
  const results = await resultsOfRun(tx, districtId, runId)
  const found = await sql<Omit<AccountResult, 'results'> & { numbers: number[] }>`
    select c.account_id as id, c.account_name as name, c.unit_name as unit, c.platform, c.verdict,
      c.result_numbers as numbers
    from check_result c
    where c.district_id = ${districtId} and c.run_id = ${runId}
    order by ${inLedgerOrder}`.execute(tx)
  return found.rows.map(({ id, name, unit, platform, verdict, numbers }) => ({
    id,
    name,
    unit,
    platform,
    verdict,
    results: results(numbers).map((one) => fromStored(one, rules)),
  }))
}
