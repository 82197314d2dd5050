import { z } from 'zod'
import { permittedScope, scopeOf } from '../access/index.ts'
import { Refusal, refuse } from '../vocabulary/refusals/index.ts'
import { type UnitKind, unitKindCodes } from '../vocabulary/units.ts'
import {
  formValues,
  type FormValues,
  readForm,
  render,
  type RouteDefinition,
  trailPanel,
  type WebContext,
} from '../web/index.ts'
import { duties, type Duty } from './model.ts'
import type { Revealed } from './pages/account.tsx'
import { UnitForm } from './pages/unit-form.tsx'
import { UnitPage } from './pages/unit.tsx'
import { UnitsPage } from './pages/units.tsx'
import { unitCard } from './queries/cards.ts'
import { listAccounts } from './queries/list-accounts.ts'
import { listUnits, type UnitFilter, unitOrders } from './queries/list-units.ts'
import { readUnits } from './queries/units.ts'
import { idFrom, revealed } from './routes-accounts.tsx'
import { saveUnit } from './verbs/save-unit.ts'
import { setDuty } from './verbs/set-duty.ts'

const current = '/units'

async function listPage(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const scope = permittedScope(actor, 'ledger.read', session.districtId)
  const query = c.req.query()
  const sort = query['sort'] ?? ''
  const kind = unitKindCodes.find((one) => one === query['kind'])
  const order = unitOrders.find((one) => one === sort.replace(/^-/, ''))
  const filter: UnitFilter = {
    search: (query['q'] ?? '').slice(0, 100),
    ...(kind && { kind }),
    ...(order && { order }),
    incomplete: query['duties'] === 'incomplete',
    descending: sort.startsWith('-'),
    page: Math.min(100_000, Math.max(1, Number(query['page']) || 1)),
  }
  const list = await listUnits(deps.db, scope, filter)
  const mayEdit = scopeOf(actor, 'ledger.edit', session.districtId) !== undefined
  return render(c, <UnitsPage c={c} list={list} filter={filter} mayEdit={mayEdit} />, { title: '主办单位', current })
}

async function unitPage(c: WebContext, shown?: Revealed): Promise<Response> {
  const { deps, actor, session } = c.var
  const scope = permittedScope(actor, 'ledger.read', session.districtId)
  const id = idFrom(c, '单位')
  const card = await unitCard(deps, scope, id)
  const accounts = await listAccounts(deps.db, scope, { unitId: id })
  const page = (
    <UnitPage
      card={card}
      accounts={accounts.rows}
      csrf={session.csrf}
      mayEdit={scopeOf(actor, 'ledger.edit', session.districtId) !== undefined}
      mayReveal={scopeOf(actor, 'people.reveal', session.districtId) !== undefined}
      revealed={shown}
      trail={await trailPanel(c, { kind: 'unit', id })}
    />
  )
  return render(c, page, { title: card.unit.name, current })
}

async function reveal(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const id = idFrom(c, '单位')
  const card = await unitCard(deps, permittedScope(actor, 'ledger.read', session.districtId), id)
  const personId = String((await formValues(c))['personId'] ?? '')
  if (!card.duties.some(({ person }) => person?.personId === personId))
    throw refuse('record.not-found', { what: '人员' })
  return unitPage(c, await revealed(c, id, personId))
}

const dutyForm = z.object({ duty: z.enum(duties as [Duty, ...Duty[]]), state: z.enum(['filled', 'vacant']) }).loose()

async function saveDuty(c: WebContext): Promise<Response> {
  const unitId = idFrom(c, '单位')
  const read = await readForm(c, dutyForm)
  if (!read.ok) throw refuse('unit.not-valid', { faults: '责任人没有选对' })
  const { duty, state } = read.value
  const [name, phone] = [`${duty}-name`, `${duty}-phone`].map((field) => textOf(read.value[field]))
  const target = { districtId: c.var.session.districtId, unitId, duty }
  if (state === 'filled' && !name) throw refuse('unit.not-valid', { faults: '请填写姓名' })
  await setDuty(
    c.var.deps,
    c.var.actor,
    state === 'vacant' ? { ...target, state } : { ...target, state, name: name ?? '', ...(phone && { phone }) },
  )
  return c.redirect(`/units/${unitId}`, 303)
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '')

const optionalId = z
  .string()
  .regex(/^[0-9a-f-]{36}$/)
  .optional()
const unitForm = z.object({
  version: z.coerce.number().int().optional(),
  name: z.string('请填写单位全称。').max(60, '单位全称不超过 60 个字。'),
  shortName: z.string().max(30, '简称不超过 30 个字。').optional(),
  kind: z.enum(unitKindCodes as [UnitKind, ...UnitKind[]], '请选择单位类型。'),
  code: z.string().max(30, '单位代码不超过 30 个字符。').optional(),
  parentId: optionalId,
  publicFacing: z.enum(['yes', 'no']).optional(),
  state: z.enum(['active', 'merged', 'abolished']).optional(),
  mergedInto: optionalId,
})

async function showForm(c: WebContext): Promise<Response> {
  const id = c.req.param('id')
  if (id === undefined) return formPage(c, { values: { publicFacing: 'yes', state: 'active' } })
  const { unit } = await unitCard(
    c.var.deps,
    permittedScope(c.var.actor, 'ledger.read', c.var.session.districtId),
    idFrom(c, '单位'),
  )
  const { name, shortName, kind, code, parentId, publicFacing, state, mergedInto } = unit
  const values = {
    name,
    shortName: shortName ?? '',
    kind,
    code,
    parentId: parentId ?? '',
    publicFacing: publicFacing ? 'yes' : 'no',
    state,
    mergedInto: mergedInto ?? '',
  }
  return formPage(c, { id, version: unit.version, values })
}

type Form = Omit<Parameters<typeof UnitForm>[0], 'csrf' | 'units'>

async function formPage(c: WebContext, form: Form, status = 200): Promise<Response> {
  const units = await readUnits(c.var.deps.db, c.var.session.districtId)
  return render(
    c,
    <UnitForm {...form} csrf={c.var.session.csrf} units={units} />,
    { title: form.id ? '修改单位' : '登记单位', current, islands: ['unsaved'] },
    status,
  )
}

async function save(c: WebContext): Promise<Response> {
  const id = c.req.param('id')
  const read = await readForm(c, unitForm)
  const again = (over: { errors?: Record<string, string>; problem?: string; values: FormValues }, status: number) =>
    formPage(c, { ...(id !== undefined && { id, version: Number(over.values['version'] ?? 0) }), ...over }, status)
  if (!read.ok) return again({ errors: read.errors, values: read.values }, 422)
  const { version, name, kind, code, shortName, parentId, publicFacing, state, mergedInto } = read.value
  try {
    const unit = await saveUnit(c.var.deps, c.var.actor, {
      districtId: c.var.session.districtId,
      ...(id !== undefined && { id, version: version ?? 0 }),
      name,
      kind,
      ...(code && { code }),
      shortName: shortName ?? null,
      parentId: parentId ?? null,
      publicFacing: publicFacing !== 'no',
      state: state ?? 'active',
      mergedInto: mergedInto ?? null,
    })
    return c.redirect(`/units/${unit.id}`, 303)
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 403) throw error
    return again({ problem: error.message, values: await formValues(c) }, error.status)
  }
}

/** 主办单位. */
export const unitRoutes: RouteDefinition[] = [
  { method: 'get', path: '/units', door: 'ledger.read', handle: listPage },
  { method: 'get', path: '/units/new', door: 'ledger.edit', handle: showForm },
  { method: 'post', path: '/units/new', door: 'ledger.edit', handle: save },
  { method: 'get', path: '/units/:id', door: 'ledger.read', handle: (c) => unitPage(c) },
  { method: 'post', path: '/units/:id/reveal', door: 'people.reveal', handle: reveal },
  { method: 'post', path: '/units/:id/duties', door: 'ledger.edit', handle: saveDuty },
  { method: 'get', path: '/units/:id/edit', door: 'ledger.edit', handle: showForm },
  { method: 'post', path: '/units/:id/edit', door: 'ledger.edit', handle: save },
]
