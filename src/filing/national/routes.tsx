import { isUuid } from '../../database/index.ts'
import { may, namesOfUsers, permittedScope, scopeOf } from '../../access/index.ts'
import { isCivilDate } from '../../calendar/index.ts'
import { type AccountPanel, readUnits } from '../../registry/index.ts'
import { Refusal, refuse } from '../../vocabulary/refusals/index.ts'
import { unitKinds } from '../../vocabulary/units.ts'
import {
  contentDisposition,
  typedValues,
  pageFrom,
  pageSize,
  readUpload,
  render,
  requireUpload,
  type RouteDefinition,
  trailPanel,
  type WebContext,
} from '../../web/index.ts'
import { idFrom } from '../routes-campaigns.tsx'
import {
  comparedFields,
  differenceKindLabels,
  differenceStateLabels,
  type NationalAccount,
  type NationalSide,
  nationalSides,
  nationalStatusLabels,
  sideLabels,
} from './model.ts'
import { NationalAccountPage, NationalPanel } from './pages/account.tsx'
import { ComparisonPage } from './pages/comparison.tsx'
import { ComparisonsPage } from './pages/comparisons.tsx'
import { CreditCodesPage } from './pages/credit-codes.tsx'
import { NationalPage } from './pages/national.tsx'
import { SheetPage } from './pages/sheet.tsx'
import { listComparisons, listDifferences, readComparison } from './queries/comparisons.ts'
import { entriesOf, listNational, listUnitCodes } from './queries/entries.ts'
import { latestStatuses, ledgerOfSheet } from './queries/ledger.ts'
import { filedAccounts } from './queries/filed.ts'
import { sendReceipt } from './receipt.ts'
import { remedyOf } from './rules.ts'
import { acceptDifference, dismissDifference } from './verbs/decide-difference.ts'
import { exportNational } from './verbs/export-national.ts'
import { maySide } from './verbs/keep-entry.ts'
import { reconcileNational } from './verbs/reconcile-national.ts'
import { recordNational } from './verbs/record-national.ts'
import { setCreditCode } from './verbs/set-credit-code.ts'

const current = '/national'
const known = <K extends string>(value: string | undefined, of: Readonly<Record<K, unknown>>): K | undefined =>
  value !== undefined && Object.hasOwn(of, value) ? (value as K) : undefined

/** A search word that an address carries; undefined: none. */
const searched = (c: WebContext) => c.req.query('q')?.trim().slice(0, 60) || undefined

/** What a person can mend comes back on the page it belongs to; anything else goes its way. */
function refusalOf(error: unknown): Refusal {
  if (!(error instanceof Refusal) || error.status === 403 || error.status === 404) throw error
  return error
}

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

async function sheetPage(c: WebContext, refused?: Refused): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const scope = permittedScope(actor, 'ledger.export', districtId)
  const units = (await readUnits(deps.db, districtId)).filter(
    ({ id, kind }) => unitKinds[kind].inScope && (scope.unitId === undefined || scope.unitId === id),
  )
  const body = (
    <SheetPage
      csrf={session.csrf}
      units={units}
      mayReveal={may(actor, 'people.reveal', scope)}
      problem={refused?.problem}
      typed={refused?.typed ?? {}}
    />
  )
  return render(c, body, { title: '导出报送表', current }, refused?.status)
}

async function exportSheet(c: WebContext): Promise<Response> {
  const typed = await typedValues(c)
  const { unitId = '', layout, phones, purpose = '' } = typed
  try {
    const { bytes, fileName, mediaType } = await exportNational(c.var.deps, c.var.actor, {
      districtId: c.var.session.districtId,
      layout: layout === 'all' ? 'all' : 'unit',
      ...(isUuid(unitId) && { unitId }),
      ...(phones === 'full' && { purpose }),
    })
    return c.body(new Uint8Array(bytes), 200, {
      'Content-Type': mediaType,
      'Content-Disposition': contentDisposition(fileName),
      'Cache-Control': 'private, no-store',
    })
  } catch (error) {
    const { message: problem, status } = refusalOf(error)
    return sheetPage(c, { problem, status, typed })
  }
}

async function comparisonsPage(c: WebContext, refused?: { problem: string; status: number }): Promise<Response> {
  const { deps, session } = c.var
  const { districtId } = session
  const page = pageFrom(c)
  const range = { offset: (page - 1) * pageSize, limit: pageSize }
  const { rows: runs, total } = await listComparisons(deps.db, districtId, range)
  const names = await namesOfUsers(
    deps,
    districtId,
    runs.map(({ comparedBy }) => comparedBy),
  )
  const body = <ComparisonsPage c={c} runs={runs} total={total} page={page} names={names} problem={refused?.problem} />
  return render(c, body, { title: '与台账比对', current }, refused?.status)
}

async function compare(c: WebContext): Promise<Response> {
  try {
    const { name, bytes } = await requireUpload(c, 'file')
    const { extent } = await typedValues(c)
    const { comparisonId } = await reconcileNational(c.var.deps, c.var.actor, {
      districtId: c.var.session.districtId,
      fileName: name,
      bytes,
      extent: extent === 'district' ? 'district' : 'units-in-sheet',
    })
    return c.redirect(`/national/comparisons/${comparisonId}`, 303)
  } catch (error) {
    const { message: problem, status } = refusalOf(error)
    return comparisonsPage(c, { problem, status })
  }
}

async function comparisonPage(c: WebContext, refused?: { problem: string; status: number }): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  if (!may(actor, 'national.read', { districtId })) throw refuse('access.denied', { action: '查看比对结果' })
  const run = await readComparison(deps.db, districtId, idFrom(c, '比对'))
  if (!run) throw refuse('record.not-found', { what: '比对' })
  const page = pageFrom(c)
  const state =
    c.req.query('state') === 'all' ? undefined : (known(c.req.query('state'), differenceStateLabels) ?? 'open')
  const kind = known(c.req.query('kind'), differenceKindLabels)
  const field = comparedFields.find((one) => one === c.req.query('field'))
  const { rows, total, counts } = await listDifferences(
    deps.db,
    deps.vault,
    { districtId, comparisonId: run.id },
    {
      ...(kind && { kind }),
      ...(field && { field }),
      ...(state && { state }),
      offset: (page - 1) * pageSize,
      limit: pageSize,
    },
  )
  const filed = await filedAccounts(
    deps.db,
    districtId,
    rows.flatMap(({ accountId }) => accountId ?? []),
  )
  const names = await namesOfUsers(deps, districtId, [
    run.comparedBy,
    ...rows.flatMap(({ decidedBy }) => decidedBy ?? []),
  ])
  const body = (
    <ComparisonPage
      c={c}
      run={run}
      by={names.get(run.comparedBy) ?? '服务器操作员'}
      rows={rows.map((row) => ({ ...row, remedy: remedyOf(row, { filed: filed.has(row.accountId ?? '') }) }))}
      names={names}
      total={total}
      page={page}
      counts={counts}
      filter={{ kind: kind ?? '', state: state ?? 'all', field: field ?? '' }}
      mayDecide={may(actor, 'national.compare', { districtId })}
      problem={refused?.problem}
    />
  )
  return render(c, body, { title: '比对结果', current }, refused?.status)
}

async function decide(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { decision, version, reason = '' } = await typedValues(c)
  const position = Number(c.req.param('position'))
  if (!Number.isInteger(position) || position < 1 || position > 1e9) throw refuse('record.not-found', { what: '差异' })
  const input = {
    districtId: session.districtId,
    comparisonId: idFrom(c, '比对'),
    position,
    version: Number(version ?? 0),
  }
  try {
    if (decision === 'accept') await acceptDifference(deps, actor, input)
    else await dismissDifference(deps, actor, { ...input, reason })
  } catch (error) {
    const { message: problem, status } = refusalOf(error)
    return comparisonPage(c, { problem, status })
  }
  return c.redirect(`/national/comparisons/${input.comparisonId}${new URL(c.req.url).search}`, 303)
}

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
  return render(c, body, { title: '统一社会信用代码', current }, refused?.status)
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
  { method: 'get', path: '/national/sheet', door: 'ledger.export', handle: (c) => sheetPage(c) },
  { method: 'post', path: '/national/sheet', door: 'ledger.export', handle: exportSheet },
  { method: 'get', path: '/national/comparisons', door: 'national.compare', handle: (c) => comparisonsPage(c) },
  { method: 'post', path: '/national/comparisons', door: 'national.compare', upload: true, handle: compare },
  { method: 'get', path: '/national/comparisons/:id', door: 'national.read', handle: (c) => comparisonPage(c) },
  { method: 'post', path: '/national/comparisons/:id/:position', door: 'national.compare', handle: decide },
  { method: 'get', path: '/national/units', door: 'national.read', handle: (c) => unitsPage(c) },
  { method: 'post', path: '/national/units/:id', door: 'national.record', handle: saveCode },
]
