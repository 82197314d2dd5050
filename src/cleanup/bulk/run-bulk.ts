import { type Actor, type Deps, permit } from '../../access/index.ts'
import { bulkMost } from '../../vocabulary/bulk.ts'
import { Refusal, refuse } from '../../vocabulary/refusals/index.ts'
import type { CleanupItem } from '../items/model.ts'
import { readItems } from '../items/queries.ts'
import { closeItem, decideItem } from '../items/work.ts'
import { type BulkOrder, bulkRight, type PlannedRow } from './model.ts'
import { decisionOf } from './plan-bulk.ts'

export type BulkInput = { districtId: string; order: BulkOrder; rows: readonly { id: string; version: number }[] }

/**
 * Carries out what was previewed. One transaction a row: a row that was changed since its preview is refused with
 * `record.changed-meanwhile`, and the others stand. Refuses as a whole `access.denied`, `bulk.nothing-chosen`,
 * `bulk.too-many`.
 */
export async function runBulk(deps: Deps, actor: Actor, { districtId, order, rows }: BulkInput): Promise<PlannedRow[]> {
  permit(actor, bulkRight(order.action), { districtId })
  if (rows.length === 0) throw refuse('bulk.nothing-chosen')
  if (rows.length > bulkMost) throw refuse('bulk.too-many', { most: bulkMost, found: rows.length })
  const shown = new Map(rows.map(({ id, version }) => [id, version]))
  const done: PlannedRow[] = []
  for (const item of await readItems(deps.db, districtId, [...shown.keys()]))
    done.push(await doRow(deps, actor, { districtId, order, item, version: shown.get(item.id) ?? 0 }))
  return done
}

type Row = { districtId: string; order: BulkOrder; item: CleanupItem; version: number }

async function doRow(deps: Deps, actor: Actor, { districtId, order, item, version }: Row): Promise<PlannedRow> {
  const input = { districtId, itemId: item.id, version }
  try {
    if (item.version !== version) throw refuse('record.changed-meanwhile', { what: '清理事项' })
    if (order.action === 'close') {
      await closeItem(deps, actor, input)
      return { item, disposition: null, refusal: null }
    }
    const decision = decisionOf(item, order)
    await decideItem(deps, actor, { ...input, ...decision })
    return { item, disposition: decision.disposition, refusal: null }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { item, disposition: null, refusal: error.message }
  }
}
