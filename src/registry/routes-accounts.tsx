import { originOf } from './pages/origin.ts'
import { namesOfUsers, openPeople, permittedScope, revealPerson, scopeOf } from '../access/index.ts'
import type { Db } from '../database/index.ts'
import { platforms } from '../vocabulary/platforms.ts'
import { Refusal, refuse } from '../vocabulary/refusals/index.ts'
import { unitKinds } from '../vocabulary/units.ts'
import {
  formValues,
  type FormValues,
  readForm,
  render,
  type RouteDefinition,
  trailPanel,
  type WebContext,
  searchFrom,
  idFrom,
} from '../web/index.ts'
import { accountForm, accountInput, formOf } from './account-form-values.ts'
import { factChanges } from './annex2/fact-changes.ts'
import type { AccountInput } from './decide-account.ts'
import { type Account, dispositionLabels, filingStateLabels, runningStateLabels } from './model.ts'
import { AccountForm } from './pages/account-form.tsx'
import { AccountPage, type Revealed } from './pages/account.tsx'
import { AccountsPage } from './pages/accounts.tsx'
import { readAccounts } from './queries/accounts.ts'
import { type AccountCard, accountCard } from './queries/cards.ts'
import { type AccountFilter, accountOrders, listAccounts } from './queries/list-accounts.ts'
import { pickUnits } from './picked-units.ts'
import { readUnits } from './queries/units.ts'
import type { AccountPanel } from './routes.tsx'
import { duplicateHint, lastGone, reopenedHint } from './rules.ts'
import { keptShown, overNewer, shownField } from './untouched.ts'
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
  const may = (action: 'ledger.edit' | 'ledger.import' | 'ledger.export' | 'purpose.confirm') =>
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
      mayConfirm={may('purpose.confirm')}
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

function accountPage(panels: readonly AccountPanel[]) {
  return async (c: WebContext, opened?: Revealed): Promise<Response> => {
    const { deps, actor, session } = c.var
    const scope = permittedScope(actor, 'ledger.read', session.districtId)
    const id = idFrom(c, '账号')
    const card = await accountCard(deps, scope, id)
    const target = { districtId: session.districtId, unitId: card.unit.id }
    const higher = []
    for (const panel of panels) higher.push(await panel(c, id))
    const mayEdit = scopeOf(actor, 'ledger.edit', session.districtId) !== undefined
    const page = (
      <AccountPage
        card={card}
        csrf={session.csrf}
        mayEdit={mayEdit}
        hints={
          mayEdit ? [await duplicateOf(deps.db, scope, card), await reopenedOf(deps.db, session.districtId, card)] : []
        }
        claimants={await namesOfUsers(
          deps,
          session.districtId,
          card.claims.map(({ statedBy }) => statedBy),
        )}
        mayReveal={scopeOf(actor, 'people.reveal', target.districtId) !== undefined}
        revealed={opened}
        panels={higher}
        trail={await trailPanel(c, { kind: 'account', id }, await originOf(c, 'account', id))}
      />
    )
    return render(c, page, { title: card.account.name, current })
  }
}

/** The hint of saving, again on the page: running accounts of an in-scope unit beside this one on its platform. */
async function duplicateOf(db: Db, scope: ReturnType<typeof permittedScope>, { account, unit }: AccountCard) {
  if (!unit.inScope || account.runningState !== 'running') return undefined
  const { rows } = await listAccounts(db, scope, { unitId: unit.id, runningState: 'running' })
  return duplicateHint(
    account,
    rows.filter(({ id }) => id !== account.id),
  )
}

/** The hint of registering, again on the page: one of this name was deregistered before. */
async function reopenedOf(db: Db, districtId: string, { account }: AccountCard) {
  if (account.runningState === 'deregistered') return undefined
  const others = await readAccounts(db, districtId, { unitIds: [account.unitId] })
  const gone = lastGone(others.filter(({ name, platform }) => name === account.name && platform === account.platform))
  return gone && reopenedHint(gone)
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

const cardOf = (c: WebContext) =>
  accountCard(c.var.deps, permittedScope(c.var.actor, 'ledger.read', c.var.session.districtId), idFrom(c, '账号'))

async function showForm(c: WebContext): Promise<Response> {
  if (c.req.param('id') === undefined)
    return formPage(c, undefined, {
      values: { unitId: c.req.query('unit') ?? '', filingState: 'unknown', runningState: 'running' },
    })
  const card = await cardOf(c)
  const values = formOf(card.account)
  return formPage(c, card, { values, shown: shownField(values) })
}

type Form = Pick<
  Parameters<typeof AccountForm>[0],
  'values' | 'errors' | 'problem' | 'differences' | 'version' | 'shown'
>

async function formPage(c: WebContext, card: AccountCard | undefined, form: Form, status = 200): Promise<Response> {
  const chosen = String(form.values['unitId'] ?? '')
  const all = await readUnits(c.var.deps.db, c.var.session.districtId)
  const units = pickUnits(all, { search: searchFrom(c), chosen })
  const known = card && {
    id: card.account.id,
    version: card.account.version,
    runningState: card.account.runningState,
    isFiled: card.account.filingState === 'filed' && !card.claims.some(({ fact }) => fact === 'filing-state'),
    contacts: card.contacts,
  }
  return render(
    c,
    <AccountForm {...known} shown={keptShown(form.values)} {...form} c={c} csrf={c.var.session.csrf} units={units} />,
    { title: card ? '修改登记' : '登记账号', current, islands: ['unsaved'] },
    status,
  )
}

async function save(c: WebContext): Promise<Response> {
  const card = c.req.param('id') === undefined ? undefined : await cardOf(c)
  const read = await readForm(c, accountForm)
  if (!read.ok) {
    const { errors, values } = read
    const problem = '有内容没有填对，请按提示修改后再保存。'
    return formPage(c, card, { errors, values, problem, ...shownVersion(values) }, 422)
  }
  const input = accountInput(c.var.session.districtId, card?.account, read.value)
  try {
    const { account } = await saveAccount(c.var.deps, c.var.actor, input)
    return c.redirect(`/accounts/${account.id}`, 303)
  } catch (error) {
    // What was typed stays on the page.
    if (!(error instanceof Refusal) || error.status === 403) throw error
    const values = await formValues(c)
    if (card && error.code === 'record.changed-meanwhile') return overtaken(c, input, values)
    return formPage(c, card, { problem: error.message, values, ...shownVersion(values) }, error.status)
  }
}

/** The version of the page that was typed on, so that a correction does not pass over what others saved meanwhile. */
export const shownVersion = ({ version }: FormValues) =>
  Number.isInteger(Number(version)) ? { version: Number(version) } : {}

// Somebody else saved first: both readings side by side, and a second saving is made on the account as it now is.
async function overtaken(c: WebContext, sent: AccountInput, typedHere: FormValues) {
  const card = await cardOf(c)
  const now = formOf(card.account)
  const over = overNewer(typedHere, now)
  const read = accountForm.safeParse(Object.fromEntries(Object.entries(over).filter(([, value]) => value !== '')))
  // What a sheet brought may not pass the form; then all stands as typed, and the differences say so.
  const values = read.success ? over : typedHere
  const input = read.success ? accountInput(sent.districtId, card.account, read.data) : sent
  const units = new Map((await readUnits(c.var.deps.db, input.districtId)).map(({ id, name }) => [id, name]))
  const { runningState = card.account.runningState, filingState = card.account.filingState } = input
  const ceasedOn = runningState === 'deregistered' ? (input.ceasedOn ?? card.account.ceasedOn) : null
  // Numbers and functions are compared by their values, not by the words a sheet once had for them.
  const plain = { functionsFound: null, followersFound: null, readsFound: null }
  const typed: Account = {
    ...card.account,
    ...input.facts,
    unitId: input.unitId,
    runningState,
    ceasedOn,
    filingState,
    ...plain,
  }
  const differences = factChanges({ ...card.account, ...plain }, typed, (id) => units.get(id) ?? '')
  const problem = '该账号刚刚被其他人修改，您填写的内容还没有保存。'
  return formPage(c, card, { problem, values, differences, shown: shownField(now) }, 409)
}

/** 台账 and the pages of one account. */
export function accountRoutes(panels: readonly AccountPanel[]): RouteDefinition[] {
  const show = accountPage(panels)
  return [
    { method: 'get', path: '/accounts', door: 'ledger.read', handle: listPage },
    { method: 'get', path: '/accounts/new', door: 'ledger.edit', handle: showForm },
    { method: 'post', path: '/accounts/new', door: 'ledger.edit', handle: save },
    { method: 'get', path: '/accounts/:id', door: 'ledger.read', handle: (c) => show(c) },
    { method: 'post', path: '/accounts/:id/reveal', door: 'people.reveal', handle: reveal(panels) },
    { method: 'get', path: '/accounts/:id/edit', door: 'ledger.edit', handle: showForm },
    { method: 'post', path: '/accounts/:id/edit', door: 'ledger.edit', handle: save },
  ]
}
