import { type Actor, type Deps, refuseMaker } from '../../access/index.ts'
import type { CivilDate } from '../../calendar/index.ts'
import type { Tx } from '../../database/index.ts'
import { raiseTrigger } from '../../filing/index.ts'
import { loadCalendar } from '../../holidays/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { actOnOrder, type OrderInput } from '../act.ts'
import type { Said } from '../steps.ts'
import type { Order, OrderAction } from '../model.ts'
import { newestResults, turnedFindings } from '../queries/findings.ts'
import { findingsOf, releaseFindings, stepsOf } from '../queries/orders.ts'
import { dueAfter, termsOn } from '../terms.ts'
import { requireWords } from './answer-order.ts'

/**
 * 处理申诉, by somebody who neither drafted nor issued the order nor entered the appeal. Upheld: the order falls, and its
 * findings may be ordered anew. Rejected: the unit has the days of its order, and a few working days more where fewer are left.
 */
export async function decideAppeal(deps: Deps, actor: Actor, input: OrderInput & Said & { upheld: boolean }) {
  const { districtId, orderId, upheld } = input
  return actOnOrder(deps, actor, input, upheld ? 'uphold' : 'reject', async (tx, order) => {
    requireWords(input, '处理申诉')
    refuseMaker(actor, order.preparedBy)
    refuseMaker(actor, order.issuedBy)
    refuseMaker(actor, await whoLast(tx, districtId, orderId, 'contest'))
    if (!upheld) return daysAgain(tx, deps, districtId, order)
    await releaseFindings(tx, districtId, orderId)
    return {}
  })
}

/**
 * 复查, by somebody else than who reported the fix, beside what the newest check says (`newestResults`). What fails has a
 * few working days more, and touches F-12.
 */
export async function recheckOrder(deps: Deps, actor: Actor, input: OrderInput & Said & { passed: boolean }) {
  const { districtId, orderId, passed } = input
  return actOnOrder(deps, actor, input, passed ? 'pass' : 'fail', async (tx, order) => {
    requireWords(input, passed ? '复查合格' : '复查不合格')
    refuseMaker(actor, await whoLast(tx, districtId, orderId, 'fix'))
    const findings = (await findingsOf(tx, districtId, [orderId])).get(orderId) ?? []
    const results = await newestResults(tx, districtId, findings)
    const facts = {
      results: results.map(({ accountId, indicator, checkpoint, value }) => ({
        accountId,
        indicator,
        checkpoint,
        value,
      })),
    }
    if (passed) return { facts }
    await raiseUnsettled(tx, deps, actor, { districtId, order, fact: '复查不合格' })
    const again = await daysAgain(tx, deps, districtId, order)
    return { set: again.set, facts: { ...facts, ...again.facts } }
  })
}

/** 销号 of what was rechecked. */
export const closeOrder = (deps: Deps, actor: Actor, input: OrderInput & Said) =>
  actOnOrder(deps, actor, input, 'close')

/** 撤回: a draft by who drafts; what was issued by who issues, and with a reason. Its findings may be ordered anew. */
export const withdrawOrder = (deps: Deps, actor: Actor, input: OrderInput & Said) =>
  actOnOrder(deps, actor, input, 'withdraw', async (tx, order) => {
    if (order.state !== 'drafted') requireWords(input, '撤回')
    await releaseFindings(tx, input.districtId, order.id)
    return {}
  })

/** A person has looked at what was turned over under the order, and it stands. Refuses `order.basis-stands`. */
export const maintainOrder = (deps: Deps, actor: Actor, input: OrderInput & Said) =>
  actOnOrder(deps, actor, input, 'maintain', async (tx, order) => {
    requireWords(input, '依据变化后维持')
    const turned = await turnedFindings(tx, input.districtId, { orderId: order.id })
    if (turned.length === 0) throw refuse('order.basis-stands')
    return { facts: { turned: turned.map(({ findingId, state, seen }) => ({ findingId, state, seen })) } }
  })

/** F-12: an order that was not met, once for each time it happened. */
export async function raiseUnsettled(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { districtId, order, fact }: { districtId: string; order: Order; fact: string },
): Promise<void> {
  await raiseTrigger(tx, deps, actor, {
    districtId,
    rule: 'F-12',
    unitId: order.unitId,
    accountId: null,
    subject: { kind: 'order', id: order.id },
    event: { id: String(order.version + 1), earlierOverBy: null },
    facts: { fact, orderNumber: order.number, due: order.feedbackBy },
  })
}

async function daysAgain(tx: Tx, deps: Deps, districtId: string, order: Order) {
  const today = deps.clock.today()
  const { orderAgainWorkdays } = await termsOn(tx, districtId, today)
  const again = dueAfter(await loadCalendar(tx), today, orderAgainWorkdays)
  if (order.feedbackBy !== null && order.feedbackBy >= again.day) return { facts: { feedbackBy: order.feedbackBy } }
  return {
    set: { feedback_by: again.day, feedback_from: again.from, feedback_workdays: again.workdays },
    facts: { feedbackBy: again.day satisfies CivilDate },
  }
}

async function whoLast(tx: Tx, districtId: string, orderId: string, action: OrderAction): Promise<string | null> {
  return (await stepsOf(tx, districtId, orderId)).findLast((one) => one.action === action)?.by ?? null
}
