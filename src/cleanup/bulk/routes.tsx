import { permit } from '../../access/index.ts'
import { isCivilDate } from '../../calendar/index.ts'
import { type Disposition, dispositions } from '../../registry/index.ts'
import { bulkMost } from '../../vocabulary/bulk.ts'
import { Refusal, refuse } from '../../vocabulary/refusals/index.ts'
import { formValues, heldFrom, render, type RouteDefinition, tickedFrom, type WebContext } from '../../web/index.ts'
import { filterOf } from '../filter.ts'
import type { CleanupItem } from '../items/model.ts'
import { listItems, readItems } from '../items/queries.ts'
import { listPage } from '../list.tsx'
import { bulkActions, type BulkOrder, bulkRight, type TypedOrder } from './model.ts'
import { BulkDonePage, BulkPage } from './pages.tsx'
import { planBulk } from './plan-bulk.ts'
import { runBulk } from './run-bulk.ts'

const current = '/cleanup'

async function typedOrder(c: WebContext): Promise<TypedOrder> {
  const values = await formValues(c)
  const text = (name: string) => [values[name] ?? ''].flat().at(-1) ?? ''
  return {
    action: text('action'),
    which: text('which'),
    disposition: text('disposition'),
    dueOn: text('dueOn'),
    reason: text('reason'),
    items: [...tickedFrom(values), ...heldFrom(values).map(({ id }) => id)],
  }
}

function chosenDisposition(typed: string): Disposition {
  const found = dispositions.find((one) => one === typed)
  if (!found) throw refuse('cleanup.disposition-required')
  return found
}

function orderFrom({ action: wanted, disposition, dueOn, reason }: TypedOrder): BulkOrder {
  const action = bulkActions.find((one) => one === wanted)
  if (!action) throw refuse('web.choice-unknown', { what: '批量办理' })
  return {
    action,
    // Asked for by one order alone; the others leave the field out or as it stood.
    disposition: action === 'decide' ? chosenDisposition(disposition) : 'keep',
    dueOn: isCivilDate(dueOn) ? dueOn : undefined,
    reason,
  }
}

// The list's filter stays in the address from step to step, so that every way back leads to the same rows.
const searchOf = (c: WebContext) => new URL(c.req.url).search

// An order that is refused as a whole comes back in the list, as it was ticked and typed.
const step =
  (work: (c: WebContext, order: BulkOrder, typed: TypedOrder) => Promise<Response>) =>
  async (c: WebContext): Promise<Response> => {
    const typed = await typedOrder(c)
    try {
      return await work(c, orderFrom(typed), typed)
    } catch (error) {
      if (!(error instanceof Refusal) || error.status === 403) throw error
      return listPage(c, { problem: error.message, status: error.status, typed })
    }
  }

const preview = step(async (c, order, typed) => {
  const { deps, actor, session } = c.var
  permit(actor, bulkRight(order.action), { districtId: session.districtId })
  const rows = planBulk(actor, await chosen(c, typed), order, deps.clock.today())
  const page = <BulkPage csrf={session.csrf} order={order} rows={rows} search={searchOf(c)} />
  return render(c, page, { title: '批量办理预览', current })
})

/** The ticked items, or all that the list's filter leaves. Refuses `bulk.nothing-chosen`, `bulk.too-many`. */
async function chosen(c: WebContext, { which, items }: TypedOrder): Promise<CleanupItem[]> {
  const { deps, session } = c.var
  const { districtId } = session
  if (which !== 'all') {
    if (items.length === 0) throw refuse('bulk.nothing-chosen')
    if (items.length > bulkMost) throw refuse('bulk.too-many', { most: bulkMost, found: items.length })
    return readItems(deps.db, districtId, items)
  }
  const filter = { ...filterOf(c, 1), limit: bulkMost }
  const { rows, total } = await listItems(deps.db, { districtId }, deps.clock.today(), filter)
  if (total === 0) throw refuse('bulk.nothing-chosen')
  if (total > bulkMost) throw refuse('bulk.too-many', { most: bulkMost, found: total })
  return rows
}

// The outcome is the answer itself: sent again, every row is refused, because its version has moved on.
const run = step(async (c, order) => {
  const { deps, actor, session } = c.var
  const held = heldFrom(await formValues(c))
  const rows = await runBulk(deps, actor, { districtId: session.districtId, order, rows: held })
  return render(c, <BulkDonePage order={order} rows={rows} search={searchOf(c)} />, { title: '批量办理结果', current })
})

/** 批量办理: previewed, held, done row by row. The order itself asks which of the two rights it needs. */
export const bulkRoutes: RouteDefinition[] = [
  { method: 'post', path: '/cleanup/bulk', door: 'cleanup.verify', handle: preview },
  { method: 'post', path: '/cleanup/bulk/run', door: 'cleanup.verify', handle: run },
]
