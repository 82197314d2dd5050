import { type Actor, type Deps, keepWords, permit } from '../../access/index.ts'
import type { Tx } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { nextProgress, progressLabels, type ReportAction, reportActionLabels, reportRights } from '../progress.ts'
import { insertReportStep, lockReport, setProgress } from '../steps.ts'

export type Advance = {
  districtId: string
  reportId: string
  action: ReportAction
  note?: string | undefined
  /** For the trail, beside the state. */
  facts?: Record<string, unknown>
}

/**
 * Moves a report one step on, in the caller's transaction: who may, which state allows it, step and trace. The one way by
 * which `progress` changes; the serial of the step is answered. Refuses `report.superseded`, `report.issued-already` for
 * what comes after the 通报 went out, `report.action-not-allowed`.
 */
export async function advanceReport(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { districtId, reportId, action, note, facts }: Advance,
): Promise<{ step: number }> {
  permit(actor, reportRights[action], { districtId })
  const report = await lockReport(tx, districtId, reportId)
  if (!report) throw refuse('record.not-found', { what: '报告' })
  if (report.state === 'superseded') throw refuse('report.superseded', { action: reportActionLabels[action] })
  const progress = nextProgress[report.progress][action]
  if (!progress) throw refusalIn(report.progress, action)
  await setProgress(tx, districtId, reportId, progress)
  const words = note?.trim() || null
  const step = await insertReportStep(tx, {
    districtId,
    reportId,
    action,
    progress,
    by: actor.id,
    at: deps.clock.now(),
    note: words,
  })
  await append(tx, deps.ids, {
    districtId,
    actor,
    action: `report.${action}`,
    subject: { kind: 'report', id: reportId },
    before: { progress: report.progress },
    after: { progress, ...facts, ...(words && { note: await keepWords(tx, deps, districtId, words) }) },
    at: deps.wall.now(),
  })
  return { step }
}

function refusalIn(progress: keyof typeof progressLabels, action: ReportAction) {
  if (action === 'instruct' && (progress === 'issued' || progress === 'feedback-due' || progress === 'closed'))
    return refuse('report.instructed-late', { state: progressLabels[progress] })
  return refuse('report.action-not-allowed', { state: progressLabels[progress], action: reportActionLabels[action] })
}
