import type { Actor, Deps } from '../../access/index.ts'
import { lateWords } from '../../calendar/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { actOnOrder, type OrderInput } from '../act.ts'
import type { Said } from '../steps.ts'
import { stepsOf } from '../queries/orders.ts'
import { orderLateness } from '../rules.ts'
import { raiseUnsettled } from './decide-order.ts'

/** 催办: said to the unit and counted, before or after the last day. */
export const remindOrder = (deps: Deps, actor: Actor, input: OrderInput & Said) =>
  actOnOrder(deps, actor, input, 'remind', (_tx, order) => ({
    facts: { late: lateWords(orderLateness(order, deps.clock.now())) },
  }))

/**
 * 升级督办: an order that is late and was reminded of goes to whoever answers first, and touches F-12. Once for an order.
 * Refuses `order.not-late`, `order.not-reminded`, `order.escalated-already`.
 */
export const escalateOrder = (deps: Deps, actor: Actor, input: OrderInput & Said) =>
  actOnOrder(deps, actor, input, 'escalate', async (tx, order) => {
    const late = orderLateness(order, deps.clock.now())
    if (late === 0) throw refuse('order.not-late')
    if (order.escalatedAt !== null) throw refuse('order.escalated-already')
    const steps = await stepsOf(tx, input.districtId, order.id)
    if (!steps.some(({ action }) => action === 'remind')) throw refuse('order.not-reminded')
    await raiseUnsettled(tx, deps, actor, { districtId: input.districtId, order, fact: '逾期未整改' })
    return { set: { escalated_at: deps.clock.now() }, facts: { late: lateWords(late) } }
  })
