import { createHash } from 'node:crypto'
import type { Instant } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import type { Return } from '../model.ts'

/** How scans of signed papers are kept. */

export type Scan = {
  id: string
  printNumber: number
  fileId: string
  fileName: string
  sha256: string
  pages: number
  codes: string[]
  /** The page of each code, counted from 1; empty for scans of before pages were kept. */
  codePages: number[]
  uploadedAt: Instant
}

/** Scans that stand for the printing in force, the oldest first. */
export const scansOf = (db: Db | Tx, districtId: string, { id, printNumber }: Pick<Return, 'id' | 'printNumber'>) =>
  notAside(db, districtId, id).where('s.print_number', '=', printNumber).where('s.sent_back_at', 'is', null).execute()

/** Scans with which a return was sent back, whatever printing they are of, the oldest first. */
export const scansSentBack = (db: Db | Tx, districtId: string, { id }: Pick<Return, 'id'>) =>
  notAside(db, districtId, id).where('s.sent_back_at', 'is not', null).execute()

/** A scan that was put aside, and why; null: nobody was asked then. */
export type AsideScan = Scan & { reason: string | null }

/** Scans that were put aside, whatever printing they are of, the oldest first. */
export const scansAside = (db: Db | Tx, districtId: string, { id }: Pick<Return, 'id'>) =>
  keptScans(db, districtId, id)
    .select('s.replaced_reason as reason')
    .where('s.replaced_at', 'is not', null)
    .$castTo<AsideScan>()
    .execute()

/** What is sent back takes its scans along: they stand for nothing any more, and stay on record. */
export const setScansApart = (
  tx: Tx,
  districtId: string,
  { id, printNumber }: Pick<Return, 'id' | 'printNumber'>,
  at: Instant,
) =>
  tx
    .updateTable('filing_scan')
    .set({ sent_back_at: at })
    .where('district_id', '=', districtId)
    .where('return_id', '=', id)
    .where('print_number', '=', printNumber)
    .where('replaced_at', 'is', null)
    .where('sent_back_at', 'is', null)
    .execute()

const keptScans = (db: Db | Tx, districtId: string, returnId: string) =>
  db
    .selectFrom('filing_scan as s')
    .innerJoin('stored_file as f', (join) =>
      join.onRef('f.district_id', '=', 's.district_id').onRef('f.id', '=', 's.file_id'),
    )
    .select(['s.id', 's.print_number as printNumber', 's.file_id as fileId', 'f.name as fileName', 'f.sha256'])
    .select(['s.pages', 's.codes', 's.code_pages as codePages', 's.uploaded_at as uploadedAt'])
    .where('s.district_id', '=', districtId)
    .where('s.return_id', '=', returnId)
    .orderBy('s.uploaded_at')
    .orderBy('s.id')
    .$castTo<Scan>()

const notAside = (db: Db | Tx, districtId: string, returnId: string) =>
  keptScans(db, districtId, returnId).where('s.replaced_at', 'is', null)

/** One scan of a return, also one of an earlier printing. */
export async function findScan(
  db: Db | Tx,
  districtId: string,
  { returnId, scanId }: { returnId: string; scanId: string },
): Promise<{ id: string; fileId: string; pages: number } | undefined> {
  return db
    .selectFrom('filing_scan')
    .select(['id', 'file_id as fileId', 'pages'])
    .where('district_id', '=', districtId)
    .where('return_id', '=', returnId)
    .where('id', '=', scanId)
    .executeTakeFirst()
}

/** A file that comes twice is most likely one page where another was meant. Refuses `scan.same-file`. */
export function refuseSameFile(
  standing: readonly Pick<Scan, 'fileName' | 'sha256'>[],
  { name, bytes }: { name: string; bytes: Uint8Array },
): void {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const same = standing.find((scan) => scan.sha256 === sha256)
  if (same) throw refuse('scan.same-file', { name, other: same.fileName })
}
