import type { MiddlewareHandler } from 'hono'
import { holdsControls } from '../vocabulary/plain-text.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import type { WebContext, WebVariables } from './context.ts'

type Middleware = MiddlewareHandler<{ Variables: WebVariables }>

/** Strict enough for pages without any inline script or style (OWASP ASVS 5.0, V3 Web Frontend Security). */
const pageHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=()',
}

/** Headers of every answer; pages are never kept by a browser or a proxy. */
export const securityHeaders: Middleware = async (c, next) => {
  await next()
  for (const [name, value] of Object.entries(pageHeaders)) c.res.headers.set(name, value)
  // The number under which an answer stands in the access log and what was done in the trail.
  c.res.headers.set('X-Request-Id', c.var.requestId)
  // Said by the proxy that speaks TLS; over plain HTTP a browser would take no notice of it.
  if (c.req.header('x-forwarded-proto') === 'https')
    c.res.headers.set('Strict-Transport-Security', 'max-age=31536000; includeSubDomains')
  if (!c.res.headers.has('Cache-Control')) c.res.headers.set('Cache-Control', 'no-store')
}

const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Refuses a Host header that isn't ours, so that no page of another name can reach a server on loopback (DNS rebinding). A server on all addresses takes any well-formed name. */
export function hostGuard(configured: string): Middleware {
  const open = configured === '0.0.0.0' || configured === '::'
  return async (c, next) => {
    const host = (c.req.header('host') ?? '').toLowerCase()
    const name = host.replace(/:\d{1,5}$/, '')
    const known =
      loopback.has(name) || name === configured.toLowerCase() || (open && /^[a-z0-9.-]+$|^\[[0-9a-f:]+\]$/.test(name))
    if (!known) throw refuse('web.host-unknown')
    await next()
  }
}

/** Refuses an address with signs that nobody can have typed, for every page at once: the database would break on NUL. */
export const plainAddress: Middleware = async (c, next) => {
  const { searchParams } = new URL(c.req.url)
  const parts = [c.req.path, decoded(c.req.path), ...[...searchParams].flat()]
  if (parts.some(holdsControls)) throw refuse('web.address-unreadable')
  await next()
}

// What can't be decoded stays as it was sent, which is readable enough to be not found.
function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** Refuses a POST that doesn't come from a page of ours: other origin, or without the session's token. */
export async function requireOwnForm(c: WebContext, expected: string, given: string | undefined): Promise<void> {
  refuseOtherOrigin(c)
  if (!given || given.length !== expected.length || !sameText(given, expected)) throw refuse('access.csrf')
}

/** A form sent by a page of another site says so itself. */
export function refuseOtherOrigin(c: WebContext): void {
  const site = c.req.header('sec-fetch-site')
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw refuse('access.csrf')
  const origin = c.req.header('origin')
  if (origin !== undefined && hostOf(origin) !== c.req.header('host')) throw refuse('access.csrf')
}

// Undefined for `null`, which a sandboxed page sends, and for what is no address.
const hostOf = (origin: string) => (URL.canParse(origin) ? new URL(origin).host : undefined)

function sameText(a: string, b: string): boolean {
  let difference = 0
  for (let at = 0; at < a.length; at++) difference |= a.charCodeAt(at) ^ b.charCodeAt(at)
  return difference === 0
}

/** A path of our own, for going back after a switch or a sign-in; anything else becomes the front page. */
export function ownPath(found: string | undefined): string {
  return found !== undefined && /^\/(?![/\\])[^\s\\\u0000-\u001f]*$/.test(found) ? found : '/'
}

const isLoopback = (address: string) => address === '::1' || /^(?:::ffff:)?127\./.test(address)

const proxied = ['x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'forwarded', 'via']

/** Whether somebody on this very machine asks. What a proxy passes on comes from elsewhere, whatever address the proxy has. */
export function isFromHere(c: WebContext): boolean {
  const { incoming } = (c.env ?? {}) as { incoming?: { socket?: { remoteAddress?: string } } }
  return isLoopback(incoming?.socket?.remoteAddress ?? '') && proxied.every((name) => c.req.header(name) === undefined)
}

/**
 * The address a request comes from, for counting tries and for telling people where they are signed in. Behind a proxy of the same machine it is the last one
 * that the proxy noted; what else a sender writes into that header is his own word. `unknown` where there is no connection.
 */
export function visitorAddress(c: WebContext): string {
  const { incoming } = (c.env ?? {}) as { incoming?: { socket?: { remoteAddress?: string } } }
  const peer = incoming?.socket?.remoteAddress ?? 'unknown'
  const noted = c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim()
  return isLoopback(peer) && noted ? noted : peer
}
