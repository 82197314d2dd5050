import { may, namesOfUsers, permittedScope } from '../access/index.ts'
import { isUuid } from '../database/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { trailPanel, type WebContext } from '../web/index.ts'
import { following, numberText } from './document-number.ts'
import { type Dispatch, type DispatchAction, isIssued, nextState, type Receipt } from './model.ts'
import type { DispatchView, Typed } from './pages/view.ts'
import { correctionsOf, filesOf, numbersTaken, readContent, readDispatch, receiptsOf, stepsOf } from './queries.ts'
import { actionRights } from './verbs/act.ts'
import { bodyOf } from './verbs/issuing-bodies.ts'
import { returnRight } from './verbs/sign-sheet.ts'

/** What is on its way is for those who work on reports and papers; everybody else reads what was issued. */
export const mayDraft = (c: WebContext): boolean =>
  may(c.var.actor, 'report.draft', { districtId: c.var.session.districtId })

/** The paper in the address, for who may see it: a unit once it was issued to it, the office every one. */
export async function seenDispatch(c: WebContext): Promise<{ dispatch: Dispatch; unitId: string | undefined }> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const { unitId } = permittedScope(actor, 'circulars.read', districtId)
  const id = c.req.param('id') ?? ''
  const dispatch = isUuid(id) ? await readDispatch(deps.db, districtId, id) : undefined
  const issued = dispatch !== undefined && isIssued(dispatch.state)
  const addressed =
    unitId === undefined || (issued && (await receiptsOf(deps.db, districtId, id)).some((one) => one.unitId === unitId))
  if (!dispatch || !addressed || (!issued && !mayDraft(c))) throw refuse('record.not-found', { what: '文件' })
  return { dispatch, unitId }
}

export async function viewOf(c: WebContext, typed?: Typed, problem?: string): Promise<DispatchView> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const { dispatch, unitId } = await seenDispatch(c)
  const { id, state } = dispatch
  const steps = await stepsOf(deps.db, districtId, id)
  const receipts = await receiptsOf(deps.db, districtId, id)
  const body = await bodyOf(deps.db, districtId, dispatch)
  const can = (action: DispatchAction) =>
    nextState[state][action] !== undefined &&
    may(actor, action === 'return' ? returnRight(state) : actionRights[action], { districtId })
  return {
    c,
    dispatch,
    content: await readContent(deps.db, districtId, dispatch),
    body,
    steps,
    receipts,
    files: await filesOf(deps.db, districtId, id),
    corrections: await correctionsOf(deps.db, districtId, id),
    original: dispatch.correctsId ? await readDispatch(deps.db, districtId, dispatch.correctsId) : undefined,
    names: await namesOfUsers(
      deps,
      districtId,
      steps.map(({ by }) => by),
    ),
    today: deps.clock.today(),
    can,
    mayAnswerFor: (of) => may(actor, 'circulars.answer', { districtId, unitId: of }),
    mayOpenReport: may(actor, 'report.read', { districtId }),
    mayCorrect: may(actor, 'circulars.draft', { districtId }),
    nextNumber: can('number') ? await nextNumber(c, body.marks) : undefined,
    unitId,
    typed,
    problem,
    trail: await trailPanel(c, { kind: 'dispatch', id }, undefined, ({ after }) => unitOf(after, receipts)),
  }
}

/** Which unit an event was about, and that the office did it for the unit. */
function unitOf(after: unknown, receipts: readonly Receipt[]): string | undefined {
  if (typeof after !== 'object' || after === null || !('unitId' in after)) return undefined
  const unit = receipts.find(({ unitId }) => unitId === after.unitId)?.unitName
  return 'enteredForUnit' in after && after.enteredForUnit ? `${unit}，监管单位代录` : unit
}

async function nextNumber(c: WebContext, [mark]: readonly string[]): Promise<string | undefined> {
  if (mark === undefined) return undefined
  const { deps, session } = c.var
  const year = Number(deps.clock.today().slice(0, 4))
  const taken = await numbersTaken(deps.db, session.districtId, { mark, year })
  return numberText({ mark, year, serial: following(taken.map(({ serial }) => serial)) })
}
