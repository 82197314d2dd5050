import { may, namesOfUsers } from '../../access/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import {
  pageFrom,
  pageSize,
  refusalOf,
  render,
  requireUpload,
  type RouteDefinition,
  typedValues,
  type WebContext,
  idFrom,
} from '../../web/index.ts'
import { known } from './asked.ts'
import { comparedFields, differenceKindLabels, differenceStateLabels } from './model.ts'
import { ComparisonPage, type TypedReason } from './pages/comparison.tsx'
import { ComparisonsPage } from './pages/comparisons.tsx'
import { listComparisons, listDifferences, readComparison } from './queries/comparisons.ts'
import { filedAccounts } from './queries/filed.ts'
import { remedyOf } from './rules.ts'
import { acceptDifference, dismissDifference } from './verbs/decide-difference.ts'
import { reconcileNational } from './verbs/reconcile-national.ts'

type Refused = { problem: string; status: number }

async function comparisonsPage(c: WebContext, refused?: Refused & { extent: string }): Promise<Response> {
  const { deps, session } = c.var
  const { districtId } = session
  const page = pageFrom(c)
  const range = { offset: (page - 1) * pageSize, limit: pageSize }
  const { rows: runs, total } = await listComparisons(deps.db, districtId, range)
  const names = await namesOfUsers(
    deps,
    districtId,
    runs.map(({ comparedBy }) => comparedBy),
  )
  const body = <ComparisonsPage c={c} runs={runs} total={total} page={page} names={names} refused={refused} />
  return render(c, body, { title: '与台账比对', current: '/national' }, refused?.status)
}

async function compare(c: WebContext): Promise<Response> {
  const { extent = '' } = await typedValues(c)
  try {
    const { name, bytes } = await requireUpload(c, 'file')
    const { comparisonId } = await reconcileNational(c.var.deps, c.var.actor, {
      districtId: c.var.session.districtId,
      fileName: name,
      bytes,
      extent: extent === 'district' ? 'district' : 'units-in-sheet',
    })
    return c.redirect(`/national/comparisons/${comparisonId}`, 303)
  } catch (error) {
    const { message: problem, status } = refusalOf(error)
    return comparisonsPage(c, { problem, status, extent })
  }
}

async function comparisonPage(c: WebContext, refused?: Refused & { typed: TypedReason }): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  if (!may(actor, 'national.read', { districtId })) throw refuse('access.denied', { action: '查看比对结果' })
  const run = await readComparison(deps.db, districtId, idFrom(c, '比对'))
  if (!run) throw refuse('record.not-found', { what: '比对' })
  const page = pageFrom(c)
  const state =
    c.req.query('state') === 'all' ? undefined : (known(c.req.query('state'), differenceStateLabels) ?? 'open')
  const kind = known(c.req.query('kind'), differenceKindLabels)
  const field = comparedFields.find((one) => one === c.req.query('field'))
  const { rows, total, counts } = await listDifferences(
    deps.db,
    deps.vault,
    { districtId, comparisonId: run.id },
    {
      ...(kind && { kind }),
      ...(field && { field }),
      ...(state && { state }),
      offset: (page - 1) * pageSize,
      limit: pageSize,
    },
  )
  const filed = await filedAccounts(
    deps.db,
    districtId,
    rows.flatMap(({ accountId }) => accountId ?? []),
  )
  const names = await namesOfUsers(deps, districtId, [
    run.comparedBy,
    ...rows.flatMap(({ decidedBy }) => decidedBy ?? []),
  ])
  const body = (
    <ComparisonPage
      c={c}
      run={run}
      by={names.get(run.comparedBy) ?? '服务器操作员'}
      rows={rows.map((row) => ({ ...row, remedy: remedyOf(row, { filed: filed.has(row.accountId ?? '') }) }))}
      names={names}
      total={total}
      page={page}
      counts={counts}
      filter={{ kind: kind ?? '', state: state ?? 'all', field: field ?? '' }}
      mayDecide={may(actor, 'national.compare', { districtId })}
      problem={refused?.problem}
      typed={refused?.typed}
    />
  )
  return render(c, body, { title: '比对结果', current: '/national' }, refused?.status)
}

async function decide(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { decision, version, reason = '' } = await typedValues(c)
  const position = Number(c.req.param('position'))
  if (!Number.isInteger(position) || position < 1 || position > 1e9) throw refuse('record.not-found', { what: '差异' })
  const input = {
    districtId: session.districtId,
    comparisonId: idFrom(c, '比对'),
    position,
    version: Number(version ?? 0),
  }
  try {
    if (decision === 'accept') await acceptDifference(deps, actor, input)
    else await dismissDifference(deps, actor, { ...input, reason })
  } catch (error) {
    const { message: problem, status } = refusalOf(error)
    return comparisonPage(c, { problem, status, typed: { position, reason } })
  }
  return c.redirect(`/national/comparisons/${input.comparisonId}${new URL(c.req.url).search}`, 303)
}

/** 与台账比对: a sheet that came back, held against the ledger, and what a person decides of each difference. */
export const comparisonRoutes: RouteDefinition[] = [
  { method: 'get', path: '/national/comparisons', door: 'national.compare', handle: (c) => comparisonsPage(c) },
  { method: 'post', path: '/national/comparisons', door: 'national.compare', upload: true, handle: compare },
  { method: 'get', path: '/national/comparisons/:id', door: 'national.read', handle: (c) => comparisonPage(c) },
  { method: 'post', path: '/national/comparisons/:id/:position', door: 'national.compare', handle: decide },
]
