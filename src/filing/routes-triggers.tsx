import { permittedScope, scopeOf } from '../access/index.ts'
import { Refusal, refuse } from '../vocabulary/refusals/index.ts'
import {
  formValues,
  pageFrom,
  pageSize,
  render,
  type RouteDefinition,
  searchFrom,
  type WebContext,
  withQuery,
  idFrom,
} from '../web/index.ts'
import { TriggersPage, type TypedDecision } from './pages/triggers.tsx'
import { newTriggerRoutes } from './routes-new-trigger.tsx'
import {
  decideTrigger,
  listTriggers,
  type TriggerRule,
  triggerRules,
  type TriggerState,
  triggerStateLabels,
} from './triggers/index.ts'

const current = '/accountability'

type Refused = { problem?: string; typed?: TypedDecision }

async function page(c: WebContext, refused: Refused = {}, status = 200): Promise<Response> {
  const { deps, actor, session } = c.var
  const scope = permittedScope(actor, 'accountability.read', session.districtId)
  const { state: wanted = '', rule: asked = '' } = c.req.query()
  const state = Object.hasOwn(triggerStateLabels, wanted) ? (wanted as TriggerState) : undefined
  const rule = Object.hasOwn(triggerRules, asked) ? (asked as TriggerRule) : undefined
  const number = pageFrom(c)
  const { rows, total } = await listTriggers(deps.db, scope, {
    ...(state && { state }),
    ...(rule && { rule }),
    search: searchFrom(c),
    offset: (number - 1) * pageSize,
    limit: pageSize,
  })
  const mayDecide = scopeOf(actor, 'accountability.decide', session.districtId) !== undefined
  const mayRaise = scopeOf(actor, 'accountability.raise', session.districtId) !== undefined
  return render(
    c,
    <TriggersPage
      c={c}
      rows={rows}
      total={total}
      page={number}
      mayDecide={mayDecide}
      mayRaise={mayRaise}
      {...refused}
    />,
    { title: '责任追究线索', current },
    status,
  )
}

// A refusal comes back with what was typed, and either way on the list that was being worked through.
async function decide(c: WebContext): Promise<Response> {
  const { state = '', reason = '', version = '0' } = await formValues(c)
  const triggerId = idFrom(c, '责任追究线索')
  try {
    if (state !== 'upheld' && state !== 'dismissed') throw refuse('web.choice-unknown', { what: '处理意见' })
    await decideTrigger(c.var.deps, c.var.actor, {
      districtId: c.var.session.districtId,
      triggerId,
      state,
      reason: String(reason),
      version: Number(version),
    })
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 403 || error.status === 404) throw error
    return page(c, { problem: error.message, typed: { id: triggerId, reason: String(reason) } }, error.status)
  }
  return c.redirect(withQuery(c, { page: undefined }, current), 303)
}

/** 责任追究线索. */
export const triggerRoutes: RouteDefinition[] = [
  { method: 'get', path: '/accountability', door: 'accountability.read', handle: (c) => page(c) },
  ...newTriggerRoutes,
  { method: 'post', path: '/accountability/:id', door: 'accountability.decide', handle: decide },
]
