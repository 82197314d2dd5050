import type { Actor } from '../../access/index.ts'
import type { CivilDate } from '../../calendar/index.ts'
import { Refusal } from '../../vocabulary/refusals/index.ts'
import type { CleanupItem } from '../items/model.ts'
import { adoptedDisposition, checkDecision, type Decision, itemAfter } from '../items/decision.ts'
import type { BulkOrder, PlannedRow } from './model.ts'

/** What an order decides of one item: the same for all, or each item's own proposal. A kept account has no day. */
export function decisionOf(item: CleanupItem, { action, disposition, dueOn, reason }: BulkOrder): Decision {
  const own = action === 'adopt' ? adoptedDisposition(item) : disposition
  return { disposition: own, reason, ...(own !== 'keep' && { dueOn }) }
}

/** The preview: the same checks as the deed, row by row, and nothing written. */
export const planBulk = (
  actor: Actor,
  items: readonly CleanupItem[],
  order: BulkOrder,
  today: CivilDate,
): PlannedRow[] =>
  items.map((item) => {
    try {
      if (order.action === 'close') {
        itemAfter(item, 'close')
        return { item, disposition: null, refusal: null }
      }
      itemAfter(item, 'decide')
      const decision = decisionOf(item, order)
      checkDecision(actor, item, decision, today)
      return { item, disposition: decision.disposition, refusal: null }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return { item, disposition: null, refusal: error.message }
    }
  })
