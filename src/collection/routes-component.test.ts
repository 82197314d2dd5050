import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cloneDatabase } from '../../tests/support/database.ts'
import { actorOf } from '../../tests/support/monitored-district.ts'
import { openSimulator, type Simulator, targetOf } from '../../tests/support/platform-simulator.ts'
import { componentSettings, type Delivered, playComponent } from '../../tests/support/platforms/component.ts'
import { makeWorld } from '../../tests/support/platforms/world.ts'
import { buildScene, sceneNow, type SignedIn } from '../../tests/support/scene.ts'
import { type Deps, vaultWith } from '../access/index.ts'
import { fixedClock, instant } from '../calendar/index.ts'
import { seededIds } from '../database/index.ts'
import { createWeb } from '../web/index.ts'
import { apiRoutes, componentRoutes, sourcesRoutes } from './index.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'govmedia-component-'))
const component = playComponent({ now: () => Date.parse(sceneNow) })
const world = makeWorld(7, 2, Date.parse(sceneNow))
const { appid } = targetOf(world[1]!) as { appid: string }
let supervisor: SignedIn
let reviewer: SignedIn
let web: ReturnType<typeof createWeb>
let simulator: Simulator
let account: string
const said: string[] = []
const strange: string[] = []

beforeAll(async () => {
  const { db } = await cloneDatabase()
  const clock = fixedClock(instant(sceneNow))
  const ids = seededIds('component-pages', clock)
  const deps: Deps = { db, clock, wall: clock, ids, vault: vaultWith(Buffer.alloc(32, 7)), dataDir }
  const scene = await buildScene(deps, { check: false })
  supervisor = await scene.signIn('supervisor')
  reviewer = await scene.signIn('reviewer')
  account = Object.entries(scene.accounts).find(([name]) => name.includes('/wechat_official/'))?.[1] ?? ''
  const now = () => Date.parse(sceneNow)
  simulator = await openSimulator({ seed: 7, accounts: world, now, faultShare: 0, component })
  const jobs = { enqueue: () => Promise.reject(new Error('no job is wanted')), stop: () => Promise.resolve() }
  const logDefect = (error: unknown, context: object) => void said.push(String(error), JSON.stringify(context))
  const own = componentRoutes({
    actor: { ...actorOf('operator'), kind: 'system', id: 'system' },
    onUnknown: (name) => void strange.push(name),
    open: () => ({ send: simulator.send, close: () => Promise.resolve() }),
  })
  const routes = [...sourcesRoutes(), ...apiRoutes, ...own]
  web = createWeb({ deps, pageDeps: deps, jobs, demo: false, host: '127.0.0.1', routes, logDefect })
})
afterAll(async () => {
  await simulator.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const shown: string[] = []
async function get(address: string, who = supervisor) {
  const answer = await web.app.request(address, { headers: who.headers })
  const text = await answer.text()
  shown.push(text)
  return { status: answer.status, text }
}
async function post(address: string, fields: Record<string, string | Blob>, who = supervisor) {
  const body = new FormData()
  for (const [name, value] of Object.entries({ _csrf: who.csrf, ...fields })) body.append(name, value)
  const answer = await web.app.request(address, { method: 'POST', headers: who.headers, body })
  const text = await answer.text()
  shown.push(text)
  return { status: answer.status, text, location: answer.headers.get('location') ?? '' }
}
/** As WeChat sends it: from nowhere, without a session. */
async function tell({ query, body }: Delivered, to = componentSettings.appid) {
  const address = `/weixin/${to}/events?${new URLSearchParams(query).toString()}`
  const headers = { host: '127.0.0.1:8080', 'content-type': 'text/xml' }
  const answer = await web.app.request(address, { method: 'POST', headers, body })
  return { status: answer.status, text: await answer.text() }
}
const path = '/sources/component'
const api = () => `/sources/accounts/${account}/api`

describe('第三方平台', () => {
  it('is off until it is set up: no address answers, and accounts offer no scan', async () => {
    expect((await get('/sources')).text).toContain('href="/sources/component"')
    expect((await get('/sources', reviewer)).text).not.toContain('href="/sources/component"')
    expect((await get(path)).text).toContain('没有设置第三方平台')
    expect((await tell(component.deliverTicket())).status).toBe(404)
    expect((await get(api())).text).not.toContain('扫码授权')
  })

  it('takes its secrets and never shows them again, and says which address WeChat is to be told', async () => {
    const refused = await post(path, { ...componentSettings, do: 'set', aesKey: 'too-short' })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('消息加解密 Key 应为43位字符')
    expect(refused.text).toContain(`value="${componentSettings.appid}"`)
    expect(refused.text).toContain(`value="${componentSettings.address}"`)
    expect(await post(path, { ...componentSettings, do: 'set' })).toMatchObject({ status: 303, location: path })
    const { text } = await get(path)
    expect(text).toContain(`https://xmt.linhu.example/weixin/${componentSettings.appid}/events`)
    expect(text).toContain('已保存，不再显示')
    expect(text).toContain('还没有收到验证票据')
  })

  it('hears what is signed with its Token, and says nothing to anybody else', async () => {
    expect(await tell(component.deliverTicket({ token: 'another' }))).toEqual({ status: 403, text: '' })
    expect((await get(path)).text).toContain('还没有收到验证票据')
    expect(await tell(component.deliverTicket())).toEqual({ status: 200, text: 'success' })
    expect((await get(path)).text).not.toContain('还没有收到验证票据')
    expect(await tell(component.deliver({ InfoType: 'of_next_year', Secret: 'x' }))).toEqual({
      status: 200,
      text: 'success',
    })
    expect(strange).toEqual(['of_next_year'])
    expect((await tell({ query: {}, body: 'x'.repeat(300_000) })).status).toBe(413)
  })

  it('is authorised by a scan that this office began for this account, and only once it says so', async () => {
    const scan = { ...component, code: component.scan(appid) }
    const grants = `${api()}/grants`
    const begun = await post(grants, { appid })
    expect(begun.location).toBe(`${grants}/${appid}`)
    const without = await post(begun.location, { do: 'begin' })
    expect(without.status).toBe(422)
    expect(without.text).toContain('请先登记主办单位签字盖章的授权书')
    const paper = {
      scan: new File(['%PDF-1.7\n%%EOF'], '授权书.pdf'),
      signedOn: '2026-10-01',
      validUntil: '2027-09-30',
    }
    expect((await post(`${api()}/papers`, paper)).status).toBe(303)
    const asked = await post(begun.location, { do: 'begin' })
    expect(asked.text).toMatch(
      /href="https:\/\/mp\.weixin\.qq\.com\/cgi-bin\/componentloginpage\?[^"]+" referrerpolicy="origin"/,
    )
    const calls = component.calls.length
    const back = await get(`${begun.location}?auth_code=${encodeURIComponent(scan.code)}&expires_in=600`)
    expect(back.text).toContain('完成授权')
    expect(component.calls).toHaveLength(calls)
    const done = await post(begun.location, { do: 'finish', code: scan.code })
    expect(done).toMatchObject({ status: 303, location: api() })
    const { text } = await get(api())
    expect(text).toContain('第三方平台，公众号管理员扫码授权')
    expect(text).toContain('重新扫码授权')
    expect((await get(path)).text).toMatch(/已授权/)
  })

  it('shows on the account’s page and its own that the right was taken back', async () => {
    expect(await tell(component.withdraw(appid, { createdAt: Date.parse(sceneNow) / 1000 + 60 }))).toMatchObject({
      status: 200,
    })
    expect((await get(api())).text).toContain('公众号管理员已取消对第三方平台的授权')
    expect((await get('/sources')).text).toContain('公众号管理员已取消对第三方平台的授权')
    expect((await get(path)).text).toContain('已取消授权')
  })

  it('is changed by who sets sources only, and answers no more once it is removed', async () => {
    expect((await get(path, reviewer)).status).toBe(403)
    expect((await post(path, { do: 'remove', version: '1' }, reviewer)).status).toBe(403)
    expect(await post(path, { do: 'remove', version: '7' })).toMatchObject({
      status: 409,
      text: expect.stringContaining('刚刚被其他人修改'),
    })
    expect((await post(path, { do: 'remove', version: '1' })).status).toBe(303)
    expect((await tell(component.deliverTicket())).status).toBe(404)
  })

  it('has shown and logged no secret in all of this', () => {
    const { appSecret, token, aesKey } = componentSettings
    for (const secret of [appSecret, token, aesKey, 'ticket@@@', 'component-token', 'refresh-of'])
      expect([...shown, ...said].join('')).not.toContain(secret)
    expect(shown.length).toBeGreaterThan(10)
    expect(said).toEqual([])
  })
})
