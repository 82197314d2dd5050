import { sql } from 'kysely'
import type { CivilDate, Instant } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import type { DecisionSheet, FrozenSheet, SheetState } from './model.ts'

const columns = [
  'id',
  'number',
  'as_of as asOf',
  'state',
  'content',
  'content_hash as contentHash',
  'handled_by as handledBy',
  'made_by as madeBy',
  'made_at as madeAt',
  'confirmed_by as confirmedBy',
  'confirmed_at as confirmedAt',
  'reason',
  'printed_pages as printedPages',
  'missing_pages as missingPages',
  'version',
] as const

/** One sheet; locked where a verb is about to change it. */
export async function readSheet(
  db: Db | Tx,
  districtId: string,
  id: string,
  lock: 'lock' | 'look' = 'look',
): Promise<DecisionSheet | undefined> {
  let query = db.selectFrom('decision_sheet').select(columns).where('district_id', '=', districtId).where('id', '=', id)
  if (lock === 'lock') query = query.forUpdate()
  return query.$castTo<DecisionSheet>().executeTakeFirst()
}

/** The next 第几号; the district's row is held, so that two sheets never share one. */
export async function nextNumber(tx: Tx, districtId: string): Promise<number> {
  await tx.selectFrom('district').select('id').where('id', '=', districtId).forUpdate().execute()
  const { rows } = await sql<{ next: number }>`
    select coalesce(max(number), 0) + 1 as next from decision_sheet where district_id = ${districtId}`.execute(tx)
  return rows[0]?.next ?? 1
}

export type NewSheet = Pick<DecisionSheet, 'id' | 'contentHash' | 'handledBy' | 'madeBy' | 'madeAt'> & {
  content: FrozenSheet
}

/** Keeps a sheet and binds its items to it. */
export async function insertSheet(tx: Tx, districtId: string, sheet: NewSheet): Promise<void> {
  const { content } = sheet
  await tx
    .insertInto('decision_sheet')
    .values({
      district_id: districtId,
      id: sheet.id,
      number: content.number,
      as_of: content.asOf,
      state: 'printed',
      content: JSON.stringify(content),
      content_hash: sheet.contentHash,
      handled_by: [...sheet.handledBy],
      made_by: sheet.madeBy,
      made_at: sheet.madeAt,
    })
    .execute()
  await sql`
    update cleanup_item set sheet_id = ${sheet.id}::uuid, version = version + 1
    where district_id = ${districtId} and id = any(${content.rows.map(({ itemId }) => itemId)}::uuid[])`.execute(tx)
}

/** A sheet that is withdrawn holds nothing back any more. */
export const releaseItems = (tx: Tx, districtId: string, sheetId: string) =>
  sql`update cleanup_item set sheet_id = null, version = version + 1
    where district_id = ${districtId} and sheet_id = ${sheetId}::uuid`.execute(tx)

// Decided, nothing begun, on no sheet: what can still be signed before it is carried out.
const unsheeted = sql`sheet_id is null and (state = 'approved' or (state = 'closed' and decided_disposition = 'keep'))
  and not exists (select from closing c where c.district_id = cleanup_item.district_id and c.item_id = cleanup_item.id
    and c.state <> 'withdrawn')`

/** Items of a day that a sheet can take, held until it is made. */
export async function holdDecided(tx: Tx, districtId: string, asOf: CivilDate): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from cleanup_item where district_id = ${districtId} and as_of = ${asOf} and ${unsheeted}
    order by id for update`.execute(tx)
  return rows.map(({ id }) => id)
}

/** Of each 判定日 with something to be signed: how much, and how much of it nobody has decided yet. */
export type DayToSign = { day: CivilDate; decided: number; undecided: number }

export async function daysToSign(db: Db, districtId: string): Promise<DayToSign[]> {
  const { rows } = await sql<DayToSign>`
    select as_of as day, count(*) filter (where ${unsheeted})::int as decided,
      count(*) filter (where state in ('proposed', 'unit-confirmed'))::int as undecided
    from cleanup_item where district_id = ${districtId}
    group by as_of having count(*) filter (where ${unsheeted}) > 0 order by as_of desc`.execute(db)
  return rows
}

export type ListedSheet = Pick<DecisionSheet, 'id' | 'number' | 'asOf' | 'madeBy' | 'madeAt'> & {
  state: SheetState
  items: number
}

/** Sheets of a district, the newest first. */
export async function listSheets(
  db: Db,
  districtId: string,
  { offset, limit }: { offset: number; limit: number },
): Promise<{ rows: ListedSheet[]; total: number }> {
  const { rows } = await sql<ListedSheet>`
    select id, number, as_of as "asOf", state, made_by as "madeBy", made_at as "madeAt",
      jsonb_array_length(content -> 'rows') as items
    from decision_sheet where district_id = ${districtId}
    order by number desc offset ${offset} limit ${limit}`.execute(db)
  const counted = await sql<{ total: number }>`
    select count(*)::int as total from decision_sheet where district_id = ${districtId}`.execute(db)
  return { rows, total: counted.rows[0]?.total ?? 0 }
}

/** Sheets that wait to be signed and sealed, and those whose scan waits for somebody who had no hand in them. */
export type WaitingSheets = { toSign: number; toCheck: number }

export const waitingSheets = (districtId: string, who: string) => sql<WaitingSheets>`
    select count(*) filter (where state = 'printed')::int as "toSign",
      count(*) filter (where state = 'scanned' and not (${who} = any(handled_by)))::int as "toCheck"
    from decision_sheet where district_id = ${districtId}`

export type SheetScan = {
  id: string
  fileId: string
  fileName: string
  sha256: string
  pages: number
  codes: string[]
  uploadedAt: Instant
}

/** Scans that stand for a sheet, the oldest first. */
export async function sheetScans(db: Db | Tx, districtId: string, sheetId: string): Promise<SheetScan[]> {
  return db
    .selectFrom('decision_sheet_scan as s')
    .innerJoin('stored_file as f', (join) =>
      join.onRef('f.district_id', '=', 's.district_id').onRef('f.id', '=', 's.file_id'),
    )
    .select(['s.id', 's.file_id as fileId', 'f.name as fileName', 'f.sha256', 's.pages', 's.codes'])
    .select('s.uploaded_at as uploadedAt')
    .where('s.district_id', '=', districtId)
    .where('s.sheet_id', '=', sheetId)
    .where('s.replaced_at', 'is', null)
    .orderBy('s.uploaded_at')
    .orderBy('s.id')
    .execute()
}

export async function insertSheetScan(
  tx: Tx,
  {
    districtId,
    sheetId,
    ...scan
  }: Omit<SheetScan, 'fileName' | 'sha256'> & { districtId: string; sheetId: string; by: string },
): Promise<void> {
  await tx
    .insertInto('decision_sheet_scan')
    .values({
      district_id: districtId,
      sheet_id: sheetId,
      id: scan.id,
      file_id: scan.fileId,
      pages: scan.pages,
      codes: scan.codes,
      uploaded_by: scan.by,
      uploaded_at: scan.uploadedAt,
    })
    .execute()
}

/** Scans that were sent back stand for nothing any more, and stay on record. */
export const putScansAside = (tx: Tx, districtId: string, sheetId: string, at: Instant) =>
  tx
    .updateTable('decision_sheet_scan')
    .set({ replaced_at: at })
    .where('district_id', '=', districtId)
    .where('sheet_id', '=', sheetId)
    .where('replaced_at', 'is', null)
    .execute()
