import { type Actor, type Deps, permit } from '../../access/index.ts'
import { firstDayOf, quarterOf } from '../../calendar/index.ts'
import { inTransaction, isUuid, type Tx } from '../../database/index.ts'
import { type ConfirmedFinding, confirmedFindings } from '../../monitoring/index.ts'
import { readAccounts, readUnits, stateMeans, survivingUnit } from '../../registry/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import type { OrderForm } from '../model.ts'
import { correctedAway, monthsOfFindings } from '../queries/findings.ts'
import { insertOrder } from '../queries/orders.ts'
import { requirementFor } from '../requirements.ts'
import { classOf } from '../rules.ts'

export type DraftInput = {
  districtId: string
  findingIds: readonly string[]
  form: OrderForm
  /** By finding; absent or blank: what the indicator asks for (`requirementFor`). */
  requirements?: Readonly<Record<string, string>>
}

/**
 * 拟制整改通知: out of confirmed findings of one unit, each in one order at a time. It goes to the unit that answers for the
 * accounts now. Refuses `order.no-finding`, `order.finding-not-confirmed`, `order.several-units`, `order.unit-gone`,
 * `order.account-gone`, `order.finding-ordered`.
 */
export async function draftOrder(deps: Deps, actor: Actor, input: DraftInput): Promise<{ id: string }> {
  const { districtId, form, requirements = {} } = input
  permit(actor, 'orders.prepare', { districtId })
  const wanted = [...new Set(input.findingIds)]
  if (wanted.length === 0 || !wanted.every(isUuid)) throw refuse('order.no-finding')
  return inTransaction(deps.db, async (tx) => {
    const confirmed = await confirmedOf(tx, districtId, wanted)
    if (confirmed.length < wanted.length) throw refuse('order.finding-not-confirmed')
    const unit = await addressee(tx, districtId, confirmed)
    await refuseGone(tx, districtId, confirmed)
    const id = deps.ids.next()
    const findings = confirmed.map((one) => ({
      ...one,
      requirement: requirements[one.findingId]?.trim() || requirementFor(one.indicator),
    }))
    const orderClass = classOf(confirmed)
    const draft = { districtId, id, unitId: unit.id, form, class: orderClass, preparedBy: actor.id, findings }
    if (!(await insertOrder(tx, { ...draft, at: deps.clock.now() }))) throw refuse('order.finding-ordered')
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'order.drafted',
      subject: { kind: 'order', id },
      after: { state: 'drafted', unitId: unit.id, form, class: orderClass, findings: wanted.length },
      at: deps.wall.now(),
    })
    return { id }
  })
}

/** Those of some findings that people confirmed and that their months still stand by. */
export async function confirmedOf(tx: Tx, districtId: string, ids: readonly string[]): Promise<ConfirmedFinding[]> {
  const quarters = new Set((await monthsOfFindings(tx, districtId, ids)).map((month) => quarterOf(firstDayOf(month))))
  const all: ConfirmedFinding[] = []
  for (const quarter of quarters) all.push(...(await confirmedFindings(tx, districtId, quarter)))
  const corrected = await correctedAway(tx, districtId, ids)
  return all.filter(({ findingId }) => ids.includes(findingId) && !corrected.has(findingId))
}

async function addressee(tx: Tx, districtId: string, confirmed: readonly ConfirmedFinding[]) {
  const units = new Map((await readUnits(tx, districtId)).map((unit) => [unit.id, unit]))
  const found = new Set(confirmed.map(({ unitId }) => survivingUnit(units.get(unitId)!, units)))
  const [unit, other] = [...found]
  if (!unit || other) throw refuse('order.several-units')
  if (unit.state === 'abolished') throw refuse('order.unit-gone', { unit: unit.name })
  return unit
}

/** An account that is gone has nothing to put right; a fact of the unit outlives it. Refuses `order.account-gone`. */
export async function refuseGone(
  tx: Tx,
  districtId: string,
  findings: readonly Pick<ConfirmedFinding, 'accountId' | 'about'>[],
): Promise<void> {
  const accounts = await readAccounts(tx, districtId, { orIds: findings.map(({ accountId }) => accountId) })
  const about = new Set(findings.flatMap((one) => (one.about === 'account' ? one.accountId : [])))
  const gone = accounts.find(({ id, runningState }) => about.has(id) && !stateMeans[runningState].monitored)
  if (gone) throw refuse('order.account-gone', { name: gone.name })
}
