import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { openPeople, permittedScope, revealPerson, scopeOf } from '../access/index.ts'
import { platforms } from '../vocabulary/platforms.ts'
import { Refusal, refuse } from '../vocabulary/refusals/index.ts'
import { unitKinds } from '../vocabulary/units.ts'
import {
  contentDisposition,
  formValues,
  type FormValues,
  readForm,
  render,
  type RouteDefinition,
  trailPanel,
  type WebContext,
} from '../web/index.ts'
import { accountForm, accountInput, formOf } from './account-form-values.ts'
import { dispositionLabels, filingStateLabels, runningStateLabels } from './model.ts'
import { AccountForm } from './pages/account-form.tsx'
import { AccountPage, type Revealed } from './pages/account.tsx'
import { AccountsPage } from './pages/accounts.tsx'
import { accountCard } from './queries/cards.ts'
import { type AccountFilter, accountOrders, listAccounts } from './queries/list-accounts.ts'
import { readUnits } from './queries/units.ts'
import type { AccountPanel } from './routes.tsx'
import { exportAccounts } from './verbs/export-accounts.ts'
import { saveAccount } from './verbs/save-account.ts'

const current = '/accounts'

async function listPage(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const scope = permittedScope(actor, 'ledger.read', districtId)
  const filter = filterFrom(c)
  const list = await listAccounts(deps.db, scope, filter)
  const people = await openPeople(
    deps.db,
    deps.vault,
    districtId,
    list.rows.flatMap(({ staffPersonId }) => staffPersonId ?? []),
  )
  const may = (action: 'ledger.edit' | 'ledger.import' | 'ledger.export') =>
    scopeOf(actor, action, districtId) !== undefined
  const page = (
    <AccountsPage
      c={c}
      list={list}
      filter={filter}
      people={people}
      mayEdit={may('ledger.edit')}
      mayImport={may('ledger.import')}
      mayExport={may('ledger.export')}
    />
  )
  return render(c, page, { title: '台账', current })
}

/** The address says what to show; a value no list knows is passed over. */
function filterFrom(c: WebContext): AccountFilter {
  const query = c.req.query()
  const known = <K extends string>(value: string | undefined, of: Readonly<Record<K, unknown>>): K | undefined =>
    value !== undefined && Object.hasOwn(of, value) ? (value as K) : undefined
  const sort = query['sort'] ?? ''
  const order = accountOrders.find((one) => one === sort.replace(/^-/, ''))
  const filter = {
    search: query['q']?.slice(0, 100),
    platform: known(query['platform'], platforms),
    unitKind: known(query['kind'], unitKinds),
    runningState: known(query['state'], runningStateLabels),
    filingState: known(query['filing'], filingStateLabels),
    disposition: query['disposition'] === 'none' ? ('none' as const) : known(query['disposition'], dispositionLabels),
    order,
  }
  const set = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as AccountFilter
  return {
    ...set,
    inRegister: filter.runningState === undefined,
    descending: sort.startsWith('-'),
    page: Math.min(100_000, Math.max(1, Number(query['page']) || 1)),
  }
}

async function exportFile(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const layout = c.req.query('layout') === 'district' ? 'district' : 'units'
  const book = await exportAccounts(deps, actor, { districtId: session.districtId, layout })
  const folder = await mkdtemp(join(tmpdir(), 'annex2-'))
  const path = join(folder, 'annex2.xlsx')
  await book.writeTo(path)
  // The file is read out while it is sent and goes with the answer.
  const stream = createReadStream(path)
  stream.once('close', () => void rm(folder, { recursive: true, force: true }))
  const headers = {
    'Content-Type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'Content-Disposition': contentDisposition(book.fileName),
  }
  return c.body(Readable.toWeb(stream) as ReadableStream, 200, headers)
}

function accountPage(panels: readonly AccountPanel[]) {
  return async (c: WebContext, opened?: Revealed): Promise<Response> => {
    const { deps, actor, session } = c.var
    const scope = permittedScope(actor, 'ledger.read', session.districtId)
    const id = idFrom(c, '账号')
    const card = await accountCard(deps, scope, id)
    const target = { districtId: session.districtId, unitId: card.unit.id }
    const higher = []
    for (const panel of panels) higher.push(await panel(c, id))
    const page = (
      <AccountPage
        card={card}
        csrf={session.csrf}
        mayEdit={scopeOf(actor, 'ledger.edit', session.districtId) !== undefined}
        mayReveal={scopeOf(actor, 'people.reveal', target.districtId) !== undefined}
        revealed={opened}
        panels={higher}
        trail={await trailPanel(c, { kind: 'account', id })}
      />
    )
    return render(c, page, { title: card.account.name, current })
  }
}

function reveal(panels: readonly AccountPanel[]) {
  const show = accountPage(panels)
  return async (c: WebContext): Promise<Response> => {
    const { deps, actor, session } = c.var
    const card = await accountCard(deps, permittedScope(actor, 'ledger.read', session.districtId), idFrom(c, '账号'))
    const personId = String((await formValues(c))['personId'] ?? '')
    if (!card.contacts.some(({ person }) => person?.personId === personId))
      throw refuse('record.not-found', { what: '人员' })
    return show(c, await revealed(c, card.unit.id, personId))
  }
}

/** Opens one person's numbers, which is recorded; shown on the answer to this request and nowhere else. */
export async function revealed(c: WebContext, unitId: string, personId: string): Promise<Revealed> {
  const values = await revealPerson(c.var.deps, c.var.actor, { districtId: c.var.session.districtId, unitId, personId })
  return { personId, phone: values.phone ?? null, qq: values.qq ?? null }
}

async function showForm(c: WebContext): Promise<Response> {
  const id = c.req.param('id')
  if (id === undefined)
    return formPage(c, {
      values: { unitId: c.req.query('unit') ?? '', filingState: 'unknown', runningState: 'running' },
    })
  const { account } = await accountCard(
    c.var.deps,
    permittedScope(c.var.actor, 'ledger.read', c.var.session.districtId),
    idFrom(c, '账号'),
  )
  return formPage(c, { id, version: account.version, values: formOf(account), runningState: account.runningState })
}

type Form = Omit<Parameters<typeof AccountForm>[0], 'csrf' | 'units'>

async function formPage(c: WebContext, form: Form, status = 200): Promise<Response> {
  const units = await readUnits(c.var.deps.db, c.var.session.districtId)
  return render(
    c,
    <AccountForm {...form} csrf={c.var.session.csrf} units={units} />,
    { title: form.id ? '修改登记' : '登记账号', current, islands: ['unsaved'] },
    status,
  )
}

async function save(c: WebContext): Promise<Response> {
  const id = c.req.param('id')
  const read = await readForm(c, accountForm)
  const again = async (
    over: { errors?: Record<string, string>; problem?: string; values: FormValues },
    status: number,
  ) => {
    const version = Number(over.values['version'])
    return formPage(
      c,
      { ...(id !== undefined && { id, version: Number.isInteger(version) ? version : 0 }), ...over },
      status,
    )
  }
  if (!read.ok)
    return again({ errors: read.errors, values: read.values, problem: '有内容没有填对，请按提示修改后再保存。' }, 422)
  try {
    const { account } = await saveAccount(
      c.var.deps,
      c.var.actor,
      accountInput(c.var.session.districtId, id, read.value),
    )
    return c.redirect(`/accounts/${account.id}`, 303)
  } catch (error) {
    // What was typed stays on the page; a stale version says so and keeps it too.
    if (!(error instanceof Refusal) || error.status === 403) throw error
    return again({ problem: error.message, values: await formValues(c) }, error.status)
  }
}

/** The id in the address. Refuses `record.not-found` for what can be no id. */
export function idFrom(c: WebContext, what: string): string {
  const id = c.req.param('id') ?? ''
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(id))
    throw refuse('record.not-found', { what })
  return id
}

/** 台账 and the pages of one account. */
export function accountRoutes(panels: readonly AccountPanel[]): RouteDefinition[] {
  const show = accountPage(panels)
  return [
    { method: 'get', path: '/accounts', door: 'ledger.read', handle: listPage },
    { method: 'get', path: '/accounts/export', door: 'ledger.export', handle: exportFile },
    { method: 'get', path: '/accounts/new', door: 'ledger.edit', handle: showForm },
    { method: 'post', path: '/accounts/new', door: 'ledger.edit', handle: save },
    { method: 'get', path: '/accounts/:id', door: 'ledger.read', handle: (c) => show(c) },
    { method: 'post', path: '/accounts/:id/reveal', door: 'people.reveal', handle: reveal(panels) },
    { method: 'get', path: '/accounts/:id/edit', door: 'ledger.edit', handle: showForm },
    { method: 'post', path: '/accounts/:id/edit', door: 'ledger.edit', handle: save },
  ]
}
