import { once } from 'node:events'
import { connect } from 'node:net'
import { Hono } from 'hono'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Refusal } from '../vocabulary/refusals/index.ts'
import type { WebApp } from './routing.ts'
import { serveWeb } from './serve.ts'

const appWith = (handle: () => Response | Promise<Response>) => new Hono().get('/', handle) as unknown as WebApp

async function serving(app: WebApp, host = '127.0.0.1') {
  const server = await serveWeb(app, { host, port: 0 })
  let stopped: Promise<void> | undefined
  const stop = () => (stopped ??= server.stop())
  onTestFinished(stop)
  return { ...server, stop }
}

describe('serving', () => {
  it('gives an address that can be opened', async () => {
    const { url, port } = await serving(appWith(() => new Response('ok')))
    expect(url).toBe(`http://127.0.0.1:${port}/`)
    expect(await (await fetch(url)).text()).toBe('ok')
  })

  it('on all addresses names the one of this machine', async () => {
    const { url } = await serving(
      appWith(() => new Response('ok')),
      '0.0.0.0',
    )
    expect(await (await fetch(url)).text()).toBe('ok')
  })

  it('a port in use is refused with what to do', async () => {
    const app = appWith(() => new Response('ok'))
    const { port } = await serving(app)
    const refused = await serveWeb(app, { host: '127.0.0.1', port }).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(Refusal)
    expect(refused).toMatchObject({ code: 'server.port-taken', params: { port } })
  })
})

describe('stopping', () => {
  it('does not wait for a browser that keeps its connection open', async () => {
    const { port, stop } = await serving(appWith(() => new Response('ok')))
    const browser = connect(port, '127.0.0.1')
    browser.write('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n')
    await once(browser, 'data')
    const closed = once(browser, 'close')
    const started = Date.now()
    await stop()
    await closed
    expect(Date.now() - started).toBeLessThan(500)
  })

  it('answers what is under way', async () => {
    const handling = Promise.withResolvers<void>()
    const answer = Promise.withResolvers<Response>()
    const { url, stop } = await serving(
      appWith(() => {
        handling.resolve()
        return answer.promise
      }),
    )
    const asked = fetch(url)
    await handling.promise
    const stopped = stop()
    answer.resolve(new Response('saved'))
    expect(await (await asked).text()).toBe('saved')
    await stopped
  })

  it('waits no longer than a second for an answer that never comes', async () => {
    const handling = Promise.withResolvers<void>()
    const { url, stop } = await serving(
      appWith(() => {
        handling.resolve()
        return new Promise<Response>(() => undefined)
      }),
    )
    const asked = fetch(url).catch(() => 'cut')
    await handling.promise
    await stop()
    expect(await asked).toBe('cut')
  })
})
