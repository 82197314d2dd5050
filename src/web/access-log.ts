import type { MiddlewareHandler } from 'hono'
import type { Clock, Instant } from '../calendar/index.ts'
import { sessionOf, type WebContext, type WebVariables } from './context.ts'
import { visitorAddress } from './security.ts'

/**
 * One request: when, whose, from where, what, how it ended. Never what was typed: neither query nor body, and no word of an
 * address that is itself a secret.
 */
export type AccessLine = {
  at: Instant
  request: string
  user: string | null
  from: string
  method: string
  path: string
  status: number
  ms: number
}

export type AccessLog = { write(line: AccessLine): void }

const PATH_MOST = 300
// The secret of a calendar stands in its address.
const secretParts = [':feed']
const unlogged = ['/static/*', '/healthz', '/readyz', '/metrics']

/** Tells the log of every request but pictures, scripts and what a watchdog asks (GB/T 22239-2019 8.1.4.3 a)). */
export const keepAccessLog =
  (log: AccessLog, wall: Clock): MiddlewareHandler<{ Variables: WebVariables }> =>
  async (c, next) => {
    const started = wall.now()
    await next()
    const { route } = c.var
    if (route !== undefined && unlogged.includes(route)) return
    log.write({
      at: wall.now(),
      request: c.var.requestId,
      user: sessionOf(c as WebContext)?.user.id ?? (c.get('actor') as { id: string } | undefined)?.id ?? null,
      from: visitorAddress(c as WebContext),
      method: c.req.method.slice(0, 20),
      path: pathOf(c.req.path, route),
      status: c.res.status,
      ms: Date.parse(wall.now()) - Date.parse(started),
    })
  }

function pathOf(path: string, route: string | undefined): string {
  const holdsSecret = route !== undefined && secretParts.some((part) => route.split('/').includes(part))
  return (holdsSecret ? route : path).slice(0, PATH_MOST)
}
