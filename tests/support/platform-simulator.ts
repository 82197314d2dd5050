import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Limits, openSender, type Outgoing, type Sender } from '../../src/outgoing/index.ts'
import { type ApiAnswer, type Call, douyinAnswer, weiboAnswer, weixinAnswer } from './platforms/api-answers.ts'
import type { PlayedComponent } from './platforms/component.ts'
import { type Fault, faultsOf, playFault } from './platforms/faults.ts'
import { emptiedFeed, feedAnswer } from './platforms/feed-answers.ts'
import { type Channel, seeded, type SimulatedAccount, type TruePost } from './platforms/world.ts'

/** What the simulator was told to be. `now` is virtual; `faultShare` of all requests go wrong, always the same ones for a seed. */
export type Playing = {
  seed: number
  accounts: readonly SimulatedAccount[]
  now: () => number
  faultShare: number
  /** 微信开放平台, where a 第三方平台 is played too. */
  component?: PlayedComponent
  /** How long a request may take before it is given up, while something may go wrong. */
  patienceMs?: number
}

export type Simulator = {
  /** Sends what is meant for a platform here, through the program's own way out, with its guard and caps. */
  send: Sender['send']
  /** Which posts each account was ever shown with, in answers that went out whole. */
  shown: ReadonlyMap<number, ReadonlyMap<string, number>>
  played: Readonly<Partial<Record<Fault, number>>>
  requests: () => number
  /** From now on this happens to every request, or nothing (null), or chance decides (undefined). */
  force: (fault: Fault | null | undefined) => void
  close: () => Promise<void>
}

/** Caps that end a fault soon: the same guards as in use, the waiting left out. While nothing is to go wrong nothing is cut short. */
const caps = { bodyBytes: 4 * 1024 * 1024 }

/**
 * Plays feeds, article pages, a website and the interfaces of three platforms on loopback, for development and tests only.
 * Deterministic: a request of an account goes wrong or doesn't by the seed and its number, whatever happens beside it.
 */
export async function openSimulator(playing: Playing): Promise<Simulator> {
  const state: State = {
    ...playing,
    counts: new Map(),
    shown: new Map(),
    played: {},
    requests: 0,
    showing: new Map(),
    forced: undefined,
  }
  const server = createServer((request, response) => {
    state.requests += 1
    void answerTo(state, request, response)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const here = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const sender = openSender({ allow: new Set([here]) })
  return {
    send: (outgoing, limits) =>
      sendHere(state, sender, here, outgoing, {
        ...limits,
        ...caps,
        totalMs: state.forced === null ? 10_000 : (state.patienceMs ?? 250),
      }),
    shown: state.shown,
    played: state.played,
    requests: () => state.requests,
    force: (fault) => {
      state.forced = fault
    },
    async close() {
      await sender.close()
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

type State = Playing & {
  counts: Map<string, number>
  shown: Map<number, Map<string, number>>
  played: Partial<Record<Fault, number>>
  requests: number
  showing: Map<string, () => void>
  forced: Fault | null | undefined
}

async function sendHere(state: State, sender: Sender, here: string, outgoing: Outgoing, limits: Partial<Limits>) {
  const url = new URL(outgoing.url)
  const reply = await sender.send(
    {
      ...outgoing,
      url: `http://${here}${url.pathname}${url.search}`,
      headers: { ...outgoing.headers, 'x-simulated-host': url.host },
    },
    limits,
  )
  if (reply.kind !== 'reply') return reply
  // Shown is only what arrived: an answer that came too late was seen by nobody.
  state.showing.get(reply.headers['x-simulated-answer'] ?? '')?.()
  return { ...reply, url: outgoing.url }
}

async function answerTo(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const host = String(request.headers['x-simulated-host'])
  const url = new URL(request.url ?? '/', `https://${host}`)
  const call = { path: url.pathname, query: url.searchParams, body: await bodyOf(request), headers: request.headers }
  const channel = channelOf(host)
  if (channel === 'web') return webPage(state, host, url, response)
  if (state.component && call.path.startsWith('/cgi-bin/component/'))
    return openPlatform(state, state.component, call, response)
  const account = state.accounts[numberOf(channel, call)]
  if (!account) return void response.writeHead(404).end()
  const now = state.now()
  if (isRefusedToken(state, call)) return answered(response, { errcode: 42001, errmsg: 'access_token expired' })
  const fault = faultFor(state, channel, `${account.n} ${call.path}`)
  if (channel === 'feed') return feed(state, account, fault, now, request, response)
  if (fault && playFault(fault, response, () => JSON.stringify(answers[channel](account, call, now, null).json))) return
  const { status, json, listed } = answers[channel](account, call, now, fault)
  const shown = show(state, account, listed, now)
  response.writeHead(status, { 'content-type': 'application/json', ...shown }).end(JSON.stringify(json))
}

const answered = (response: ServerResponse, json: unknown): void =>
  void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(json))

/** A token that came of a right given to the platform, and has lapsed or gone with it. */
const isRefusedToken = ({ component }: State, { query }: Call): boolean => {
  const token = query.get('access_token') ?? ''
  return /^weixin-\d+-c-\d+$/.test(token) && !component?.accepts(token)
}

function openPlatform(state: State, component: PlayedComponent, call: Call, response: ServerResponse): void {
  const fault = faultFor(state, 'component', call.path)
  if (fault && playFault(fault, response, () => JSON.stringify(component.answer(call).json))) return
  answered(response, component.answer(call).json)
}

const answers: Record<
  Exclude<Channel, 'feed'>,
  (account: SimulatedAccount, call: Call, now: number, fault: Fault | null) => ApiAnswer
> = { weixin: weixinAnswer, weibo: weiboAnswer, douyin: douyinAnswer }

const channelOf = (host: string): Channel | 'web' =>
  ({
    'feeds.example': 'feed' as const,
    'api.weixin.qq.com': 'weixin' as const,
    'api.weibo.com': 'weibo' as const,
    'open.douyin.com': 'douyin' as const,
  })[host] ?? 'web'

/** How an account is found at each channel. */
export const targetOf = ({ n, channel }: SimulatedAccount): Record<string, unknown> =>
  ({
    feed: { url: `http://feeds.example/${n}.xml` },
    weixin: { appid: `wx${String(n).padStart(16, '0')}` },
    weibo: { uid: String(1_000_000_000 + n) },
    douyin: { openId: `open-id-${String(n).padStart(6, '0')}`, clientKey: 'simulated' },
  })[channel]

function numberOf(channel: Channel, { path, query, body, headers }: Call): number {
  const digits = (found: unknown) => Number(/(\d+)\D*$/.exec(typeof found === 'string' ? found : '')?.[1] ?? -1)
  if (channel === 'feed') return digits(path)
  if (channel === 'weixin')
    return body['appid'] ? digits(body['appid']) : digits(query.get('access_token')?.split('-')[1])
  if (channel === 'weibo') return digits(headers['authorization'])
  return query.get('open_id') ? digits(query.get('open_id')) : digits(body['refresh_token'])
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  const text = Buffer.concat(parts).toString('utf8')
  if (text === '') return {}
  return text.startsWith('{') ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text))
}

function faultFor(state: State, channel: keyof typeof faultsOf, place: string): Fault | null {
  const list = faultsOf[channel]
  const fault = state.forced === undefined ? byChance(state, list, place) : state.forced
  if (fault === null || !list.includes(fault)) return null
  state.played[fault] = (state.played[fault] ?? 0) + 1
  return fault
}

function byChance(state: State, list: readonly Fault[], place: string): Fault | null {
  const count = (state.counts.get(place) ?? 0) + 1
  state.counts.set(place, count)
  let hash = state.seed
  for (const letter of `${place} ${count}`) hash = Math.imul(hash ^ letter.charCodeAt(0), 16_777_619) >>> 0
  const random = seeded(hash)
  return random() < state.faultShare ? (list[Math.floor(random() * list.length)] ?? null) : null
}

/** Notes that an answer shows these posts, once it has arrived. Answers its head. */
function show(state: State, { n }: SimulatedAccount, posts: readonly TruePost[], now: number): Record<string, string> {
  const key = String(state.requests)
  state.showing.set(key, () => {
    state.showing.delete(key)
    const known = state.shown.get(n) ?? new Map<string, number>()
    state.shown.set(n, known)
    for (const { id } of posts) if (!known.has(id)) known.set(id, now)
  })
  return { 'x-simulated-answer': key }
}

function feed(
  state: State,
  account: SimulatedAccount,
  fault: Fault | null,
  now: number,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (fault === 'emptied') return void response.writeHead(200).end(emptiedFeed(account, now))
  const { status, headers, body, listed } = feedAnswer(account, now, request.headers['if-none-match'])
  if (fault && playFault(fault, response, () => String(body))) return
  response.writeHead(status, { ...headers, ...show(state, account, listed, now) }).end(body)
}

const notices: Readonly<Record<string, string>> = {
  '/s/deleted': '该内容已被发布者删除',
  '/s/violation': '此内容因违规无法查看',
  '/s/deregistered': '此帐号已自主注销，内容无法查看',
  '/s/migrated': '该公众号已迁移',
}

/** Article pages of WeChat, and any other host as a website that opens. */
function webPage(state: State, host: string, url: URL, response: ServerResponse): void {
  const notice = notices[url.pathname]
  const page = notice
    ? `<html><body><div class="weui-msg"><h2>${notice}</h2></div></body></html>`
    : `<html><body><h1 id="activity-name">停水通知</h1><a id="js_name">临湖水务</a><div id="js_content"><p>明日停水。</p></div><script>var ct = "${Math.floor(state.now() / 1000) - 3600}";</script></body></html>`
  const fault = faultFor(state, 'web', `${host} ${url.pathname}`)
  if (fault && playFault(fault, response, () => page)) return
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page)
}
