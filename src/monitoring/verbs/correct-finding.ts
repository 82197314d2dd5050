import { type Actor, type Deps, keepWords, permit, refuseMaker } from '../../access/index.ts'
import { monthZh } from '../../calendar/index.ts'
import { inTransaction } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { lockFinding } from '../findings.ts'
import { findingStateLabels } from '../model.ts'
import { closingOf } from '../queries.ts'
import { correctionsOf, insertCorrection } from '../review-quality.ts'

export type CorrectInput = {
  districtId: string
  findingId: string
  to: 'confirmed' | 'dismissed'
  reason: string
}

/**
 * 更正复核结论 of a closed month, with a reason, by somebody else than who decided. Month, quarter and printed report stay
 * as they were; the correction stands beside them wherever they are shown. Refuses an open month, where a decision is
 * simply taken anew.
 */
export async function correctFinding(deps: Deps, actor: Actor, input: CorrectInput): Promise<void> {
  const { districtId, findingId, to } = input
  permit(actor, 'month.close', { districtId })
  const reason = input.reason.trim()
  if (reason === '') throw refuse('correction.reason-required')
  await inTransaction(deps.db, async (tx) => {
    const finding = await lockFinding(tx, districtId, findingId)
    if (!finding) throw refuse('record.not-found', { what: '监测线索' })
    if (!(await closingOf(tx, districtId, finding.month)))
      throw refuse('correction.month-open', { month: monthZh(finding.month) })
    const [last] = await correctionsOf(tx, districtId, { findingId })
    const state = last?.toState ?? finding.state
    if (state !== 'confirmed' && state !== 'dismissed')
      throw refuse('correction.not-decided', { state: findingStateLabels[state] })
    if (state === to) throw refuse('correction.same', { state: findingStateLabels[state] })
    const decider = last?.correctedBy ?? finding.decidedBy
    if (decider) refuseMaker(actor, decider)
    const at = deps.wall.now()
    const correction = { id: deps.ids.next(), findingId, toState: to, reason, correctedBy: actor.id, correctedAt: at }
    await insertCorrection(tx, districtId, correction)
    const { month, accountId, indicator } = finding
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'finding.corrected',
      subject: { kind: 'finding', id: findingId },
      before: { state },
      after: { state: to, month, accountId, indicator, reason: await keepWords(tx, deps, districtId, reason) },
      at,
    })
  })
}
