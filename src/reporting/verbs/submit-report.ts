import { type Actor, type Deps, findDistrict, keepWords } from '../../access/index.ts'
import { requireStanding } from '../../instructions/index.ts'
import { inWatchedTransaction } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { progressLabels } from '../progress.ts'
import { findReport } from '../queries.ts'
import { checkReport } from '../self-check.ts'
import { reportSteps } from '../steps.ts'
import { leadersFor } from '../submission/leaders.ts'
import { insertSubmission } from '../submission/queries.ts'
import { advanceReport } from './advance-report.ts'

export type Submitting = { districtId: string; reportId: string; leaderId: string; opinion: string }

export const opinionMost = 800

/**
 * 呈批: the final version goes to a named leader with 拟办意见; its sums are checked once more. Refuses `report.leader-unknown`,
 * `report.opinion-required`, `report.opinion-too-long`, and what the self-check and the state refuse.
 */
export async function submitReport(deps: Deps, actor: Actor, input: Submitting): Promise<void> {
  const { districtId, reportId, leaderId } = input
  const opinion = input.opinion.trim()
  const report = await findReport(deps.db, districtId, reportId)
  if (!report) throw refuse('record.not-found', { what: '报告' })
  const leaders = await leadersFor(deps, actor, districtId)
  const subject = { kind: 'report', id: reportId }
  await inWatchedTransaction(deps, { districtId, actor, subject, attempted: 'report.submit' }, async (tx) => {
    const { step } = await advanceReport(tx, deps, actor, {
      districtId,
      reportId,
      action: 'submit',
      facts: { submittedTo: leaderId, opinion: await keepWords(tx, deps, districtId, opinion) },
    })
    if (!leaders.some(({ id }) => id === leaderId)) throw refuse('report.leader-unknown')
    if (opinion === '') throw refuse('report.opinion-required')
    if (opinion.length > opinionMost) throw refuse('report.opinion-too-long', { most: opinionMost })
    checkReport(report.content)
    const { officeName: office } = await findDistrict(tx, districtId)
    const content = { opinion, submittedOn: deps.clock.today(), office }
    await insertSubmission(tx, { districtId, reportId, step, leaderId, content })
  })
}

/** 办结 of a report whose 批示 asks for no 通报, with the reason. Refuses `instruction.none-stands`, `report.reason-required`. */
export async function closeWithoutCircular(
  deps: Deps,
  actor: Actor,
  { districtId, reportId, reason }: { districtId: string; reportId: string; reason: string },
): Promise<void> {
  const subject = { kind: 'report', id: reportId }
  await inWatchedTransaction(deps, { districtId, actor, subject, attempted: 'report.close' }, async (tx) => {
    const [last] = (await reportSteps(tx, districtId, reportId)).slice(-1)
    // What a 通报 has begun, the 通报 ends.
    if (last && last.progress !== 'instructed')
      throw refuse('report.action-not-allowed', { state: progressLabels[last.progress], action: '不印发通报，办结' })
    await advanceReport(tx, deps, actor, { districtId, reportId, action: 'close', note: reason })
    await requireStanding(tx, districtId, reportId)
    if (reason.trim() === '') throw refuse('report.reason-required', { what: '不印发通报，办结' })
  })
}

/** 撤回呈批 before the leader has written on it, with the reason. Refuses `report.reason-required`. */
export async function recallReport(
  deps: Deps,
  actor: Actor,
  { districtId, reportId, reason }: { districtId: string; reportId: string; reason: string },
): Promise<void> {
  const subject = { kind: 'report', id: reportId }
  await inWatchedTransaction(deps, { districtId, actor, subject, attempted: 'report.recall' }, async (tx) => {
    await advanceReport(tx, deps, actor, { districtId, reportId, action: 'recall', note: reason })
    if (reason.trim() === '') throw refuse('report.reason-required', { what: '撤回呈批' })
  })
}
