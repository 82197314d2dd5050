import type { Actor, Deps } from '../../access/index.ts'
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
    .select(['s.id', 's.file_id as fileId', 'f.name as fileName', 's.pages', 's.codes', 's.uploaded_at as uploadedAt'])
    .where('s.district_id', '=', districtId)
    .where('s.case_id', '=', caseId)
    .orderBy('s.uploaded_at')
    .orderBy('s.id')

type Which = { id: string; printNumber: number }

/** Scans of the printing in force that nobody put aside, the oldest first. */
export const caseScans = (db: Db | Tx, districtId: string, { id, printNumber }: Which) =>
  scansIn(db, districtId, id).where('s.print_number', '=', printNumber).where('s.replaced_at', 'is', null).execute()

/** Scans of the printing in force that were put aside, the oldest first. */
export const scansAside = (db: Db | Tx, districtId: string, { id, printNumber }: Which) =>
  scansIn(db, districtId, id).where('s.print_number', '=', printNumber).where('s.replaced_at', 'is not', null).execute()

/** One scan of a case, also of an earlier printing or put aside. */
export const findCaseScan = (db: Db | Tx, districtId: string, { caseId, scanId }: { caseId: string; scanId: string }) =>
  scansIn(db, districtId, caseId).where('s.id', '=', scanId).executeTakeFirst()

/**
 * 撤下扫描件: puts a scan aside that was uploaded by mistake, with a reason; it stays on record. Not once the case is handed
 * in: then it is sent back. Refuses `case.opinion-required`, `record.not-found`.
 */
export async function putCaseScanAside(
  deps: Deps,
  actor: Actor,
  input: CaseInput & { scanId: string; reason: string },
) {
  const { districtId, caseId, scanId } = input
  const opinion = input.reason.trim()
  return actOnCase(deps, actor, input, 'put-aside', async (tx) => {
    if (opinion === '') throw refuse('case.opinion-required', { action: caseActionLabels['put-aside'] })
    const put = await tx
      .updateTable('filing_case_scan')
      .set({ replaced_at: deps.wall.now() })
      .where('district_id', '=', districtId)
      .where('case_id', '=', caseId)
      .where('id', '=', scanId)
      .where('replaced_at', 'is', null)
      .executeTakeFirst()
    if (put.numUpdatedRows === 0n) throw refuse('record.not-found', { what: '扫描件' })
    const told = await addOpinion(tx, deps, actor, { districtId, caseId, action: 'put-aside', opinion })
    return { told: { scan: { id: scanId, replaced: true }, ...told } }
  })
}
