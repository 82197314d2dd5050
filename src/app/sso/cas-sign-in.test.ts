import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { officeDistrict as districtId, operator } from '../../../tests/support/access-place.ts'
import { publicUrl, ssoPlace } from '../../../tests/support/sso-place.ts'
import { linkIdentity, testProvider } from '../../sso/index.ts'

const answer = (inner: string) =>
  `<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas">${inner}</cas:serviceResponse>`
const success = (inner: string) => answer(`<cas:authenticationSuccess>${inner}</cas:authenticationSuccess>`)

/** A CAS server on this machine: a ticket for the asked service, valid once and for that service alone. */
async function casServer() {
  const tickets = new Map<string, string>()
  const state: { says?: (user: string) => string; ticket?: string } = {}
  let serial = 0
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://cas')
    const service = url.searchParams.get('service') ?? ''
    if (url.pathname === '/cas/login') {
      const ticket = state.ticket ?? `ST-${++serial}-abc`
      tickets.set(ticket, service)
      const target = new URL(service)
      target.searchParams.set('ticket', ticket)
      return void response.writeHead(302, { location: target.href }).end()
    }
    if (url.pathname !== '/cas/p3/serviceValidate') return void response.writeHead(404).end()
    const ticket = url.searchParams.get('ticket') ?? ''
    const known = tickets.get(ticket)
    tickets.delete(ticket)
    const fail = (code: string) => answer(`<cas:authenticationFailure code="${code}">no</cas:authenticationFailure>`)
    const text = known === undefined ? fail('INVALID_TICKET') : known === service ? said() : fail('INVALID_SERVICE')
    return void response.writeHead(200, { 'content-type': 'application/xml' }).end(text)
  })
  const said = () => state.says?.('xu01') ?? success('<cas:user>xu01</cas:user>')
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const close = () => new Promise<void>((done) => (server.closeAllConnections(), server.close(() => done())))
  onTestFinished(close)
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/cas`, state, close }
}

async function office({ strong = [] as string[] } = {}) {
  const place = await ssoPlace({ now: '2026-10-12T01:00:00Z' })
  const server = await casServer()
  const id = await place.addProvider({ kind: 'cas', settings: { url: server.url, publicUrl, strong } })
  const { id: userId } = await place.hire('xu', 'supervisor')
  await linkIdentity(place.deps, operator, { districtId, providerId: id, subject: 'xu01', userId })
  const round = async () => {
    const browser = place.browser()
    const reply = await browser.arrive(await browser.leave(id))
    return { status: reply.status, text: await reply.text(), who: await browser.who() }
  }
  return { ...place, server, id, round }
}

describe('signing in by CAS', () => {
  it('lets in the linked user, with a ticket for the configured address', async () => {
    const { app, id, round } = await office()
    expect(await round()).toMatchObject({ status: 303, who: 'xu' })
    const start = await app.request(`/sso/${id}/start`, { headers: { host: 'localhost:1' } })
    const service = new URL(start.headers.get('location')!).searchParams.get('service')
    expect(service).toMatch(new RegExp(`^https://media\\.example\\.gov\\.cn/sso/${id}/return\\?state=[\\w-]{43}$`))
  })

  it('makes nobody of who is unknown here, and shows what the server calls them', async () => {
    const { deps, server, round } = await office()
    const attributes = '<cas:attributes><cas:cn>陆某</cas:cn></cas:attributes>'
    server.state.says = () => success(`<cas:user>lu02</cas:user>${attributes}`)
    expect(await round()).toMatchObject({ status: 403, who: undefined, text: expect.stringContaining('待关联名单') })
    expect(await deps.db.selectFrom('sso_pending').select('subject').execute()).toEqual([{ subject: 'lu02' }])
  })

  it('takes a ticket once, from the browser that left for it', async () => {
    const { id, browser } = await office()
    const visitor = browser()
    const target = await visitor.leave(id)
    const carried = visitor.cookies().get('govmedia_sso')!
    expect((await browser().arrive(target)).status).toBe(409)
    expect((await visitor.arrive(target)).status).toBe(303)
    visitor.cookies().clear()
    visitor.cookies().set('govmedia_sso', carried)
    expect(await (await visitor.arrive(target)).text()).toContain('票据无效、已过期或已用过')
  })

  it('refuses a ticket for another service', async () => {
    const { id, browser, server } = await office()
    const visitor = browser()
    const mine = new URL(await visitor.leave(id))
    const theirs = await fetch(`${server.url}/login?service=${encodeURIComponent('https://other.example/')}`, {
      redirect: 'manual',
    })
    mine.searchParams.set('ticket', new URL(theirs.headers.get('location')!).searchParams.get('ticket')!)
    expect(await (await visitor.arrive(mine.href)).text()).toContain('不是签发给本平台的')
  })

  it('refuses tickets of proxies, by their name and by what the server says of them', async () => {
    const { server, round } = await office()
    server.state.says = () =>
      success('<cas:user>xu01</cas:user><cas:proxies><cas:proxy>https://p.example</cas:proxy></cas:proxies>')
    expect(await round()).toMatchObject({ who: undefined, text: expect.stringContaining('是代理票据') })
    delete server.state.says
    server.state.ticket = 'PT-1-abc'
    expect(await round()).toMatchObject({ who: undefined, text: expect.stringContaining('不是服务票据') })
  })

  it('sets a second factor aside only for what the office accepts', async () => {
    const { deps, server, round } = await office({ strong: ['mfa-otp'] })
    const says = (method: string) => () =>
      success(
        `<cas:user>xu01</cas:user><cas:attributes><cas:authnContextClass>${method}</cas:authnContextClass></cas:attributes>`,
      )
    const strong = () => deps.db.selectFrom('session').select('strong').orderBy('created_at').execute()
    server.state.says = says('password')
    await round()
    server.state.says = says('mfa-otp')
    await round()
    expect((await strong()).map((one) => one.strong).toSorted((one, other) => Number(one) - Number(other))).toEqual([
      false,
      true,
    ])
  })

  it('says that the server is away', async () => {
    const { id, browser, server } = await office()
    const visitor = browser()
    const target = await visitor.leave(id)
    await server.close()
    expect((await visitor.arrive(target)).status).toBe(503)
  })

  it('is tested by a ticket that doesn’t exist', async () => {
    const { deps, ways, id, server } = await office()
    const test = () => testProvider(deps, operator, ways, { districtId, id })
    expect(await test()).toMatchObject({ ok: true, found: ['票据校验接口有应答', expect.stringContaining('/return')] })
    await server.close()
    expect(await test()).toMatchObject({ ok: false })
  })
})
