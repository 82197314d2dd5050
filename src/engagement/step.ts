import { type Action, type Actor, type Deps, keepWords, permit } from '../access/index.ts'
import type { CivilDate, Instant } from '../calendar/index.ts'
import type { Tx } from '../database/index.ts'
import { append, inWatchedTransaction } from '../trail/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { actionLabels, allowedActions, type Message, type MessageAction, nextState, stateLabels } from './model.ts'
import { lockMessage } from './queries.ts'
import { insertSteps, type MessageSet, writeMessage } from './records.ts'

/** Which message, as it was shown. */
export type MessageInput = { districtId: string; messageId: string; version: number }

/** Who may take a step: the unit answers its own, the office says whose it is and whether it counts. */
export const rightOf: Readonly<Record<MessageAction, Action>> = {
  assign: 'messages.supervise',
  transfer: 'messages.supervise',
  invalidate: 'messages.supervise',
  restore: 'messages.supervise',
  correct: 'messages.supervise',
  'hand-back': 'messages.handle',
  reply: 'messages.handle',
  rewrite: 'messages.handle',
}

/** What a step writes and tells. `words`: the answer or the reason, sealed; the trail has the digest of an answer, and where a reason lies. */
export type Step = {
  set?: MessageSet
  words?: string | null
  unitId?: string | null
  replied?: { on: CivilDate; at: Instant | null }
  changed?: Record<string, { before: unknown; after: unknown }>
}

/**
 * One step with a message: who may, which state allows it, nobody overwritten, the step and its trace saved together.
 * Refuses `access.denied`, `record.not-found`, `message.action-not-allowed`, `record.changed-meanwhile`.
 */
export async function stepWithMessage(
  deps: Deps,
  actor: Actor,
  input: MessageInput,
  action: MessageAction,
  work: (tx: Tx, message: Message) => Promise<Step>,
): Promise<void> {
  const { districtId, messageId } = input
  const subject = { kind: 'message', id: messageId }
  await inWatchedTransaction(deps, { districtId, actor, subject, attempted: action }, async (tx) => {
    const message = await lockMessage(tx, districtId, messageId)
    permit(actor, rightOf[action], { districtId, unitId: message?.unitId ?? null })
    if (!message) throw refuse('record.not-found', { what: '留言' })
    if (!allowedActions(message).includes(action))
      throw refuse('message.action-not-allowed', {
        action: actionLabels[action],
        state: message.unitId === null && message.state === 'open' ? '待分派' : stateLabels[message.state],
      })
    if (message.version !== input.version) throw refuse('record.changed-meanwhile', { what: '留言' })
    const { set = {}, words = null, unitId = null, replied, changed } = await work(tx, message)
    const state = set.state ?? nextState[message.state][action] ?? message.state
    const kept = await keepWords(tx, deps, districtId, words)
    const isAnswer = action === 'reply' || action === 'rewrite'
    const at = deps.wall.now()
    await writeMessage(tx, districtId, message, { ...set, state })
    await insertSteps(tx, districtId, [
      {
        id: deps.ids.next(),
        messageId,
        action,
        fromUnitId: message.unitId,
        unitId,
        repliedOn: replied?.on ?? null,
        repliedAt: replied?.at ?? null,
        wordsId: kept?.said ?? null,
        changed: changed ?? null,
        by: actor.id,
        at,
      },
    ])
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: `message.${action}`,
      subject,
      before: { state: message.state, unitId: message.unitId },
      after: {
        state,
        ...(unitId && { unitId }),
        ...(replied && { repliedOn: replied.on }),
        // An answer is read where messages are read; the reason of a step stands with it (decision 008).
        ...(kept && (isAnswer ? { replyDigest: kept.digest } : { reason: kept })),
        ...(changed && { changed }),
      },
      at,
    })
  })
}
