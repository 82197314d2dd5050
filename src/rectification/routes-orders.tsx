import type { Child } from 'hono/jsx'
import { findDistrict, may, namesOfUsers, permit, permittedScope } from '../access/index.ts'
import type { Quarter } from '../calendar/index.ts'
import { inTransaction, isUuid } from '../database/index.ts'
import { readStoredFile } from '../files/index.ts'
import { loadCalendar } from '../holidays/index.ts'
import { readAccounts } from '../registry/index.ts'
import { append } from '../trail/index.ts'
import { Refusal, refuse } from '../vocabulary/refusals/index.ts'
import {
  contentDisposition,
  defineRoutes,
  formsAbout,
  formValues,
  pageFrom,
  pageSize,
  readUpload,
  render,
  type RouteDefinition,
  searchFrom,
  trailPanel,
  type WebContext,
} from '../web/index.ts'
import { type OrderInput, orderRight } from './act.ts'
import { type Order, type OrderAction, orderActionLabels, orderStates } from './model.ts'
import { NewOrderPage } from './pages/new-order.tsx'
import { typedOrder, type TypedOrder } from './typed-order.ts'
import { OrderPage } from './pages/order.tsx'
import { OrdersPage } from './pages/orders.tsx'
import { termRoutes } from './pages/settings.tsx'
import { type OrderFormat, orderFormats, printOrder } from './print-order.ts'
import { newestResults, turnedFindings } from './queries/findings.ts'
import { listOrders, type OrderFilter } from './queries/lists.ts'
import { orderableQuarters, unorderedFindings, waitingFindings } from './queries/open-problems.ts'
import { findingsOf, readOrder, stepsOf } from './queries/orders.ts'
import type { Said } from './steps.ts'
import { acknowledgeOrder, contestOrder, reportFixed, reportStopped } from './verbs/answer-order.ts'
import { escalateOrder, remindOrder } from './verbs/chase-order.ts'
import { countProblems } from './rules.ts'
import { closeOrder, decideAppeal, maintainOrder, recheckOrder, withdrawOrder } from './verbs/decide-order.ts'
import { draftOrder } from './verbs/draft-order.ts'
import { issueOrder, suggestedNumber } from './verbs/issue-order.ts'

const current = '/orders'

const quartersOf = (c: WebContext) => orderableQuarters(c.var.deps.clock.today())

const unordered = (c: WebContext, quarter: Quarter) =>
  unorderedFindings(c.var.deps.db, c.var.session.districtId, quarter)

async function listPage(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const scope = permittedScope(actor, 'orders.read', districtId)
  const { state } = c.req.query()
  const known: OrderFilter['state'] = state === 'open' ? state : orderStates.find((one) => one === state)
  const page = pageFrom(c)
  const now = deps.clock.now()
  const range = { offset: (page - 1) * pageSize, limit: pageSize }
  const wanted = { state: known, lateAt: state === 'late' ? now : undefined, search: searchFrom(c) }
  const { rows, total } = await listOrders(deps.db, scope, { ...wanted, ...range })
  const drafts = may(actor, 'orders.prepare', { districtId })
  const waiting = drafts ? await waitingFindings(deps.db, districtId, deps.clock.today()) : undefined
  const body = (
    <OrdersPage
      c={c}
      rows={rows}
      total={total}
      page={page}
      now={now}
      unordered={waiting && countProblems(waiting)}
      maySet={may(actor, 'settings.change', { districtId })}
    />
  )
  return render(c, body, { title: '整改', current })
}

type TypedDraft = { unitId: string; order: TypedOrder }

async function newPage(c: WebContext, typed?: TypedDraft, problem?: string, status = 200): Promise<Response> {
  const { deps, session } = c.var
  const quarters = quartersOf(c)
  const asked = quarters.find((one) => one === c.req.query('quarter'))
  // Where nothing is asked for, the newest quarter in which something waits.
  let quarter = asked ?? quarters[0]!
  let waiting = await unordered(c, quarter)
  for (const one of asked ? [] : quarters.slice(1)) {
    if (waiting.length > 0) break
    quarter = one
    waiting = await unordered(c, one)
  }
  const district = await findDistrict(deps.db, session.districtId)
  const units = [...Map.groupBy(waiting, ({ unitId }) => unitId)].map(([unitId, findings]) => ({
    unitId,
    unitName: findings[0]!.unitName,
    findings,
  }))
  const body = (
    <NewOrderPage
      csrf={session.csrf}
      quarter={quarter}
      quarters={quarters}
      waiting={units}
      issuers={{ notice: district.issuingOffice, letter: district.officeName }}
      typed={typed}
      problem={problem}
    />
  )
  return render(c, body, { title: '拟制整改通知', current }, status)
}

async function draft(c: WebContext): Promise<Response> {
  const values = await formValues(c)
  const { findings, form, requirements } = typedOrder(values)
  try {
    const { id } = await draftOrder(c.var.deps, c.var.actor, {
      districtId: c.var.session.districtId,
      findingIds: findings,
      form,
      requirements,
    })
    return c.redirect(`${current}/${id}`, 303)
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 403 || error.status === 404) throw error
    const typed = { unitId: String(values['unitId'] ?? ''), order: { findings, form, requirements } }
    return newPage(c, typed, error.message, error.status)
  }
}

/** The order in the address, for who may see it: a unit its own once it was issued, the office every one. */
async function ownOrder(c: WebContext): Promise<Order> {
  const { deps, actor, session } = c.var
  const id = c.req.param('id') ?? ''
  const order = isUuid(id) ? await readOrder(deps.db, session.districtId, id) : undefined
  const target = { districtId: session.districtId, unitId: order?.unitId ?? null }
  const seen = order?.number != null || may(actor, 'orders.read', { districtId: session.districtId })
  // A form that is sent past its page is refused by name, and kept; who reads only hears that there is none.
  if (order && seen && c.req.method === 'POST') permit(actor, 'orders.read', target)
  if (!order || !seen || !may(actor, 'orders.read', target)) throw refuse('record.not-found', { what: '整改通知' })
  return order
}

/** The paper names responsible people: for the unit it is sent to, and for who works on it at the office. */
function seesPaper(c: WebContext, { unitId }: Order): boolean {
  const { actor, session } = c.var
  const target = { districtId: session.districtId, unitId }
  return (['orders.answer', 'orders.prepare', 'orders.issue', 'orders.decide'] as const).some((right) =>
    may(actor, right, target),
  )
}

type Typed = { action: string; note: string; number: string }

/** What a room above has to say of an order, by the findings it rests on. */
export type OrderPanel = (c: WebContext, findingIds: readonly string[]) => Promise<Child>

type Shown = { typed?: Typed; problem?: string; status?: number }

async function orderPage(
  c: WebContext,
  panels: readonly OrderPanel[],
  { typed, problem, status = 200 }: Shown = {},
): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const order = await ownOrder(c)
  const findings = (await findingsOf(deps.db, districtId, [order.id])).get(order.id) ?? []
  const steps = await stepsOf(deps.db, districtId, order.id)
  const office = may(actor, 'orders.read', { districtId })
  const turned = await turnedFindings(deps.db, districtId, { orderId: order.id })
  const accounts = await readAccounts(deps.db, districtId, { orIds: findings.map(({ accountId }) => accountId) })
  const calendar = await loadCalendar(deps.db)
  const higher = []
  for (const panel of panels)
    higher.push(
      await panel(
        c,
        findings.map(({ findingId }) => findingId),
      ),
    )
  const people = [
    order.preparedBy,
    order.issuedBy,
    ...steps.map(({ by }) => by),
    ...turned.map(({ decidedBy }) => decidedBy),
  ]
  const body = (
    <OrderPage
      c={c}
      order={order}
      findings={findings}
      steps={steps}
      // Reasons of a review are the office's own.
      turned={office ? turned : turned.map((one) => ({ ...one, reason: null, decidedBy: null }))}
      results={await newestResults(deps.db, districtId, findings)}
      names={await namesOfUsers(
        deps,
        districtId,
        people.filter((id) => id !== null),
      )}
      running={new Map(accounts.map(({ id, runningState }) => [id, runningState]))}
      now={deps.clock.now()}
      isProvisional={(day) => calendar.status(Number(day.slice(0, 4))) !== 'official'}
      suggestedNumber={order.state === 'drafted' ? await suggestedNumber(deps, districtId, order.form) : ''}
      may={(action) => may(actor, orderRight(action, order.state), { districtId, unitId: order.unitId })}
      seesPaper={seesPaper(c, order)}
      seesReview={may(actor, 'review.read', { districtId })}
      typed={typed}
      problem={problem}
      panels={higher}
      trail={await trailPanel(c, { kind: 'order', id: order.id })}
    />
  )
  return render(c, body, { title: order.number ?? '整改通知草稿', current }, status)
}

type Step = OrderInput & Said & { number: string }

const steps: Readonly<Record<OrderAction, (c: WebContext, input: Step) => Promise<unknown>>> = {
  issue: (c, input) => issueOrder(c.var.deps, c.var.actor, input),
  acknowledge: (c, input) => acknowledgeOrder(c.var.deps, c.var.actor, input),
  contest: (c, input) => contestOrder(c.var.deps, c.var.actor, input),
  uphold: (c, input) => decideAppeal(c.var.deps, c.var.actor, { ...input, upheld: true }),
  reject: (c, input) => decideAppeal(c.var.deps, c.var.actor, { ...input, upheld: false }),
  stop: (c, input) => reportStopped(c.var.deps, c.var.actor, input),
  fix: (c, input) => reportFixed(c.var.deps, c.var.actor, input),
  pass: (c, input) => recheckOrder(c.var.deps, c.var.actor, { ...input, passed: true }),
  fail: (c, input) => recheckOrder(c.var.deps, c.var.actor, { ...input, passed: false }),
  close: (c, input) => closeOrder(c.var.deps, c.var.actor, input),
  remind: (c, input) => remindOrder(c.var.deps, c.var.actor, input),
  escalate: (c, input) => escalateOrder(c.var.deps, c.var.actor, input),
  maintain: (c, input) => maintainOrder(c.var.deps, c.var.actor, input),
  withdraw: (c, input) => withdrawOrder(c.var.deps, c.var.actor, input),
}

// A refusal comes back on the page it belongs to, with what was typed in the form it was sent from.
async function act(c: WebContext, panels: readonly OrderPanel[]): Promise<Response> {
  const order = await ownOrder(c)
  const values = await formValues(c)
  const typed = {
    action: String(values['action'] ?? ''),
    note: String(values['note'] ?? ''),
    number: String(values['number'] ?? ''),
  }
  try {
    if (!Object.hasOwn(orderActionLabels, typed.action)) throw refuse('web.choice-unknown', { what: '办理事项' })
    await steps[typed.action as OrderAction](c, {
      districtId: c.var.session.districtId,
      orderId: order.id,
      version: Number(values['version'] ?? 0),
      note: typed.note,
      number: typed.number,
      file: await readUpload(c, 'file'),
    })
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 403 || error.status === 404) throw error
    return orderPage(c, panels, { typed, problem: error.message, status: error.status })
  }
  return c.redirect(`${current}/${order.id}`, 303)
}

const download = (c: WebContext, bytes: Uint8Array, mediaType: string, name: string) =>
  c.body(new Uint8Array(bytes), 200, {
    'Content-Type': mediaType,
    'Content-Disposition': contentDisposition(name),
    'Cache-Control': 'private, no-store',
  })

async function paper(c: WebContext): Promise<Response> {
  const { deps, actor, session, demo } = c.var
  const order = await ownOrder(c)
  if (!seesPaper(c, order)) throw refuse('access.denied', { action: '下载整改通知' })
  const format: OrderFormat = c.req.param('format') === 'docx' ? 'docx' : 'pdf'
  const { bytes, name } = await printOrder(deps, session.districtId, order, { format, demo })
  await inTransaction(deps.db, (tx) =>
    append(tx, deps.ids, {
      districtId: session.districtId,
      actor,
      action: 'order.paper-taken',
      subject: { kind: 'order', id: order.id },
      after: { format, draft: order.number === null },
      at: deps.wall.now(),
    }),
  )
  return download(c, bytes, orderFormats[format], name)
}

async function proof(c: WebContext): Promise<Response> {
  const { deps, session } = c.var
  const order = await ownOrder(c)
  const step = (await stepsOf(deps.db, session.districtId, order.id)).find(
    ({ version }) => String(version) === c.req.param('step'),
  )
  if (!step?.fileId) throw refuse('record.not-found', { what: '证明材料' })
  const { bytes, mediaType, name } = await readStoredFile(deps, session.districtId, step.fileId)
  return download(c, bytes, mediaType, name)
}

/** 整改: the list, drafting, one order with its paper and proofs, and the terms. */
export const orderRoutes = (panels: readonly OrderPanel[]): RouteDefinition[] =>
  defineRoutes([
    { method: 'get', path: '/orders', door: 'orders.read', handle: listPage },
    { method: 'get', path: '/orders/new', door: 'orders.prepare', handle: (c) => newPage(c) },
    { method: 'post', path: '/orders/new', door: 'orders.prepare', handle: draft },
    ...termRoutes,
    ...formsAbout(
      'order',
      [
        { method: 'get', path: '/orders/:id', door: 'orders.read', handle: (c) => orderPage(c, panels) },
        { method: 'post', path: '/orders/:id', door: 'orders.read', upload: true, handle: (c) => act(c, panels) },
        { method: 'get', path: '/orders/:id/paper/:format', door: 'orders.read', handle: paper },
        { method: 'get', path: '/orders/:id/files/:step', door: 'orders.read', handle: proof },
      ],
      ({ db }, ...which) => readOrder(db, ...which),
    ),
  ])
