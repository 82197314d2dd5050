import { type Action, type Actor, type Deps, permit } from '../../access/index.ts'
import type { Deadline } from '../../calendar/index.ts'
import type { Tx } from '../../database/index.ts'
import { loadCalendar } from '../../holidays/index.ts'
import { append, inWatchedTransaction } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import {
  type ClosingAction,
  closingActionLabels,
  type ClosingFile,
  type ClosingState,
  closingStateLabels,
  nextClosingState,
} from './model.ts'
import { readClosing } from './queries.ts'
import { noticeEnd } from './rules.ts'

/** Which closing, as it was shown. */
export type ClosingInput = { districtId: string; closingId: string; version: number }

const rights: Readonly<Record<ClosingAction, Action>> = {
  draft: 'cleanup.confirm',
  publish: 'cleanup.confirm',
  'publish-final': 'cleanup.confirm',
  'archive-content': 'cleanup.confirm',
  explain: 'cleanup.verify',
  verify: 'cleanup.verify',
  recheck: 'cleanup.verify',
  'find-again': 'cleanup.verify',
  file: 'cleanup.verify',
  withdraw: 'cleanup.decide',
}
export const closingRight = (action: ClosingAction): Action => rights[action]

/** The state after an action. Refuses `closing.action-not-allowed`: the table is the only way from state to state. */
export function closingAfter(state: ClosingState, action: ClosingAction): ClosingState {
  const next = nextClosingState[state][action]
  if (!next)
    throw refuse('closing.action-not-allowed', {
      state: closingStateLabels[state],
      action: closingActionLabels[action],
    })
  return next
}

type Work = (
  tx: Tx,
  file: ClosingFile,
  notice: Deadline | undefined,
) => Promise<{ set?: Record<string, unknown>; told?: Record<string, unknown> }>

/** One step of a closing: who may, which state allows it, nobody overwritten, the step and its trace saved together. */
export async function actOnClosing(
  deps: Deps,
  actor: Actor,
  input: ClosingInput,
  action: ClosingAction,
  work: Work,
): Promise<ClosingState> {
  const { districtId, closingId } = input
  const subject = { kind: 'closing', id: closingId }
  const event = `closing.${action}`
  return inWatchedTransaction(deps, { districtId, actor, subject, attempted: event }, async (tx) => {
    const file = await readClosing(tx, districtId, closingId, 'lock')
    permit(actor, rights[action], { districtId, unitId: file?.closing.unitId ?? null })
    if (!file) throw refuse('record.not-found', { what: '关停注销事项' })
    const { closing } = file
    const state = closingAfter(closing.state, action)
    if (closing.version !== input.version) throw refuse('record.changed-meanwhile', { what: '关停注销事项' })
    const notice = noticeEnd(closing, file.announcements, await loadCalendar(tx))
    const { set = {}, told = {} } = await work(tx, file, notice)
    await tx
      .updateTable('closing')
      .set({ ...set, state, version: closing.version + 1 })
      .where('district_id', '=', districtId)
      .where('id', '=', closingId)
      .execute()
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: event,
      subject,
      before: { state: closing.state },
      after: { state, accountId: closing.accountId, ...told },
      at: deps.wall.now(),
    })
    return state
  })
}
