import { may, namesOfUsers, permittedScope } from '../../access/index.ts'
import { isCivilDate } from '../../calendar/index.ts'
import { isUuid } from '../../database/index.ts'
import { readStoredFile } from '../../files/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import {
  contentDisposition,
  defineRoutes,
  pageFrom,
  pageSize,
  readUpload,
  refusalOf,
  render,
  type RouteDefinition,
  searchFrom,
  trailPanel,
  typedValues,
  type WebContext,
} from '../../web/index.ts'
import { CircularHistory, CorrectCircularPage, Withdrawing } from './change-pages.tsx'
import { changesOf, restingOnCircular } from './changes.ts'
import { type CircularFields, namedLine } from './checked-circular.ts'
import { correctCircular, withdrawCircular } from './correct-circular.ts'
import { enterCircular } from './enter-circular.ts'
import { type Circular, type CircularLevel, circularLevels } from './model.ts'
import { CircularPage, CircularsPage, NewCircularPage } from './pages.tsx'
import { listCirculars, namedIn, readCircular } from './queries.ts'

const current = '/upper-circulars'

async function listPage(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = permittedScope(actor, 'upper-circulars.read', session.districtId)
  const page = pageFrom(c)
  const range = { offset: (page - 1) * pageSize, limit: pageSize }
  const { rows, total } = await listCirculars(deps.db, districtId, { search: searchFrom(c), ...range })
  const mayEnter = may(actor, 'upper-circulars.enter', { districtId })
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
  try {
    const { id } = await enterCircular(c.var.deps, c.var.actor, {
      districtId: c.var.session.districtId,
      ...fieldsOf(typed),
      file: await readUpload(c, 'file'),
    })
    return c.redirect(`${current}/${id}`, 303)
  } catch (error) {
    const { message, status } = refusalOf(error)
    return newPage(c, typed, message, status)
  }
}

async function wanted(c: WebContext): Promise<Circular> {
  const id = c.req.param('id') ?? ''
  const found = isUuid(id) ? await readCircular(c.var.deps.db, c.var.session.districtId, id) : undefined
  if (!found) throw refuse('record.not-found', { what: '上级通报' })
  return found
}

async function onePage(
  c: WebContext,
  refused?: { reason: string; problem: string; status: number },
): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const circular = await wanted(c)
  const named = await namedIn(deps.db, districtId, circular.id)
  const resting = await restingOnCircular(deps.db, districtId, circular.id)
  const changes = await changesOf(deps.db, districtId, circular.id)
  const names = await namesOfUsers(
    deps,
    districtId,
    changes.map(({ by }) => by),
  )
  const mayChange = may(actor, 'upper-circulars.enter', { districtId })
  const { reason = '', problem } = refused ?? {}
  const body = (
    <CircularPage
      circular={circular}
      named={named}
      resting={resting}
      seesClues={may(actor, 'accountability.read', { districtId })}
      handlesItems={may(actor, 'superiors.handle', { districtId })}
      mayChange={mayChange}
      history={<CircularHistory c={c} changes={changes} names={names} />}
      withdrawing={
        mayChange &&
        circular.withdrawnAt === null && (
          <Withdrawing csrf={session.csrf} circular={circular} resting={resting} reason={reason} problem={problem} />
        )
      }
      trail={await trailPanel(c, { kind: 'circular', id: circular.id })}
    />
  )
  return render(c, body, { title: circular.title, current }, refused?.status)
}

async function correctPage(
  c: WebContext,
  typed?: Record<string, string>,
  problem?: string,
  status = 200,
): Promise<Response> {
  const { deps, session } = c.var
  const circular = await wanted(c)
  if (circular.withdrawnAt !== null) throw refuse('circular.withdrawn')
  const stands = {
    level: circular.level,
    issuer: circular.issuer,
    title: circular.title,
    number: circular.number ?? '',
    issuedOn: circular.issuedOn,
    pointsDeducted: circular.pointsDeducted ? 'yes' : '',
    named: (await namedIn(deps.db, session.districtId, circular.id)).map(namedLine).join('\n'),
  }
  const resting = await restingOnCircular(deps.db, session.districtId, circular.id)
  const body = (
    <CorrectCircularPage
      csrf={session.csrf}
      circular={circular}
      resting={resting}
      typed={typed ?? stands}
      problem={problem}
    />
  )
  return render(c, body, { title: '更正通报', current }, status)
}

async function correct(c: WebContext): Promise<Response> {
  const typed = await typedValues(c)
  const { id } = await wanted(c)
  try {
    await correctCircular(c.var.deps, c.var.actor, {
      districtId: c.var.session.districtId,
      id,
      version: Number(typed['version']),
      ...fieldsOf(typed),
      file: await readUpload(c, 'file'),
      reason: typed['reason'] ?? '',
      knowing: typed['knowing'] === 'yes',
    })
    return c.redirect(`${current}/${id}`, 303)
  } catch (error) {
    const { message, status } = refusalOf(error)
    return correctPage(c, typed, message, status)
  }
}

async function withdraw(c: WebContext): Promise<Response> {
  const { reason = '', version = '' } = await typedValues(c)
  const { id } = await wanted(c)
  const { districtId } = c.var.session
  try {
    await withdrawCircular(c.var.deps, c.var.actor, { districtId, id, version: Number(version), reason })
    return c.redirect(`${current}/${id}`, 303)
  } catch (error) {
    const { message, status } = refusalOf(error)
    return onePage(c, { reason, problem: message, status })
  }
}

/** The fields as typed. Refuses `circular.not-complete`. */
function fieldsOf(typed: Readonly<Record<string, string>>): CircularFields {
  const [level = '', issuedOn = ''] = [typed['level'], typed['issuedOn']]
  if (!Object.hasOwn(circularLevels, level)) throw refuse('circular.not-complete', { what: '通报层级' })
  if (!isCivilDate(issuedOn)) throw refuse('circular.not-complete', { what: '成文日期' })
  return {
    level: level as CircularLevel,
    issuer: typed['issuer'] ?? '',
    title: typed['title'] ?? '',
    number: typed['number'] ?? '',
    issuedOn,
    pointsDeducted: typed['pointsDeducted'] === 'yes',
    named: typed['named'] ?? '',
  }
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
  { method: 'get', path: '/upper-circulars', door: 'upper-circulars.read', handle: listPage },
  { method: 'get', path: '/upper-circulars/new', door: 'upper-circulars.enter', handle: (c) => newPage(c) },
  { method: 'post', path: '/upper-circulars/new', door: 'upper-circulars.enter', upload: true, handle: enter },
  { method: 'get', path: '/upper-circulars/:id', door: 'upper-circulars.read', handle: (c) => onePage(c) },
  { method: 'get', path: '/upper-circulars/:id/correct', door: 'upper-circulars.enter', handle: (c) => correctPage(c) },
  {
    method: 'post',
    path: '/upper-circulars/:id/correct',
    door: 'upper-circulars.enter',
    upload: true,
    handle: correct,
  },
  { method: 'post', path: '/upper-circulars/:id/withdraw', door: 'upper-circulars.enter', handle: withdraw },
  { method: 'get', path: '/upper-circulars/:id/files/original', door: 'upper-circulars.read', handle: file },
])
