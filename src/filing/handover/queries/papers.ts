import type { Instant } from '../../../calendar/index.ts'
import type { Db, Tx } from '../../../database/index.ts'

/** What a printing keeps: its sealed content and the hash that stands under it. */
export type StoredPrint = {
  districtId: string
  handoverId: string
  number: number
  wrappedKey: Buffer
  sealed: Buffer
  hash: string
  by: string
  at: Instant
}

export async function insertPrint(tx: Tx, print: StoredPrint): Promise<void> {
  await tx
    .insertInto('handover_print')
    .values({
      district_id: print.districtId,
      handover_id: print.handoverId,
      number: print.number,
      content_key: print.wrappedKey,
      content: print.sealed,
      content_hash: print.hash,
      printed_by: print.by,
      printed_at: print.at,
    })
    .execute()
}

export async function readStoredPrint(
  db: Db | Tx,
  districtId: string,
  { handoverId, number }: { handoverId: string; number: number },
): Promise<{ wrappedKey: Buffer; sealed: Buffer } | undefined> {
  return db
    .selectFrom('handover_print')
    .select(['content_key as wrappedKey', 'content as sealed'])
    .where('district_id', '=', districtId)
    .where('handover_id', '=', handoverId)
    .where('number', '=', number)
    .executeTakeFirst()
}

export type NewScan = {
  districtId: string
  handoverId: string
  id: string
  printNumber: number
  fileId: string
  pages: number
  codes: readonly string[]
  by: string
  at: Instant
}

export async function insertScan(tx: Tx, scan: NewScan): Promise<void> {
  await tx
    .insertInto('handover_scan')
    .values({
      district_id: scan.districtId,
      handover_id: scan.handoverId,
      id: scan.id,
      print_number: scan.printNumber,
      file_id: scan.fileId,
      pages: scan.pages,
      codes: [...scan.codes],
      uploaded_by: scan.by,
      uploaded_at: scan.at,
    })
    .execute()
}

/** Scans of the printing in force, the oldest first. */
export async function handoverScans(
  db: Db | Tx,
  districtId: string,
  { id, printNumber }: { id: string; printNumber: number },
) {
  return db
    .selectFrom('handover_scan as s')
    .innerJoin('stored_file as f', (join) =>
      join.onRef('f.district_id', '=', 's.district_id').onRef('f.id', '=', 's.file_id'),
    )
    .select(['s.id', 's.file_id as fileId', 'f.name as fileName', 's.pages', 's.codes', 's.uploaded_at as uploadedAt'])
    .where('s.district_id', '=', districtId)
    .where('s.handover_id', '=', id)
    .where('s.print_number', '=', printNumber)
    .orderBy('s.uploaded_at')
    .orderBy('s.id')
    .execute()
}
