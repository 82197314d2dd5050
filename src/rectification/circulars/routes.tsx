import { may, permittedScope } from '../../access/index.ts'
import { isCivilDate } from '../../calendar/index.ts'
import { isUuid } from '../../database/index.ts'
import { readStoredFile } from '../../files/index.ts'
import { Refusal, refuse } from '../../vocabulary/refusals/index.ts'
import {
  contentDisposition,
  defineRoutes,
  pageFrom,
  pageSize,
  readUpload,
  render,
  type RouteDefinition,
  searchFrom,
  trailPanel,
  typedValues,
  type WebContext,
} from '../../web/index.ts'
import { enterCircular } from './enter-circular.ts'
import { type Circular, type CircularLevel, circularLevels } from './model.ts'
import { CircularPage, CircularsPage, NewCircularPage } from './pages.tsx'
import { listCirculars, namedIn, readCircular } from './queries.ts'

const current = '/circulars'

async function listPage(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = permittedScope(actor, 'circulars.read', session.districtId)
  const page = pageFrom(c)
  const range = { offset: (page - 1) * pageSize, limit: pageSize }
  const { rows, total } = await listCirculars(deps.db, districtId, { search: searchFrom(c), ...range })
  const mayEnter = may(actor, 'circulars.enter', { districtId })
  const body = <CircularsPage c={c} rows={rows} total={total} page={page} mayEnter={mayEnter} />
  return render(c, body, { title: '上级通报', current })
}

function newPage(
  c: WebContext,
  typed: Record<string, string> = {},
  problem?: string,
  status = 200,
): Response | Promise<Response> {
  const body = <NewCircularPage csrf={c.var.session.csrf} typed={typed} problem={problem} />
  return render(c, body, { title: '录入通报', current }, status)
}

async function enter(c: WebContext): Promise<Response> {
  const typed = await typedValues(c)
  const [level = '', issuedOn = ''] = [typed['level'], typed['issuedOn']]
  try {
    if (!Object.hasOwn(circularLevels, level)) throw refuse('circular.not-complete', { what: '通报层级' })
    if (!isCivilDate(issuedOn)) throw refuse('circular.not-complete', { what: '成文日期' })
    const { id } = await enterCircular(c.var.deps, c.var.actor, {
      districtId: c.var.session.districtId,
      level: level as CircularLevel,
      issuer: typed['issuer'] ?? '',
      title: typed['title'] ?? '',
      number: typed['number'] ?? '',
      issuedOn,
      pointsDeducted: typed['pointsDeducted'] === 'yes',
      named: typed['named'] ?? '',
      file: await readUpload(c, 'file'),
    })
    return c.redirect(`${current}/${id}`, 303)
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 403) throw error
    return newPage(c, typed, error.message, error.status)
  }
}

async function wanted(c: WebContext): Promise<Circular> {
  const id = c.req.param('id') ?? ''
  const found = isUuid(id) ? await readCircular(c.var.deps.db, c.var.session.districtId, id) : undefined
  if (!found) throw refuse('record.not-found', { what: '上级通报' })
  return found
}

async function onePage(c: WebContext): Promise<Response> {
  const circular = await wanted(c)
  const named = await namedIn(c.var.deps.db, c.var.session.districtId, circular.id)
  const trail = await trailPanel(c, { kind: 'circular', id: circular.id })
  const { districtId } = c.var.session
  const seesClues = may(c.var.actor, 'accountability.read', { districtId })
  const handlesItems = may(c.var.actor, 'superiors.handle', { districtId })
  const props = { circular, named, seesClues, handlesItems, trail }
  return render(c, <CircularPage {...props} />, {
    title: circular.title,
    current,
  })
}

async function file(c: WebContext): Promise<Response> {
  const circular = await wanted(c)
  const { bytes, mediaType, name } = await readStoredFile(c.var.deps, c.var.session.districtId, circular.fileId)
  return c.body(new Uint8Array(bytes), 200, {
    'Content-Type': mediaType,
    'Content-Disposition': contentDisposition(name),
    'Cache-Control': 'private, no-store',
  })
}

/** 上级通报. */
export const circularRoutes: RouteDefinition[] = defineRoutes([
  { method: 'get', path: '/circulars', door: 'circulars.read', handle: listPage },
  { method: 'get', path: '/circulars/new', door: 'circulars.enter', handle: (c) => newPage(c) },
  { method: 'post', path: '/circulars/new', door: 'circulars.enter', upload: true, handle: enter },
  { method: 'get', path: '/circulars/:id', door: 'circulars.read', handle: onePage },
  { method: 'get', path: '/circulars/:id/files/original', door: 'circulars.read', handle: file },
])
