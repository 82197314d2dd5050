import type { Instant } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import type { ReportProgress, ReportAction } from './progress.ts'
import type { ReportState } from './queries.ts'

/** SQL of where a version stands and of the steps that brought it there. */

export type ReportStep = {
  serial: number
  action: ReportAction
  progress: ReportProgress
  by: string
  at: Instant
  note: string | null
}

/** A version's states, held until the end of the transaction; undefined: none of this id. */
export async function lockReport(
  tx: Tx,
  districtId: string,
  id: string,
): Promise<{ state: ReportState; progress: ReportProgress } | undefined> {
  const row = await tx
    .selectFrom('quarterly_report')
    .select(['state', 'progress'])
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row as { state: ReportState; progress: ReportProgress } | undefined
}

export async function setProgress(tx: Tx, districtId: string, id: string, progress: ReportProgress): Promise<void> {
  await tx
    .updateTable('quarterly_report')
    .set({ progress })
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .execute()
}

/** Keeps a step behind the ones there are; the report is locked. */
export async function insertReportStep(
  tx: Tx,
  { districtId, reportId, ...step }: Omit<ReportStep, 'serial'> & { districtId: string; reportId: string },
): Promise<number> {
  const last = await tx
    .selectFrom('quarterly_report_step')
    .select(({ fn }) => fn.max('serial').as('serial'))
    .where('district_id', '=', districtId)
    .where('report_id', '=', reportId)
    .executeTakeFirst()
  const serial = (last?.serial ?? 0) + 1
  await tx
    .insertInto('quarterly_report_step')
    .values({ district_id: districtId, report_id: reportId, serial, ...step })
    .execute()
  return serial
}

/** Every step of a version, the first one first. A version taken as final before steps were kept has none of its own. */
export async function reportSteps(db: Db | Tx, districtId: string, reportId: string): Promise<ReportStep[]> {
  const rows = await db
    .selectFrom('quarterly_report_step')
    .select(['serial', 'action', 'progress', 'by', 'at', 'note'])
    .where('district_id', '=', districtId)
    .where('report_id', '=', reportId)
    .orderBy('serial')
    .execute()
  return rows as ReportStep[]
}
