import { permit } from '../../access/index.ts'
import { isCivilDate } from '../../calendar/index.ts'
import { dispositions } from '../../registry/index.ts'
import { bulkMost } from '../../vocabulary/bulk.ts'
import { Refusal, refuse } from '../../vocabulary/refusals/index.ts'
import {
  formValues,
  type FormValues,
  heldFrom,
  render,
  type RouteDefinition,
  tickedFrom,
  type WebContext,
} from '../../web/index.ts'
import { filterOf } from '../filter.ts'
import type { CleanupItem } from '../items/model.ts'
import { listItems, readItems } from '../items/queries.ts'
import { bulkActions, type BulkOrder, bulkRight, type PlannedRow } from './model.ts'
import { BulkDonePage, BulkPage } from './pages.tsx'
import { planBulk } from './plan-bulk.ts'
import { runBulk } from './run-bulk.ts'

const current = '/cleanup'
const text = (values: FormValues, name: string) => [values[name] ?? ''].flat().at(-1) ?? ''

function orderFrom(values: FormValues): BulkOrder {
  const dueOn = text(values, 'dueOn')
  return {
    action: bulkActions.find((one) => one === text(values, 'action')) ?? 'decide',
    disposition: dispositions.find((one) => one === text(values, 'disposition')) ?? 'keep',
    dueOn: isCivilDate(dueOn) ? dueOn : undefined,
    reason: text(values, 'reason').slice(0, 500),
  }
}

// The way back keeps the filter; nothing but our own list is led back to.
function backFrom(c: WebContext, values: FormValues): string {
  const kept = text(values, 'back')
  if (/^\/cleanup(\?|$)/.test(kept)) return kept
  const { search } = new URL(c.req.url)
  return `/cleanup${search}`
}

async function preview(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const values = await formValues(c)
  const order = orderFrom(values)
  permit(actor, bulkRight(order.action), { districtId: session.districtId })
  const back = backFrom(c, values)
  const show = (rows: readonly PlannedRow[], problem?: Refusal) =>
    render(
      c,
      <BulkPage csrf={session.csrf} order={order} rows={rows} back={back} problem={problem?.message} />,
      { title: '批量办理预览', current },
      problem?.status,
    )
  try {
    return show(planBulk(actor, await chosen(c, values), order, deps.clock.today()))
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 403) throw error
    return show([], error)
  }
}

/** The ticked items, or all that the list's filter leaves. Refuses `bulk.nothing-chosen`, `bulk.too-many`. */
async function chosen(c: WebContext, values: FormValues): Promise<CleanupItem[]> {
  const { deps, session } = c.var
  const { districtId } = session
  const ticked = tickedFrom(values)
  if (text(values, 'which') !== 'all') {
    if (ticked.length === 0) throw refuse('bulk.nothing-chosen')
    if (ticked.length > bulkMost) throw refuse('bulk.too-many', { most: bulkMost, found: ticked.length })
    return readItems(deps.db, districtId, ticked)
  }
  const filter = { ...filterOf(c, 1), limit: bulkMost }
  const { rows, total } = await listItems(deps.db, { districtId }, deps.clock.today(), filter)
  if (total === 0) throw refuse('bulk.nothing-chosen')
  if (total > bulkMost) throw refuse('bulk.too-many', { most: bulkMost, found: total })
  return rows
}

// The outcome is the answer itself: sent again, every row is refused, because its version has moved on.
async function run(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const values = await formValues(c)
  const order = orderFrom(values)
  const rows = await runBulk(deps, actor, { districtId: session.districtId, order, rows: heldFrom(values) })
  const page = <BulkDonePage order={order} rows={rows} back={backFrom(c, values)} />
  return render(c, page, { title: '批量办理结果', current })
}

/** 批量办理: previewed, held, done row by row. The order itself asks which of the two rights it needs. */
export const bulkRoutes: RouteDefinition[] = [
  { method: 'post', path: '/cleanup/bulk', door: 'cleanup.verify', handle: preview },
  { method: 'post', path: '/cleanup/bulk/run', door: 'cleanup.verify', handle: run },
]
