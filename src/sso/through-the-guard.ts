import type { CustomFetch } from 'openid-client'
import type { Ways } from './model.ts'
import { isLoopback } from './rules.ts'

/** What a sign-in waits for one answer, and takes of it; nobody sits longer before a page that doesn't come. */
export const limits = { totalMs: 10_000, wireBytes: 1024 * 1024, bodyBytes: 1024 * 1024, redirects: 0 }

/** A provider that could not be asked, and why, in the office's words. */
export class Unreached extends Error {
  readonly why: string
  constructor(why: string) {
    super(why)
    this.why = why
  }
}

/** What an administrator can do about a host that the guard doesn't let through. */
const intranetWords = '主机在内部网络，须由服务器管理员在 GOVMEDIA_ALLOW_HOSTS 中列明主机名'

/** One request to a provider, through the one way out, over TLS, and to nowhere else than it says. Throws `Unreached`. */
export async function ask(ways: Ways, request: Parameters<Ways['send']>[0]) {
  const url = new URL(request.url)
  if (url.protocol !== 'https:' && !isLoopback(url)) throw new Unreached('地址不是 https')
  const reply = await ways.send(request, limits)
  if (reply.kind === 'reply') return reply
  throw new Unreached(reply.failure === 'refused-address' ? intranetWords : reply.why)
}

/** The same as a library asks for it. */
export const fetchThrough =
  (ways: Ways): CustomFetch =>
  async (url, { method, headers, body }) => {
    const sent = body instanceof URLSearchParams ? body.toString() : (body ?? undefined)
    if (sent !== undefined && typeof sent !== 'string') throw new TypeError('only forms and texts are sent')
    const reply = await ask(ways, {
      url,
      method: method === 'POST' ? 'POST' : 'GET',
      headers,
      ...(sent === undefined ? {} : { body: sent }),
    })
    // The body came unpacked.
    const { 'content-encoding': _, 'content-length': __, ...received } = reply.headers
    return new Response(reply.body.length === 0 ? null : new Uint8Array(reply.body), {
      status: reply.status,
      headers: received,
    })
  }
