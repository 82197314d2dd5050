import { gzipSync } from 'node:zlib'
import type { ServerResponse } from 'node:http'
import type { Channel } from './world.ts'

/** What can go wrong with one request. Those with a code are answers of an interface; the others happen to any request. */
export const faults = [
  'refused-418',
  'too-many-429',
  'down-503',
  'captcha',
  'slow-loris',
  'truncated-gzip',
  'gzip-bomb',
  'redirect-inside',
  'reset',
  'emptied',
  'late-figures',
  'token-expired',
  'token-not-taken',
  'quota',
  'too-often',
  'busy',
] as const
export type Fault = (typeof faults)[number]

const everywhere: readonly Fault[] = faults.slice(0, faults.indexOf('emptied'))
/** Faults that can happen to a channel. A feed without entries is how a relay looks whose login has ended. */
export const faultsOf: Readonly<Record<Channel | 'web' | 'component', readonly Fault[]>> = {
  web: everywhere,
  component: everywhere,
  feed: [...everywhere, 'emptied', 'emptied', 'emptied'],
  weixin: [...everywhere, 'late-figures', 'token-expired', 'token-not-taken', 'quota', 'too-often', 'busy'],
  weibo: [...everywhere, 'token-expired', 'quota', 'too-often', 'busy'],
  douyin: [...everywhere, 'token-expired', 'quota', 'too-often', 'busy'],
}

/** The code with which a platform says each of them. */
export const codes: Readonly<Record<'weixin' | 'weibo' | 'douyin', Partial<Record<Fault, number>>>> = {
  weixin: { 'token-expired': 42001, 'token-not-taken': 40001, quota: 45009, 'too-often': 45011, busy: -1 },
  weibo: { 'token-expired': 21327, quota: 10023, 'too-often': 10024, busy: 10001 },
  douyin: { 'token-expired': 28001008, quota: 28003017, 'too-often': 28003018, busy: 28001005 },
}

type Played = (response: ServerResponse, body: () => string) => void

const player: Readonly<Partial<Record<Fault, Played>>> = {
  'refused-418': (response) => response.writeHead(418).end(),
  'too-many-429': (response) => response.writeHead(429, { 'retry-after': '1800' }).end(),
  'down-503': (response) => response.writeHead(503).end('<html><body>Service Unavailable</body></html>'),
  captcha: (response) =>
    response
      .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      .end('<html><body><div class="weui-msg"><h2>当前环境异常，完成验证后即可继续访问。</h2></div></body></html>'),
  'slow-loris': dribble,
  'truncated-gzip'(response, body) {
    const whole = gzipSync(body())
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(whole.subarray(0, Math.floor(whole.length / 2)))
  },
  'gzip-bomb': (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
  'redirect-inside': (response) => response.writeHead(302, { location: 'http://127.0.0.1:9/inside' }).end(),
  reset: (response) => response.destroy(),
}

/** Plays a fault of the line or the server; false where the fault is an answer that the platform has to give itself. */
export function playFault(fault: Fault, response: ServerResponse, body: () => string): boolean {
  player[fault]?.(response, body)
  return fault in player
}

// A head at once and then a letter now and again: as slow as keeps a careless reader waiting.
function dribble(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/xml' })
  const timer = setInterval(() => response.write(' '), 40)
  response.on('close', () => clearInterval(timer))
}

/** 64 MB of nothing in 64 kB. */
const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024))
