import { type Action, type Actor, type Deps, permit } from '../../access/index.ts'
import type { Tx } from '../../database/index.ts'
import { append, inWatchedTransaction } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import type { HandoverAction, HandoverState } from './model.ts'
import { type LoadedHandover, readHandover, writeHandover } from './queries/handovers.ts'
import { handoverAfter } from './rules.ts'

/** Which handover, as it was shown. */
export type HandoverInput = { districtId: string; handoverId: string; version: number }

const confirming: readonly HandoverAction[] = ['confirm', 'send-back', 'dismiss']

/** The right that a step of a handover asks for. */
export const rightOf = (action: HandoverAction): Action =>
  confirming.includes(action) ? 'handover.confirm' : 'filing.fill'

type Step = { set?: Record<string, unknown>; told?: Record<string, unknown> }

/** One step of a handover: who may, which state allows it, nobody overwritten, the step and its trace saved together. */
export async function actOnHandover(
  deps: Deps,
  actor: Actor,
  input: HandoverInput,
  action: HandoverAction,
  work: (tx: Tx, loaded: LoadedHandover) => Promise<Step> | Step,
): Promise<{ state: HandoverState; version: number }> {
  const { districtId, handoverId } = input
  const subject = { kind: 'handover', id: handoverId }
  return inWatchedTransaction(deps, { districtId, actor, subject, attempted: action }, async (tx) => {
    const loaded = await readHandover(tx, districtId, handoverId, 'lock')
    permit(actor, rightOf(action), { districtId, unitId: loaded?.one.unitId ?? null })
    if (!loaded) throw refuse('record.not-found', { what: '人员交接' })
    const { one } = loaded
    const state = handoverAfter(one.state, action)
    if (one.version !== input.version) throw refuse('record.changed-meanwhile', { what: '人员交接' })
    const { set = {}, told = {} } = await work(tx, loaded)
    const hands = confirming.includes(action) ? one.handledBy : [...new Set([...one.handledBy, actor.id])]
    await writeHandover(tx, districtId, one, { state, handled_by: hands, ...set })
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: `handover.${action}`,
      subject,
      before: { state: one.state },
      after: { state, unitId: one.unitId, ...told },
      at: deps.wall.now(),
    })
    return { state, version: one.version + 1 }
  })
}
