import { z } from 'zod'
import { type Actor, findDistrict, maskPhone, may, openPeople, permit } from '../access/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import {
  formValues,
  readForm,
  refusalOf,
  render,
  type RouteDefinition,
  shownMinute,
  trailPanel,
  type WebContext,
  idFrom,
} from '../web/index.ts'
import { returnKinds } from './model.ts'
import type { ReturnView } from './pages/return-view.tsx'
import { ReturnPage } from './pages/return.tsx'
import { defectsFound } from './returns/check.ts'
import { entryDefects, hashedPapers } from './returns/content.ts'
import { doubtsOf } from './returns/doubts.ts'
import { chooseKind, saveReporter } from './returns/fill.ts'
import { submitReturn } from './returns/hand-in.ts'
import { lastReporter } from './returns/known-people.ts'
import { printReturn, readPrint } from './returns/print.ts'
import { filingNumbersOf, type LoadedReturn, readEntries, readReturn, remindedAt } from './returns/records.ts'
import { scannedPages } from './returns/scanned-pages.ts'
import { scansAside, scansOf, scansSentBack } from './returns/scans.ts'
import { timeliness } from './rules.ts'
import { mayTakePaper } from './sent-papers.ts'

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
    aside: await scansAside(deps.db, districtId, one),
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

/** The page of a return; with `typed`, as it was sent and refused. */
export async function returnPage(
  c: WebContext,
  problem?: string,
  status = 200,
  typed?: Partial<Pick<ReturnView, 'reporter' | 'puttingAside'>>,
): Promise<Response> {
  const loaded = await ownReturn(c)
  const view = await returnView(c, loaded)
  const saved = problem === undefined ? c.req.query('saved') : undefined
  const page = { ...view, ...typed, saved }
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

/** A step of a form on the page of a return: a refusal comes back on that page. */
export const returnStep = (work: (c: WebContext) => Promise<unknown>) => async (c: WebContext) => {
  const loaded = await ownReturn(c)
  try {
    await work(c)
  } catch (error) {
    const { message, status } = refusalOf(error)
    return returnPage(c, message, status)
  }
  return c.redirect(`/filing/returns/${loaded.one.id}`, 303)
}

const choose = returnStep(async (c) => {
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
    const { message, status } = refusalOf(error)
    return returnPage(c, message, status, { reporter: typed })
  }
  return c.redirect(`/filing/returns/${one.id}`, 303)
}

const print = returnStep(async (c) => printReturn(c.var.deps, c.var.actor, await shown(c)))
const submit = returnStep(async (c) => submitReturn(c.var.deps, c.var.actor, await shown(c)))
/** A unit's return: its page and its steps. */
export const returnRoutes: RouteDefinition[] = [
  { method: 'get', path: '/filing/returns/:id', door: 'filing.read', handle: (c) => returnPage(c) },
  { method: 'post', path: '/filing/returns/:id/kind', door: 'filing.fill', handle: choose },
  { method: 'post', path: '/filing/returns/:id/reporter', door: 'filing.fill', handle: reporter },
  { method: 'post', path: '/filing/returns/:id/print', door: 'filing.fill', handle: print },
  { method: 'post', path: '/filing/returns/:id/submit', door: 'filing.fill', handle: submit },
]
