import { type Actor, type Deps, keepWords, permit } from '../../../access/index.ts'
import { inTransaction } from '../../../database/index.ts'
import type { TextFinding } from '../../../textcheck/index.ts'
import { append } from '../../../trail/index.ts'
import { plainText } from '../../../vocabulary/plain-text.ts'
import { refuse } from '../../../vocabulary/refusals/index.ts'
import { REASON_MOST } from '../model.ts'
import { decisionsInForce, insertDecision, undoDecisionRow } from '../queries.ts'
import { hangsOnWords, isDecidedTextByText } from '../ignorable.ts'

export type Ignoring = {
  districtId: string
  /** For this unit alone, or for the whole district. */
  unitId: string | null
  finding: Pick<TextFinding, 'rule' | 'observed' | 'kind' | 'severity'>
  reason: string
}

/**
 * 忽略: what a check says of these words is said no more. Never of what must not go out, of persons or of secrets: those are
 * decided text by text, as is what only the words around tell. Refuses `text.not-ignorable`, `text.hangs-on-words`, `text.reason-missing`, `text.ignored-already`.
 */
export async function ignoreFinding(deps: Deps, actor: Actor, input: Ignoring): Promise<{ id: string }> {
  const { districtId, unitId, finding } = input
  permit(actor, 'texts.decide', { districtId, unitId })
  const { rule, observed } = finding
  if (isDecidedTextByText(finding)) throw refuse('text.not-ignorable')
  if (hangsOnWords(finding)) throw refuse('text.hangs-on-words')
  const reason = plainText(input.reason).trim()
  if (reason === '' || [...reason].length > REASON_MOST) throw refuse('text.reason-missing', { most: REASON_MOST })
  return inTransaction(deps.db, async (tx) => {
    const there = await decisionsInForce(tx, districtId, unitId)
    if (there.some((one) => one.rule === rule && one.observed === observed)) throw refuse('text.ignored-already')
    const [id, at] = [deps.ids.next(), deps.wall.now()]
    const said = await keepWords(tx, deps, districtId, reason)
    await insertDecision(tx, districtId, {
      id,
      unitId,
      rule,
      observed,
      reasonId: said.said,
      decidedBy: actor.id,
      decidedAt: at,
    })
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'text.ignored',
      subject: { kind: 'text-decision', id },
      after: { rule, ...(unitId !== null && { unitId }), reason: said },
      at,
    })
    return { id }
  })
}

/** 撤回 a decision: the check says it again. Refuses `record.not-found`. */
export async function undoIgnoring(
  deps: Deps,
  actor: Actor,
  { districtId, id }: { districtId: string; id: string },
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const found = (await decisionsInForce(tx, districtId)).find((one) => one.id === id)
    if (!found) throw refuse('record.not-found', { what: '忽略的提示' })
    permit(actor, 'texts.decide', { districtId, unitId: found.unitId })
    const at = deps.wall.now()
    await undoDecisionRow(tx, { districtId, id, by: actor.id, at })
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'text.ignoring-undone',
      subject: { kind: 'text-decision', id },
      before: { rule: found.rule },
      at,
    })
  })
}
