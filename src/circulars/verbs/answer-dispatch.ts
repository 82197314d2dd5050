import type { Actor, Deps } from '../../access/index.ts'
import { dayOf, daysBetween, formatDayZh } from '../../calendar/index.ts'
import type { Tx } from '../../database/index.ts'
import { saveFiles } from '../../files/index.ts'
import { loadCalendar, workingDaysIn } from '../../holidays/index.ts'
import { advanceReport } from '../../reporting/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { dayOfAnswer, isLate, isMissing } from '../lateness.ts'
import { movedReport, type Receipt } from '../model.ts'
import { receiptsOf } from '../queries.ts'
import { insertFiles, updateReceipt } from '../writing.ts'
import { actOnDispatch, type DispatchInput, requireWords, type Said } from './act.ts'

/** What units do with an issued paper, and what the office does about those that don't. */

type UnitInput = Omit<DispatchInput, 'version'> & { unitId: string }
export type Upload = { name: string; bytes: Uint8Array }

// A unit's own step overtakes nobody.
const unversioned = 0

/** 签收: a person of the unit says that it is there. Nobody's reading is watched. */
export const acknowledgeDispatch = (deps: Deps, actor: Actor, input: UnitInput) =>
  actOnDispatch(deps, actor, { ...input, version: unversioned }, 'acknowledge', async (tx) => {
    const own = await receiptOf(tx, input)
    if (own.receivedAt) throw refuse('dispatch.received-already', { unit: own.unitName })
    const forUnit = actor.unitId !== input.unitId
    const received = { received_at: deps.clock.now(), received_by: actor.id }
    await updateReceipt(tx, input, { ...received, ...(forUnit && { for_unit: true }) })
    return { facts: forUnit ? { enteredForUnit: true } : {} }
  })

const accept = ['pdf', 'jpg', 'png', 'webp', 'zip'] as const

/** 反馈, with proofs; it signs for the paper, too. What comes after its day is taken, and marked late. */
export const answerDispatch = (deps: Deps, actor: Actor, input: UnitInput & Said & { files?: readonly Upload[] }) =>
  actOnDispatch(deps, actor, { ...input, version: unversioned }, 'answer', async (tx) => {
    const { districtId, dispatchId, unitId, files = [] } = input
    const own = await receiptOf(tx, input)
    if (!own.answers) throw refuse('dispatch.no-answer-asked', { unit: own.unitName })
    if (own.answeredAt) throw refuse('dispatch.answered-already', { unit: own.unitName })
    const answer = requireWords(input, 'answer')
    const now = deps.clock.now()
    const forUnit = actor.unitId !== unitId
    await updateReceipt(tx, input, {
      answer,
      answered_at: now,
      answered_by: actor.id,
      ...(!own.receivedAt && { received_at: now, received_by: actor.id }),
      // Who signed by telephone may still answer itself.
      for_unit: forUnit,
    })
    const kept = await saveFiles(
      tx,
      deps,
      files.map((file) => ({ districtId, ...file, actor, accept: [...accept] })),
    )
    const proofs = kept.map(({ id }, at) => ({ kind: 'proof', unitId, serial: at + 1, fileId: id }))
    await insertFiles(tx, districtId, dispatchId, proofs)
    const lateBy = own.dueOn && dayOf(now) > own.dueOn ? daysBetween(own.dueOn, dayOf(now)) : 0
    return { facts: { ...(lateBy > 0 && { lateBy }), ...(forUnit && { enteredForUnit: true }) } }
  })

/** 催报 those who haven't signed or answered: they find it on their desk. Refuses `dispatch.nobody-missing`. */
export const remindUnits = (deps: Deps, actor: Actor, input: DispatchInput & Said) =>
  actOnDispatch(deps, actor, input, 'remind', async (tx, dispatch) => {
    const missing = (await receiptsOf(tx, input.districtId, dispatch.id)).filter(isMissing)
    if (missing.length === 0) throw refuse('dispatch.nobody-missing')
    return { facts: { units: missing.map(({ unitId }) => unitId) } }
  })

/** 延期 of one unit's answer, by working days from today, with the reason. Refuses `dispatch.not-later`. */
export const extendAnswer = (deps: Deps, actor: Actor, input: DispatchInput & Said & { of: string; days: string }) =>
  actOnDispatch(deps, actor, input, 'extend', async (tx, dispatch) => {
    requireWords(input, 'extend')
    const unit = { districtId: input.districtId, dispatchId: dispatch.id, unitId: input.of }
    const own = await receiptOf(tx, unit)
    if (!own.answers || !own.dueOn) throw refuse('dispatch.no-answer-asked', { unit: own.unitName })
    if (own.answeredAt) throw refuse('dispatch.answered-already', { unit: own.unitName })
    const days = workingDaysIn(input.days)
    if (days === undefined) throw refuse('dispatch.feedback-unreadable', { found: input.days })
    const { day } = (await loadCalendar(tx)).addWorkingDays(deps.clock.today(), days)
    if (day <= own.dueOn) throw refuse('dispatch.not-later', { day: formatDayZh(own.dueOn) })
    await updateReceipt(tx, unit, { due_on: day })
    return { facts: { extendedUnit: input.of, dueOn: day } }
  })

/**
 * 办结: by a person, who has read what the units answered. Where some are missing the reason is written. Refuses
 * `dispatch.missing`.
 */
export const closeDispatch = (deps: Deps, actor: Actor, input: DispatchInput & Said) =>
  actOnDispatch(deps, actor, input, 'close', async (tx, dispatch) => {
    const { districtId, note } = input
    const receipts = await receiptsOf(tx, districtId, dispatch.id)
    const missing = receipts.filter(isMissing)
    if (missing.length > 0 && !note?.trim())
      throw refuse('dispatch.missing', { units: missing.map(({ unitName }) => unitName).join('、') })
    const reportId = movedReport(dispatch)
    if (reportId) await advanceReport(tx, deps, actor, { districtId, reportId, action: 'close', note })
    return {
      facts: {
        answered: receipts.filter(({ answeredAt }) => answeredAt).length,
        late: receipts.filter((one) => isLate(one, dayOfAnswer(one))).length,
        ...(missing.length > 0 && { missing: missing.map(({ unitId }) => unitId) }),
      },
    }
  })

async function receiptOf(tx: Tx, { districtId, dispatchId, unitId }: UnitInput): Promise<Receipt> {
  const own = (await receiptsOf(tx, districtId, dispatchId)).find((one) => one.unitId === unitId)
  if (!own) throw refuse('dispatch.unit-not-addressed')
  return own
}
