import type { Action, Actor, Deps } from '../access/index.ts'
import type { Tx } from '../database/index.ts'
import type { Order, OrderAction, OrderState } from './model.ts'
import { readOrder } from './queries/orders.ts'
import { orderAfter } from './rules.ts'
import { type Kind, type Said, type StepOutcome, takeStep } from './steps.ts'

/** Which order, as it was shown. */
export type OrderInput = { districtId: string; orderId: string; version: number }

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

const orders: Kind<Order, OrderAction> = {
  kind: 'order',
  what: '整改通知',
  read: (tx, districtId, id) => readOrder(tx, districtId, id, 'lock'),
  right: (action, order) => orderRight(action, order?.state ?? 'issued'),
  after: orderAfter,
  answers: 'orders.answer',
}

/** One step of an order. Refuses `order.action-not-allowed`, `record.changed-meanwhile`. */
export const actOnOrder = (
  deps: Deps,
  actor: Actor,
  { orderId: id, ...input }: OrderInput & Said,
  action: OrderAction,
  work: (tx: Tx, order: Order) => StepOutcome = () => ({}),
): Promise<{ state: OrderState; version: number }> => takeStep(deps, actor, orders, { ...input, id }, action, work)
