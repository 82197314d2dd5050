import { originOf } from './pages/origin.ts'
import { z } from 'zod'
import { permittedScope, scopeOf } from '../access/index.ts'
import { Refusal, refuse } from '../vocabulary/refusals/index.ts'
import { type UnitKind, unitKindCodes } from '../vocabulary/units.ts'
import {
  formValues,
  type FormValues,
  idField,
  readForm,
  render,
  type RouteDefinition,
  trailPanel,
  type WebContext,
  idFrom,
} from '../web/index.ts'
import { duties, type Duty, dutyLabels, type Unit } from './model.ts'
import { UnitForm, unitWords } from './pages/unit-form.tsx'
import { UnitPage } from './pages/unit.tsx'
import { UnitsPage } from './pages/units.tsx'
import { unitCard } from './queries/cards.ts'
import { listAccounts } from './queries/list-accounts.ts'
import { listUnits, type UnitFilter, unitOrders } from './queries/list-units.ts'
import { readUnits } from './queries/units.ts'
import { revealed, shownVersion } from './routes-accounts.tsx'
import type { UnitPanel } from './routes.tsx'
import { keptShown, overNewer, shownField } from './untouched.ts'
import { saveUnit, type UnitInput } from './verbs/save-unit.ts'
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

type Answer = Pick<Parameters<typeof UnitPage>[0], 'revealed' | 'faultyDuty'>

function unitPage(panels: readonly UnitPanel[]) {
  return async (c: WebContext, answer: Answer = {}, status = 200): Promise<Response> => {
    const { deps, actor, session } = c.var
    const scope = permittedScope(actor, 'ledger.read', session.districtId)
    const id = idFrom(c, '单位')
    const card = await unitCard(deps, scope, id)
    const accounts = await listAccounts(deps.db, scope, { unitId: id })
    const higher = []
    for (const panel of panels) higher.push(await panel(c, card.unit))
    const page = (
      <UnitPage
        card={card}
        accounts={accounts}
        csrf={session.csrf}
        mayEdit={scopeOf(actor, 'ledger.edit', session.districtId) !== undefined}
        mayReveal={scopeOf(actor, 'people.reveal', session.districtId) !== undefined}
        {...answer}
        panels={higher}
        trail={await trailPanel(c, { kind: 'unit', id }, await originOf(c, 'unit', id))}
      />
    )
    return render(c, page, { title: card.unit.name, current }, status)
  }
}

type ShowUnit = ReturnType<typeof unitPage>

const reveal =
  (show: ShowUnit) =>
  async (c: WebContext): Promise<Response> => {
    const { deps, actor, session } = c.var
    const id = idFrom(c, '单位')
    const card = await unitCard(deps, permittedScope(actor, 'ledger.read', session.districtId), id)
    const personId = String((await formValues(c))['personId'] ?? '')
    if (![...card.duties.map(({ person }) => person), card.form.reporter].some((one) => one?.personId === personId))
      throw refuse('record.not-found', { what: '人员' })
    return show(c, { revealed: await revealed(c, id, personId) })
  }

const dutyForm = z
  .object({
    duty: z.enum(duties as [Duty, ...Duty[]]),
    state: z.enum(['filled', 'vacant']),
    version: z.coerce.number().int().default(0),
  })
  .loose()

const saveDuty =
  (show: ShowUnit) =>
  async (c: WebContext): Promise<Response> => {
    const unitId = idFrom(c, '单位')
    const read = await readForm(c, dutyForm)
    if (!read.ok) throw refuse('unit.not-valid', { faults: '责任人没有选对' })
    const { duty, state, name = '', phone } = typedDuty(read.value)
    const target = { districtId: c.var.session.districtId, unitId, duty, version: read.value.version }
    try {
      if (state === 'filled' && name === '') throw refuse('unit.not-valid', { faults: `请填写${dutyLabels[duty]}姓名` })
      const input = state === 'vacant' ? { ...target, state } : { ...target, state, name, ...(phone && { phone }) }
      await setDuty(c.var.deps, c.var.actor, input)
    } catch (error) {
      // What was typed stays on the page, beside what somebody else may have said meanwhile.
      if (!(error instanceof Refusal) || ![409, 422].includes(error.status)) throw error
      return show(c, { faultyDuty: { duty, name, phone: phone ?? '', problem: error.message } }, error.status)
    }
    return c.redirect(`/units/${unitId}`, 303)
  }

function typedDuty(sent: z.output<typeof dutyForm>) {
  const { duty, state } = sent
  const [name, phone] = [sent[`${duty}-name`], sent[`${duty}-phone`]].map((text) =>
    typeof text === 'string' ? text.trim() : '',
  )
  return { duty, state, name, phone }
}

const optionalId = idField('请从列表中选择单位。').optional()
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

const cardOf = (c: WebContext) =>
  unitCard(c.var.deps, permittedScope(c.var.actor, 'ledger.read', c.var.session.districtId), idFrom(c, '单位'))

async function showForm(c: WebContext): Promise<Response> {
  if (c.req.param('id') === undefined)
    return formPage(c, undefined, { values: { publicFacing: 'yes', state: 'active' } })
  const { unit } = await cardOf(c)
  const values = formOf(unit)
  return formPage(c, unit, { values, shown: shownField(values) })
}

/** A unit as its form shows it. */
function formOf({ name, shortName, kind, code, parentId, publicFacing, state, mergedInto }: Unit) {
  return {
    name,
    shortName: shortName ?? '',
    kind,
    code,
    parentId: parentId ?? '',
    publicFacing: publicFacing ? 'yes' : 'no',
    state,
    mergedInto: mergedInto ?? '',
  }
}

type Form = Pick<Parameters<typeof UnitForm>[0], 'values' | 'errors' | 'problem' | 'differences' | 'version' | 'shown'>

async function formPage(c: WebContext, unit: Unit | undefined, form: Form, status = 200): Promise<Response> {
  const units = await readUnits(c.var.deps.db, c.var.session.districtId)
  return render(
    c,
    <UnitForm
      {...(unit && { id: unit.id, version: unit.version })}
      shown={keptShown(form.values)}
      {...form}
      csrf={c.var.session.csrf}
      units={units}
    />,
    { title: unit ? '修改单位' : '登记单位', current, islands: ['unsaved'] },
    status,
  )
}

async function save(c: WebContext): Promise<Response> {
  const before = c.req.param('id') === undefined ? undefined : (await cardOf(c)).unit
  const read = await readForm(c, unitForm)
  if (!read.ok) {
    const { errors, values } = read
    return formPage(c, before, { errors, values, ...shownVersion(values) }, 422)
  }
  try {
    const unit = await saveUnit(c.var.deps, c.var.actor, unitInput(c.var.session.districtId, before?.id, read.value))
    return c.redirect(`/units/${unit.id}`, 303)
  } catch (error) {
    // What was typed stays on the page.
    if (!(error instanceof Refusal) || error.status === 403) throw error
    const values = await formValues(c)
    if (before && error.code === 'record.changed-meanwhile') return overtaken(c, values)
    return formPage(c, before, { problem: error.message, values, ...shownVersion(values) }, error.status)
  }
}

function unitInput(districtId: string, id: string | undefined, sent: z.output<typeof unitForm>): UnitInput {
  const { version, name, kind, code, shortName, parentId, publicFacing, state, mergedInto } = sent
  return {
    districtId,
    ...(id !== undefined && { id, version: version ?? 0 }),
    name,
    kind,
    ...(code && { code }),
    shortName: shortName ?? null,
    parentId: parentId ?? null,
    publicFacing: publicFacing !== 'no',
    state: state ?? 'active',
    mergedInto: mergedInto ?? null,
  }
}

// Somebody else saved first: both readings side by side, and a second saving is made on the unit as it now is.
async function overtaken(c: WebContext, typedHere: FormValues): Promise<Response> {
  const { unit } = await cardOf(c)
  const shown = formOf(unit)
  const values = overNewer(typedHere, shown)
  const units = await readUnits(c.var.deps.db, c.var.session.districtId)
  const [now, typed] = [unitWords(shown, units), unitWords(values, units)]
  const differences = now
    .map(({ label, text }, at) => ({ label, before: text, after: typed[at]?.text ?? '' }))
    .filter(({ before, after }) => before !== after)
  const problem = '该单位刚刚被其他人修改，您填写的内容还没有保存。'
  return formPage(c, unit, { problem, values, differences, shown: shownField(shown) }, 409)
}

/** 主办单位; `panels` stand below a unit's accounts. */
export function unitRoutes(panels: readonly UnitPanel[]): RouteDefinition[] {
  const show = unitPage(panels)
  return [
    { method: 'get', path: '/units', door: 'ledger.read', handle: listPage },
    { method: 'get', path: '/units/new', door: 'ledger.edit', handle: showForm },
    { method: 'post', path: '/units/new', door: 'ledger.edit', handle: save },
    { method: 'get', path: '/units/:id', door: 'ledger.read', handle: (c) => show(c) },
    { method: 'post', path: '/units/:id/reveal', door: 'people.reveal', handle: reveal(show) },
    { method: 'post', path: '/units/:id/duties', door: 'ledger.edit', handle: saveDuty(show) },
    { method: 'get', path: '/units/:id/edit', door: 'ledger.edit', handle: showForm },
    { method: 'post', path: '/units/:id/edit', door: 'ledger.edit', handle: save },
  ]
}
