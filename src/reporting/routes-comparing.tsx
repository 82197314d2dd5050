import { namesOfUsers, permittedScope } from '../access/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { defineRoutes, render, shownMinute, type WebContext } from '../web/index.ts'
import { offeredVersions } from './offered.ts'
import { ComparePage } from './pages/compare.tsx'
import { findReport, type ReportVersion } from './queries.ts'

/** A version beside another of its quarter, the one before it where none is named; both shown to this person, the first made left. */
async function compare(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  permittedScope(actor, 'report.read', session.districtId)
  const all = await offeredVersions(c.var, session.districtId)
  const wanted = (id: string | undefined) => all.find((one) => one.id === id)
  const to = wanted(c.req.query('to') ?? c.req.param('id'))
  const from = c.req.query('from') === undefined ? to && before(to, all) : wanted(c.req.query('from'))
  if (!from || !to || from.quarter !== to.quarter) throw refuse('record.not-found', { what: '报告' })
  const [older, newer] = from.version <= to.version ? [from, to] : [to, from]
  const [former, latter] = await Promise.all(
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
      found={compareReports(former!, latter!)}
      nameOf={(who) => names.get(who) ?? '服务器操作员'}
      minute={(at) => shownMinute(c, at)}
    />
  )
  return render(c, page, { title: '报告版本对照', current: '/reports' })
}

/** The version of the same quarter that was made last before one. */
const before = ({ quarter, version }: ReportVersion, all: readonly ReportVersion[]) =>
  all.filter((one) => one.quarter === quarter && one.version < version).sort((a, b) => b.version - a.version)[0]

export const comparingRoutes = defineRoutes([
  { method: 'get', path: '/reports/:id/compare', door: 'report.read', handle: compare },
])
