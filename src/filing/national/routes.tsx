import { may, namesOfUsers, permittedScope, scopeOf } from '../../access/index.ts'
import { isCivilDate } from '../../calendar/index.ts'
import type { AccountPanel } from '../../registry/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import {
  typedValues,
  pageFrom,
  pageSize,
  readUpload,
  refusalOf,
  render,
  type RouteDefinition,
  trailPanel,
  type WebContext,
  idFrom,
} from '../../web/index.ts'
import { known, searched } from './asked.ts'
import { type NationalAccount, type NationalSide, nationalSides, nationalStatusLabels, sideLabels } from './model.ts'
import { NationalAccountPage, NationalPanel } from './pages/account.tsx'
import { NationalPage } from './pages/national.tsx'
import { entriesOf, listNational } from './queries/entries.ts'
import { latestStatuses, ledgerOfSheet } from './queries/ledger.ts'
import { sendReceipt } from './receipt.ts'
import { codeRoutes } from './routes-codes.tsx'
import { comparisonRoutes } from './routes-comparisons.tsx'
import { sheetRoutes } from './routes-sheet.tsx'
import { maySide } from './verbs/keep-entry.ts'
import { recordNational } from './verbs/record-national.ts'

const current = '/national'
async function listPage(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const scope = permittedScope(actor, 'national.read', districtId)
  const page = pageFrom(c)
  const [search, status] = [searched(c), known(c.req.query('status'), nationalStatusLabels)]
  const { officeWaits, ...list } = await listNational(deps.db, scope, {
    ...(search && { search }),
    ...(status && { status }),
    officeWaits: c.req.query('office') === 'waits',
    offset: (page - 1) * pageSize,
    limit: pageSize,
  })
  const rights = {
    export: scopeOf(actor, 'ledger.export', districtId) !== undefined,
    compare: may(actor, 'national.compare', { districtId }),
  }
  const body = <NationalPage c={c} {...list} officeWaits={officeWaits} page={page} may={rights} />
  return render(c, body, { title: '全国系统填报', current })
}

/** The account in the address, for who may see it: a unit its own, the office every one. */
async function ownAccount(c: WebContext): Promise<NationalAccount> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const { accounts } = await ledgerOfSheet(deps.db, deps.vault, districtId, { accountId: idFrom(c, '账号') })
  const [account] = accounts
  if (!account || !may(actor, 'national.read', { districtId, unitId: account.unitId }))
    throw refuse('record.not-found', { what: '账号' })
  return account
}

/** How each side stands in the national system, and since when. */
async function bothSides(c: WebContext, accountId: string) {
  const { deps, session } = c.var
  const of = async (side: NationalSide) =>
    (await latestStatuses(deps.db, session.districtId, [accountId], side)).get(accountId)
  return { unit: await of('unit'), office: await of('office') }
}

type Refused = { problem: string; status: number; typed: Record<string, string> }

async function accountPage(c: WebContext, refused?: Refused): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const account = await ownAccount(c)
  const entries = await entriesOf(deps.db, districtId, { accountId: account.id })
  const sides = await bothSides(c, account.id)
  const names = await namesOfUsers(
    deps,
    districtId,
    entries.map(({ recordedBy }) => recordedBy),
  )
  const page = (
    <NationalAccountPage
      csrf={session.csrf}
      account={account}
      entries={entries}
      names={names}
      today={deps.clock.today()}
      sides={{ unit: sides.unit?.status ?? 'unreported', office: sides.office?.status ?? 'unreported' }}
      mayRecord={nationalSides.filter((side) => maySide(actor, side, districtId, account.unitId))}
      problem={refused?.problem}
      typed={refused?.typed}
      trail={await trailPanel(c, { kind: 'account', id: account.id })}
    />
  )
  return render(c, page, { title: '全国系统填报', current }, refused?.status)
}

async function record(c: WebContext): Promise<Response> {
  const account = await ownAccount(c)
  const typed = await typedValues(c)
  const { status: wanted, on = '', note, noReceiptReason } = typed
  try {
    const status = known(wanted, nationalStatusLabels)
    const side = known(typed['side'], sideLabels)
    if (!side || !status || status === 'unreported' || !isCivilDate(on)) throw refuse('web.form-unreadable')
    const receipt = await readUpload(c, 'receipt')
    await recordNational(c.var.deps, c.var.actor, {
      districtId: c.var.session.districtId,
      accountId: account.id,
      side,
      status,
      on,
      ...(note && { note }),
      ...(noReceiptReason && { noReceiptReason }),
      ...(receipt && { receipt }),
    })
  } catch (error) {
    const { message: problem, status } = refusalOf(error)
    return accountPage(c, { problem, status, typed })
  }
  return c.redirect(`/national/accounts/${account.id}`, 303)
}

async function receiptFile(c: WebContext): Promise<Response> {
  const { deps, session } = c.var
  const account = await ownAccount(c)
  const entries = await entriesOf(deps.db, session.districtId, { accountId: account.id })
  return sendReceipt(c, { kind: 'account', id: account.id }, entries)
}

/** Beside an account in the ledger: how it stands in the national system. */
export const nationalAccountPanel: AccountPanel = async (c, accountId) => {
  const { actor, session } = c.var
  if (!scopeOf(actor, 'national.read', session.districtId)) return null
  return <NationalPanel accountId={accountId} sides={await bothSides(c, accountId)} />
}

/** 全国系统填报: status with receipts, the flat sheet out and back, 统一社会信用代码. */
export const nationalRoutes: RouteDefinition[] = [
  { method: 'get', path: '/national', door: 'national.read', handle: listPage },
  { method: 'get', path: '/national/accounts/:id', door: 'national.read', handle: (c) => accountPage(c) },
  { method: 'post', path: '/national/accounts/:id', door: 'national.record', upload: true, handle: record },
  { method: 'get', path: '/national/accounts/:id/receipts/:entryId', door: 'national.read', handle: receiptFile },
  ...sheetRoutes,
  ...comparisonRoutes,
  ...codeRoutes,
]
