import { describe, expect, it } from 'vitest'
import { officeDistrict as districtId } from '../../../tests/support/access-place.ts'
import { ssoPlace } from '../../../tests/support/sso-place.ts'
import { signIn } from '../../access/index.ts'
import { listLinks, listPending, listProviders, pendingSince, recognise } from '../../sso/index.ts'
import { ssoRoutes } from './routes.tsx'

const kept = { issuer: 'https://id.example.gov.cn', clientId: 'govmedia', publicUrl: 'https://media.example.gov.cn' }
const typed = { kind: 'oidc', label: '区统一身份认证平台', secret: 'a-secret-word', strong: 'mfa，otp', ...kept }

async function administrator() {
  const place = await ssoPlace({ now: '2026-10-12T01:00:00Z' })
  const { id, password } = await place.hire('guan', 'administrator')
  await place.deps.db.updateTable('app_user').set({ must_change_password: false }).where('id', '=', id).execute()
  const { token } = await signIn(place.deps, { login: 'guan', password })
  const row = await place.deps.db.selectFrom('session').select('csrf').executeTakeFirstOrThrow()
  const visitor = place.browser()
  await visitor.get('/sign-in')
  const jar = { cookie: `govmedia_session=${token}`, host: '127.0.0.1:8080' }
  const post = (path: string, fields: Record<string, string>) => {
    const body = new FormData()
    for (const [name, value] of Object.entries({ _csrf: row.csrf, ...fields })) body.append(name, value)
    return place.app.request(path, { method: 'POST', headers: jar, body })
  }
  const get = async (path: string) => (await place.app.request(path, { headers: jar })).text()
  return { ...place, get, post }
}

describe('the pages of 统一身份认证', () => {
  it('stand open for coming in, and for nothing else', () => {
    const routes = ssoRoutes(() => {
      throw new Error('nothing is opened before it is asked for')
    })
    const open = routes.filter(({ door }) => door === 'public').map(({ method, path }) => `${method} ${path}`)
    expect(open.sort()).toEqual([
      'get /sso/:id/return',
      'get /sso/:id/start',
      'get /sso/sign-out',
      'post /sso/:id/sign-in',
    ])
    expect(new Set(routes.map(({ door }) => door))).toEqual(new Set(['public', 'sso.manage']))
  })

  it('set a provider up, switched off, and never show its secret again', async () => {
    const { deps, get, post } = await administrator()
    const saved = await post('/sso/providers', typed)
    expect(saved.status).toBe(303)
    const [provider] = await listProviders(deps.db, districtId)
    expect(provider).toMatchObject({ enabled: false, settings: { ...kept, strong: ['mfa', 'otp'] } })
    const at = saved.headers.get('location')!
    const page = await get(at)
    expect(page).toContain(`https://media.example.gov.cn/sso/${provider!.id}/return`)
    expect(page).not.toContain('a-secret-word')
    // A blank secret leaves the one that is kept; another address wants it anew.
    expect((await post(at, { ...typed, secret: '', strong: '' })).status).toBe(303)
    const moved = await post(at, { ...typed, secret: '', issuer: 'https://other.example' })
    expect([moved.status, await moved.text()]).toEqual([422, expect.stringContaining('须重新填写密钥')])
    await post(`${at}/switch`, { to: 'on' })
    expect(await listProviders(deps.db, districtId)).toMatchObject([{ enabled: true }])
  })

  it.each([
    ['issuer', 'http://id.example.gov.cn', '须为 https'],
    ['issuer', 'https://id.example.gov.cn?a=b', '不带参数'],
    ['publicUrl', 'https://media.example.gov.cn/app', '不带路径和参数'],
    ['publicUrl', 'http://media.example.gov.cn', '须为 https'],
    ['clientId', '', '请填写客户端编号'],
    ['label', '', '请填写名称'],
  ])('say what is wrong with %s %j', async (field, value, sentence) => {
    const { deps, post } = await administrator()
    const reply = await post('/sso/providers', { ...typed, [field]: value })
    expect([reply.status, await reply.text()]).toEqual([422, expect.stringContaining(sentence)])
    expect(await listProviders(deps.db)).toEqual([])
  })

  it.each([
    ['url', 'ldap://ldap.example.gov.cn', '勾选“用 STARTTLS 加密”'],
    ['filter', '(uid=xu)', '用 {login} 表示'],
    ['filter', '(uid={login}', '括号成对'],
    ['subject', 'entry UUID', '应为目录中的属性名'],
  ])('say what is wrong with a directory’s %s %j', async (field, value, sentence) => {
    const { post } = await administrator()
    const directory = {
      kind: 'ldap',
      label: '目录',
      url: 'ldaps://ldap.example.gov.cn',
      baseDn: 'dc=example',
      filter: '(uid={login})',
      subject: 'entryUUID',
      name: 'cn',
    }
    expect((await post('/sso/providers', directory)).status).toBe(303)
    const reply = await post('/sso/providers', { ...directory, label: '另一目录', [field]: value })
    expect([reply.status, await reply.text()]).toEqual([422, expect.stringContaining(sentence)])
  })

  it('link who waits to a user, take the password away, give it back, and unlink', async () => {
    const { deps, hire, get, post } = await administrator()
    const at = (await post('/sso/providers', typed)).headers.get('location')!
    await post(`${at}/switch`, { to: 'on' })
    const [provider] = await listProviders(deps.db)
    const waits = { subject: 'sub-<xu>', shown: '徐<某>', strong: false }
    await recognise(deps, provider!, waits).catch(() => undefined)
    const { id: userId } = await hire('xu', 'supervisor')
    expect(await get('/sso')).toContain('徐&lt;某&gt;')
    const identity = { providerId: provider!.id, subject: waits.subject }
    expect((await post('/sso/links', { ...identity, login: 'xu', passwordOff: 'on' })).status).toBe(303)
    expect(await listPending(deps, [provider!.id], pendingSince(deps.wall.now()))).toEqual([])
    expect(await listLinks(deps, districtId)).toMatchObject([{ login: 'xu', passwordOff: true }])
    const nobody = await post('/sso/links', { ...identity, login: 'nobody' })
    expect([nobody.status, await nobody.text()]).toEqual([404, expect.stringContaining('没有找到该用户')])
    const twice = await post('/sso/links', { ...identity, login: 'xu' })
    expect([twice.status, await twice.text()]).toEqual([409, expect.stringContaining('已经与这名用户关联')])
    await post('/sso/links/password', { userId, to: 'on' })
    expect(await listLinks(deps, districtId)).toMatchObject([{ passwordOff: false }])
    await post('/sso/links/remove', identity)
    expect(await listLinks(deps, districtId)).toEqual([])
  })

  it('ask who sits there before anything is changed, once a while has gone by', async () => {
    const { app, deps, get, post, wall } = await administrator()
    expect(await get('/sso')).toContain('没有设置认证服务')
    wall.to('2026-10-12T01:20:00Z')
    expect(await (await post('/sso/providers', typed)).text()).toContain('验证身份')
    expect(await listProviders(deps.db)).toEqual([])
    expect((await app.request('/sso', { headers: { host: '127.0.0.1' } })).headers.get('location')).toMatch(
      /^\/sign-in/,
    )
  })

  it('know nothing of what isn’t there', async () => {
    const { app, post } = await administrator()
    for (const id of ['nothing', '00000000-0000-7000-8000-000000000000']) {
      expect((await app.request(`/sso/${id}/start`, { headers: { host: '127.0.0.1' } })).status).toBe(404)
      expect((await post(`/sso/providers/${id}/switch`, { to: 'on' })).status).toBe(404)
      const identity = { providerId: id, subject: 's' }
      expect((await post('/sso/links/remove', identity)).status).toBe(404)
    }
  })
})
