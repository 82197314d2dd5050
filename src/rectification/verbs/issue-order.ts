import { type Actor, type Deps, refuseMaker } from '../../access/index.ts'
import { monthZh } from '../../calendar/index.ts'
import { raiseTrigger, type TriggerRule } from '../../filing/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { actOnOrder, type OrderInput } from '../act.ts'
import { draftContent, sealContent } from '../content.ts'
import { findingsOf, isNumberTaken, numbersGiven } from '../queries/orders.ts'
import { nextNumber, readNumber, toldFindings } from '../rules.ts'
import { orderDays, termsOn } from '../terms.ts'
import { loadCalendar } from '../../holidays/index.ts'
import { confirmedOf, refuseGone } from './draft-order.ts'

/** Which confirmed problem touches which rule of 责任追究 by itself (rulebook (f)); people decide what follows. */
const touched: Readonly<Record<string, TriggerRule>> = {
  'N-NM-02a': 'F-05',
  'D-JS-07': 'F-06',
  'D-JS-09': 'F-07',
  'N-123-03': 'F-08',
  'N-123-01': 'F-09',
  'N-NM-01a': 'F-10',
  'D-JS-10': 'F-13',
  'B-01': 'F-15',
  'B-03': 'F-15',
  'N-NM-03b': 'F-16',
}

/**
 * 签发下达: somebody else than who drafted it signs the order; its number, its days and its paper are fixed from here on.
 * Refuses `access.maker-is-checker`, `order.number-unreadable`, `order.number-other-year`, `order.number-taken`,
 * `order.finding-not-confirmed`, `order.account-gone`.
 */
export async function issueOrder(deps: Deps, actor: Actor, input: OrderInput & { number: string }) {
  const { districtId, orderId } = input
  const number = input.number.trim()
  return actOnOrder(deps, actor, input, 'issue', async (tx, order) => {
    refuseMaker(actor, order.preparedBy)
    const issuedOn = deps.clock.today()
    const read = readNumber(number)
    if (!read) throw refuse('order.number-unreadable', { found: number })
    if (read.year !== Number(issuedOn.slice(0, 4)))
      throw refuse('order.number-other-year', { year: issuedOn.slice(0, 4) })
    if (await isNumberTaken(tx, districtId, number)) throw refuse('order.number-taken', { number })
    const findings = (await findingsOf(tx, districtId, [orderId])).get(orderId) ?? []
    const ids = findings.map(({ findingId }) => findingId)
    if ((await confirmedOf(tx, districtId, ids)).length < ids.length) throw refuse('order.finding-not-confirmed')
    await refuseGone(tx, districtId, findings)
    const content = await draftContent(tx, deps.vault, districtId, { order, findings, number, issuedOn })
    const { wrappedKey, sealed } = sealContent(deps.vault, districtId, orderId, content)
    const inForce = await termsOn(tx, districtId, issuedOn)
    const { stop, feedback } = orderDays(await loadCalendar(tx), issuedOn, order.class, inForce)
    for (const { indicator, about, findingId, accountId, accountName, months, label } of toldFindings(findings)) {
      const rule = touched[indicator]
      if (rule)
        await raiseTrigger(tx, deps, actor, {
          districtId,
          rule,
          unitId: order.unitId,
          accountId: about === 'unit' ? null : accountId,
          subject: { kind: 'finding', id: findingId },
          facts: {
            fact: label,
            ...(about === 'account' && { account: accountName }),
            month: months.map(monthZh).join('、'),
            orderNumber: number,
          },
        })
    }
    return {
      set: {
        number,
        issued_on: issuedOn,
        issued_by: actor.id,
        stop_by: stop?.day ?? null,
        stop_from: stop?.from ?? null,
        stop_workdays: stop?.workdays ?? null,
        feedback_by: feedback.day,
        feedback_from: feedback.from,
        feedback_workdays: feedback.workdays,
        content_key: wrappedKey,
        content: sealed,
      },
      facts: { orderNumber: number, stopBy: stop?.day ?? null, feedbackBy: feedback.day },
    }
  })
}

/** The number that comes next by those given out before; '' where the office has given out none. */
export async function suggestedNumber(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  districtId: string,
  form: 'notice' | 'letter',
): Promise<string> {
  return nextNumber(await numbersGiven(db, districtId, form), Number(clock.today().slice(0, 4)))
}
