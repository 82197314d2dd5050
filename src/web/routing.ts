import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { getCookie } from 'hono/cookie'
import {
  actionLabels,
  confirmPerson,
  type Deps,
  listDistricts,
  readSession,
  type Session,
  scopeOf,
  takeHeldFiles,
} from '../access/index.ts'
import { isUuid } from '../database/index.ts'
import { refuseMarkedFiles, refuseMarkedForm } from '../files/index.ts'
import { fileMegabytes } from '../vocabulary/hints.ts'
import { isKept, keepRefusal } from '../trail/index.ts'
import { Refusal, refuse } from '../vocabulary/refusals/index.ts'
import { type RouteDefinition, sessionOf, type WebContext, type WebVariables } from './context.ts'
import { askAgain } from './ask-again.tsx'
import { confirmationIn, formValues, isHeld, putBack, sentFiles, typedTexts } from './forms.ts'
import { placeOf } from './navigation.ts'
import type { WebOptions } from './options.ts'
import { requireOwnForm } from './security.ts'

export type WebApp = Hono<{ Variables: WebVariables }>

export const sessionCookie = 'govmedia_session'

const formMost = 256 * 1024
// A megabyte more for the fields beside the file.
const uploadMost = (fileMegabytes + 1) * 1024 * 1024

/** Keeps the types of a room's routes; what a room exports is what app mounts. */
export const defineRoutes = (routes: RouteDefinition[]): RouteDefinition[] => routes

type Find = (deps: Deps, districtId: string, id: string) => Promise<unknown>

/** Forms whose address names a thing (`:id`): what is refused of it stands in its own 办理记录, for who may not act on it too. */
export const formsAbout = (kind: string, routes: readonly RouteDefinition[], find: Find): RouteDefinition[] =>
  routes.map((route) => ({
    ...route,
    async about(c) {
      const { deps, session } = c.var
      const id = c.req.param('id') ?? ''
      return isUuid(id) && (await find(deps, session.districtId, id)) ? { kind, id } : undefined
    },
  }))

/**
 * Registers every route behind its door. What is spelled out goes before what is a parameter, whatever the order in the table.
 * The address of a form that is no page itself answers who reads it, by reloading or typing, with the way to the page above it.
 */
export function mountRoutes(app: WebApp, routes: readonly RouteDefinition[], options: WebOptions): void {
  const readable = new Set(routes.filter(({ method }) => method === 'get').map(({ path }) => path))
  const ordered = routes.toSorted((one, other) => shapeOf(one.path).localeCompare(shapeOf(other.path)))
  for (const route of ordered) {
    mountRoute(app, route, options, readable)
    if (!readable.has(route.path)) app.get(route.path, (c) => c.redirect(pageAbove(c, route.path, readable), 303))
  }
}

const shapeOf = (path: string) => path.replace(/[^/]+/g, (part) => (part.startsWith(':') ? '1' : '0'))

function pageAbove(c: Context, path: string, readable: ReadonlySet<string>): string {
  const parts = path.split('/')
  while (parts.length > 2 && !readable.has(parts.join('/'))) parts.pop()
  if (!readable.has(parts.join('/'))) return '/'
  return c.req.path.split('/').slice(0, parts.length).join('/') + new URL(c.req.url).search
}

/** Registers a route behind its door: session, first password, first district, right, form token, in this order. */
function mountRoute(app: WebApp, route: RouteDefinition, options: WebOptions, readable: ReadonlySet<string>): void {
  const handler = async (c: WebContext) => {
    c.set('route', route.path)
    c.set('deps', route.method === 'get' ? options.pageDeps : options.deps)
    try {
      const away = route.machine ? undefined : await passDoor(c, route, options)
      return away ?? (await route.handle(c))
    } catch (error) {
      if (isAskedAgain(c, error)) return askAgain(c, error, pageAbove(c, route.path, readable))
      if (route.method === 'post' && isKept(error)) await keepRefused(c, route, error)
      throw error
    }
  }
  if (route.method === 'get') app.get(route.path, handler)
  else app.post(route.path, limitBody(route), handler)
}

// A script has no page to show it on, and says the sentence.
const isAskedAgain = (c: WebContext, error: unknown): error is Refusal =>
  error instanceof Refusal &&
  (error.code === 'access.confirm-first' || error.code === 'access.confirm-wrong') &&
  sessionOf(c) !== undefined &&
  !c.req.header('accept')?.includes('application/json')

// A form that a page never offered to this person. Who reads an address is refused without a trace (decision 015).
async function keepRefused(c: WebContext, { about, door }: RouteDefinition, error: Refusal): Promise<void> {
  const session = sessionOf(c)
  if (!session || session.districtId === '') return
  const { actor, districtId } = session
  const subject = (await about?.(c)) ?? { kind: 'user', id: actor.id }
  await keepRefusal(c.var.deps, { districtId, actor, subject, attempted: door }, error)
}

function limitBody({ upload }: RouteDefinition) {
  const most = upload ? uploadMost : formMost
  return bodyLimit({
    maxSize: most,
    onError: () => {
      throw refuse('web.body-too-large', { most: upload ? `${fileMegabytes} MB` : '256 kB' })
    },
  })
}

/** Finds out who is there and whose name stands on the head, once a request. Undefined: nobody signed in. */
export async function recogniseVisitor(
  c: WebContext,
  { deps }: WebOptions,
  quiet = false,
): Promise<Session | undefined> {
  const known = sessionOf(c)
  if (known) return known
  const token = getCookie(c, sessionCookie)
  const session = token ? await readSession(deps, token, c.var.requestId, { quiet }) : undefined
  if (session) {
    c.set('session', session)
    c.set('actor', session.actor)
  }
  c.set('districtName', session?.districtName || (await onlyDistrictName(deps)))
  return session
}

async function onlyDistrictName({ db }: Deps): Promise<string> {
  const [first, ...others] = await listDistricts(db)
  return first && others.length === 0 ? first.name : ''
}

async function passDoor(c: WebContext, route: RouteDefinition, options: WebOptions): Promise<Response | undefined> {
  const session = await recogniseVisitor(c, options, route.quiet)
  if (route.door === 'public') return undefined
  if (!session) return signInFirst(c)
  if (route.method === 'post')
    await requireOwnForm(c, session.csrf, c.req.header('x-csrf') ?? String((await formValues(c))['_csrf'] ?? ''))
  // Before anything of it is kept, even for the time in which somebody shows who they are.
  if (route.method === 'post') await refuseMarked(c, session, options)
  if (route.method === 'post') await takeConfirmation(c, session, options)
  const detour = detourOf(session)
  if (detour && !freeOfDetours.has(route.path)) return c.redirect(detour, 303)
  const asked = route.ownLevel ? session.levelId : session.districtId
  if (route.door !== 'signed-in' && !scopeOf(session.actor, route.door, asked)) {
    throw refuse('access.denied', { action: actionLabels[route.door] })
  }
  return undefined
}

/** A form with the mark of a state secret in its words, in the name of a file or in the words of one goes no further. */
async function refuseMarked(
  c: WebContext,
  { actor, districtId, levelId }: Session,
  { deps }: WebOptions,
): Promise<void> {
  const place = placeOf(c.req.path)
  if (districtId !== '')
    await refuseMarkedForm(deps, actor, { districtId, source: '网页填写', place, typed: await typedTexts(c) })
  const files = await sentFiles(c)
  if (files.length > 0)
    await refuseMarkedFiles(deps, actor, { districtId: districtId || levelId, source: '网页上传', place, files })
}

// What has to be done before anything else: the own password, the second factor the office asks for, the first district.
function detourOf({ mustChangePassword, mustEnrol, districtId }: Session): string | undefined {
  if (mustChangePassword) return '/password'
  if (mustEnrol) return '/second-factor'
  return districtId === '' ? '/setup' : undefined
}
const freeOfDetours = new Set([
  '/password',
  '/second-factor',
  '/second-factor/begin',
  '/second-factor/enrol',
  '/confirm',
  '/setup',
  '/sign-out',
])

// The form comes back with the password or code that was asked for, and goes on as if it had never been held up.
async function takeConfirmation(c: WebContext, session: Session, { deps }: WebOptions): Promise<void> {
  const word = await confirmationIn(c)
  if (word === undefined) return
  await confirmPerson(deps, session, word)
  if (await isHeld(c)) await putBack(c, await takeHeldFiles(deps, session, c.req.path))
  const { unconfirmed: _, ...actor } = session.actor
  c.set('actor', actor)
  c.set('session', { ...session, actor })
}

function signInFirst(c: WebContext): Response {
  if (c.req.header('accept')?.includes('application/json')) throw refuse('access.sign-in-required')
  const back = c.req.method === 'GET' ? c.req.path + new URL(c.req.url).search : '/'
  return c.redirect(back === '/' ? '/sign-in' : `/sign-in?back=${encodeURIComponent(back)}`, 303)
}
