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

/**
 * The results of a run in one statement, with what the register said of each account: later edits change no past month.
 * Each different result goes to the database once, and an account names its own by their numbers.
 */
export async function insertResults(
  tx: Tx,
  districtId: string,
  runId: string,
  accounts: readonly JudgedAccount[],
): Promise<void> {
  if (accounts.length === 0) return
  const numbers = new Map<IndicatorResult, number>()
  const numberOf = (result: IndicatorResult) => {
    const number = numbers.get(result) ?? numbers.size + 1
    numbers.set(result, number)
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
    own: results.map(numberOf).join(' '),
  }))
  await sql`
    with judged as materialized (
      select account_id, unit_id, unit_name, unit_kind, account_name, platform, verdict, digests, own
      from json_to_recordset(${JSON.stringify(rows)}::json) as (
        account_id uuid, unit_id uuid, unit_name text, unit_kind text, account_name text, platform text, verdict text,
        digests text, own text)
    ), told as (
      select j.account_id, jsonb_agg(r.result order by o.place) as results
      from judged j, string_to_table(j.own, ' ') with ordinality as o (number, place),
        jsonb_array_elements(${JSON.stringify([...numbers.keys()].map(toStored))}::jsonb) with ordinality as r (result, number)
      where r.number = o.number::int
      group by j.account_id
    )
    insert into check_result (district_id, run_id, account_id, unit_id, unit_name, unit_kind, account_name, platform, verdict,
      fact_digests, results)
    select ${districtId}, ${runId}::uuid, j.account_id, j.unit_id, j.unit_name, j.unit_kind, j.account_name, j.platform,
      j.verdict, j.digests, coalesce(t.results, '[]')
    from judged j left join told t using (account_id)`.execute(tx)
}

/** The results of an earlier run that still hold, taken over as they stand: what was judged on has not changed. */
export async function copyResults(
  tx: Tx,
  districtId: string,
  { from, to, accountIds }: { from: string; to: string; accountIds: readonly string[] },
): Promise<void> {
  if (accountIds.length === 0) return
  await sql`
    insert into check_result (district_id, run_id, account_id, unit_id, unit_name, unit_kind, account_name, platform, verdict,
      fact_digests, results)
    select district_id, ${to}::uuid, account_id, unit_id, unit_name, unit_kind, account_name, platform, verdict,
      fact_digests, results
    from check_result
    where district_id = ${districtId} and run_id = ${from}::uuid and account_id = any(${[...accountIds]}::uuid[])`.execute(
    tx,
  )
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
  const found = await sql<{ id: string; digests: FactDigests | null; results: StoredResult[] }>`
    select account_id as id, fact_digests as digests, results from check_result
    where district_id = ${districtId} and run_id = ${run.id}`.execute(db)
  return { ...run, accounts: new Map(found.rows.map(({ id, ...judged }) => [id, judged])) }
}
