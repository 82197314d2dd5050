import { describe, expect, it } from 'vitest'
import { officeDistrict as districtId, operator } from '../../../tests/support/access-place.ts'
import { oidcServer } from '../../../tests/support/oidc-server.ts'
import { publicUrl, ssoPlace } from '../../../tests/support/sso-place.ts'
import { setDisabled } from '../../access/index.ts'
import { linkIdentity, listPending, pendingSince, returnUrl, switchProvider, testProvider } from '../../sso/index.ts'

async function office({ strong = [] as string[], namesInToken = true } = {}) {
  const place = await ssoPlace()
  const server = await oidcServer()
  const settings = { issuer: server.issuer, clientId: 'govmedia', publicUrl, strong }
  const id = await place.addProvider({ kind: 'oidc', settings }, 'client-secret')
  server.register({
    id: 'govmedia',
    secret: 'client-secret',
    redirectUri: returnUrl({ id }, publicUrl),
    leavingUri: `${publicUrl}/sign-in`,
    namesInToken,
  })
  const { id: userId } = await place.hire('xu', 'supervisor')
  const link = () => linkIdentity(place.deps, operator, { districtId, providerId: id, subject: 'sub-xu', userId })
  server.state.person = { sub: 'sub-xu', name: '徐某', preferred_username: 'xu01' }
  const pending = () => listPending(place.deps, [id], pendingSince(place.deps.wall.now()))
  const round = async () => {
    const browser = place.browser()
    return { browser, reply: await browser.arrive(await browser.leave(id, '/ledger')) }
  }
  return { ...place, server, id, userId, link, pending, round }
}

const text = async (reply: Response) => (await reply.text()).replace(/<[^>]+>/g, ' ')

describe('signing in by OpenID Connect', () => {
  it('lets in the user whom an administrator linked, to the page they wanted', async () => {
    const { link, round } = await office()
    await link()
    const { browser, reply } = await round()
    expect([reply.status, reply.headers.get('location')]).toEqual([303, '/password'])
    expect(await browser.who()).toBe('xu')
    expect(browser.cookies().has('govmedia_sso')).toBe(false)
  })

  it('asks with PKCE, state and nonce, for the configured address whatever Host says', async () => {
    const { app, id } = await office()
    const start = () =>
      app.request(`/sso/${id}/start`, { headers: { host: 'localhost:1', 'x-forwarded-host': 'evil.example' } })
    const [one, two] = [await start(), await start()].map(
      (reply) => new URL(reply.headers.get('location')!).searchParams,
    )
    expect(one!.get('redirect_uri')).toBe(`https://media.example.gov.cn/sso/${id}/return`)
    expect([one!.get('response_type'), one!.get('code_challenge_method')]).toEqual(['code', 'S256'])
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(one!.get(name)).toMatch(/^[\w-]{43}$/)
      expect(one!.get(name)).not.toBe(two!.get(name))
    }
    const { headers } = await start()
    expect(headers.getSetCookie()[0]).toMatch(/^govmedia_sso=.*HttpOnly; Secure; SameSite=Lax/)
  })

  it('makes no user and no right of who is unknown, tells them, and lists them once for the administrator', async () => {
    const { deps, round, pending } = await office()
    const before = await deps.db.selectFrom('app_user').select('id').execute()
    for (let n = 0; n < 2; n++) {
      const { browser, reply } = await round()
      expect(reply.status).toBe(403)
      expect(await text(reply)).toContain('已列入待关联名单，请联系本级系统管理员')
      expect(await browser.who()).toBeUndefined()
    }
    expect(await deps.db.selectFrom('app_user').select('id').execute()).toEqual(before)
    expect(await pending()).toMatchObject([{ subject: 'sub-xu', shown: '徐某（xu01）', times: 2 }])
  })

  it('asks for the name where the token doesn’t say it', async () => {
    const { round, pending, server } = await office({ namesInToken: false })
    await round()
    expect(server.state.asked).toContain('GET /me')
    expect(await pending()).toMatchObject([{ shown: '徐某（xu01）' }])
  })

  it('keeps a disabled user out', async () => {
    const { deps, link, round, userId } = await office()
    await link()
    await setDisabled(deps, operator, { districtId, userId, disabled: true })
    const { browser, reply } = await round()
    expect([reply.status, await browser.who()]).toEqual([403, undefined])
    expect(await text(reply)).toContain('用户已停用')
  })

  it('refuses another’s state, and one for which nobody left here', async () => {
    const { id, link, browser } = await office()
    await link()
    const [mine, theirs] = [browser(), browser()]
    const target = await theirs.leave(id)
    for (const visitor of [mine, browser()]) {
      if (visitor === mine) await mine.leave(id)
      const reply = await visitor.arrive(target)
      expect([reply.status, await visitor.who()]).toEqual([409, undefined])
    }
    const own = await mine.leave(id)
    expect((await mine.arrive(own.replace(/state=[^&]+/, 'state=guessed'))).status).toBe(409)
    // What was refused is used up.
    expect((await mine.arrive(own)).status).toBe(409)
  })

  it('refuses who takes longer than ten minutes', async () => {
    const { id, link, browser, wall } = await office()
    await link()
    const late = browser()
    const target = await late.leave(id)
    wall.to(new Date(Date.parse(wall.now()) + 10 * 60_000).toISOString())
    expect((await late.arrive(target)).status).toBe(409)
    expect(await late.who()).toBeUndefined()
  })

  it('refuses a code that was used', async () => {
    const { id, link, browser } = await office()
    await link()
    const visitor = browser()
    const target = await visitor.leave(id)
    const carried = visitor.cookies().get('govmedia_sso')!
    expect((await visitor.arrive(target)).status).toBe(303)
    visitor.cookies().clear()
    visitor.cookies().set('govmedia_sso', carried)
    const again = await visitor.arrive(target)
    expect(await text(again)).toContain('授权码无效、已过期或已用过')
    expect(await visitor.who()).toBeUndefined()
  })

  const hour = 3600
  it.each([
    ['a nonce of another sign-in', { nonce: 'another' }, '不是为这次登录签发的'],
    ['no nonce', { nonce: undefined }, '不能采信'],
    ['an issuer that isn’t the configured one', { iss: 'https://evil.example' }, '签发者与设置的不同'],
    ['another client as its audience', { aud: 'another' }, '不是签发给本平台的'],
    ['a time that is over', { exp: 1, iat: 1 }, '已过期'],
    ['a beginning that hasn’t come', { nbf: Math.floor(Date.now() / 1000) + hour }, '尚未生效'],
    ['nobody', { sub: undefined }, '不能采信'],
  ])('refuses a token with %s', async (_, changes, why) => {
    const { server, link, round } = await office()
    await link()
    server.state.alter = (claims) => ({ ...claims, ...changes })
    const { browser, reply } = await round()
    expect(reply.status).toBe(403)
    expect(await text(reply)).toContain(why)
    expect(await browser.who()).toBeUndefined()
  })

  it('refuses a token that another key signed', async () => {
    const { server, link, round } = await office()
    await link()
    server.state.otherKey = true
    const { browser, reply } = await round()
    expect(await text(reply)).toContain('签名')
    expect(await browser.who()).toBeUndefined()
  })

  it('bears clocks that differ by less than a minute', async () => {
    const { server, link, round } = await office()
    await link()
    const now = Math.floor(Date.now() / 1000)
    server.state.alter = (claims) => ({ ...claims, exp: now - 30 })
    expect(await (await round()).browser.who()).toBe('xu')
    server.state.alter = (claims) => ({ ...claims, exp: now - 90 })
    expect(await (await round()).browser.who()).toBeUndefined()
  })

  it('says that the provider said no', async () => {
    const { id, browser, server } = await office()
    const answered = async (error: string, iss = server.issuer) => {
      const visitor = browser()
      const { searchParams } = new URL(await visitor.leave(id))
      const said = new URLSearchParams({ error, iss, state: searchParams.get('state') ?? '' })
      return text(await visitor.arrive(`${publicUrl}/sso/${id}/return?${said.toString()}`))
    }
    expect(await answered('access_denied')).toContain('没有同意登录（access_denied）')
    // Somebody else's answer is none of its (RFC 9207).
    expect(await answered('access_denied', 'https://evil.example')).toContain('签发者与设置的不同')
  })

  it('says that the provider is away or talks nonsense, and the password still works', async () => {
    const { id, server, app, browser, hire } = await office()
    const visitor = browser()
    const target = await visitor.leave(id)
    server.state.answer = { status: 200, body: '<html>维护中</html>' }
    expect((await app.request(`/sso/${id}/start`, { headers: { host: '127.0.0.1' } })).status).toBe(403)
    await server.close()
    const reply = await visitor.arrive(target)
    expect(reply.status).toBe(503)
    expect(await text(reply)).toContain('暂时连不上“区统一身份认证平台”（对方拒绝连接）')
    const { password } = await hire('lu', 'reviewer')
    await visitor.post('/sign-in', { login: 'lu', password })
    expect(await visitor.who()).toBe('lu')
  })

  it('stands on the sign-in page while it is on, and not a moment longer', async () => {
    const { deps, id, app, browser } = await office()
    const page = async () => (await app.request('/sign-in?back=/ledger', { headers: { host: '127.0.0.1' } })).text()
    expect(await page()).toContain(`href="${publicUrl}/sso/${id}/start?back=%2Fledger"`)
    const visitor = browser()
    const target = await visitor.leave(id)
    await switchProvider(deps, operator, { districtId, id, enabled: false })
    expect(await page()).not.toContain('/sso/')
    expect((await app.request(`/sso/${id}/start`, { headers: { host: '127.0.0.1' } })).status).toBe(404)
    expect((await visitor.arrive(target)).status).toBe(404)
  })

  it('goes back to a page of ours and nowhere else', async () => {
    const { deps, id, link, browser, userId } = await office()
    await link()
    await deps.db.updateTable('app_user').set({ must_change_password: false }).where('id', '=', userId).execute()
    for (const [back, leads] of [
      ['/ledger?page=2', '/ledger?page=2'],
      ['https://evil.example/', '/'],
      ['//evil.example', '/'],
    ]) {
      const visitor = browser()
      const reply = await visitor.arrive(await visitor.leave(id, back))
      expect(reply.headers.get('location')).toBe(leads)
    }
  })

  it('offers to leave the provider, too, and comes back to the sign-in page', async () => {
    const { link, round, server } = await office()
    await link()
    const { browser } = await round()
    const session = browser.cookies().get('govmedia_session')
    browser.cookies().delete('govmedia_session')
    expect(session).toBeDefined()
    expect(await (await browser.get('/sign-in')).text()).toContain('href="/sso/sign-out"')
    const leaving = new URL((await browser.get('/sso/sign-out')).headers.get('location')!)
    expect(leaving.origin).toBe(server.issuer)
    expect(leaving.searchParams.get('post_logout_redirect_uri')).toBe(`${publicUrl}/sign-in`)
    expect(leaving.searchParams.get('id_token_hint')).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/)
    expect((await browser.there(leaving.href)).status).toBe(200)
    expect(await (await browser.get('/sign-in')).text()).not.toContain('/sso/sign-out')
  })

  it('is tested by the administrator before anybody uses it', async () => {
    const { deps, ways, id, server } = await office()
    const test = () => testProvider(deps, operator, ways, { districtId, id })
    expect(await test()).toMatchObject({
      ok: true,
      found: [
        `签发者 ${server.issuer}`,
        '声明支持 PKCE（S256）',
        '提供统一退出',
        expect.stringContaining(`/sso/${id}/return`),
      ],
    })
    server.state.answer = { status: 404, body: '' }
    expect(await test()).toMatchObject({ ok: false })
    const guarded = { ...ways, send: (await import('../../outgoing/index.ts')).openSender().send }
    expect(await testProvider(deps, operator, guarded, { districtId, id })).toMatchObject({
      ok: false,
      why: expect.stringContaining('GOVMEDIA_ALLOW_HOSTS'),
    })
  })
})
