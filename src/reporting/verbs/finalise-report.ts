import { type Actor, type Deps, permit, refuseMaker } from '../../access/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { findReport, markFinal } from '../queries.ts'

/** 定稿: a second person takes a version without open candidates as the one that goes to the leader. Refuses `report.draft-not-final`, `access.maker-is-checker`, `record.changed-meanwhile`. */
export async function finaliseReport(
  deps: Deps,
  actor: Actor,
  input: { districtId: string; reportId: string },
): Promise<void> {
  const { districtId, reportId } = input
  permit(actor, 'report.finalise', { districtId })
  const report = await findReport(deps.db, districtId, reportId)
  if (!report) throw refuse('record.not-found', { what: '报告' })
  refuseMaker(actor, report.createdBy)
  if (report.content.isDraft) throw refuse('report.draft-not-final')
  await deps.db.transaction().execute(async (tx) => {
    if (!(await markFinal(tx, districtId, reportId))) throw refuse('record.changed-meanwhile', { what: '报告' })
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'report.finalised',
      subject: { kind: 'report', id: reportId },
      before: { state: 'draft' },
      after: { state: 'final' },
      at: deps.wall.now(),
    })
  })
}
