import { type Actor, type Deps, isOnePerson, permit } from '../../access/index.ts'
import { formatDayZh } from '../../calendar/index.ts'
import type { Tx } from '../../database/index.ts'
import { advanceReport } from '../../reporting/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { numberText } from '../document-number.ts'
import {
  clearances,
  type Dispatch,
  type DispatchAction,
  type DispatchState,
  movedReport,
  opennessLabels,
  signatureLabels,
  standingSignatures,
} from '../model.ts'
import { readContent, stepsOf, writersOf } from '../queries.ts'
import type { DispatchContent } from '../words/content.ts'
import { checkNumbers } from '../words/figures.ts'
import { actionRights, actOnDispatch, type DispatchInput, requireWords, type Said } from './act.ts'
import { bodyOf } from './issuing-bodies.ts'
import { refuseQuoted } from './instructed-words.ts'
import { refuseSuperseded, reportFacts } from './report-facts.ts'

/** 发文稿纸: each step is signed by another person, and all sign the same version of the words. */

/** 送核稿: the drafter signs. Refuses what `checkNumbers` refuses, `dispatch.report-superseded`, `dispatch.openness-reason`, `dispatch.feedback-passed`. */
export const submitDispatch = (deps: Deps, actor: Actor, input: DispatchInput & Said) =>
  actOnDispatch(deps, actor, input, 'submit', async (tx, dispatch) => {
    await requireSound(tx, deps, input.districtId, dispatch)
    return { facts: { draft: dispatch.draft } }
  })

/** 核稿. Where no office was named to countersign, 保密审查 is next. */
export const checkDispatch = (deps: Deps, actor: Actor, input: DispatchInput & Said) =>
  actOnDispatch(deps, actor, input, 'check', async (tx, dispatch) => {
    await refuseSecondSignature(tx, input.districtId, dispatch, actor)
    const { countersign } = await readContent(tx, input.districtId, dispatch)
    return { facts: { draft: dispatch.draft }, state: countersign === '' ? 'clearing' : 'countersigning' }
  })

/** 会签. */
export const countersignDispatch = (deps: Deps, actor: Actor, input: DispatchInput & Said) =>
  actOnDispatch(deps, actor, input, 'countersign', async (tx, dispatch) => {
    await refuseSecondSignature(tx, input.districtId, dispatch, actor)
    return { facts: { draft: dispatch.draft } }
  })

/** 公开属性和发布前保密审查. Refuses `dispatch.secrecy-unconfirmed` unless every point is confirmed. */
export const clearDispatch = (
  deps: Deps,
  actor: Actor,
  input: DispatchInput & Said & { confirmed: readonly string[] },
) =>
  actOnDispatch(deps, actor, input, 'clear', async (tx, dispatch) => {
    await refuseSecondSignature(tx, input.districtId, dispatch, actor)
    if (!Object.keys(clearances).every((one) => input.confirmed.includes(one)))
      throw refuse('dispatch.secrecy-unconfirmed')
    return { facts: { draft: dispatch.draft, openness: dispatch.openness } }
  })

/** 签发: the day of it is 成文日期, and the words are fixed. */
export const signDispatch = (deps: Deps, actor: Actor, input: DispatchInput & Said) =>
  actOnDispatch(deps, actor, input, 'sign', async (tx, dispatch) => {
    await refuseSecondSignature(tx, input.districtId, dispatch, actor)
    await requireSound(tx, deps, input.districtId, dispatch)
    const signedOn = deps.clock.today()
    // A head that is registered anew afterwards is none that was signed.
    const { flag } = await bodyOf(tx, input.districtId, dispatch)
    return { set: { signed_by: actor.id, signed_on: signedOn }, facts: { draft: dispatch.draft, signedOn, flag } }
  })

const waitsFor: Readonly<Partial<Record<DispatchState, DispatchAction>>> = {
  checking: 'check',
  countersigning: 'countersign',
  clearing: 'clear',
  signing: 'sign',
  signed: 'number',
  numbered: 'issue',
}

/** Who may send a paper back: whoever may do the step it waits for. */
export const returnRight = (state: DispatchState) => actionRights[waitsFor[state] ?? 'return']

/**
 * 退回拟稿, with the reason; every signature so far is void, as the words may change. A number that it had is free again, and
 * its report is without one.
 */
export const returnDispatch = (deps: Deps, actor: Actor, input: DispatchInput & Said) =>
  actOnDispatch(deps, actor, input, 'return', async (tx, dispatch) => {
    const { districtId } = input
    permit(actor, returnRight(dispatch.state), { districtId })
    requireWords(input, 'return')
    const reportId = movedReport(dispatch)
    if (dispatch.number && reportId)
      await advanceReport(tx, deps, actor, { districtId, reportId, action: 'void-number' })
    return {
      set: { signed_by: null, signed_on: null, mark: null, number_year: null, number_serial: null },
      facts: dispatch.number ? { voidedNumber: numberText(dispatch.number) } : {},
    }
  })

/** 作废, with the reason. */
export const discardDispatch = (deps: Deps, actor: Actor, input: DispatchInput & Said) =>
  actOnDispatch(deps, actor, input, 'discard', () => {
    requireWords(input, 'discard')
    return {}
  })

async function refuseSecondSignature(tx: Tx, districtId: string, { id }: Dispatch, actor: Actor): Promise<void> {
  if ((await writersOf(tx, districtId, id)).some((writer) => isOnePerson(actor, writer)))
    throw refuse('dispatch.signed-already', { step: signatureLabels.submit })
  const own = standingSignatures(await stepsOf(tx, districtId, id)).find(({ by }) => isOnePerson(actor, by))
  if (own) throw refuse('dispatch.signed-already', { step: signatureLabels[own.action] })
}

async function requireSound(tx: Tx, deps: Deps, districtId: string, dispatch: Dispatch): Promise<void> {
  const content = await readContent(tx, districtId, dispatch)
  await refuseSuperseded(tx, districtId, dispatch)
  checkNumbers(content, await reportFacts(tx, districtId, dispatch))
  await refuseQuoted(tx, deps, districtId, content)
  if (content.openness !== 'public' && content.opennessReason === '')
    throw refuse('dispatch.openness-reason', { openness: opennessLabels[content.openness] })
  refusePassed(content, deps)
}

/** A last day that is over, or today, leaves units no time. */
export function refusePassed({ feedback }: Pick<DispatchContent, 'feedback'>, { clock }: Pick<Deps, 'clock'>): void {
  if (feedback && feedback.by <= clock.today())
    throw refuse('dispatch.feedback-passed', { day: formatDayZh(feedback.by) })
}
