import { z } from 'zod'
import type { Limits, NoReply, Outgoing, Reply, Sender } from '../../outgoing/index.ts'
import { packageMost } from '../package-format.ts'
import { type LinkSecrets, packagesPath } from './model.ts'

/** Another office's interface, asked from here: what it answers is read once and believed in nothing. */

/** `failed`: no answer, or none that we understand; `refused`: the other side's own code and sentence. */
export type Answered<T> =
  | { outcome: 'done'; value: T }
  | { outcome: 'failed'; why: string }
  | { outcome: 'refused'; code: string; why: string; status: number }

const small: Partial<Limits> = { redirects: 0, totalMs: 20_000, wireBytes: 1024 * 1024, bodyBytes: 4 * 1024 * 1024 }
const large: Partial<Limits> = { redirects: 0, totalMs: 120_000, wireBytes: packageMost, bodyBytes: packageMost }

const list = z.object({
  data: z.array(z.object({ id: z.uuid() })).max(200),
  next: z.string().max(400).nullable(),
})
const problem = z.object({ code: z.string().max(80), detail: z.string().max(600) })

/** One page of what waits for us there: ids, and where the next page begins. */
export async function askWaiting(
  send: Sender['send'],
  { url, token }: LinkSecrets,
  cursor?: string,
): Promise<Answered<z.infer<typeof list>>> {
  const query = new URLSearchParams({ limit: '200', ...(cursor !== undefined && { cursor }) })
  const reply = await send({ url: `${url}${packagesPath}?${query.toString()}`, headers: bearing(token) }, small)
  return answered(reply, ({ body }) => {
    const read = list.safeParse(parsed(body))
    return read.success ? read.data : undefined
  })
}

/** The bytes of one of them. */
export async function askPackage(
  send: Sender['send'],
  { url, token }: LinkSecrets,
  id: string,
): Promise<Answered<Uint8Array>> {
  const reply = await send({ url: `${url}${packagesPath}/${id}`, headers: bearing(token) }, large)
  return answered(reply, ({ body }) => new Uint8Array(body))
}

/** Hands a package in there. That it came before is no fault. */
export async function sendPackage(
  send: Sender['send'],
  { url, token }: LinkSecrets,
  bytes: Uint8Array,
): Promise<Answered<true>> {
  const headers = { ...bearing(token), 'content-type': 'application/octet-stream' }
  const asked: Outgoing = { url: `${url}${packagesPath}`, method: 'POST', headers, body: bytes }
  const reply = await send(asked, { ...large, wireBytes: 64 * 1024, bodyBytes: 256 * 1024 })
  const outcome = answered(reply, () => true as const)
  return outcome.outcome === 'refused' && outcome.code === 'exchange.seen-before'
    ? { outcome: 'done', value: true }
    : outcome
}

const bearing = (token: string) => ({ authorization: `Bearer ${token}` })

function answered<T>(reply: Reply | NoReply, read: (reply: Reply) => T | undefined): Answered<T> {
  if (reply.kind === 'no-reply') {
    const inside = '对方主机在内部网络，须由服务器管理员在 GOVMEDIA_ALLOW_HOSTS 中列明主机名'
    return { outcome: 'failed', why: reply.failure === 'refused-address' ? inside : reply.why }
  }
  if (reply.status >= 200 && reply.status < 300) {
    const value = read(reply)
    return value === undefined ? { outcome: 'failed', why: '对方的答复无法识别' } : { outcome: 'done', value }
  }
  const said = problem.safeParse(parsed(reply.body))
  if (!said.success) return { outcome: 'failed', why: `对方答复 ${reply.status}，不是收发接口的答复，请核对对方地址` }
  const { code, detail } = said.data
  return { outcome: 'refused', code, why: `对方答复：${plain(detail)}`, status: reply.status }
}

// Another side's words are shown as one line of text.
const plain = (text: string) => text.replaceAll(/[\p{C}\s]+/gu, ' ').trim()

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'))
  } catch {
    return undefined
  }
}
