import { sql } from 'kysely'
import type { CivilDate, Instant } from '../../../calendar/index.ts'
import type { Db, Tx } from '../../../database/index.ts'
import type { MatchKind, MatchState } from '../model.ts'

/** One list held against the ledger; `counts` by kind and state. */
export type Run = {
  id: string
  fileId: string
  fileName: string
  asOf: CivilDate
  rowCount: number
  rejectedCount: number
  createdBy: string
  createdAt: Instant
}
export type Count = { kind: MatchKind; state: MatchState; count: number }

const runColumns = [
  'id',
  'file_id as fileId',
  'file_name as fileName',
  'as_of as asOf',
  'row_count as rowCount',
  'rejected_count as rejectedCount',
  'created_by as createdBy',
  'created_at as createdAt',
] as const

export type NewRun = Run & { rejectedKey: Buffer; rejected: Buffer }

/** Keeps a run; its rejected rows come sealed. */
export async function insertRun(tx: Tx, districtId: string, run: NewRun): Promise<void> {
  await tx
    .insertInto('concealment_run')
    .values({
      district_id: districtId,
      id: run.id,
      file_id: run.fileId,
      file_name: run.fileName,
      as_of: run.asOf,
      row_count: run.rowCount,
      rejected_count: run.rejectedCount,
      rejected_key: run.rejectedKey,
      rejected: run.rejected,
      created_by: run.createdBy,
      created_at: run.createdAt,
    })
    .execute()
}

/** Runs of a district, the newest first, each with what its matches have become. */
export async function listRuns(
  db: Db,
  districtId: string,
  { offset, limit }: { offset: number; limit: number },
): Promise<{ rows: (Run & { counts: Count[] })[]; total: number }> {
  const runs = db.selectFrom('concealment_run').where('district_id', '=', districtId)
  const rows = await runs
    .select(runColumns)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .offset(offset)
    .limit(limit)
    .execute()
  const { total } = await runs.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const counts = await countsOfRuns(
    db,
    districtId,
    rows.map(({ id }) => id),
  )
  return { rows: rows.map((run) => ({ ...run, counts: counts.get(run.id) ?? [] })), total }
}

/** One run; undefined when there is none of this id. */
export async function findRun(db: Db | Tx, districtId: string, id: string): Promise<Run | undefined> {
  return db
    .selectFrom('concealment_run')
    .select(runColumns)
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** The sealed rejected rows of a run. */
export async function sealedRejections(
  db: Db,
  districtId: string,
  id: string,
): Promise<{ wrappedKey: Buffer; sealed: Buffer } | undefined> {
  return db
    .selectFrom('concealment_run')
    .select(['rejected_key as wrappedKey', 'rejected as sealed'])
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** How many matches of each kind and state runs have. */
export async function countsOfRuns(
  db: Db | Tx,
  districtId: string,
  runIds: readonly string[],
): Promise<Map<string, Count[]>> {
  const { rows } = await sql<Count & { runId: string }>`
    select run_id as "runId", coalesce(verdict, kind) as kind, state, count(*)::int as count
    from concealment_match where district_id = ${districtId} and run_id = any(${[...runIds]}::uuid[])
    group by 1, 2, 3 order by 1, 2, 3`.execute(db)
  return Map.groupBy(rows, ({ runId }) => runId)
}
