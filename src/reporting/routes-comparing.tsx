import { namesOfUsers, permittedScope } from '../access/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { defineRoutes, render, shownMinute, type WebContext } from '../web/index.ts'
import { offeredVersions } from './offered.ts'
import { ComparePage, NothingToCompare } from './pages/compare.tsx'
import { findReport, type ReportVersion } from './queries.ts'

/**
 * Two versions that are shown to this person, of one quarter; the one that was made first stands left. Where none are named
 * these are the two newest.
 */
async function compare(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  permittedScope(actor, 'report.read', session.districtId)
  const all = await offeredVersions(c.var, session.districtId)
  const named = ['from', 'to'].map((name) => c.req.query(name))
  if (named.every((id) => id === undefined) && !twoNewest(all)) return render(c, <NothingToCompare />, page)
  const [from, to] = named.every((id) => id === undefined)
    ? twoNewest(all)!
    : named.map((id) => all.find((version) => version.id === id))
  if (!from || !to || from.quarter !== to.quarter) throw refuse('record.not-found', { what: '报告' })
  const [older, newer] = from.version <= to.version ? [from, to] : [to, from]
  const [before, after] = await Promise.all(
    [older, newer].map(async ({ id }) => (await findReport(deps.db, session.districtId, id))!.content),
  )
  const names = await namesOfUsers(deps, session.districtId, [older.createdBy, newer.createdBy])
  // The differ waits for its first use.
  const { compareReports } = await import('./comparing/compare.ts')
  const body = (
    <ComparePage
      versions={all.filter((version) => version.quarter === newer.quarter)}
      older={older}
      newer={newer}
      found={compareReports(before!, after!)}
      nameOf={(who) => names.get(who) ?? '服务器操作员'}
      minute={(at) => shownMinute(c, at)}
    />
  )
  return render(c, body, page)
}

const page = { title: '报告版本对照', current: '/reports' } as const

function twoNewest(all: readonly ReportVersion[]): [ReportVersion, ReportVersion] | undefined {
  const newer = all.find(({ quarter, version }) => all.some((one) => one.quarter === quarter && one.version < version))
  const older = newer && all.find((one) => one.quarter === newer.quarter && one.version < newer.version)
  return newer && older && [older, newer]
}

export const comparingRoutes = defineRoutes([
  { method: 'get', path: '/reports/compare', door: 'report.read', handle: compare },
])
