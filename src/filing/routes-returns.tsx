import { z } from 'zod'
import { type Actor, findDistrict, maskEmail, maskPhone, may, openPeople, permit } from '../access/index.ts'
import type { FieldChange } from '../registry/index.ts'
import { Refusal, refuse } from '../vocabulary/refusals/index.ts'
import {
  formValues,
  readForm,
  render,
  requireUpload,
  type RouteDefinition,
  shownMinute,
  trailPanel,
  type WebContext,
} from '../web/index.ts'
import { accountForms, type Answers, fieldsOf } from './forms/index.ts'
import { isPrintInForce, returnKinds } from './model.ts'
import { EntryForm } from './pages/entry-form.tsx'
import type { ReturnView } from './pages/return-view.tsx'
import { ReturnPage } from './pages/return.tsx'
import { defectsFound } from './returns/check.ts'
import { entryDefects, hashedPapers } from './returns/content.ts'
import { doubtsOf } from './returns/doubts.ts'
import { chooseKind, dropEntry, saveEntry, saveReporter } from './returns/fill.ts'
import { replaceScan, submitReturn, uploadScan } from './returns/hand-in.ts'
import { lastReporter } from './returns/known-people.ts'
import { changesIn } from './returns/paper-fields.ts'
import { formsOf } from './returns/papers.ts'
import { printReturn, readPrint } from './returns/print.ts'
import { filingNumbersOf, type LoadedReturn, readEntries, readReturn, remindedAt } from './returns/records.ts'
import { scannedPages } from './returns/scanned-pages.ts'
import { findScan, scansOf, scansSentBack } from './returns/scans.ts'
import { idFrom } from './routes-campaigns.tsx'
import { timeliness } from './rules.ts'
import { mayTakePaper, sendPersonalPaper, sendScanPage } from './sent-papers.ts'

const current = '/filing'

/** The return in the address, for who may see it: a unit its own, the office every one. */
export async function ownReturn(c: WebContext): Promise<LoadedReturn> {
  const { deps, actor, session } = c.var
  const loaded = await readReturn(deps.db, session.districtId, idFrom(c, '报送'))
  const target = { districtId: session.districtId, unitId: loaded?.one.unitId ?? null }
  // A form that is sent past its page is refused by name, and kept; who reads only hears that there is none.
  if (loaded && c.req.method === 'POST') permit(actor, 'filing.read', target)
  if (!loaded || !may(actor, 'filing.read', target)) throw refuse('record.not-found', { what: '报送' })
  return loaded
}

/** Names stay; phones are shown in full to who may have the paper that carries them (rulebook (h)4). */
export const seesPhones = mayTakePaper

const phoneFor = (actor: Actor, districtId: string, unitId: string, phone: string) =>
  seesPhones(actor, districtId, unitId) ? phone : maskPhone(phone)

/** 填报人 as this person may see it; empty: nobody is named. */
export async function reporterShown(
  c: WebContext,
  { unitId, reporterPersonId: id }: LoadedReturn['one'],
): Promise<{ name: string; phone: string }> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const person = id ? (await openPeople(deps.db, deps.vault, districtId, [id])).get(id) : undefined
  return { name: person?.name ?? '', phone: phoneFor(actor, districtId, unitId, person?.phone ?? '') }
}

export async function returnView(
  c: WebContext,
  { one, campaign, unitName, unitKind }: LoadedReturn,
): Promise<ReturnView> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const entries = await readEntries(deps.db, deps.vault, districtId, one.id)
  const district = await findDistrict(deps.db, districtId)
  const today = deps.clock.today()
  const scans = await scansOf(deps.db, districtId, one)
  const print = await readPrint(deps.db, deps.vault, districtId, { returnId: one.id, number: one.printNumber })
  const printed = print ? hashedPapers(print) : []
  return {
    csrf: session.csrf,
    campaign,
    one,
    unitName,
    timeliness: timeliness(campaign, one, deps.clock.now()),
    entries,
    defects: one.kind === 'zero' ? [] : entryDefects(entries, campaign.forms, { unitName, district, today }),
    doubts: one.kind === 'full' ? doubtsOf(entries, { forms: campaign.forms, unitKind }) : new Map(),
    reporter: await reporterShown(c, one),
    scans,
    sentBack: await scansSentBack(deps.db, districtId, one),
    papers: printed,
    scanned: scannedPages(scans, printed),
    found: await defectsFound(deps.db, districtId, one),
    numbers: await filingNumbersOf(deps.db, districtId, one.id),
    remindedAt: await remindedAt(deps.db, districtId, one.id),
    lastReporter: one.reporterPersonId ? undefined : await lastReporter(deps.db, deps.vault, districtId, one),
    may: {
      fill: campaign.state === 'open' && may(actor, 'filing.fill', { districtId, unitId: one.unitId }),
      accept: may(actor, 'filing.accept', { districtId }),
      take: mayTakePaper(actor, districtId, one.unitId),
    },
    minute: (at) => shownMinute(c, at),
    trail: await trailPanel(c, { kind: 'return', id: one.id }),
  }
}

async function returnPage(
  c: WebContext,
  problem?: string,
  status = 200,
  typed?: ReturnView['reporter'],
): Promise<Response> {
  const loaded = await ownReturn(c)
  const view = await returnView(c, loaded)
  const saved = problem === undefined ? c.req.query('saved') : undefined
  const page = { ...view, ...(typed && { reporter: typed }), saved }
  return render(c, <ReturnPage {...page} problem={problem} />, { title: `${loaded.unitName}报送`, current }, status)
}

const versionForm = z.object({ version: z.coerce.number().int() }).loose()

/** Which return, and the version that was on the screen. */
export async function shown(c: WebContext) {
  const read = await readForm(c, versionForm)
  return {
    districtId: c.var.session.districtId,
    returnId: idFrom(c, '报送'),
    version: read.ok ? read.value.version : 0,
  }
}

// A refusal comes back on the page it belongs to.
const step = (work: (c: WebContext) => Promise<unknown>) => async (c: WebContext) => {
  const loaded = await ownReturn(c)
  try {
    await work(c)
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 403 || error.status === 404) throw error
    return returnPage(c, error.message, error.status)
  }
  return c.redirect(`/filing/returns/${loaded.one.id}`, 303)
}

const choose = step(async (c) => {
  const typed = (await formValues(c))['kind']
  const kind = returnKinds.find((one) => one === typed)
  if (!kind) throw refuse('return.kind-required')
  await chooseKind(c.var.deps, c.var.actor, { ...(await shown(c)), kind })
})

async function reporter(c: WebContext): Promise<Response> {
  const { one } = await ownReturn(c)
  const { name = '', phone = '' } = await formValues(c)
  const typed = { name: String(name), phone: String(phone) }
  try {
    await saveReporter(c.var.deps, c.var.actor, { ...(await shown(c)), ...typed })
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 403 || error.status === 404) throw error
    return returnPage(c, error.message, error.status, typed)
  }
  return c.redirect(`/filing/returns/${one.id}`, 303)
}

const print = step(async (c) => printReturn(c.var.deps, c.var.actor, await shown(c)))
const submit = step(async (c) => submitReturn(c.var.deps, c.var.actor, await shown(c)))
const upload = step(async (c) => {
  const file = await requireUpload(c, 'file')
  await uploadScan(c.var.deps, c.var.actor, { ...(await shown(c)), ...file })
})
const removeScan = step(async (c) =>
  replaceScan(c.var.deps, c.var.actor, { ...(await shown(c)), scanId: idFrom(c, '扫描件', 'scanId') }),
)

type Shown = {
  answers: Answers
  version?: number
  problem?: string
  standing?: string
  differences?: FieldChange[]
  touched: boolean
}

/** The form of one account, as typed where something was refused. */
export async function entryPage(c: WebContext, typed?: Shown, status = 200): Promise<Response> {
  const { deps, session } = c.var
  const { one, campaign, unitName, unitKind } = await ownReturn(c)
  const accountId = c.req.param('accountId')
  const entries = await readEntries(deps.db, deps.vault, session.districtId, one.id)
  const entry = entries.find((each) => each.accountId === accountId)
  if (accountId !== undefined && !entry) throw refuse('record.not-found', { what: '账号' })
  const answers = typed?.answers ?? shownAnswers(c, one.unitId, entry?.answers ?? {})
  const about = { unitName, district: await findDistrict(deps.db, session.districtId), today: deps.clock.today() }
  const defects = entryDefects(
    [{ accountId: accountId ?? '', added: entry?.added ?? true, answers }],
    campaign.forms,
    about,
  )
  const version = typed?.version ?? entry?.version
  const own = { accountId: accountId ?? '', answers }
  const all = [...entries.filter((each) => each.accountId !== accountId), own]
  const page = (
    <EntryForm
      csrf={session.csrf}
      returnId={one.id}
      unitName={unitName}
      {...(entry && { accountId: entry.accountId })}
      {...(version !== undefined && { version })}
      added={entry?.added ?? true}
      answers={answers}
      defects={defects}
      warnings={doubtsOf(all, { forms: campaign.forms, unitKind }).get(own.accountId) ?? []}
      touched={typed?.touched ?? (entry?.version ?? 1) > 1}
      forms={campaign.forms}
      {...(isPrintInForce(one) && { printed: one.printNumber })}
      problem={typed?.problem}
      {...(typed?.differences && { differences: typed.differences })}
      {...(typed?.standing !== undefined && { standing: standingAt(one.id, entries, typed.standing) })}
    />
  )
  const title = answers['name'] ?? '添加账号'
  return render(c, page, { title, current, islands: ['unsaved', 'contradictions'] }, status)
}

// Somebody else saved first: both readings side by side, and a second saving is made on what is saved now.
async function overtaken(c: WebContext, typed: Answers): Promise<Response> {
  const { deps, session } = c.var
  const { one, campaign } = await ownReturn(c)
  const entries = await readEntries(deps.db, deps.vault, session.districtId, one.id)
  const now = entries.find(({ accountId }) => accountId === c.req.param('accountId'))
  if (!now) throw refuse('record.not-found', { what: '账号' })
  const differences = changesIn(campaign.forms, now, typed)
  const problem = '该账号的填报内容刚刚被其他人修改，您填写的内容还没有保存。'
  return entryPage(c, { answers: typed, problem, differences, version: now.version, touched: true }, 409)
}

// Where the account stands that was typed a second time: in this return, or in the ledger alone.
const standingAt = (returnId: string, entries: readonly { accountId: string }[], accountId: string) =>
  entries.some((entry) => entry.accountId === accountId)
    ? `/filing/returns/${returnId}/accounts/${accountId}`
    : `/accounts/${accountId}`

const masks = { phone: maskPhone, qq: maskPhone, email: maskEmail } as const
const isReachable = (kind: string): kind is keyof typeof masks => Object.hasOwn(masks, kind)

function shownAnswers(c: WebContext, unitId: string, answers: Answers): Answers {
  if (seesPhones(c.var.actor, c.var.session.districtId, unitId)) return answers
  const masked = accountForms
    .flatMap(fieldsOf)
    .flatMap(({ key, kind }) => (isReachable(kind) && answers[key] ? [[key, masks[kind](answers[key])] as const] : []))
  return { ...answers, ...Object.fromEntries(masked) }
}

// Papers and scans carry phones in full.
function permitPapers(c: WebContext, unitId: string): void {
  const { districtId } = c.var.session
  permit(c.var.actor, 'filing.papers', { districtId, unitId })
}

async function keepEntry(c: WebContext): Promise<Response> {
  const { one } = await ownReturn(c)
  const { _csrf, version, ...typed } = await formValues(c)
  const answers = Object.fromEntries(Object.entries(typed).map(([key, text]) => [key, String(text)]))
  const accountId = c.req.param('accountId')
  try {
    const saved = await saveEntry(c.var.deps, c.var.actor, {
      districtId: c.var.session.districtId,
      returnId: one.id,
      ...(accountId !== undefined && { accountId: idFrom(c, '账号', 'accountId'), version: Number(version) }),
      answers,
    })
    return c.redirect(`/filing/returns/${one.id}?saved=${saved.accountId}`, 303)
  } catch (error) {
    // What was typed stays on the page.
    if (!(error instanceof Refusal) || error.status === 403 || error.status === 404) throw error
    if (error.code === 'record.changed-meanwhile' && accountId !== undefined) return overtaken(c, answers)
    const standing = error.code === 'return.account-twice' ? String(error.params['accountId']) : undefined
    const problem = { problem: error.message, ...(standing && { standing }) }
    return entryPage(c, { answers, ...problem, touched: true }, error.status)
  }
}

const drop = step(async (c) => {
  const { one } = await ownReturn(c)
  await dropEntry(c.var.deps, c.var.actor, {
    districtId: c.var.session.districtId,
    returnId: one.id,
    version: one.version,
    accountId: idFrom(c, '账号', 'accountId'),
  })
})

async function papers(c: WebContext): Promise<Response> {
  const { deps, session } = c.var
  const { one, unitName } = await ownReturn(c)
  permitPapers(c, one.unitId)
  const number = Number(c.req.query('print') ?? one.printNumber)
  const content = await readPrint(deps.db, deps.vault, session.districtId, { returnId: one.id, number })
  if (!content) throw refuse('record.not-found', { what: '打印件' })
  const only = c.req.query('paper')
  const notice = c.var.demo ? '演示数据' : undefined
  const book = await formsOf({ returnId: one.id, number, content, ...(notice && { notice }) }, only)
  if (book.forms.length === 0) throw refuse('record.not-found', { what: '打印件' })
  return sendPersonalPaper(c, book, {
    of: { kind: 'return', id: one.id },
    unitId: one.unitId,
    title: `${unitName}报送表（第${number}次打印）`,
    told: { print: number, ...(only !== undefined && { paper: only }) },
  })
}

async function scanPicture(c: WebContext): Promise<Response> {
  const { deps, session } = c.var
  const { one } = await ownReturn(c)
  permitPapers(c, one.unitId)
  const scanId = idFrom(c, '扫描件', 'scanId')
  const of = { kind: 'return', id: one.id } as const
  return sendScanPage(c, of, await findScan(deps.db, session.districtId, { returnId: one.id, scanId }))
}

/** A unit's return. */
export const returnRoutes: RouteDefinition[] = [
  { method: 'get', path: '/filing/returns/:id', door: 'filing.read', handle: (c) => returnPage(c) },
  { method: 'post', path: '/filing/returns/:id/kind', door: 'filing.fill', handle: choose },
  { method: 'post', path: '/filing/returns/:id/reporter', door: 'filing.fill', handle: reporter },
  { method: 'get', path: '/filing/returns/:id/accounts/new', door: 'filing.fill', handle: (c) => entryPage(c) },
  { method: 'post', path: '/filing/returns/:id/accounts/new', door: 'filing.fill', handle: keepEntry },
  { method: 'get', path: '/filing/returns/:id/accounts/:accountId', door: 'filing.read', handle: (c) => entryPage(c) },
  { method: 'post', path: '/filing/returns/:id/accounts/:accountId', door: 'filing.fill', handle: keepEntry },
  { method: 'post', path: '/filing/returns/:id/accounts/:accountId/drop', door: 'filing.fill', handle: drop },
  { method: 'post', path: '/filing/returns/:id/print', door: 'filing.fill', handle: print },
  { method: 'get', path: '/filing/returns/:id/papers/:format', door: 'filing.read', handle: papers },
  { method: 'post', path: '/filing/returns/:id/scans', door: 'filing.fill', upload: true, handle: upload },
  { method: 'get', path: '/filing/returns/:id/scans/:scanId/:page', door: 'filing.read', handle: scanPicture },
  { method: 'post', path: '/filing/returns/:id/scans/:scanId/remove', door: 'filing.fill', handle: removeScan },
  { method: 'post', path: '/filing/returns/:id/submit', door: 'filing.fill', handle: submit },
]
