import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { markDays, type SignInOutcome, type Visitor } from '../access/index.ts'
import type { WebContext } from './context.ts'
import { sessionCookie } from './routing.ts'
import { visitorAddress } from './security.ts'

/** The steps of a sign-in as a browser goes through them, whichever way somebody was identified. */

const markCookie = 'govmedia_browser'
const stepCookie = 'govmedia_step'
/** By which provider somebody came in, for leaving it too; sealed by whoever sets it. */
export const ssoOutCookie = 'govmedia_sso_out'

/** Who asks, as `takeAttempt` counts them. */
export function visitorOf(c: WebContext): Visitor {
  const [mark, browser] = [getCookie(c, markCookie), c.req.header('user-agent')]
  return { address: visitorAddress(c), ...(mark && { mark }), ...(browser && { browser }) }
}

/** Where a step leads, with the cookies it gives. `back`: a path of our own. */
export function goOn(c: WebContext, outcome: SignInOutcome, back: string): Response {
  const { next, token, mark, mustChangePassword } = outcome
  const secure = new URL(c.req.url).protocol === 'https:' || c.req.header('x-forwarded-proto') === 'https'
  const own = { httpOnly: true, sameSite: 'Lax', path: '/', secure } as const
  if (next === 'second-factor') {
    setCookie(c, stepCookie, token, { ...own, path: '/sign-in' })
    return c.redirect(back === '/' ? '/sign-in/code' : `/sign-in/code?back=${encodeURIComponent(back)}`, 303)
  }
  setCookie(c, sessionCookie, token, own)
  if (mark !== undefined) setCookie(c, markCookie, mark, { ...own, maxAge: markDays * 24 * 3600 })
  if (stepToken(c) !== undefined) deleteCookie(c, stepCookie, { path: '/sign-in' })
  return c.redirect(mustChangePassword ? '/password' : back, 303)
}

/** The token of the step a browser stands at. */
export const stepToken = (c: WebContext): string | undefined => getCookie(c, stepCookie)
