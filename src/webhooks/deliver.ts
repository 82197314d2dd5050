import type { Instant } from '../calendar/index.ts'
import { addressFault, type AllowedHosts, type Sender } from '../outgoing/index.ts'
import type { EndpointSecrets } from './model.ts'
import { signedHeaders } from './signing.ts'

export type Ways = { send: Sender['send']; allow: AllowedHosts }

/** `gone`: the receiver said that nothing more is to be sent there. */
export type Delivery = { outcome: 'sent' } | { outcome: 'gone' | 'failed'; why: string }

const limits = { redirects: 0, totalMs: 15_000, wireBytes: 64 * 1024, bodyBytes: 64 * 1024 }

/** Sends one message once. Only 2xx is a success; where another address is named, it is not gone to. */
export async function deliver(
  { url, secret, earlier }: EndpointSecrets,
  message: { id: string; body: string },
  at: Instant,
  { send, allow }: Ways,
): Promise<Delivery> {
  const fault = addressFault(url, allow)
  if (fault !== undefined) return { outcome: 'failed', why: fault }
  const headers = signedHeaders(earlier === undefined ? [secret] : [secret, earlier], { ...message, at })
  const reply = await send({ url, method: 'POST', headers, body: message.body }, limits)
  if (reply.kind === 'no-reply') {
    const inside = '主机在内部网络，须由服务器管理员在 GOVMEDIA_ALLOW_HOSTS 中列明主机名'
    return { outcome: 'failed', why: reply.failure === 'refused-address' ? inside : reply.why }
  }
  if (reply.status >= 200 && reply.status < 300) return { outcome: 'sent' }
  if (reply.status === 410) return { outcome: 'gone', why: '接收方答复 410，不再接收' }
  return { outcome: 'failed', why: `接收方答复 ${reply.status}` }
}
