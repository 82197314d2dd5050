import { type Action, type Actor, type Deps, permit } from '../../access/index.ts'
import type { Instant } from '../../calendar/index.ts'
import type { Tx } from '../../database/index.ts'
import { append, inWatchedTransaction } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import {
  allowedActions,
  type Manuscript,
  type ManuscriptAction,
  manuscriptActionLabels,
  type ManuscriptState,
  stateLabels,
} from './model.ts'
import { lockManuscript } from './queries.ts'

/** Which manuscript, as it was shown. */
export type ManuscriptInput = { districtId: string; manuscriptId: string; version: number }

/** Whose step it is; a signature asks for the right of its level instead (`signGates`). */
export const rightOf: Readonly<Record<Exclude<ManuscriptAction, 'sign'>, Action>> = {
  save: 'manuscripts.write',
  submit: 'manuscripts.write',
  recall: 'manuscripts.write',
  drop: 'manuscripts.write',
  publish: 'manuscripts.write',
  remove: 'manuscripts.write',
  correct: 'manuscripts.write',
  withdraw: 'manuscripts.decide',
  'check-urgent': 'manuscripts.review',
}

/** What may be changed of a manuscript; what isn't named stays. */
export type ManuscriptSet = Partial<{
  state: ManuscriptState
  class: string
  class_reason_id: string | null
  is_major: boolean
  urgent_since: Instant | null
  urgent_reason_id: string | null
  urgent_checked_by: string
  urgent_checked_at: Instant
  urgent_checked_words_id: string | null
  planned_at: Instant | null
  text_number: number
  round: number
  approved_round: number | null
  withdrawal_reason_id: string
  withdrawn_by: string
  withdrawn_at: Instant
}>

/** What a step did: the change, and what the trail tells of it; no `event`, no link. */
export type Done<T> = {
  set?: ManuscriptSet
  event?: { action: string; before?: Record<string, unknown>; after?: Record<string, unknown> }
  result: T
}

/**
 * One step with a manuscript: who may, which state allows it, nobody overwritten, change and trace saved together. `version`
 * null: the step guards what it changes itself (a text by the version it was written on). Refuses `access.denied`,
 * `record.not-found`, `manuscript.action-not-allowed`, `record.changed-meanwhile`.
 */
export async function stepWithManuscript<T>(
  deps: Deps,
  actor: Actor,
  input: Omit<ManuscriptInput, 'version'> & { version: number | null },
  action: ManuscriptAction,
  work: (tx: Tx, manuscript: Manuscript) => Promise<Done<T>>,
): Promise<T> {
  const { districtId, manuscriptId } = input
  const subject = { kind: 'manuscript', id: manuscriptId }
  return inWatchedTransaction(deps, { districtId, actor, subject, attempted: `manuscript.${action}` }, async (tx) => {
    const manuscript = await lockManuscript(tx, districtId, manuscriptId)
    if (action !== 'sign') permit(actor, rightOf[action], { districtId, unitId: manuscript?.unitId ?? null })
    if (!manuscript) throw refuse('record.not-found', { what: '稿件' })
    if (!allowedActions(manuscript.state).includes(action))
      throw refuse('manuscript.action-not-allowed', {
        action: manuscriptActionLabels[action],
        state: stateLabels[manuscript.state],
      })
    if (input.version !== null && manuscript.version !== input.version)
      throw refuse('record.changed-meanwhile', { what: '稿件' })
    const { set = {}, event, result } = await work(tx, manuscript)
    if (Object.keys(set).length > 0 || event)
      await tx
        .updateTable('manuscript')
        .set({ ...set, version: manuscript.version + 1 })
        .where('district_id', '=', districtId)
        .where('id', '=', manuscriptId)
        .execute()
    if (event)
      await append(tx, deps.ids, {
        districtId,
        actor,
        action: event.action,
        subject,
        before: { state: manuscript.state, ...event.before },
        after: { state: set.state ?? manuscript.state, ...event.after },
        at: deps.wall.now(),
      })
    return result
  })
}
