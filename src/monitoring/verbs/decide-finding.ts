import { formatDayZh, type Instant, monthZh } from '../../calendar/index.ts'
import { type Actor, type Deps, isOnePerson, permit, refuseMaker, keepWords } from '../../access/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { mergedInto } from '../arranging.ts'
import { judgedResult } from '../finding-detail.ts'
import { findingRow, type LockedFinding, lockFinding, saveDecision, saveFirstConfirmation } from '../findings.ts'
import { indicatorOf } from '../indicators/index.ts'
import { updateWindow } from '../indicators/silence.ts'
import { makersOfAll } from '../makers.ts'
import {
  allowedDecisions,
  type Decision,
  decisionLabels,
  findingStateLabels,
  type FindingState,
  stateAfter,
} from '../model.ts'
import { closingOf, latestRun, lockMonth, verdictIn } from '../queries.ts'

export type DecideInput = {
  districtId: string
  findingId: string
  decision: Decision
  /** Required for `dismiss` and `needs-evidence`. */
  reason?: string
  /** The version the reviewer looked at. */
  version: number
}

/**
 * 人工复核: a person confirms what the machine found, dismisses it, or asks for evidence. Refuses a second reviewer on
 * an old version, the first of two reviewers as the second, whoever brought in what the finding rests on, a closed month, a step the state does not allow, and
 * confirming what the run that speaks for the month doesn't judge or no longer finds.
 */
export async function decideFinding(
  deps: Deps,
  actor: Actor,
  input: DecideInput,
): Promise<{ state: FindingState; version: number }> {
  permit(actor, 'review.decide', { districtId: input.districtId })
  return inTransaction(deps.db, async (tx) => {
    // Closing takes the month first and then looks: whoever decides waits for it, and the other way round.
    const row = await findingRow(tx, input.districtId, input.findingId)
    if (!row) throw refuse('record.not-found', { what: '监测线索' })
    await lockMonth(tx, input.districtId, row.month)
    const finding = await lockFinding(tx, input.districtId, input.findingId)
    if (!finding) throw refuse('record.not-found', { what: '监测线索' })
    const reason = checkDecision(finding, input)
    if (await closingOf(tx, input.districtId, finding.month))
      throw refuse('month.closed', { month: monthZh(finding.month) })
    if (input.decision === 'confirm') await refuseRefuted(tx, input.districtId, finding)
    await refuseMakers(tx, actor, input.districtId, finding)
    const merged = await mergedInto(tx, input.districtId, finding.id)
    const at = deps.wall.now()
    if (input.decision === 'confirm' && needsAnother(finding, merged, actor))
      return firstConfirmation(tx, deps, actor, input.districtId, finding, at)
    const state = stateAfter[input.decision]
    await saveDecision(tx, input.districtId, finding, { state, reason, by: actor.id, at })
    const said = await keepWords(tx, deps, input.districtId, reason)
    await append(tx, deps.ids, {
      districtId: input.districtId,
      actor,
      action: `finding.${state}`,
      subject: { kind: 'finding', id: finding.id },
      before: { state: finding.state },
      after: {
        state,
        reason: said,
        month: finding.month,
        accountId: finding.accountId,
        indicator: finding.indicator,
        ...(merged.length > 0 && { merged: merged.map(({ id }) => id) }),
      },
      at,
    })
    return { state, version: finding.version + 1 }
  })
}

/** True where two people confirm it, or one that was put with it, and nobody has yet; refuses the first of them as the second. */
function needsAnother(
  { indicator, firstConfirmedBy }: LockedFinding,
  merged: readonly { indicator: string }[],
  actor: Actor,
): boolean {
  if (![indicator, ...merged.map((one) => one.indicator)].some((id) => indicatorOf(id).twoReviewers)) return false
  if (isOnePerson(actor, firstConfirmedBy)) throw refuse('finding.second-reviewer')
  return firstConfirmedBy === null
}

async function firstConfirmation(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  districtId: string,
  finding: LockedFinding,
  at: Instant,
): Promise<{ state: FindingState; version: number }> {
  const { id, state, month, accountId, indicator } = finding
  await saveFirstConfirmation(tx, districtId, finding, { by: actor.id, at })
  await append(tx, deps.ids, {
    districtId,
    actor,
    action: 'finding.first-confirmed',
    subject: { kind: 'finding', id },
    after: { month, accountId, indicator },
    at,
  })
  return { state, version: finding.version + 1 }
}

function checkDecision(finding: LockedFinding, { decision, reason, version }: DecideInput): string | null {
  if (finding.version !== version) throw refuse('finding.decided-meanwhile')
  if (!allowedDecisions[finding.state].includes(decision))
    throw refuse('finding.action-not-allowed', {
      state: findingStateLabels[finding.state],
      action: decisionLabels[decision],
    })
  const written = reason?.trim() || null
  if (decision !== 'confirm' && !written) throw refuse('finding.reason-required', { action: decisionLabels[decision] })
  return written
}

// Every finding that still holds carries the id of the run that speaks for its month.
export async function refuseRefuted(
  tx: Tx,
  districtId: string,
  { month, accountId, runId }: LockedFinding,
): Promise<void> {
  const run = await latestRun(tx, districtId, month)
  if (!run || (await verdictIn(tx, districtId, run.id, accountId)) === undefined)
    throw refuse('finding.account-not-judged', { month: monthZh(month) })
  if (run.id !== runId) throw refuse('finding.refuted', { checkpoint: formatDayZh(run.checkpoint) })
}

/** Refuses whoever brought in what a finding, or one that was put with it, rests on. */
export async function refuseMakers(tx: Tx, actor: Actor, districtId: string, finding: LockedFinding): Promise<void> {
  const judged = await judgedResult(tx, districtId, finding.id)
  if (!judged) throw new Error(`finding ${finding.id} has no judged result`)
  const window = updateWindow(judged.checkpoint, judged.thresholds)
  for (const maker of await makersOfAll(tx, districtId, finding, window)) refuseMaker(actor, maker)
}
