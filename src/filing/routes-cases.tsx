import { may, permittedScope } from '../access/index.ts'
import { isUuid } from '../database/index.ts'
import { Refusal, refuse } from '../vocabulary/refusals/index.ts'
import {
  formValues,
  pageFrom,
  pageSize,
  render,
  searchFrom,
  type RouteDefinition,
  type WebContext,
} from '../web/index.ts'
import { beginCase } from './cases/file-case.ts'
import { type CaseKind, caseKindLabels, caseKinds, caseStates } from './cases/model.ts'
import { accountsToFile, unitsToFile } from './cases/pick.ts'
import { type CaseFilter, listCases, unitOfAccount } from './cases/records.ts'
import { BeginPage } from './pages/case-begin.tsx'
import { CasesPage } from './pages/cases.tsx'
import { oneCaseRoutes } from './routes-case.tsx'

const current = '/cases'

async function listPage(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const scope = permittedScope(actor, 'filing.read', session.districtId)
  const page = pageFrom(c)
  const { state, kind } = c.req.query()
  const filter: CaseFilter = { search: searchFrom(c), offset: (page - 1) * pageSize, limit: pageSize }
  const knownState = state === 'open' ? 'open' : caseStates.find((one) => one === state)
  const knownKind = caseKinds.find((one) => one === kind)
  const { rows, total } = await listCases(deps.db, scope, {
    ...filter,
    ...(knownState && { state: knownState }),
    ...(knownKind && { kind: knownKind }),
  })
  const target = { districtId: session.districtId, unitId: actor.unitId }
  const body = <CasesPage c={c} rows={rows} total={total} page={page} mayFile={may(actor, 'filing.fill', target)} />
  return render(c, body, { title: '备案事项', current })
}

async function beginPage(c: WebContext, problem?: Refusal, status = 200): Promise<Response> {
  const { deps, actor, session } = c.var
  const scope = permittedScope(actor, 'filing.fill', session.districtId)
  const typed = problem === undefined ? c.req.query() : await formValues(c)
  const search = String(typed['q'] ?? '')
    .trim()
    .slice(0, 60)
  const units = await unitsToFile(deps.db, scope, { search, chosen: idIn(typed['unitId']) })
  const accounts = await accountsToFile(deps.db, scope, { search, chosen: idIn(typed['accountId']) })
  const page = (
    <BeginPage
      c={c}
      units={units}
      accounts={accounts}
      search={scope.unitId === undefined ? search : undefined}
      values={{
        kind: String(typed['kind'] ?? 'open'),
        unitId: String(typed['unitId'] ?? (units.total === 1 ? units.rows[0]?.id : '')),
        accountId: String(typed['accountId'] ?? ''),
      }}
      problem={problem}
    />
  )
  return render(c, page, { title: '申请备案', current }, status)
}

async function begin(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const { kind = '', unitId = '', accountId = '' } = await formValues(c)
  try {
    const known = caseKinds.find((one) => one === kind)
    if (!known) throw refuse('web.choice-unknown', { what: '事项' })
    const account = idIn(accountId)
    if (known === 'open' && account !== undefined) throw refuse('case.account-not-asked')
    // Who chose an account has said whose it is.
    const owner = idIn(unitId) ?? (account && (await unitOfAccount(deps.db, districtId, account)))
    if (!owner) throw refuse(known === 'open' ? 'case.unit-required' : 'case.account-required', wordsOf(known))
    const chosen = { districtId, unitId: owner, kind: known, answers: {}, ...(account && { accountId: account }) }
    const { id } = await beginCase(deps, actor, chosen)
    return c.redirect(`/cases/${id}`, 303)
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 403) throw error
    return beginPage(c, error, error.status)
  }
}

const idIn = (found: unknown) => (typeof found === 'string' && isUuid(found) ? found : undefined)
const wordsOf = (kind: CaseKind) => ({ kind: caseKindLabels[kind] })

/** 备案事项: 开设、变更、关停、注销. */
export const caseRoutes: RouteDefinition[] = [
  { method: 'get', path: '/cases', door: 'filing.read', handle: listPage },
  { method: 'get', path: '/cases/new', door: 'filing.fill', handle: (c) => beginPage(c) },
  { method: 'post', path: '/cases/new', door: 'filing.fill', handle: begin },
  ...oneCaseRoutes,
]
