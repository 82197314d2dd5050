import { lookup } from 'node:dns/promises'
import { setTimeout as timer } from 'node:timers/promises'
import type { Agent, Dispatcher } from 'undici'
import { type AllowedHosts, checkedUrl, isAllowed, isLiteral, isPrivateAddress } from './addresses.ts'
import { inTurns } from './in-turns.ts'
import { unpack } from './unpack.ts'

export type Outgoing = {
  url: string
  method?: 'GET' | 'POST'
  headers?: Readonly<Record<string, string>>
  body?: string | Uint8Array
}

export type Limits = {
  /** Milliseconds for everything, redirects and body included. */
  totalMs: number
  /** Bytes on the wire, and bytes once unpacked. */
  wireBytes: number
  bodyBytes: number
  redirects: number
}

export const usualLimits: Limits = {
  totalMs: 20_000,
  wireBytes: 8 * 1024 * 1024,
  bodyBytes: 32 * 1024 * 1024,
  redirects: 5,
}

export type Reply = {
  kind: 'reply'
  /** Where it came from in the end. */
  url: string
  status: number
  headers: Readonly<Record<string, string>>
  body: Buffer
}
export type NoReply = {
  kind: 'no-reply'
  failure: 'unreachable' | 'refused-address' | 'too-large' | 'malformed'
  why: string
  /** No server of names knows the host, or none could be asked. */
  isUnknownHost?: true
}

/** Names to addresses; handed in so that tests can answer as a hostile server of names would. */
export type Resolve = (host: string) => Promise<readonly { address: string; family: number }[]>

export type Sender = {
  /** Sends one request and answers what came of it. Never throws for what the other side does. */
  send(outgoing: Outgoing, limits?: Partial<Limits>): Promise<Reply | NoReply>
  close(): Promise<void>
}

/** Bodies unpacked at once, however many requests are under way: each may grow to `bodyBytes`. */
const unpacking = inTurns(2)

const systemResolve: Resolve = (host) => lookup(host, { all: true, verbatim: true })

/** The one way out. `allow` names hosts of an intranet; everything private that it doesn't name is refused. */
export function openSender({
  allow = new Set(),
  resolve = systemResolve,
}: { allow?: AllowedHosts; resolve?: Resolve } = {}): Sender {
  const agents = new Map<string, Agent>()
  return {
    async send(outgoing, changed = {}) {
      const limits = { ...usualLimits, ...changed }
      const abort = AbortSignal.timeout(limits.totalMs)
      return raced(hops(outgoing, { limits, allow, resolve, agents, abort }), limits.totalMs)
    },
    async close() {
      await Promise.all([...agents.values()].map((agent) => agent.destroy()))
      agents.clear()
    },
  }
}

type Way = { limits: Limits; allow: AllowedHosts; resolve: Resolve; agents: Map<string, Agent>; abort: AbortSignal }

const nothing = (failure: NoReply['failure'], why: string): NoReply => ({ kind: 'no-reply', failure, why })

// A server of names that never answers holds no signal: the clock on the wall has the last word.
async function raced<T>(work: Promise<T>, totalMs: number): Promise<T | NoReply> {
  const stop = new AbortController()
  const late = timer(totalMs + 250, nothing('unreachable', '超时未应答'), { signal: stop.signal, ref: false })
  try {
    return await Promise.race([work, late])
  } finally {
    stop.abort()
    late.catch(() => undefined)
  }
}

async function hops(outgoing: Outgoing, way: Way): Promise<Reply | NoReply> {
  let { url, method = 'GET', headers = {}, body } = outgoing
  for (let hop = 0; hop <= way.limits.redirects; hop++) {
    const reply = await oneHop({ url, method, headers, ...(body === undefined ? {} : { body }) }, way)
    const next = reply.kind === 'reply' && [301, 302, 303, 307, 308].includes(reply.status) && reply.headers['location']
    if (!next) return reply
    const target = URL.canParse(next, url) ? new URL(next, url).href : next
    // What was meant for one host is not told to another.
    if (!URL.canParse(target) || new URL(target).origin !== new URL(url).origin) {
      headers = withoutSecrets(headers)
      if (body !== undefined && [307, 308].includes(reply.status))
        return nothing('unreachable', '转向到其他主机，内容未发送')
    }
    if (![307, 308].includes(reply.status)) [method, body] = ['GET', undefined]
    url = target
  }
  return nothing('unreachable', `转向超过 ${way.limits.redirects} 次`)
}

const withoutSecrets = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(headers).filter(([name]) => !/^(?:authorization|cookie|access-token|x-.*key)$/i.test(name)),
  )

async function oneHop(outgoing: Outgoing, way: Way): Promise<Reply | NoReply> {
  const url = checkedUrl(outgoing.url)
  if ('refused' in url) return nothing('refused-address', url.refused)
  const address = await addressOf(url, way)
  if (typeof address !== 'string') return address
  try {
    const { Agent, request } = await import('undici')
    const reply = await request(url, {
      method: outgoing.method ?? 'GET',
      headers: { 'accept-encoding': 'gzip, deflate, br', 'user-agent': 'GovMedia', ...outgoing.headers },
      dispatcher: agentTo(address, way.agents, Agent),
      signal: way.abort,
      headersTimeout: way.limits.totalMs,
      bodyTimeout: way.limits.totalMs,
      ...(outgoing.body === undefined ? {} : { body: outgoing.body }),
    })
    return await received(url, reply, way.limits)
  } catch (error) {
    return nothing('unreachable', reasonOf(error, way.abort))
  }
}

/** The address to connect to. Every answer for the name has to be public: one private among them is an attempt. */
async function addressOf(url: URL, { allow, resolve }: Pick<Way, 'allow' | 'resolve'>): Promise<string | NoReply> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const found = isLiteral(url) ? [{ address: host }] : await resolve(host).catch(() => [])
  const [first] = found
  if (!first) return { ...nothing('unreachable', '找不到该主机'), isUnknownHost: true }
  if (!isAllowed(url, allow) && found.some(({ address }) => isPrivateAddress(address)))
    return nothing('refused-address', '该网址指向内部网络，未访问')
  return first.address
}

/**
 * The address to open a connection to that is no web request (a mail server's), through the same door: or why none is
 * opened. What is connected to is this address, and the name is only said; it is never asked again.
 */
export async function checkedAddress(
  { host, port }: { host: string; port: number },
  {
    allow,
    resolve = systemResolve,
    totalMs = usualLimits.totalMs,
  }: { allow: AllowedHosts; resolve?: Resolve | undefined; totalMs?: number },
): Promise<string | NoReply> {
  const url = checkedUrl(`http://${host}:${port}`)
  if ('refused' in url) return nothing('refused-address', '主机名无法识别')
  return raced(addressOf(url, { allow, resolve }), totalMs)
}

/** Connections to one checked address: the name is only said (TLS, Host), never asked again. */
function agentTo(address: string, agents: Map<string, Agent>, Made: typeof Agent): Agent {
  const known = agents.get(address)
  if (known) return known
  const family = address.includes(':') ? 6 : 4
  const agent = new Made({
    connect: {
      timeout: 10_000,
      lookup: (_host, options, answer) =>
        options.all ? answer(null, [{ address, family }]) : answer(null, address, family),
    },
    connections: 4,
    pipelining: 1,
    keepAliveTimeout: 5_000,
    maxResponseSize: -1,
  })
  if (agents.size > 500) agents.clear()
  agents.set(address, agent)
  return agent
}

async function received(
  url: URL,
  { statusCode, headers, body }: Dispatcher.ResponseData,
  limits: Limits,
): Promise<Reply | NoReply> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of body as AsyncIterable<Buffer>) {
    size += part.length
    if (size > limits.wireBytes) {
      body.destroy()
      return nothing('too-large', `应答超过 ${limits.wireBytes / 1024 / 1024} MB`)
    }
    parts.push(part)
  }
  const plain = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  )
  const unpacked = await unpacking(() => unpack(Buffer.concat(parts), plain['content-encoding'], limits.bodyBytes))
  if ('failed' in unpacked)
    return unpacked.failed === 'too-large'
      ? nothing('too-large', `解压后超过 ${limits.bodyBytes / 1024 / 1024} MB`)
      : nothing('malformed', '应答压缩数据不完整或有误')
  return { kind: 'reply', url: url.href, status: statusCode, headers: plain, body: unpacked.bytes }
}

function reasonOf(error: unknown, abort: AbortSignal): string {
  if (abort.aborted) return '超时未应答'
  const { code = '' } = (error ?? {}) as NodeJS.ErrnoException
  if (code === 'ECONNREFUSED') return '对方拒绝连接'
  if (code === 'ECONNRESET' || code === 'UND_ERR_SOCKET') return '连接中断'
  if (/TIMEOUT/.test(code)) return '超时未应答'
  if (/CERT|TLS|SSL/.test(code)) return '对方证书有误'
  return code === '' ? '连接失败' : `连接失败（${code}）`
}
