import type { Db, Tx } from '../../database/index.ts'
import { findReport, type ReportFacts } from '../../reporting/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import type { Dispatch } from '../model.ts'

/** Refuses `dispatch.report-superseded`: a newer version of its report was taken as final since it was drafted. */
export async function refuseSuperseded(
  tx: Tx,
  districtId: string,
  { reportId }: Pick<Dispatch, 'reportId'>,
): Promise<void> {
  if (reportId === null) return
  if ((await findReport(tx, districtId, reportId))?.state === 'superseded') throw refuse('dispatch.report-superseded')
}

/** The facts a paper's numbers are bound to: those of the report as it was taken as final. */
export async function reportFacts(
  db: Db | Tx,
  districtId: string,
  { reportId }: Pick<Dispatch, 'reportId'>,
): Promise<ReportFacts | undefined> {
  if (reportId === null) return undefined
  return (await findReport(db, districtId, reportId))?.content.facts
}
