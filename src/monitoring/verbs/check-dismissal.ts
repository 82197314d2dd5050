import { type Actor, type Deps, keepWords, permit, refuseMaker } from '../../access/index.ts'
import { inTransaction } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { findingRow, lockFinding, saveDecision } from '../findings.ts'
import { closingOf, lockMonth } from '../queries.ts'
import { dismissalSample, insertDismissalCheck } from '../review-quality.ts'

export type CheckDismissalInput = {
  districtId: string
  findingId: string
  agrees: boolean
  /** Required where the second person does not agree. */
  note?: string
}

/**
 * 抽查排除: a second person looks at a sampled dismissal. Who doesn't agree says why, and while the month is open the finding
 * goes back for evidence; of a closed month it is on record and somebody may correct it. Refuses whoever dismissed it,
 * what is not in the sample, and a second check of one decision.
 */
export async function checkDismissal(deps: Deps, actor: Actor, input: CheckDismissalInput): Promise<void> {
  const { districtId, findingId, agrees } = input
  permit(actor, 'review.decide', { districtId })
  const note = input.note?.trim() || null
  if (!agrees && note === null) throw refuse('dismissal.reason-required')
  await inTransaction(deps.db, async (tx) => {
    const row = await findingRow(tx, districtId, findingId)
    if (!row) throw refuse('record.not-found', { what: '监测线索' })
    await lockMonth(tx, districtId, row.month)
    const finding = (await lockFinding(tx, districtId, findingId))!
    const sampled = (await dismissalSample(tx, districtId, row.month)).find((one) => one.findingId === findingId)
    if (!sampled) throw refuse('dismissal.not-sampled')
    if (sampled.check) throw refuse('dismissal.checked-already')
    refuseMaker(actor, sampled.decidedBy)
    const at = deps.wall.now()
    await insertDismissalCheck(tx, districtId, {
      findingId,
      version: sampled.version,
      agrees,
      note,
      by: actor.id,
      at,
    })
    const goesBack = !agrees && !(await closingOf(tx, districtId, row.month))
    if (goesBack)
      await saveDecision(tx, districtId, finding, { state: 'needs-evidence', reason: note, by: actor.id, at })
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'finding.dismissal-checked',
      subject: { kind: 'finding', id: findingId },
      after: { agrees, goesBack, note: await keepWords(tx, deps, districtId, note) },
      at,
    })
  })
}
