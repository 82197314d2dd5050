import { sql } from 'kysely'
import type { CivilDate, Month } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import type { UnitKind } from '../vocabulary/units.ts'
import type { EarlierRun, FactDigests, Rejudged } from './incremental.ts'
import type { AccountResult, IndicatorResult, StoredResult } from './model.ts'
import { toStored } from './stored-results.ts'

/** A judged account with the unit it then belonged to. `kept`: these are the results of the earlier run. */
export type JudgedAccount = AccountResult & {
  unitId: string
  unitKind: UnitKind
  digests: FactDigests
  kept: boolean
}

/** The different results of a run, each under the number by which its accounts name it. */
export type ResultNumbers = Map<IndicatorResult, number>

/**
 * Accounts of a run with their results, and what the register said of each: later edits change no past month. A result that
 * no account of the run had before gets the next of `numbers`.
 */
export async function insertResults(
  tx: Tx,
  districtId: string,
  runId: string,
  accounts: readonly JudgedAccount[],
  numbers: ResultNumbers,
): Promise<void> {
  if (accounts.length === 0) return
  const fresh: { number: number; result: StoredResult }[] = []
  const numberOf = (result: IndicatorResult) => {
    const known = numbers.get(result)
    if (known !== undefined) return known
    const number = numbers.size + 1
    numbers.set(result, number)
    fresh.push({ number, result: toStored(result) })
    return number
  }
  const rows = accounts.map(({ id, unitId, unit, unitKind, name, platform, verdict, digests, results }) => ({
    account_id: id,
    unit_id: unitId,
    unit_name: unit,
    unit_kind: unitKind,
    account_name: name,
    platform,
    verdict,
    digests,
    own: results.map(numberOf),
  }))
  await sql`
    with different as (
      insert into run_result (district_id, run_id, number, result)
      select ${districtId}, ${runId}::uuid, number, result
      from json_to_recordset(${JSON.stringify(fresh)}::json) as (number integer, result jsonb)
    )
    insert into check_result (district_id, run_id, account_id, unit_id, unit_name, unit_kind, account_name, platform, verdict,
      fact_digests, result_numbers)
    select ${districtId}, ${runId}::uuid, account_id, unit_id, unit_name, unit_kind, account_name, platform, verdict,
      digests, own
    from json_to_recordset(${JSON.stringify(rows)}::json) as (
      account_id uuid, unit_id uuid, unit_name text, unit_kind text, account_name text, platform text, verdict text,
      digests text, own integer[])`.execute(tx)
}

/** Other facts, the same result: what the accounts of a run were last judged on, and by whom, where it is another now. */
export async function saveDigests(
  tx: Tx,
  districtId: string,
  runId: string,
  {
    accounts,
    judgedWith,
    rejudged,
  }: { accounts: readonly JudgedAccount[]; judgedWith: string; rejudged: Rejudged | null },
): Promise<void> {
  await tx
    .updateTable('check_run')
    .set({ judged_with: judgedWith, rejudged: rejudged && JSON.stringify(rejudged) })
    .where('district_id', '=', districtId)
    .where('id', '=', runId)
    .execute()
  const judged = accounts.filter(({ kept }) => !kept)
  if (judged.length === 0) return
  await sql`
    update check_result c set fact_digests = r.digests
    from json_to_recordset(${JSON.stringify(judged.map(({ id, digests }) => ({ id, digests })))}::json) as r (id uuid, digests text)
    where c.district_id = ${districtId} and c.run_id = ${runId}::uuid and c.account_id = r.id
      and c.fact_digests is distinct from r.digests`.execute(tx)
}

/** What the newest run at a checkpoint judged each account on, and found; undefined: there was none. */
export async function earlierRun(
  db: Db | Tx,
  districtId: string,
  month: Month,
  checkpoint: CivilDate,
): Promise<(EarlierRun & { id: string }) | undefined> {
  const { rows } = await sql<{ id: string; judgedWith: string | null }>`
    select id, judged_with as "judgedWith" from check_run
    where district_id = ${districtId} and month = ${month} and checkpoint = ${checkpoint}
    order by finished_at desc, id desc limit 1`.execute(db)
  const [run] = rows
  if (!run) return undefined
  const results = await resultsOfRun(db, districtId, run.id)
  const found = await sql<{ id: string; digests: FactDigests | null; numbers: number[] }>`
    select account_id as id, fact_digests as digests, result_numbers as numbers from check_result
    where district_id = ${districtId} and run_id = ${run.id}`.execute(db)
  const accounts = found.rows.map(({ id, digests, numbers }) => [id, { digests, results: results(numbers) }] as const)
  return { ...run, accounts: new Map(accounts) }
}

/** The results of a run by their numbers; where accounts share one, it is the same object. */
export async function resultsOfRun(
  db: Db | Tx,
  districtId: string,
  runId: string,
): Promise<(numbers: readonly number[]) => StoredResult[]> {
  const { rows } = await sql<{ number: number; result: StoredResult }>`
    select number, result from run_result where district_id = ${districtId} and run_id = ${runId}`.execute(db)
  const byNumber = new Map(rows.map(({ number, result }) => [number, result]))
  return (numbers) =>
    numbers.map((number) => {
      const result = byNumber.get(number)
      if (!result) throw new Error(`run ${runId} has no result ${number}`)
      return result
    })
}
