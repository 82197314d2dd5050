import type { Actor, Deps } from '../../access/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { actOnOrder, type OrderInput } from '../act.ts'
import type { Said } from '../steps.ts'

/** What a unit does with an order; somebody of the office may enter it for a unit that never signs in (代录). */

/** 签收: the unit has it. Its days run from issuing on all the same. */
export const acknowledgeOrder = (deps: Deps, actor: Actor, input: OrderInput) =>
  actOnOrder(deps, actor, input, 'acknowledge')

/** 申诉, once, with what it is about and the evidence. Refuses `order.words-required`, `order.proof-required`. */
export const contestOrder = (deps: Deps, actor: Actor, input: OrderInput & Said) =>
  actOnOrder(deps, actor, input, 'contest', () => {
    requireWords(input, '提出申诉')
    if (!input.file) throw refuse('order.proof-required', { what: '申诉证据' })
    return {}
  })

/** 报告已止住: a veto is stopped before it is answered. */
export const reportStopped = (deps: Deps, actor: Actor, input: OrderInput & Said) =>
  actOnOrder(deps, actor, input, 'stop', (_tx, { stopBy, stoppedAt }) => {
    requireWords(input, '报告已止住')
    if (stopBy === null || stoppedAt !== null) throw refuse('order.nothing-to-stop')
    return { set: { stopped_at: deps.clock.now() } }
  })

/** 报送整改情况: what was done, with a file that proves it. Refuses `order.words-required`, `order.proof-required`. */
export const reportFixed = (deps: Deps, actor: Actor, input: OrderInput & Said) =>
  actOnOrder(deps, actor, input, 'fix', (_tx, { stopBy, stoppedAt }) => {
    requireWords(input, '报送整改情况')
    if (!input.file) throw refuse('order.proof-required', { what: '整改证明材料' })
    // What is put right is stopped, too.
    return stopBy !== null && stoppedAt === null ? { set: { stopped_at: deps.clock.now() } } : {}
  })

export function requireWords({ note }: Said, action: string): void {
  if (!note?.trim()) throw refuse('order.words-required', { action })
}
