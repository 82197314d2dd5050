import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cloneDatabase } from '../../tests/support/database.ts'
import { buildScene, sceneNow, type SignedIn } from '../../tests/support/scene.ts'
import { type Deps, vaultWith } from '../access/index.ts'
import { fixedClock, instant } from '../calendar/index.ts'
import { seededIds } from '../database/index.ts'
import { createWeb } from '../web/index.ts'
import { apiRoutes, sourcesRoutes } from './index.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'govmedia-api-'))
const SECRET = 'secret-of-the-unit-0123456789'
let supervisor: SignedIn
let reviewer: SignedIn
let web: ReturnType<typeof createWeb>
let account: string
let toutiao: string
const said: string[] = []
let db: Deps['db']

beforeAll(async () => {
  ;({ db } = await cloneDatabase())
  const clock = fixedClock(instant(sceneNow))
  const ids = seededIds('api-pages', clock)
  const deps: Deps = { db, clock, wall: clock, ids, vault: vaultWith(Buffer.alloc(32, 7)), dataDir }
  const scene = await buildScene(deps, { check: false })
  supervisor = await scene.signIn('supervisor')
  reviewer = await scene.signIn('reviewer')
  const found = Object.entries(scene.accounts)
  account = found.find(([name]) => name.includes('/wechat_official/'))?.[1] ?? ''
  toutiao = found.find(([name]) => !/wechat_official|weibo|douyin/.test(name))?.[1] ?? ''
  const jobs = { enqueue: () => Promise.reject(new Error('no job is wanted')), stop: () => Promise.resolve() }
  const logDefect = (error: unknown, context: object) => void said.push(String(error), JSON.stringify(context))
  const routes = [...sourcesRoutes(), ...apiRoutes]
  web = createWeb({ deps, pageDeps: deps, jobs, demo: false, host: '127.0.0.1', routes, logDefect })
})
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

const path = (rest = '') => `/sources/accounts/${account}/api${rest}`
async function get(address = path(), who = supervisor) {
  const answer = await web.app.request(address, { headers: who.headers })
  return { status: answer.status, text: await answer.text() }
}
async function post(rest: string, fields: Record<string, string | Blob>, who = supervisor) {
  const body = new FormData()
  for (const [name, value] of Object.entries({ _csrf: who.csrf, ...fields })) body.append(name, value)
  const answer = await web.app.request(path(rest), { method: 'POST', headers: who.headers, body })
  return { status: answer.status, text: await answer.text() }
}
const paper = { scan: new File(['%PDF-1.7\n%%EOF'], '授权书.pdf'), signedOn: '2026-10-01', validUntil: '2027-09-30' }
const version = async () => /name="version" value="(\d+)"/.exec((await get()).text)?.[1] ?? ''

describe('接口采集', () => {
  it('is refused until a 授权书 is recorded, and shows the paper to who may see it', async () => {
    expect((await get()).text).toContain('未登记授权书，不向平台发送任何请求')
    const refused = await post('/papers', { ...paper, signedOn: '2026-09-28', validUntil: '' })
    expect(refused.status).toBe(422)
    expect(refused.text).toMatch(/name="signedOn"[^>]*value="2026-09-28"/)
    expect(refused.text).toContain('请重新选择文件')
    expect(await post('/papers', paper)).toMatchObject({ status: 303 })
    const { text } = await get()
    expect(text).toContain('授权书有效，可以采集')
    const link = /href="([^"]+\/papers\/[^"]+)"/.exec(text)?.[1] ?? ''
    expect((await get(link, reviewer)).text).toContain('%PDF')
  })

  it('takes credentials and never shows them again, not even in the form that was refused', async () => {
    const refused = await post('/target', { do: 'add', appid: 'nonsense', 'secret.appSecret': SECRET })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('AppID 应为 wx 开头的18位字符')
    expect(refused.text).toContain('value="nonsense"')
    const added = await post('/target', { do: 'add', appid: 'wx0000000000000001', 'secret.appSecret': SECRET })
    expect(added.status).toBe(303)
    const shown = await get()
    expect(shown.text).toContain('已保存，不再显示')
    const lists = [await get('/sources'), await get(`/sources/accounts/${account}`), await get(path(), reviewer)]
    for (const { text } of [refused, added, shown, ...lists]) expect(text).not.toContain(SECRET)
    expect(said.join()).not.toContain(SECRET)
  })

  it('lets credentials be replaced, and a person say that the list is whole', async () => {
    const stale = { do: 'replace', version: '99', 'secret.appSecret': `${SECRET}x` }
    const refused = await post('/target', stale)
    expect(refused.status).toBe(409)
    expect(refused.text).toMatch(
      /<details open[^>]*><summary>更换凭据<\/summary>.*role="alert"[^>]*>.*刚刚被其他人修改/s,
    )
    expect(refused.text).not.toContain(SECRET)
    const replaced = { ...stale, version: await version() }
    expect(await post('/target', replaced)).toMatchObject({ status: 303 })
    expect((await get()).text).toContain('未经人工核对，不据此认定未更新')
    expect(await post('/target', { do: 'listing-whole', version: await version() })).toMatchObject({ status: 303 })
    expect((await get()).text).toContain('已人工核对，清单完整')
  })

  it('shows which 公众号 is asked, and lets a number that was mistyped be told anew once it is stopped', async () => {
    const shown = (await get()).text
    expect(shown).toMatch(/开发者ID（AppID）<\/dt><dd>wx0000000000000001</)
    expect(shown).toContain('开发者ID（AppID）有误的，先在“采集”页停用')
    expect(shown).not.toContain('重新设置接口')
    const state = (next: 'off' | 'on') => db.updateTable('collection_target').set({ state: next }).execute()
    await state('off')
    const stopped = (await get()).text
    expect(stopped).toContain('<h2>重新设置接口</h2>')
    expect(stopped).not.toContain('<summary>更换凭据</summary>')
    const refused = await post('/target', { do: 'add', appid: 'nonsense', 'secret.appSecret': SECRET })
    expect(refused.text.match(/AppID 应为 wx 开头的18位字符/g)).toHaveLength(1)
    await state('on')
  })

  it('stops and destroys the credentials when the 授权书 is taken back', async () => {
    const id = /\/papers\/([\da-f-]{36})"/.exec((await get()).text)?.[1] ?? ''
    const later = await post(`/papers/${id}`, { revokedOn: '2099-10-01', reason: '临水函〔2026〕7号' })
    expect(later.status).toBe(422)
    expect(later.text).toMatch(/<details[^>]* open[^>]*><summary>撤回[^<]*<\/summary>.*晚于今天/s)
    expect(later.text).toMatch(/name="revokedOn"[^>]*value="2099-10-01"/)
    expect(later.text).toMatch(/name="reason"[^>]*value="临水函〔2026〕7号"/)
    const withoutReason = await post(`/papers/${id}`, { revokedOn: '2026-10-01', reason: ' ' })
    expect(withoutReason.status).toBe(422)
    expect(withoutReason.text).toMatch(/name="revokedOn"[^>]*value="2026-10-01"/)
    expect(await post(`/papers/${id}`, { revokedOn: '2026-10-01', reason: '来函撤回' })).toMatchObject({ status: 303 })
    const again = await post(`/papers/${id}`, { revokedOn: '2026-10-01', reason: '来函撤回' })
    expect(again).toMatchObject({ status: 409, text: expect.stringContaining('无需再次撤回') })
    const { text } = await get()
    expect(text).toContain('授权书已撤回，不向平台发送任何请求')
    expect(text).toContain('没有保存，请重新填写')
  })

  it('is there for platforms with an interface only, and changed by who may', async () => {
    expect((await get(`/sources/accounts/${toutiao}/api`)).status).toBe(404)
    const { text } = await get(path(), reviewer)
    expect(text).not.toContain('更换凭据')
    expect(text).not.toContain('撤回授权书')
    expect((await post('/papers', paper, reviewer)).status).toBe(403)
  })
})
