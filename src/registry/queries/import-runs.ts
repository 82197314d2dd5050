import { sql } from 'kysely'
import type { Instant } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import type { TouchedAccount } from '../annex2/plan-import.ts'

export type ImportRun = {
  id: string
  fileId: string
  fileName: string
  /** `erased`: nobody confirmed the preview within a day. */
  state: 'previewed' | 'written' | 'erased'
  summary: Readonly<Record<string, number>>
  createdBy: string
  createdAt: Instant
}

const runColumns = [
  'id',
  'file_id as fileId',
  'file_name as fileName',
  'state',
  'summary',
  'created_by as createdBy',
  'created_at as createdAt',
] as const

export async function insertImportRun(
  tx: Tx,
  districtId: string,
  { id, fileId, fileName, state, summary, createdBy, createdAt }: ImportRun,
): Promise<void> {
  await tx
    .insertInto('import_run')
    .values({
      district_id: districtId,
      id,
      kind: 'accounts',
      file_id: fileId,
      file_name: fileName,
      state,
      summary: JSON.stringify(summary),
      created_by: createdBy,
      created_at: createdAt,
    })
    .execute()
}

/** Which accounts a written import registered or changed, so that its maker can be told from its checker later. */
export async function insertTouched(
  tx: Tx,
  districtId: string,
  importId: string,
  touched: readonly TouchedAccount[],
): Promise<void> {
  await sql`
    insert into import_account (district_id, import_id, account_id, change, facts)
    select ${districtId}, ${importId}::uuid, "accountId", change, facts
    from jsonb_to_recordset(${JSON.stringify(touched)}::jsonb) as given("accountId" uuid, change text, facts text[])`.execute(
    tx,
  )
}

export async function markWritten(
  tx: Tx,
  districtId: string,
  id: string,
  summary: Readonly<Record<string, number>>,
): Promise<void> {
  await tx
    .updateTable('import_run')
    .set({ state: 'written', summary: JSON.stringify(summary) })
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .execute()
}

/** Previews of both kinds that nobody confirmed before a moment; held until the transaction ends. */
export async function previewsBefore(
  tx: Tx,
  districtId: string,
  moment: Instant,
): Promise<{ id: string; fileId: string }[]> {
  return tx
    .selectFrom('import_run')
    .select(['id', 'file_id as fileId'])
    .where('district_id', '=', districtId)
    .where('state', '=', 'previewed')
    .where('created_at', '<', moment)
    .orderBy('id')
    .forUpdate()
    .execute()
}

export async function markErased(tx: Tx, districtId: string, ids: readonly string[]): Promise<void> {
  await tx
    .updateTable('import_run')
    .set({ state: 'erased' })
    .where('district_id', '=', districtId)
    .where('id', 'in', [...ids])
    .execute()
}

export async function findImportRun(db: Db | Tx, districtId: string, id: string): Promise<ImportRun | undefined> {
  const row = await db
    .selectFrom('import_run')
    .select(runColumns)
    .where('district_id', '=', districtId)
    .where('kind', '=', 'accounts')
    .where('id', '=', id)
    .executeTakeFirst()
  return row as ImportRun | undefined
}

/** The import that wrote an account or unit, told by its moment: all that a file brings is written at once. */
export async function importThatMade(
  db: Db,
  districtId: string,
  table: 'account' | 'unit',
  id: string,
): Promise<{ fileName: string; by: string; at: Instant } | undefined> {
  const { rows } = await sql<{ fileName: string; by: string; at: Instant }>`
    select r.file_name as "fileName", e.actor_id as by, e.occurred_at as at
    from ${sql.table(table)} made
    join trail_event e on e.district_id = made.district_id and e.action = 'accounts.imported'
      and e.occurred_at = made.created_at
    join import_run r on r.district_id = e.district_id and r.id::text = e.subject_id
    where made.district_id = ${districtId} and made.id = ${id} limit 1`.execute(db)
  return rows[0]
}

/** The latest imports of 附件2, newest first. */
export async function latestImportRuns(db: Db, districtId: string, count: number): Promise<ImportRun[]> {
  const rows = await db
    .selectFrom('import_run')
    .select(runColumns)
    .where('district_id', '=', districtId)
    .where('kind', '=', 'accounts')
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(count)
    .execute()
  return rows as ImportRun[]
}
