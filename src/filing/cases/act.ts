import { type Action, type Actor, type Deps, isOnePerson, permit, refuseMaker } from '../../access/index.ts'
import type { Tx } from '../../database/index.ts'
import { append, inWatchedTransaction } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import {
  type CaseAction,
  caseActionLabels,
  type CaseState,
  caseStateLabels,
  type FilingCase,
  nextCaseState,
} from './model.ts'
import { type LoadedCase, readCase, writeCase } from './records.ts'

/** Which case, as it was shown. */
export type CaseInput = { districtId: string; caseId: string; version: number }

/** The state after an action. Refuses `case.action-not-allowed`: the table is the only way from state to state. */
export function caseAfter(state: CaseState, action: CaseAction): CaseState {
  const next = nextCaseState[state][action]
  if (!next)
    throw refuse('case.action-not-allowed', { state: caseStateLabels[state], action: caseActionLabels[action] })
  return next
}

const rights: Readonly<Record<CaseAction, Action>> = {
  fill: 'filing.fill',
  print: 'filing.fill',
  upload: 'filing.fill',
  'put-aside': 'filing.fill',
  submit: 'filing.fill',
  execute: 'filing.fill',
  'report-national': 'filing.fill',
  'enter-national': 'national.record',
  check: 'filing.accept',
  transcribe: 'filing.accept',
  confirm: 'filing.accept',
  'send-back': 'filing.accept',
  accept: 'filing.accept',
  register: 'filing.accept',
  archive: 'filing.accept',
  review: 'filing.review',
  disagree: 'filing.review',
  approve: 'filing.open',
  reject: 'filing.open',
  withdraw: 'filing.fill',
  revoke: 'filing.open',
}

/** True when this person may take this step of a unit's case. */
export const rightOf = (action: CaseAction): Action => rights[action]

/** What a step writes and tells; `stays` where it is half of what the state asks for. */
export type StepDone = { set?: Record<string, unknown>; told?: Record<string, unknown>; stays?: boolean }

/** One step of a case: who may, which state allows it, nobody overwritten, the step and its trace saved together. */
export async function actOnCase(
  deps: Deps,
  actor: Actor,
  input: CaseInput,
  action: CaseAction,
  work: (tx: Tx, loaded: LoadedCase) => Promise<StepDone>,
): Promise<{ state: CaseState; version: number }> {
  const { districtId, caseId } = input
  const subject = { kind: 'case', id: caseId }
  return inWatchedTransaction(deps, { districtId, actor, subject, attempted: action }, async (tx) => {
    const loaded = await readCase(tx, deps.vault, districtId, caseId, 'lock')
    permit(actor, rights[action], { districtId, unitId: loaded?.one.unitId ?? null })
    if (!loaded) throw refuse('record.not-found', { what: '备案事项' })
    caseAfter(loaded.one.state, action)
    if (loaded.one.version !== input.version) throw refuse('record.changed-meanwhile', { what: '备案事项' })
    return stepWithin(tx, deps, actor, { districtId, loaded, action }, work)
  })
}

/** As `actOnCase`, in the transaction of a verb that has asked for a right of its own and holds the case locked. */
export async function stepWithin(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { districtId, loaded, action }: { districtId: string; loaded: LoadedCase; action: CaseAction },
  work: (tx: Tx, loaded: LoadedCase) => Promise<StepDone>,
): Promise<{ state: CaseState; version: number }> {
  const { one } = loaded
  const after = caseAfter(one.state, action)
  const { set = {}, told = {}, stays = false } = await work(tx, loaded)
  const state = stays ? one.state : after
  // Who gives a case up has typed in nothing of it.
  const typedIn = rights[action] === 'filing.fill' && action !== 'withdraw'
  await writeCase(tx, districtId, one, { state, ...set, ...(typedIn && handOf(actor, one)) })
  await append(tx, deps.ids, {
    districtId,
    actor,
    action: `case.${action}`,
    subject: { kind: 'case', id: one.id },
    before: { state: one.state },
    after: { state, kind: one.kind, unitId: one.unitId, accountId: one.accountId, ...told },
    at: deps.wall.now(),
  })
  return { state, version: one.version + 1 }
}

/** What somebody who works on a case leaves on it: everybody's hand, and 代录 where it isn't the unit's own. */
export const handOf = (actor: Actor, { handledBy, unitId }: Pick<FilingCase, 'handledBy' | 'unitId'>) => ({
  handled_by: [...new Set([...handledBy, actor.id])],
  ...(actor.unitId !== unitId && { entered_for_unit_by: actor.id }),
})

/** 经办与复核分开: whoever had a hand in a case, now or before it was sent back, doesn't decide on it. */
export const hadHand = (actor: Actor, { handledBy }: FilingCase): boolean =>
  handledBy.some((id) => isOnePerson(actor, id))

/** Refuses `access.maker-is-checker`. */
export function refuseHands(actor: Actor, one: FilingCase): void {
  if (hadHand(actor, one)) refuseMaker(actor, actor.id)
}
