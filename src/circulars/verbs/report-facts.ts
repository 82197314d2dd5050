import type { Db, Tx } from '../../database/index.ts'
import { findReport, type ReportFacts } from '../../reporting/index.ts'
import type { Dispatch } from '../model.ts'

/** The facts a paper's numbers are bound to: those of the report as it was taken as final. */
export async function reportFacts(
  db: Db | Tx,
  districtId: string,
  { reportId }: Pick<Dispatch, 'reportId'>,
): Promise<ReportFacts | undefined> {
  if (reportId === null) return undefined
  return (await findReport(db, districtId, reportId))?.content.facts
}
