import { may, permit } from '../access/index.ts'
import { addMonths, instantFromLocal, type Month, month, monthOf } from '../calendar/index.ts'
import { isUuid } from '../database/index.ts'
import { readStoredFile } from '../files/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import {
  defineRoutes,
  keepLook,
  pageFrom,
  pageSize,
  readUploads,
  refusalOf,
  render,
  requireUpload,
  sendDownload,
  typedValues,
  type WebContext,
} from '../web/index.ts'
import { figuresBeside, heldAnswers, unfitting } from './held-answers.ts'
import { kindLabels, type KeptPackage, wayLabels } from './model.ts'
import { readAttachments, splitPackage } from './package-format.ts'
import { NewRequestPage } from './pages/new-request.tsx'
import { PackagePage } from './pages/package.tsx'
import { packageHref, PackagesPage } from './pages/packages.tsx'
import { isAbove, placeOf } from './places.ts'
import { askableDistricts, listPackages, packageOf, peersOf } from './queries.ts'
import { keyRoutes } from './routes-keys.tsx'
import { goneWords, goNow, linkRoutes } from './routes-links.tsx'
import { deliveriesOf } from './wire/deliveries.ts'
import { linksOf } from './wire/links.ts'
import { enterRequest } from './verbs/enter-request.ts'
import { importPackage } from './verbs/import-package.ts'
import { makeAnswer } from './verbs/make-answer.ts'
import { makeFigures } from './verbs/make-figures.ts'
import { makeRequest } from './verbs/make-request.ts'

const current = '/exchange'
const MONTHS = 6

const place = (c: WebContext) => placeOf(c.var.actor, c.var.session.districtId)

function lastMonths(c: WebContext): Month[] {
  const months = [addMonths(monthOf(c.var.deps.clock.today()), -1)]
  while (months.length < MONTHS) months.push(addMonths(months.at(-1)!, -1))
  return months
}

const known = <K extends string>(table: Readonly<Record<K, unknown>>, asked: string | undefined): K | undefined =>
  asked !== undefined && Object.hasOwn(table, asked) ? (asked as K) : undefined

async function listPage(c: WebContext, problem?: string, status = 200, done?: string): Promise<Response> {
  const { deps, actor } = c.var
  const own = place(c)
  permit(actor, 'exchange.read', { districtId: own })
  const page = pageFrom(c)
  const { rows, total } = await listPackages(deps.db, own, {
    kind: known(kindLabels, c.req.query('kind')),
    way: known(wayLabels, c.req.query('way')),
    offset: (page - 1) * pageSize,
    limit: pageSize,
  })
  const trusted = await peersOf(deps.db, own)
  const peers = trusted.filter(({ code }) => isAbove(code, own))
  const names = new Map(trusted.filter(({ revokedAt }) => revokedAt === null).map(({ code, name }) => [code, name]))
  const sent = rows.flatMap(({ id, way }) => (way === 'out' ? [id] : []))
  const of = (action: Parameters<typeof may>[1]) => may(actor, action, { districtId: own })
  const body = (
    <PackagesPage
      c={c}
      rows={rows}
      total={total}
      page={page}
      problem={problem}
      done={done}
      links={(await linksOf(deps.db, own)).flatMap((link) => {
        const name = names.get(link.peerCode)
        return name === undefined ? [] : [{ ...link, name, above: isAbove(link.peerCode, own) }]
      })}
      delivered={await deliveriesOf(deps.db, own, 'out', sent)}
      unfitting={await unfitting(deps.db, rows)}
      peers={peers}
      trusted={names.size > 0}
      months={lastMonths(c)}
      may={{
        ask: of('exchange.ask'),
        receive: of('exchange.receive'),
        send: of('exchange.send'),
        trust: of('exchange.trust'),
      }}
    />
  )
  return render(c, body, { title: '上下级报送', current }, status)
}

async function takeIn(c: WebContext): Promise<Response> {
  const { deps, actor } = c.var
  try {
    const { bytes } = await requireUpload(c, 'file')
    const { id } = await importPackage(deps, actor, { place: place(c), bytes })
    return c.redirect(`${current}/in/${id}`, 303)
  } catch (error) {
    const refusal = refusalOf(error)
    return listPage(c, refusal.message, refusal.status)
  }
}

async function go(c: WebContext, doing: 'fetch' | 'send'): Promise<Response> {
  try {
    const { peer = '' } = await typedValues(c)
    if (!(await linksOf(c.var.deps.db, place(c))).some(({ peerCode }) => peerCode === peer))
      throw refuse('exchange.no-link')
    const gone = await goNow(c, doing, { peerCode: peer })
    const words = goneWords(doing === 'fetch' ? '取回' : '送达', gone)
    return await (gone.why === null ? listPage(c, undefined, 200, words) : listPage(c, words, 502))
  } catch (error) {
    const refusal = refusalOf(error)
    return listPage(c, refusal.message, refusal.status)
  }
}

async function sendFigures(c: WebContext): Promise<Response> {
  const { deps, actor } = c.var
  try {
    const typed = await typedValues(c)
    const of = lastMonths(c).find((one) => one === typed['month'])
    if (!of) throw refuse('web.choice-unknown', { what: '月份' })
    const { id } = await makeFigures(deps, actor, { districtId: place(c), month: month(of), to: typed['to'] ?? '' })
    return c.redirect(`${current}/out/${id}`, 303)
  } catch (error) {
    const refusal = refusalOf(error)
    return listPage(c, refusal.message, refusal.status)
  }
}

async function newPage(c: WebContext, typed: Record<string, string> = {}, problem?: string, status = 200) {
  const { deps, actor } = c.var
  const districts = (await askableDistricts(deps.db, place(c))).filter(({ id }) =>
    may(actor, 'exchange.ask', { districtId: id }),
  )
  const body = <NewRequestPage c={c} typed={typed} problem={problem} districts={districts} />
  return render(c, body, { title: '制发检查、交办', current }, status)
}

async function sendRequest(c: WebContext): Promise<Response> {
  const { deps, actor } = c.var
  const typed = await typedValues(c)
  try {
    const to = (await askableDistricts(deps.db, place(c))).find(({ id }) => id === typed['to'])
    if (!to) throw refuse('web.choice-unknown', { what: '下级地区' })
    const dueAt = instantFromLocal(typed['dueAt'] ?? '')
    if (!dueAt) throw refuse('superior.moment-unreadable', { what: '反馈时限', found: typed['dueAt'] ?? '' })
    const { id } = await makeRequest(deps, actor, {
      to: { code: to.id, name: to.name },
      issuer: typed['issuer'] ?? '',
      title: typed['title'] ?? '',
      asked: typed['asked'] ?? '',
      dueAt,
      indicators: (typed['indicators'] ?? '').split(/\r?\n/),
      named: typed['named'] ?? '',
      attached: await readUploads(c, ['file', 'file2']),
    })
    return c.redirect(`${current}/out/${id}`, 303)
  } catch (error) {
    const refusal = refusalOf(error)
    return newPage(c, typed, refusal.message, refusal.status)
  }
}

/** The package in the address, of the place whose person asks. Refuses `record.not-found`. */
async function seenPackage(c: WebContext): Promise<KeptPackage> {
  const own = place(c)
  permit(c.var.actor, 'exchange.read', { districtId: own })
  const id = c.req.param('id') ?? ''
  // The forms of a package are about one that came in, and their addresses say so themselves.
  const way = known(wayLabels, c.req.param('way') ?? (c.req.path.startsWith('/exchange/out/') ? 'out' : 'in'))
  const kept = way && isUuid(id) ? await packageOf(c.var.deps.db, own, { id, way }) : undefined
  if (!kept) throw refuse('record.not-found', { what: '数据包' })
  return kept
}

async function packagePage(c: WebContext, typed?: string, problem?: string, status = 200): Promise<Response> {
  const { deps, actor } = c.var
  const kept = await seenPackage(c)
  const own = place(c)
  const { said } = kept
  const delivered = (await deliveriesOf(deps.db, own, kept.way, [kept.id])).get(kept.id)
  const peer = (await linksOf(deps.db, own)).find(({ peerCode }) => peerCode === said.to.code)
  const body = (
    <PackagePage
      c={c}
      kept={kept}
      answers={await heldAnswers(deps.db, kept)}
      delivered={delivered}
      mayCarry={kept.way === 'out' && peer !== undefined && mayCarry(c, kept)}
      differences={await figuresBeside(deps.db, kept)}
      may={{
        enter: may(actor, 'superiors.handle', { districtId: own }),
        send: may(actor, 'exchange.send', { districtId: own }),
        seesItem: may(actor, 'superiors.read', { districtId: own }),
      }}
      typed={typed}
      problem={problem}
    />
  )
  return render(c, body, { title: '数据包', current }, status)
}

const mayCarry = ({ var: { actor } }: WebContext, { kind, districtId, place: own }: KeptPackage): boolean =>
  kind === 'request' ? may(actor, 'exchange.ask', { districtId }) : may(actor, 'exchange.send', { districtId: own })

async function carry(c: WebContext): Promise<Response> {
  const id = c.req.param('id') ?? ''
  const kept = isUuid(id) ? await packageOf(c.var.deps.db, place(c), { id, way: 'out' }) : undefined
  if (!kept) throw refuse('record.not-found', { what: '数据包' })
  try {
    const gone = await goNow(c, 'send', { peerCode: kept.said.to.code, id })
    if (gone.why === null) return c.redirect(packageHref(kept), 303)
    return await packagePage(c, undefined, goneWords('送达', gone), 502)
  } catch (error) {
    const refusal = refusalOf(error)
    return packagePage(c, undefined, refusal.message, refusal.status)
  }
}

async function enter(c: WebContext): Promise<Response> {
  const kept = await seenPackage(c)
  const { named = '' } = await typedValues(c)
  try {
    await enterRequest(c.var.deps, c.var.actor, { districtId: kept.districtId, packageId: kept.id, named })
    return c.redirect(packageHref(kept), 303)
  } catch (error) {
    const refusal = refusalOf(error)
    return packagePage(c, named, refusal.message, refusal.status)
  }
}

async function answer(c: WebContext): Promise<Response> {
  const { deps, actor, demo } = c.var
  const kept = await seenPackage(c)
  try {
    const { id } = await makeAnswer(deps, actor, { districtId: kept.districtId, packageId: kept.id, demo })
    return c.redirect(`${current}/out/${id}`, 303)
  } catch (error) {
    const refusal = refusalOf(error)
    return packagePage(c, undefined, refusal.message, refusal.status)
  }
}

async function wholeFile(c: WebContext): Promise<Response> {
  const kept = await seenPackage(c)
  const stored = await readStoredFile(c.var.deps, kept.districtId, kept.fileId)
  return sendDownload(c, { ...stored, mediaType: 'application/octet-stream' })
}

async function attachment(c: WebContext): Promise<Response> {
  const kept = await seenPackage(c)
  const stored = await readStoredFile(c.var.deps, kept.districtId, kept.fileId)
  const files = readAttachments(splitPackage(stored.bytes).rest, kept.said.files)
  const file = files[Number(c.req.param('number')) - 1]
  if (!file) throw refuse('record.not-found', { what: '附件' })
  await keepLook(c, {
    action: 'exchange.attachment-seen',
    subject: { kind: 'exchange', id: kept.id },
    after: { file: file.sha256 },
  })
  return sendDownload(c, { ...file, mediaType: 'application/octet-stream' })
}

/** 上下级报送: packages between installations, by file. */
export const exchangeRoutes = defineRoutes([
  { method: 'get', path: '/exchange', door: 'exchange.read', handle: (c) => listPage(c) },
  { method: 'post', path: '/exchange/import', door: 'exchange.receive', upload: true, handle: takeIn },
  { method: 'post', path: '/exchange/figures', door: 'exchange.send', handle: sendFigures },
  { method: 'get', path: '/exchange/new', door: 'exchange.ask', handle: (c) => newPage(c) },
  { method: 'post', path: '/exchange/new', door: 'exchange.ask', upload: true, handle: sendRequest },
  { method: 'post', path: '/exchange/fetch', door: 'exchange.receive', handle: (c) => go(c, 'fetch') },
  { method: 'post', path: '/exchange/send', door: 'exchange.send', handle: (c) => go(c, 'send') },
  { method: 'post', path: '/exchange/send-down', door: 'exchange.ask', handle: (c) => go(c, 'send') },
  ...keyRoutes,
  ...linkRoutes,
  { method: 'get', path: '/exchange/:way/:id', door: 'exchange.read', handle: (c) => packagePage(c) },
  { method: 'get', path: '/exchange/:way/:id/file', door: 'exchange.read', handle: wholeFile },
  { method: 'get', path: '/exchange/:way/:id/attachments/:number', door: 'exchange.read', handle: attachment },
  { method: 'post', path: '/exchange/out/:id/carry', door: 'exchange.send', handle: carry },
  { method: 'post', path: '/exchange/out/:id/carry-down', door: 'exchange.ask', handle: carry },
  { method: 'post', path: '/exchange/in/:id/enter', door: 'superiors.handle', handle: enter },
  { method: 'post', path: '/exchange/in/:id/answer', door: 'exchange.send', handle: answer },
])
