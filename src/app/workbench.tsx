import { may, scopeOf } from '../access/index.ts'
import { defineRoutes, type WebContext } from '../web/index.ts'
import { leaderPage } from './workbench/leader.tsx'
import { officePage } from './workbench/office.tsx'
import { unitPage } from './workbench/unit.tsx'

/** The front page by role: a unit sees itself, a leader the report, everybody else what is due in the district. */
function workbench(c: WebContext): Promise<Response> {
  const { actor, session } = c.var
  const target = { districtId: session.districtId }
  if (scopeOf(actor, 'check.read', session.districtId)?.unitId) return unitPage(c)
  const reads = may(actor, 'report.read', target)
  if (reads && !may(actor, 'check.read', target)) return leaderPage(c)
  return officePage(c)
}

export const workbenchRoutes = defineRoutes([{ method: 'get', path: '/', door: 'workbench.open', handle: workbench }])
