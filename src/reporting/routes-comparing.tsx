import { namesOfUsers, permittedScope } from '../access/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { defineRoutes, render, shownMinute, type WebContext } from '../web/index.ts'
import { offeredVersions } from './offered.ts'
import { ComparePage } from './pages/compare.tsx'
import { findReport } from './queries.ts'

/** A version beside another of its quarter, both shown to this person; the one that was made first stands left. */
async function compare(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  permittedScope(actor, 'report.read', session.districtId)
  const all = await offeredVersions(c.var, session.districtId)
  const own = c.req.param('id')
  const [from, to] = [c.req.query('from'), c.req.query('to') ?? own].map((wanted) =>
    all.find(({ id }) => id === wanted),
  )
  if (!from || !to || from.quarter !== to.quarter) throw refuse('record.not-found', { what: '报告' })
  const [older, newer] = from.version <= to.version ? [from, to] : [to, from]
  const [before, after] = await Promise.all(
    [older, newer].map(async ({ id }) => (await findReport(deps.db, session.districtId, id))!.content),
  )
  const names = await namesOfUsers(deps, session.districtId, [older.createdBy, newer.createdBy])
  // The differ waits for its first use.
  const { compareReports } = await import('./comparing/compare.ts')
  const page = (
    <ComparePage
      versions={all.filter((version) => version.quarter === newer.quarter)}
      older={older}
      newer={newer}
      found={compareReports(before!, after!)}
      nameOf={(who) => names.get(who) ?? '服务器操作员'}
      minute={(at) => shownMinute(c, at)}
    />
  )
  return render(c, page, { title: '报告版本对照', current: '/reports' })
}

export const comparingRoutes = defineRoutes([
  { method: 'get', path: '/reports/:id/compare', door: 'report.read', handle: compare },
])
