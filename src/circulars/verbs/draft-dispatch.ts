import { type Actor, type Deps, permit } from '../../access/index.ts'
import { inTransaction } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import { drafters } from '../drafting/index.ts'
import { type DispatchContent, titleOf } from '../words/content.ts'
import { checkNumbers } from '../words/figures.ts'
import { insertContent, insertDispatch, insertStep } from '../writing.ts'
import { type DraftInput, gather, originalOf, recipientsOf } from './gather.ts'
import { requireBody } from './issuing-bodies.ts'

// 点名 is for those it is about, until somebody decides to publish it.
const RESTRICTED = '点名到单位和账号，供整改使用'

/** 拟稿: the words write themselves from what the paper rests on; typed are those of a 更正 or 撤回 alone. Refuses `dispatch.*`. */
export async function draftDispatch(deps: Deps, actor: Actor, input: DraftInput): Promise<{ id: string }> {
  const { districtId, variant } = input
  permit(actor, 'circulars.draft', { districtId })
  return inTransaction(deps.db, async (tx) => {
    const body = await requireBody(tx, districtId, input.issuer)
    const original = await originalOf(tx, input)
    const from = await gather(tx, deps, { ...input, issuer: body.name }, original)
    const content: DispatchContent = {
      ...drafters[variant](from),
      copiesTo: '',
      typedSource: input.typedSource?.trim() ?? '',
      openness: original?.openness ?? 'on-request',
      opennessReason: original?.openness === 'public' ? '' : RESTRICTED,
      countersign: '',
      recipients: await recipientsOf(tx, districtId, { variant, from, original }),
    }
    // What somebody writes into a 更正 or 撤回 is typed; told here, while the form is still open.
    if (original) checkNumbers(content, undefined)
    const [id, at, title] = [deps.ids.next(), deps.clock.now(), titleOf(content)]
    const rests = { reportId: from.report ? (input.reportId ?? null) : null, correctsId: original?.id ?? null }
    const paper = { id, variant, issuer: body.name, title, openness: content.openness, ...rests }
    await insertDispatch(tx, { districtId, ...paper, draftedBy: actor.id, draftedAt: at })
    await insertContent(tx, { districtId, dispatchId: id, draft: 1, content, by: actor.id, at })
    const step = { action: 'draft' as const, draft: 1, unitId: null, by: actor.id, at, note: null }
    const findings = from.findings?.map(({ findingId }) => findingId)
    await insertStep(tx, { districtId, dispatchId: id, ...step, facts: { ...(findings && { findings }) } })
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'dispatch.draft',
      subject: { kind: 'dispatch', id },
      after: { variant, issuer: body.name, title, ...rests },
      at: deps.wall.now(),
    })
    return { id }
  })
}
