import { scopeOf } from '../../access/index.ts'
import type { AccountPanel } from '../../registry/index.ts'
import { pageFrom, pageSize, render, type RouteDefinition, type WebContext } from '../../web/index.ts'
import { filedDifferences } from './differences.ts'
import { DifferencesPage, DifferencesPanel } from './differences-page.tsx'

async function listPage(c: WebContext): Promise<Response> {
  const accounts = await filedDifferences(c.var.deps, c.var.session.districtId)
  const found = accounts.flatMap(({ differences, ...one }) => differences.map((difference) => ({ ...one, difference })))
  const page = pageFrom(c)
  const rows = found.slice((page - 1) * pageSize, page * pageSize)
  const mayFile = scopeOf(c.var.actor, 'filing.fill', c.var.session.districtId) !== undefined
  const body = <DifferencesPage c={c} rows={rows} total={found.length} page={page} mayFile={mayFile} />
  return render(c, body, { title: '台账与备案不一致', current: '/accounts' })
}

/** On an account's page: where the ledger parts from what was filed of it. */
export const filedAccountPanel: AccountPanel = async (c, accountId) => {
  const { deps, session } = c.var
  const [found] = await filedDifferences(deps, session.districtId, accountId)
  return found ? <DifferencesPanel found={found} /> : null
}

/** 台账与备案不一致, for who keeps the ledger. */
export const directoryRoutes: RouteDefinition[] = [
  { method: 'get', path: '/filing/differences', door: 'ledger.edit', handle: listPage },
]
