import { type Action, type Actor, type Deps, keepWords, permit } from '../access/index.ts'
import type { Tx } from '../database/index.ts'
import { saveFile } from '../files/index.ts'
import { append, inWatchedTransaction } from '../trail/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import type { Order, OrderAction, OrderState } from './model.ts'
import { readOrder, writeStep } from './queries/orders.ts'
import { orderAfter } from './rules.ts'

/** Which order, as it was shown. */
export type OrderInput = { districtId: string; orderId: string; version: number }
/** Words and proof that come with a step. */
export type Said = { note?: string; file?: { name: string; bytes: Uint8Array } | undefined }

const rights: Readonly<Record<OrderAction, Action>> = {
  issue: 'orders.issue',
  acknowledge: 'orders.answer',
  contest: 'orders.answer',
  stop: 'orders.answer',
  fix: 'orders.answer',
  uphold: 'orders.decide',
  reject: 'orders.decide',
  pass: 'orders.recheck',
  fail: 'orders.recheck',
  close: 'orders.prepare',
  remind: 'orders.prepare',
  escalate: 'orders.prepare',
  maintain: 'orders.issue',
  withdraw: 'orders.issue',
}

/** The right that a step asks for; a draft is withdrawn by who may draft. */
export const orderRight = (action: OrderAction, state: OrderState): Action =>
  action === 'withdraw' && state === 'drafted' ? 'orders.prepare' : rights[action]

/** Columns that change, what the step keeps for who counts later, and what the trail is told beside them. */
type Step = { set?: Record<string, unknown>; facts?: Record<string, unknown> }

/**
 * One step of an order: who may, which state allows it, nobody overwritten; order, step and trace saved together. Words
 * stand in the step, the trail has their digest (decision 008). Refuses `order.action-not-allowed`, `record.changed-meanwhile`.
 */
export async function actOnOrder(
  deps: Deps,
  actor: Actor,
  input: OrderInput & Said,
  action: OrderAction,
  work: (tx: Tx, order: Order) => Promise<Step> | Step = () => ({}),
): Promise<{ state: OrderState; version: number }> {
  const { districtId, orderId } = input
  const subject = { kind: 'order', id: orderId }
  return inWatchedTransaction(deps, { districtId, actor, subject, attempted: `order.${action}` }, async (tx) => {
    const order = await readOrder(tx, districtId, orderId, 'lock')
    permit(actor, orderRight(action, order?.state ?? 'issued'), { districtId, unitId: order?.unitId ?? null })
    if (!order) throw refuse('record.not-found', { what: '整改通知' })
    // Who was overtaken hears that first; what the state now allows is on the fresh page.
    if (order.version !== input.version) throw refuse('record.changed-meanwhile', { what: '整改通知' })
    const state = orderAfter(order.state, action)
    const { set = {}, facts = {} } = await work(tx, order)
    const note = input.note?.trim() || null
    const file = input.file
      ? await saveFile(tx, deps, { districtId, ...input.file, actor, accept: ['pdf', 'jpg', 'png', 'webp'] })
      : undefined
    const version = order.version + 1
    await writeStep(tx, districtId, order, {
      version,
      action,
      state,
      by: actor.id,
      at: deps.clock.now(),
      note,
      fileId: file?.id ?? null,
      facts,
      set,
    })
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: `order.${action}`,
      subject,
      before: { state: order.state },
      after: {
        state,
        unitId: order.unitId,
        ...facts,
        ...(note !== null && { note: await keepWords(tx, deps, districtId, note) }),
        ...(file && { file: file.sha256 }),
        ...(speaksForUnit(actor, action, order) && { enteredForUnit: true }),
      },
      at: deps.wall.now(),
    })
    return { state, version }
  })
}

// 代录: what a unit says or does is typed in by somebody of the office.
const speaksForUnit = (actor: Actor, action: OrderAction, order: Order) =>
  rights[action] === 'orders.answer' && actor.unitId !== order.unitId
