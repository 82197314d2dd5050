import { may, permittedScope, scopeOf } from '../access/index.ts'
import type { Refusal } from '../vocabulary/refusals/index.ts'
import { pageFrom, render, type WebContext } from '../web/index.ts'
import { bulkActions, bulkRight, type TypedOrder } from './bulk/model.ts'
import { frozenAt } from './days.ts'
import { filterOf } from './filter.ts'
import { listItems, proposalDays, tally } from './items/queries.ts'
import { ItemsPage } from './pages/items.tsx'

/** An order or a day's proposals that were refused: why, and what was chosen and typed. */
type RefusedOrder = { problem: string; status: Refusal['status']; typed?: TypedOrder }

/** 清理整合: the list; where something was refused, the same list with what was ticked and typed. */
export async function listPage(c: WebContext, refused?: RefusedOrder): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const scope = permittedScope(actor, 'cleanup.read', districtId)
  const today = deps.clock.today()
  const page = pageFrom(c)
  const { rows, total } = await listItems(deps.db, scope, today, filterOf(c, page))
  const days = await proposalDays(deps.db, districtId)
  const asOf = days.find((day) => day === c.req.query('day'))
  const counted = async (by: 'platform' | 'unit-kind') =>
    asOf && scope.unitId === undefined ? tally(deps.db, districtId, { asOf, by, today }) : []
  const body = (
    <ItemsPage
      c={c}
      rows={rows}
      total={total}
      page={page}
      days={days}
      asOf={asOf}
      byPlatform={await counted('platform')}
      byKind={await counted('unit-kind')}
      today={today}
      frozenAt={await frozenAt(deps.db, { districtId, asOf: today })}
      seesSheets={may(actor, 'cleanup.sheets', { districtId: scope.districtId })}
      maySet={may(actor, 'settings.change', { districtId })}
      mayPropose={scopeOf(actor, 'cleanup.propose', districtId) !== undefined}
      bulk={bulkActions.filter((action) => may(actor, bulkRight(action), { districtId }))}
      told={toldOf(c)}
      refused={refused?.problem}
      typed={refused?.typed}
    />
  )
  return render(c, body, { title: '清理整合', current: '/cleanup' }, refused?.status)
}

function toldOf(c: WebContext): string | undefined {
  const { added, kept } = c.req.query()
  return added === undefined
    ? undefined
    : `已生成清理事项${Number(added)}个，其余${Number(kept)}个账号建议保留，不列事项。`
}
