import { type Actor, type Deps, isOnePerson, permit, refuseMaker } from '../../access/index.ts'
import type { Tx } from '../../database/index.ts'
import { append, inWatchedTransaction } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import type { Return, ReturnAction, ReturnState } from '../model.ts'
import { stateAfter } from '../rules.ts'
import { type LoadedReturn, readReturn, refuseOutsideCampaign, writeReturn } from './records.ts'

/** Which return, as it was shown. */
export type ReturnInput = { districtId: string; returnId: string; version: number }

/** What a step leaves behind: columns of the return, and what the trail is told. */
export type Step = { set?: Record<string, string | string[] | number | null>; told?: Record<string, unknown> }

/**
 * One step of a return: who may, which state allows it, nobody overwritten, the step and its trace saved together. The
 * work inside says what else changes; of what is refused the trail keeps what decision 015 names. Refuses `access.denied`, `record.not-found`, `return.campaign-closed`,
 * `return.action-not-allowed`, `record.changed-meanwhile`.
 */
export async function actOnReturn(
  deps: Deps,
  actor: Actor,
  input: ReturnInput,
  action: ReturnAction,
  work: (tx: Tx, loaded: LoadedReturn) => Promise<Step>,
): Promise<{ state: ReturnState; version: number }> {
  const { districtId, returnId } = input
  const subject = { kind: 'return', id: returnId }
  return inWatchedTransaction(deps, { districtId, actor, subject, attempted: action }, async (tx) => {
    const loaded = await readReturn(tx, districtId, returnId, 'lock')
    permit(actor, rightOf(action), { districtId, unitId: loaded?.one.unitId ?? null })
    if (!loaded) throw refuse('record.not-found', { what: '报送' })
    const { one, campaign } = loaded
    refuseOutsideCampaign(campaign)
    const state = stateAfter(one.state, action)
    if (one.version !== input.version) throw refuse('record.changed-meanwhile', { what: '报送' })
    const { set = {}, told = {} } = await work(tx, loaded)
    await writeReturn(tx, districtId, one, {
      state,
      ...set,
      ...(rightOf(action) === 'filing.fill' && handOf(actor, one)),
    })
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: `return.${pastOf[action]}`,
      subject,
      before: { state: one.state },
      after: { state, unitId: one.unitId, ...told },
      at: deps.wall.now(),
    })
    return { state, version: one.version + 1 }
  })
}

const pastOf: Readonly<Record<ReturnAction, string>> = {
  fill: 'filled',
  print: 'printed',
  upload: 'uploaded',
  'put-aside': 'scan-put-aside',
  submit: 'submitted',
  check: 'checked',
  transcribe: 'correction-transcribed',
  confirm: 'corrections-confirmed',
  'send-back': 'sent-back',
  accept: 'accepted',
  reopen: 'reopened',
}

const ofTheUnit: readonly ReturnAction[] = ['fill', 'print', 'upload', 'put-aside', 'submit']
const rightOf = (action: ReturnAction) => (ofTheUnit.includes(action) ? 'filing.fill' : 'filing.accept')

/**
 * What somebody who works on a return leaves on it: everybody's hand, and 代录 where the supervising office types in what a
 * unit filed on paper.
 */
export const handOf = (actor: Actor, { handledBy, unitId }: Return) => ({
  handled_by: [...new Set([...handledBy, actor.id])],
  ...(actor.unitId !== unitId && { entered_for_unit_by: actor.id }),
})

/** 经办与复核分开: whoever had a hand in a return, now or before it was sent back, doesn't decide on it. */
export const hadHand = (actor: Actor, { handledBy }: Return): boolean => handledBy.some((id) => isOnePerson(actor, id))

/** Refuses `access.maker-is-checker`. */
export function refuseHands(actor: Actor, one: Return): void {
  if (hadHand(actor, one)) refuseMaker(actor, actor.id)
}
