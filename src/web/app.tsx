import { type Context, Hono } from 'hono'
import { compress } from 'hono/compress'
import { getCookie } from 'hono/cookie'
import { scopeOf } from '../access/index.ts'
import { databaseAnswers, diskTrouble, isDatabaseAway, isUuid } from '../database/index.ts'
import { Refusal, refuse } from '../vocabulary/refusals/index.ts'
import { keepAccessLog } from './access-log.ts'
import { serveAsset } from './assets.ts'
import { startMeasuring } from './measuring.ts'
import { type RouteDefinition, sessionOf, type WebContext } from './context.ts'
import type { WebOptions } from './options.ts'
import { ownRoutes } from './pages/index.ts'
import { render } from './layout.tsx'
import { AwayPage, awayTitle } from './pages/away-page.tsx'
import { ErrorPage } from './pages/error-page.tsx'
import { mountRoutes, recogniseVisitor, type WebApp } from './routing.ts'
import { answerProblem, isMachines, titleOf } from './problem.ts'
import { hostGuard, plainAddress, securityHeaders } from './security.ts'
import { answerAlive, answerMetrics, answerReady, AWAY_RETRY_S, type Watch } from './watching.ts'

/** The whole web application over the rooms' routes; `routeTable` lists every route with its door, for the test that walks them all. */
export function createWeb(options: WebOptions): { app: WebApp; routeTable: RouteDefinition[] } {
  const app: WebApp = new Hono()
  const measuring = startMeasuring()
  const watch = options.watch ?? databaseAlone(options)
  app.use(measuring.middleware)
  if (options.accessLog) app.use(keepAccessLog(options.accessLog, options.deps.wall))
  app.use(async (c, next) => {
    c.set('requestId', options.deps.ids.next())
    c.set('jobs', options.jobs)
    c.set('demo', options.demo)
    c.set('deps', options.pageDeps)
    c.set('districtName', '')
    c.set('recordWords', options.recordWords ?? {})
    c.set('namesOfThings', options.namesOfThings ?? (() => Promise.resolve(new Map())))
    c.set('elder', getCookie(c, 'govmedia_mode') === 'elder')
    await next()
  })
  app.use(securityHeaders)
  app.get('/healthz', named('/healthz', answerAlive))
  app.get(
    '/readyz',
    named('/readyz', (c) => answerReady(c, watch)),
  )
  app.use(hostGuard(options.host))
  app.use(plainAddress)
  app.get(
    '/metrics',
    named('/metrics', (c) => answerMetrics(c, watch, measuring)),
  )
  app.get('/static/*', named('/static/*', serveAsset))
  app.use(compress({ threshold: 1024 }))
  const routeTable = [...ownRoutes, ...options.routes]
  mountRoutes(app, routeTable, options)
  app.notFound((c) =>
    isMachines(c.req.path)
      ? answerProblem(c as WebContext, { status: 404, code: 'web.not-found', detail: noAddress })
      : answerError(c as WebContext, refuse('web.not-found'), options),
  )
  app.onError((error, c) => answerError(c as WebContext, error, options))
  return { app, routeTable }
}

const noAddress = '没有这个接口地址，或者不能用这种方法请求。请对照接口说明（/api）核对网址和方法。'

const named = (route: string, handle: (c: WebContext) => Response | Promise<Response>) => (c: Context) => {
  c.set('route', route)
  return handle(c as WebContext)
}

const databaseAlone = ({ pageDeps }: WebOptions): Watch => ({
  obstacles: async () => ((await databaseAnswers(pageDeps.db)) ? [] : ['database']),
  families: () => Promise.resolve([]),
  token: undefined,
})

async function answerError(c: WebContext, error: unknown, options: WebOptions): Promise<Response> {
  const isAway = isDatabaseAway(error)
  const known = knownTrouble(c, error)
  if (!(error instanceof Refusal) && !hungUp(error))
    options.logDefect(error, {
      // Nothing to mend in the program.
      ...(isAway && { level: 'database-away' }),
      ...(!isAway && known?.code.startsWith('database.') && { level: known.code.slice('database.'.length) }),
      part: 'web',
      id: c.var.requestId,
      path: withoutSecrets(c.req.path),
      method: c.req.method,
    })
  const status = known?.status ?? 500
  const sentence = known?.message ?? `系统出现故障，本次操作没有办成。请记下编号 ${c.var.requestId} 并告知系统管理员。`
  if (isAway) c.header('Retry-After', String(AWAY_RETRY_S))
  if (isMachines(c.req.path)) return answerProblem(c, { status, code: known?.code ?? 'defect', detail: sentence })
  if (c.req.header('accept')?.includes('application/json'))
    return c.json({ code: known?.code ?? 'defect', sentence, id: c.var.requestId }, status)
  if (isAway)
    return render(c, <AwayPage sentence={sentence} isForm={isForm(c)} />, { title: awayTitle, current: '' }, 503)
  if (known?.code !== 'web.host-unknown') await recogniseIfPossible(c, options)
  const title = titleOf(status)
  const page = <ErrorPage title={title} status={status} sentence={sentence} back={wayBack(c)} />
  return render(c, page, { title, current: '' }, status)
}

function knownTrouble(c: WebContext, error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error
  if (isDatabaseAway(error)) return awayRefusal(c)
  return diskTrouble(error) ?? (hungUp(error) ? refuse('web.form-unreadable') : undefined)
}

// Who sends half a form and goes has no use for an answer, and the log none for a line: Node says so without the call.
const hungUp = (error: unknown) =>
  error instanceof Error && error.message === 'aborted' && (error as NodeJS.ErrnoException).code === 'ECONNRESET'

// A calendar's address is its key; the log names the page, not the key.
const withoutSecrets = (path: string) => path.replace(/[^/]{24,}/g, (part) => (isUuid(part) ? part : '***'))

const isForm = (c: WebContext) => c.req.method === 'POST'
const awayRefusal = (c: WebContext) => refuse(isForm(c) ? 'database.away-unsaved' : 'database.away')

function wayBack(c: WebContext): { href: string; label: string } | undefined {
  const session = sessionOf(c)
  if (!session) return { href: '/sign-in', label: '去登录' }
  // Before the first district everything leads to its setup, which asks for no right.
  const opens = session.districtId === '' || scopeOf(session.actor, 'workbench.open', session.districtId)
  return opens ? { href: '/', label: '回到工作台' } : undefined
}

// A page that isn't there has passed no door, so nobody has looked yet who asks. The error may be that nobody can look.
async function recogniseIfPossible(c: WebContext, options: WebOptions): Promise<void> {
  try {
    await recogniseVisitor(c, options)
  } catch {
    return
  }
}
