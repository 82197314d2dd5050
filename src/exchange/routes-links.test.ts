import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pagesOf, type SceneDesk, sceneDesk } from '../../tests/support/pages.ts'
import { sceneDistrict as districtId, type SignedIn } from '../../tests/support/scene.ts'
import { installationAbove, keyOf, provinceCode } from '../../tests/support/two-installations.ts'
import { operatorActor } from '../access/index.ts'
import { exchangeRoutes } from './routes.tsx'
import { goneWords } from './routes-links.tsx'
import { trustKey } from './verbs/trust-key.ts'
import { peerTokens } from './wire/tokens.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'govmedia-links-'))
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

let desk: SceneDesk
let pages: ReturnType<typeof pagesOf>
let administrator: SignedIn
let supervisor: SignedIn
const page = async (path: string, who: SignedIn) => (await pages.get(path, who)).text()

beforeAll(async () => {
  desk = await sceneDesk('exchange-links', [], dataDir)
  pages = pagesOf(desk.deps, exchangeRoutes)
  administrator = await desk.scene.signIn('administrator')
  supervisor = await desk.scene.signIn('supervisor')
}, 60_000)

const link = (more: Record<string, string> = {}) =>
  pages.post(
    '/exchange/links',
    {
      peer: provinceCode,
      url: 'https://province.example/',
      token: `gx_${provinceCode}_${'x'.repeat(43)}`,
      auto: 'on',
      ...more,
    },
    administrator,
  )

describe('在线收发 on its pages', () => {
  it('asks for a trusted key first, and shows nothing to go with before it is set up', async () => {
    expect(await page('/exchange/links', administrator)).toContain('还没有信任任何公钥')
    expect(await page('/exchange', supervisor)).toContain('先由系统管理员与对方核对公钥')
    const { deps } = await installationAbove('links')
    const key = await keyOf(deps, provinceCode, '某省政务管理服务局')
    await trustKey(desk.deps, operatorActor('t', 't'), { place: districtId, ...key })
    const own = await page('/exchange', supervisor)
    expect(own).not.toContain('从上级取件')
    expect(own).toContain('制作、接收的数据包列在这里')
  })

  it('shows a token once, and revokes it', async () => {
    const made = await pages.post('/exchange/tokens', { for: provinceCode, expiresOn: '2027-01-31' }, administrator)
    const token = /gx_\d{6}_[\w-]{43}/.exec(await made.text())?.[0] ?? ''
    expect(token.startsWith(`gx_${districtId}_`)).toBe(true)
    expect(await page('/exchange/links', administrator)).not.toContain(token)
    const wrong = await pages.post('/exchange/tokens', { for: provinceCode, expiresOn: '二月' }, administrator)
    expect([wrong.status, await wrong.text()]).toEqual([
      422,
      expect.stringMatching(/id="expiresOn-error">有效期应在今天至/),
    ])
    const [kept] = await peerTokens(desk.deps.db, districtId)
    const revoked = await pages.post(`/exchange/tokens/${kept!.id}/revoke`, {}, administrator)
    expect(revoked.headers.get('location')).toBe('/exchange/links')
    expect(await peerTokens(desk.deps.db, districtId)).toEqual([])
  })

  it('brings back what was typed, but never the token', async () => {
    const wrong = await link({ url: 'http://province.example/' })
    const text = await wrong.text()
    expect(text).toContain('id="url-error">对方地址不能使用')
    expect([wrong.status, text.includes('value="http://province.example/"')]).toEqual([422, true])
    expect(text).not.toContain('xxxxx')
  })

  it('gives who may fetch and send the buttons, and says why nothing came of it', async () => {
    expect((await link()).status).toBe(303)
    const shown = await page('/exchange', supervisor)
    expect(shown).toContain('从上级取件')
    expect(shown).toContain('报送上级')
    expect(shown).not.toContain('province.example')
    // A name that nobody has: the request ends before it leaves the house.
    const gone = await pages.post('/exchange/fetch', { peer: provinceCode }, supervisor)
    expect([gone.status, (await gone.text()).includes('找不到该主机')]).toEqual([502, true])
    expect(await page('/exchange', supervisor)).toContain('没有办成')
    const nobody = await pages.post('/exchange/fetch', { peer: '980000' }, supervisor)
    expect(nobody.status).toBe(409)
    for (const path of ['/exchange/send-down', '/exchange/links', '/exchange/tokens'])
      expect((await pages.post(path, { peer: provinceCode }, supervisor)).status, path).toBe(403)
  })

  it('is taken away again', async () => {
    expect((await pages.post(`/exchange/links/${provinceCode}/remove`, {}, administrator)).status).toBe(303)
    expect(await page('/exchange', supervisor)).not.toContain('从上级取件')
    const again = await pages.post('/exchange/send', { peer: provinceCode }, supervisor)
    expect([again.status, (await again.text()).includes('没有设置与该单位在线收发')]).toEqual([409, true])
  })

  it.each([
    ['取回', { done: 2, refused: 0, why: null }, '取回2个数据包'],
    ['取回', { done: 0, refused: 0, why: null }, '没有需要取的数据包'],
    [
      '送达',
      { done: 1, refused: 1, why: '对方答复：已经过期' },
      '送达1个数据包；1个未予接收；没有送完：对方答复：已经过期。已有的数据包都保留，可以稍后再办，或者用文件交换',
    ],
    [
      '取回',
      { done: 0, refused: 0, why: '超时未应答' },
      '没有取完：超时未应答。已有的数据包都保留，可以稍后再办，或者用文件交换',
    ],
  ] as const)('says what came of it: %s %j', (verb, gone, words) => {
    expect(goneWords(verb, gone)).toBe(words)
  })
})
