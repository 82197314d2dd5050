import { may, namesOfUsers, permit, permittedScope } from '../../access/index.ts'
import { isCivilDate } from '../../calendar/index.ts'
import { isUuid } from '../../database/index.ts'
import { readStoredFile } from '../../files/index.ts'
import { triggerRules } from '../../filing/index.ts'
import { readUnit } from '../../registry/index.ts'
import { Refusal, refuse } from '../../vocabulary/refusals/index.ts'
import {
  contentDisposition,
  defineRoutes,
  formsAbout,
  type FormValues,
  formValues,
  pageFrom,
  pageSize,
  readUpload,
  render,
  type RouteDefinition,
  trailPanel,
  type WebContext,
} from '../../web/index.ts'
import { circularsAbout } from '../circulars/queries.ts'
import { listOrders } from '../queries/lists.ts'
import { type CaseInput, caseRight } from './act.ts'
import type { Said } from '../steps.ts'
import { CasePage, type ToldEvidence } from './case-page.tsx'
import {
  closeCase,
  decideCase,
  dropCase,
  makeStatement,
  notifyUnit,
  recordOutcome,
  serveDecision,
} from './decide-case.ts'
import type { Chosen, Offered } from './evidence-fields.tsx'
import { AccountabilityPage } from './list-page.tsx'
import {
  type AccountabilityCase,
  accountabilityStates,
  type CaseAction,
  caseActionLabels,
  type Measure,
  measureLabels,
  type Outcome,
  outcomeLabels,
} from './model.ts'
import { NewCasePage, NoUnitPage } from './new-page.tsx'
import { addEvidence, openCase, type Pieces } from './open-case.ts'
import { isOpenToUnit } from './rules.ts'
import {
  caseSteps,
  evidenceOf,
  listAccountability,
  readAccountability,
  unitsWithClues,
  upheldClues,
} from './queries.ts'

const current = '/accountability-cases'
const MOST = 50
const isRefused = (error: unknown): error is Refusal =>
  error instanceof Refusal && error.status !== 403 && error.status !== 404

async function listPage(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const scope = permittedScope(actor, 'accountability.read', session.districtId)
  const { state } = c.req.query()
  const known = state === 'open' ? state : accountabilityStates.find((one) => one === state)
  const page = pageFrom(c)
  const range = { offset: (page - 1) * pageSize, limit: pageSize }
  const { rows, total } = await listAccountability(deps.db, scope, { state: known, ...range })
  const opens = may(actor, 'accountability.open', { districtId: session.districtId })
  const waiting = opens ? await unitsWithClues(deps.db, session.districtId) : undefined
  const body = <AccountabilityPage c={c} rows={rows} total={total} page={page} waiting={waiting} />
  return render(c, body, { title: '责任追究', current })
}

async function offeredOf(c: WebContext, unitId: string, caseId?: string): Promise<Offered> {
  const { deps, session } = c.var
  const { districtId } = session
  const { rows } = await listOrders(deps.db, { districtId, unitId }, { offset: 0, limit: MOST })
  const clues = await upheldClues(deps.db, districtId, unitId)
  return {
    clues: clues.filter((one) => one.caseId === null || one.caseId === caseId),
    orders: rows.filter(({ number }) => number !== null),
    circulars: await circularsAbout(deps.db, districtId, { unitId }),
  }
}

const listOf = (value: FormValues[string] | undefined): string[] => [value ?? []].flat()
const chosenIn = (values: FormValues): Chosen => ({
  triggers: listOf(values['triggers']),
  orders: listOf(values['orders']),
  circulars: listOf(values['circulars']),
})
const textsOf = (values: FormValues): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]))

async function piecesIn(c: WebContext, values: FormValues): Promise<Pieces> {
  const { triggers, orders, circulars } = chosenIn(values)
  return {
    triggerIds: triggers,
    orderIds: orders,
    circularIds: circulars,
    file: await readUpload(c, 'file'),
    fileNote: String(values['fileNote'] ?? ''),
  }
}

async function newPage(c: WebContext, values: FormValues = {}, problem?: string, status = 200): Promise<Response> {
  const { deps, session } = c.var
  const unitId = String(values['unitId'] ?? c.req.query('unitId') ?? '')
  const unit = isUuid(unitId) ? await readUnit(deps.db, session.districtId, unitId) : undefined
  if (!unit) return render(c, <NoUnitPage />, { title: '责任追究立项', current }, problem === undefined ? 200 : status)
  const offered = await offeredOf(c, unit.id)
  const all = { triggers: offered.clues.map(({ id }) => id), orders: [], circulars: [] }
  const body = (
    <NewCasePage
      csrf={session.csrf}
      unit={unit}
      offered={offered}
      chosen={problem === undefined ? all : chosenIn(values)}
      typed={textsOf(values)}
      problem={problem}
    />
  )
  return render(c, body, { title: '责任追究立项', current }, status)
}

async function open(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const values = await formValues(c)
  try {
    const { id } = await openCase(deps, actor, {
      districtId: session.districtId,
      unitId: String(values['unitId'] ?? ''),
      note: String(values['note'] ?? ''),
      ...(await piecesIn(c, values)),
    })
    return c.redirect(`${current}/${id}`, 303)
  } catch (error) {
    if (!isRefused(error)) throw error
    return newPage(c, values, error.message, error.status)
  }
}

/** The case in the address, for who may see it: the office, and its unit once it was told. */
async function ownCase(c: WebContext): Promise<AccountabilityCase> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const id = c.req.param('id') ?? ''
  const one = isUuid(id) ? await readAccountability(deps.db, districtId, id) : undefined
  const office = may(actor, 'accountability.read', { districtId })
  const told = one !== undefined && isOpenToUnit(one)
  const unit = one !== undefined && may(actor, 'accountability.answer', { districtId, unitId: one.unitId })
  if (one && told && !office && c.req.method === 'POST')
    permit(actor, 'accountability.answer', { districtId, unitId: one.unitId })
  if (!one || !(office || (unit && told))) throw refuse('record.not-found', { what: '责任追究事项' })
  return one
}

async function toldEvidence(c: WebContext, one: AccountabilityCase, offered: Offered): Promise<ToldEvidence[]> {
  const { deps, actor, session } = c.var
  const office = may(actor, 'accountability.read', { districtId: session.districtId })
  return (await evidenceOf(deps.db, session.districtId, one.id)).map((piece) => {
    const { kind, refId } = piece
    if (kind === 'clue') {
      const clue = offered.clues.find(({ id }) => id === refId)
      const words = clue ? `${clue.rule} ${triggerRules[clue.rule].label}　${clue.accountName ?? ''}` : '线索'
      return { ...piece, words, href: office ? '/accountability?state=upheld' : undefined }
    }
    if (kind === 'order') {
      const number = offered.orders.find(({ id }) => id === refId)?.number
      return { ...piece, words: number ?? '整改通知', href: `/orders/${refId}` }
    }
    if (kind === 'circular') {
      const title = offered.circulars.find(({ id }) => id === refId)?.title
      return { ...piece, words: title ?? '上级通报', href: office ? `/upper-circulars/${refId}` : undefined }
    }
    return { ...piece, words: '书面材料', href: `${current}/${one.id}/files/evidence/${piece.id}` }
  })
}

async function casePage(c: WebContext, typed: Record<string, string> = {}, problem?: string, status = 200) {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const one = await ownCase(c)
  const offered = await offeredOf(c, one.unitId, one.id)
  const steps = await caseSteps(deps.db, districtId, one.id)
  const body = (
    <CasePage
      c={c}
      one={one}
      evidence={await toldEvidence(c, one, offered)}
      steps={steps}
      names={await namesOfUsers(
        deps,
        districtId,
        steps.map(({ by }) => by),
      )}
      now={deps.clock.now()}
      may={(action) => may(actor, caseRight(action), { districtId, unitId: one.unitId })}
      office={may(actor, 'accountability.read', { districtId })}
      offered={offered}
      typed={typed}
      problem={problem}
      trail={await trailPanel(c, { kind: 'accountability', id: one.id })}
    />
  )
  return render(c, body, { title: `责任追究：${one.unitName}`, current }, status)
}

const chosen = <T extends string>(text: string, labels: Readonly<Record<T, string>>, what: string): T => {
  if (!Object.hasOwn(labels, text)) throw refuse('web.choice-unknown', { what })
  return text as T
}

type Step = CaseInput & Said
const steps: Readonly<Record<CaseAction, (c: WebContext, input: Step, values: FormValues) => Promise<unknown>>> = {
  'add-evidence': async (c, input, values) =>
    addEvidence(c.var.deps, c.var.actor, { ...input, ...(await piecesIn(c, values)) }),
  notify: (c, input) => notifyUnit(c.var.deps, c.var.actor, input),
  state: (c, input) => makeStatement(c.var.deps, c.var.actor, input),
  async decide(c, input, values) {
    const measure: Measure = chosen(String(values['measure'] ?? ''), measureLabels, '处理方式')
    return decideCase(c.var.deps, c.var.actor, { ...input, measure })
  },
  drop: (c, input) => dropCase(c.var.deps, c.var.actor, input),
  serve: (c, input) => serveDecision(c.var.deps, c.var.actor, input),
  async 'record-outcome'(c, input, values) {
    const outcome: Outcome = chosen(String(values['outcome'] ?? ''), outcomeLabels, '决定')
    const on = String(values['on'] ?? '')
    if (!isCivilDate(on)) throw refuse('web.form-unreadable')
    const [body, number] = [String(values['body'] ?? ''), String(values['number'] ?? '')]
    return recordOutcome(c.var.deps, c.var.actor, { ...input, outcome, on, body, number })
  },
  close: (c, input) => closeCase(c.var.deps, c.var.actor, input),
}

async function act(c: WebContext): Promise<Response> {
  const one = await ownCase(c)
  const values = await formValues(c)
  try {
    const action = chosen(String(values['action'] ?? ''), caseActionLabels, '办理事项')
    const note = String(values['note'] ?? '')
    const file = action === 'add-evidence' ? undefined : await readUpload(c, 'file')
    const version = Number(values['version'] ?? 0)
    await steps[action](c, { districtId: c.var.session.districtId, caseId: one.id, version, note, file }, values)
  } catch (error) {
    if (!isRefused(error)) throw error
    return casePage(c, textsOf(values), error.message, error.status)
  }
  return c.redirect(`${current}/${one.id}`, 303)
}

async function sendFile(c: WebContext, fileId: string | null | undefined): Promise<Response> {
  if (!fileId) throw refuse('record.not-found', { what: '材料' })
  const { bytes, mediaType, name } = await readStoredFile(c.var.deps, c.var.session.districtId, fileId)
  return c.body(new Uint8Array(bytes), 200, {
    'Content-Type': mediaType,
    'Content-Disposition': contentDisposition(name),
    'Cache-Control': 'private, no-store',
  })
}

async function proof(c: WebContext): Promise<Response> {
  const one = await ownCase(c)
  const all = await caseSteps(c.var.deps.db, c.var.session.districtId, one.id)
  return sendFile(c, all.find(({ version }) => String(version) === c.req.param('step'))?.fileId)
}

async function evidence(c: WebContext): Promise<Response> {
  const one = await ownCase(c)
  const all = await evidenceOf(c.var.deps.db, c.var.session.districtId, one.id)
  return sendFile(c, all.find(({ id, kind }) => kind === 'file' && id === c.req.param('piece'))?.refId)
}

/** 责任追究. One case is for the office and, once it was told, for its unit: who may see it is asked of the case itself. */
export const accountabilityRoutes: RouteDefinition[] = defineRoutes([
  { method: 'get', path: '/accountability-cases', door: 'accountability.read', handle: listPage },
  { method: 'get', path: '/accountability-cases/new', door: 'accountability.open', handle: (c) => newPage(c) },
  { method: 'post', path: '/accountability-cases/new', door: 'accountability.open', upload: true, handle: open },
  ...formsAbout(
    'accountability',
    [
      { method: 'get', path: '/accountability-cases/:id', door: 'signed-in', handle: (c) => casePage(c) },
      { method: 'post', path: '/accountability-cases/:id', door: 'signed-in', upload: true, handle: act },
      { method: 'get', path: '/accountability-cases/:id/files/:step', door: 'signed-in', handle: proof },
      { method: 'get', path: '/accountability-cases/:id/files/evidence/:piece', door: 'signed-in', handle: evidence },
    ],
    ({ db }, ...which) => readAccountability(db, ...which),
  ),
])
