import { type Action, type Actor, type Deps, keepWords, permit } from '../../access/index.ts'
import type { Tx } from '../../database/index.ts'
import { append, inWatchedTransaction } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import {
  actionLabels,
  answerMost,
  type Dispatch,
  type DispatchAction,
  type DispatchState,
  isIssued,
  nextState,
  noteMost,
  stateLabels,
} from '../model.ts'
import { readDispatch } from '../queries.ts'
import { type Changes, insertStep, updateDispatch } from '../writing.ts'

/** Which paper, as it was shown. */
export type DispatchInput = { districtId: string; dispatchId: string; version: number }
export type Said = { note?: string | undefined }

export const actionRights: Readonly<Record<DispatchAction, Action>> = {
  draft: 'circulars.draft',
  edit: 'circulars.draft',
  submit: 'circulars.draft',
  check: 'circulars.check',
  countersign: 'circulars.countersign',
  clear: 'circulars.clear',
  sign: 'circulars.sign',
  // Whoever holds the sheet sends it back; `returnDispatch` asks for the right of the step it waits for.
  return: 'circulars.read',
  discard: 'circulars.draft',
  number: 'circulars.number',
  issue: 'circulars.number',
  acknowledge: 'circulars.answer',
  answer: 'circulars.answer',
  remind: 'circulars.draft',
  extend: 'circulars.draft',
  close: 'circulars.draft',
}

/** What a step does beside moving the paper: columns, what the trail is told, another state than the table's. */
type Done = {
  set?: Changes
  facts?: Record<string, unknown>
  state?: DispatchState
  /** What has to come behind the step's own trace. */
  after?: () => Promise<unknown>
}
type Work = (tx: Tx, dispatch: Dispatch) => Promise<Done> | Done

/**
 * One step of a paper: who may, which state allows it, nobody overwritten; paper, step and trace saved together. Refuses
 * `dispatch.action-not-allowed`, `dispatch.issued-fixed`, `dispatch.too-long`, `record.changed-meanwhile`.
 */
export async function actOnDispatch(
  deps: Deps,
  actor: Actor,
  { districtId, dispatchId, version, note, unitId }: DispatchInput & Said & { unitId?: string },
  action: Exclude<DispatchAction, 'draft'>,
  work: Work = () => ({}),
): Promise<{ state: DispatchState; version: number }> {
  const subject = { kind: 'dispatch', id: dispatchId }
  return inWatchedTransaction(deps, { districtId, actor, subject, attempted: `dispatch.${action}` }, async (tx) => {
    permit(actor, actionRights[action], { districtId, ...(unitId && { unitId }) })
    const dispatch = await readDispatch(tx, districtId, dispatchId, 'lock')
    if (!dispatch) throw refuse('record.not-found', { what: '文件' })
    const allowed = nextState[dispatch.state][action]
    if (!allowed && action === 'edit' && isIssued(dispatch.state)) throw refuse('dispatch.issued-fixed')
    // Receipts and answers of different units don't overtake each other.
    if (!unitId && dispatch.version !== version) throw refuse('record.changed-meanwhile', { what: '该文' })
    if (!allowed)
      throw refuse('dispatch.action-not-allowed', { state: stateLabels[dispatch.state], action: actionLabels[action] })
    const words = note?.trim() || null
    const most = action === 'answer' ? answerMost : noteMost
    if (words !== null && words.length > most) throw refuse('dispatch.too-long', { what: actionLabels[action], most })
    const { set = {}, facts = {}, state = allowed, after } = await work(tx, dispatch)
    await updateDispatch(tx, districtId, dispatch, { state, ...set })
    await insertStep(tx, {
      districtId,
      dispatchId,
      action,
      draft: set.draft ?? dispatch.draft,
      unitId: unitId ?? null,
      by: actor.id,
      at: deps.clock.now(),
      note: words,
      facts,
    })
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: `dispatch.${action}`,
      subject,
      before: { state: dispatch.state },
      after: {
        state,
        ...(unitId && { unitId }),
        ...facts,
        ...(words !== null && { note: await keepWords(tx, deps, districtId, words) }),
      },
      at: deps.wall.now(),
    })
    await after?.()
    return { state, version: dispatch.version + 1 }
  })
}

/** The reason a step can't be done without. Refuses `dispatch.words-required`. */
export function requireWords({ note }: Said, action: DispatchAction): string {
  const words = note?.trim()
  if (!words) throw refuse('dispatch.words-required', { action: actionLabels[action] })
  return words
}
