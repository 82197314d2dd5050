import { beforeAll, describe, expect, it } from 'vitest'
import { cloneDatabase } from '../../tests/support/database.ts'
import { type Deps, vaultWith } from '../access/index.ts'
import { fixedClock, instant } from '../calendar/index.ts'
import { seededIds } from '../database/index.ts'
import { createWeb, type Watch } from './index.ts'

let deps: Deps
let obstacles: string[] = []

beforeAll(async () => {
  const { db } = await cloneDatabase()
  const clock = fixedClock(instant('2026-10-12T01:00:00Z'))
  deps = {
    db,
    clock,
    wall: clock,
    ids: seededIds('watching', clock),
    vault: vaultWith(Buffer.alloc(32, 7)),
    dataDir: '/none',
  }
})

const watch = (token?: string): Watch => ({
  obstacles: () => Promise.resolve(obstacles),
  families: () =>
    Promise.resolve([
      { name: 'govmedia_odd', help: 'a\nb', type: 'gauge', samples: [{ labels: { name: '甲"乙\\\n' }, value: 1.5 }] },
      { name: 'govmedia_unheard', help: 'nothing known', type: 'gauge', samples: [] },
    ]),
  token,
})

function asked(token?: string) {
  const { app } = createWeb({
    deps,
    pageDeps: deps,
    jobs: { enqueue: () => Promise.reject(new Error('no jobs here')), stop: () => Promise.resolve() },
    demo: false,
    host: '127.0.0.1',
    routes: [],
    logDefect: (error) => expect.fail(String(error)),
    watch: watch(token),
  })
  return (path: string, { from = '127.0.0.1', ...headers }: Record<string, string> = {}) =>
    app.request(path, { headers: { host: '127.0.0.1', ...headers } }, { incoming: { socket: { remoteAddress: from } } })
}

describe('a watchdog', () => {
  it('hears that the program lives and nothing else, whatever stands in the way of work', async () => {
    obstacles = ['database', 'keeper']
    const alive = await asked()('/healthz', { host: 'watchdog.example', from: '10.1.1.1' })
    expect([alive.status, await alive.text()]).toEqual([200, 'ok'])
  })

  it('hears whether work can be done now, and what is missing', async () => {
    const ask = asked()
    obstacles = ['schema', 'keeper']
    const away = await ask('/readyz', { host: 'watchdog.example' })
    expect([away.status, await away.text(), Number(away.headers.get('retry-after')) > 0]).toEqual([
      503,
      'not ready: schema, keeper',
      true,
    ])
    obstacles = []
    expect(await (await ask('/readyz')).text()).toBe('ready')
  })
})

// A line of the text format: comment, or name{labels} value (Prometheus, Exposition formats).
const line = /^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{([a-z]+="([^"\\\n]|\\["\\n])*",?)*\})? (\d+(\.\d+)?(e-\d+)?|\+Inf))$/

describe('figures', () => {
  it('are text as Prometheus reads it, of routes by their pattern and never by what was typed', async () => {
    const ask = asked()
    await ask('/healthz')
    await ask('/sign-in')
    await ask('/nothing/许静言')
    const answer = await ask('/metrics')
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
    const text = await answer.text()
    expect(text.endsWith('\n')).toBe(true)
    for (const one of text.trimEnd().split('\n')) expect(one).toMatch(line)
    expect(text).toContain('duration_seconds_count{method="GET",route="/sign-in",status="200"} 1')
    expect(text).toContain('duration_seconds_bucket{method="GET",route="/sign-in",status="200",le="+Inf"} 1')
    expect(text).toContain('route="none",status="404"')
    expect(text).not.toContain('许静言')
    expect(text).toContain('govmedia_odd{name="甲\\"乙\\\\\\n"} 1.5')
    expect(text).not.toContain('govmedia_unheard')
  })

  it('count a bucket with all below it', async () => {
    const ask = asked()
    for (let at = 0; at < 5; at++) await ask('/healthz')
    const text = await (await ask('/metrics')).text()
    const counts = [...text.matchAll(/bucket\{method="GET",route="\/healthz".*\} (\d+)/g)].map(([, count]) =>
      Number(count),
    )
    expect(counts.at(-1)).toBe(5)
    expect(counts).toEqual(counts.toSorted((one, other) => one - other))
  })

  it('are read from this machine alone, and what a proxy here passes on is not from here', async () => {
    const ask = asked()
    expect((await ask('/metrics', { from: '::1' })).status).toBe(200)
    expect((await ask('/metrics', { from: '10.1.1.1' })).status).toBe(403)
    expect((await ask('/metrics', { from: '10.1.1.1', 'x-forwarded-for': '127.0.0.1' })).status).toBe(403)
    expect((await ask('/metrics', { 'x-forwarded-for': '127.0.0.1' })).status).toBe(403)
    expect((await ask('/metrics', { via: '1.1 gate' })).status).toBe(403)
  })

  it('are read from elsewhere with the token that the operator set, and with no other', async () => {
    const ask = asked('a-long-token-of-the-operator')
    const from = '10.1.1.1'
    expect((await ask('/metrics', { from })).headers.get('www-authenticate')).toBe('Bearer')
    expect((await ask('/metrics', { from, authorization: 'Bearer another' })).status).toBe(401)
    const read = await ask('/metrics', { from, authorization: 'Bearer a-long-token-of-the-operator' })
    expect(read.status).toBe(200)
  })
})
