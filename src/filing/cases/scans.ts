import type { Actor, Deps } from '../../access/index.ts'
import type { Instant } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { actOnCase, type CaseInput } from './act.ts'
import { caseActionLabels } from './model.ts'
import { addOpinion } from './records.ts'

const scansIn = (db: Db | Tx, districtId: string, caseId: string) =>
  db
    .selectFrom('filing_case_scan as s')
    .innerJoin('stored_file as f', (join) =>
      join.onRef('f.district_id', '=', 's.district_id').onRef('f.id', '=', 's.file_id'),
    )
    .select(['s.id', 's.file_id as fileId', 'f.name as fileName', 'f.sha256', 's.pages', 's.codes'])
    .select('s.uploaded_at as uploadedAt')
    .where('s.district_id', '=', districtId)
    .where('s.case_id', '=', caseId)
    .orderBy('s.uploaded_at')
    .orderBy('s.id')

type Which = { id: string; printNumber: number }

/** Scans that stand for the printing in force, the oldest first: neither put aside nor sent back. */
export const caseScans = (db: Db | Tx, districtId: string, { id, printNumber }: Which) =>
  scansIn(db, districtId, id)
    .where('s.print_number', '=', printNumber)
    .where('s.replaced_at', 'is', null)
    .where('s.sent_back_at', 'is', null)
    .execute()

/** Scans that were put aside or sent back, whatever printing they are of, the oldest first. */
export const scansAside = (db: Db | Tx, districtId: string, { id }: Pick<Which, 'id'>) =>
  scansIn(db, districtId, id)
    .select('s.sent_back_at as sentBackAt')
    .where(({ or, eb }) => or([eb('s.replaced_at', 'is not', null), eb('s.sent_back_at', 'is not', null)]))
    .execute()

/** What is sent back takes its scans along: they stand for nothing any more, and stay on record. */
export const setCaseScansApart = (tx: Tx, districtId: string, { id, printNumber }: Which, at: Instant) =>
  tx
    .updateTable('filing_case_scan')
    .set({ sent_back_at: at })
    .where('district_id', '=', districtId)
    .where('case_id', '=', id)
    .where('print_number', '=', printNumber)
    .where('replaced_at', 'is', null)
    .where('sent_back_at', 'is', null)
    .execute()

/** One scan of a case, also of an earlier printing or put aside. */
export const findCaseScan = (db: Db | Tx, districtId: string, { caseId, scanId }: { caseId: string; scanId: string }) =>
  scansIn(db, districtId, caseId).where('s.id', '=', scanId).executeTakeFirst()

/**
 * 撤下扫描件: puts a scan of the printing in force aside that was uploaded by mistake, with a reason; it stays on record. Not once the case is handed
 * in: then it is sent back. Refuses `case.opinion-required`, `record.not-found`.
 */
export async function putCaseScanAside(
  deps: Deps,
  actor: Actor,
  input: CaseInput & { scanId: string; reason: string },
) {
  const { districtId, caseId, scanId } = input
  const opinion = input.reason.trim()
  return actOnCase(deps, actor, input, 'put-aside', async (tx, { one }) => {
    if (opinion === '') throw refuse('case.opinion-required', { action: caseActionLabels['put-aside'] })
    const put = await tx
      .updateTable('filing_case_scan')
      .set({ replaced_at: deps.wall.now() })
      .where('district_id', '=', districtId)
      .where('case_id', '=', caseId)
      .where('id', '=', scanId)
      .where('print_number', '=', one.printNumber)
      .where('replaced_at', 'is', null)
      .where('sent_back_at', 'is', null)
      .executeTakeFirst()
    if (put.numUpdatedRows === 0n) throw refuse('record.not-found', { what: '扫描件' })
    const told = await addOpinion(tx, deps, actor, { districtId, caseId, action: 'put-aside', opinion })
    return { told: { scan: { id: scanId, replaced: true }, ...told } }
  })
}
