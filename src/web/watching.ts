import { createHash, timingSafeEqual } from 'node:crypto'
import type { WebContext } from './context.ts'
import { exposition, expositionType, type Family } from './exposition.ts'
import type { Measuring } from './measuring.ts'
import { isFromHere } from './security.ts'

/**
 * What whoever runs the machine may ask. `obstacles`: why no work can be done now; none: it can. `families`: figures of the
 * parts below. `token`: with it `/metrics` is read from elsewhere; without one, from this machine alone.
 */
export type Watch = {
  obstacles(): Promise<string[]>
  families(): Promise<Family[]>
  token: string | undefined
}

// A restart takes seconds, a recovery after a pulled plug minutes: often enough to ask, seldom enough not to hinder it.
export const AWAY_RETRY_S = 10

/** The process lives and answers. It tells nothing else, to nobody. */
export const answerAlive = (c: WebContext): Response => c.text('ok')

/** Whether work can be done now, and in plain words what is in its way. */
export async function answerReady(c: WebContext, { obstacles }: Watch): Promise<Response> {
  const found = await obstacles()
  if (found.length === 0) return c.text('ready')
  return c.text(`not ready: ${found.join(', ')}`, 503, { 'Retry-After': String(AWAY_RETRY_S) })
}

/** The figures, for this machine and for who bears the token. */
export async function answerMetrics(c: WebContext, watch: Watch, measuring: Measuring): Promise<Response> {
  if (!mayRead(c, watch.token)) {
    if (watch.token === undefined) return c.text('运行指标只供本机读取；从别处读取须由服务器操作员设置令牌。', 403)
    return c.text('运行指标只供本机读取，或者凭令牌读取。', 401, { 'WWW-Authenticate': 'Bearer' })
  }
  const text = exposition([...measuring.families(), ...(await watch.families())])
  return c.body(text, 200, { 'Content-Type': expositionType })
}

function mayRead(c: WebContext, token: string | undefined): boolean {
  if (isFromHere(c)) return true
  const given = /^Bearer (\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
  return token !== undefined && given !== undefined && timingSafeEqual(digest(given), digest(token))
}

const digest = (text: string) => createHash('sha256').update(text).digest()
