import { may, permittedScope } from '../../access/index.ts'
import {
  pageFrom,
  pageSize,
  refusalOf,
  render,
  type RouteDefinition,
  typedValues,
  type WebContext,
  idFrom,
} from '../../web/index.ts'
import { searched } from './asked.ts'
import { CreditCodesPage } from './pages/credit-codes.tsx'
import { listUnitCodes } from './queries/entries.ts'
import { setCreditCode } from './verbs/set-credit-code.ts'

async function unitsPage(
  c: WebContext,
  refused?: { status: number; problem: { unitId: string; sentence: string; typed: string } },
): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const scope = permittedScope(actor, 'national.read', districtId)
  const page = pageFrom(c)
  const search = searched(c)
  const list = await listUnitCodes(deps.db, scope, {
    ...(search && { search }),
    offset: (page - 1) * pageSize,
    limit: pageSize,
  })
  const body = (
    <CreditCodesPage
      c={c}
      {...list}
      page={page}
      mayRecord={may(actor, 'national.record', { districtId, unitId: scope.unitId ?? null })}
      problem={refused?.problem}
    />
  )
  return render(c, body, { title: '统一社会信用代码', current: '/national' }, refused?.status)
}

async function saveCode(c: WebContext): Promise<Response> {
  const { code = '', version } = await typedValues(c)
  const unitId = idFrom(c, '单位')
  const { districtId } = c.var.session
  try {
    await setCreditCode(c.var.deps, c.var.actor, { districtId, unitId, code, version: Number(version ?? 0) })
  } catch (error) {
    const { message: sentence, status } = refusalOf(error)
    return unitsPage(c, { status, problem: { unitId, sentence, typed: code } })
  }
  return c.redirect(`/national/units${new URL(c.req.url).search}`, 303)
}

/** 统一社会信用代码 of units. */
export const codeRoutes: RouteDefinition[] = [
  { method: 'get', path: '/national/units', door: 'national.read', handle: (c) => unitsPage(c) },
  { method: 'post', path: '/national/units/:id', door: 'national.record', handle: saveCode },
]
