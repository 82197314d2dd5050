import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pagesOf, type SceneDesk, sceneDesk } from '../../tests/support/pages.ts'
import { sceneDistrict as districtId, type SignedIn } from '../../tests/support/scene.ts'
import { keyOf, provinceCode } from '../../tests/support/two-installations.ts'
import { hashPassword, operatorActor } from '../access/index.ts'
import { seedCalendar } from '../holidays/index.ts'
import { superiorRoutes } from '../superiors/index.ts'
import { exchangeRecordWords } from './record-words.ts'
import { exchangeRoutes } from './routes.tsx'
import { trustKey } from './verbs/trust-key.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'govmedia-exchange-'))
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

// One installation holds both the district and a person of the province: the pages are the same, the places are two.
let desk: SceneDesk
let pages: ReturnType<typeof pagesOf>
let people: Record<'supervisor' | 'administrator' | 'auditor' | 'upper_office', SignedIn>
beforeAll(async () => {
  desk = await sceneDesk('exchange', [], dataDir)
  const { deps, scene } = desk
  await seedCalendar(deps.db, deps.wall.now())
  pages = pagesOf(deps, [...exchangeRoutes, ...superiorRoutes], exchangeRecordWords)
  people = {
    supervisor: await scene.signIn('supervisor'),
    administrator: await scene.signIn('administrator'),
    auditor: await scene.signIn('auditor'),
    upper_office: await scene.signIn('upper_office'),
  }
  await deps.db
    .updateTable('app_user')
    .set({ district_id: provinceCode })
    .where('id', '=', people.upper_office.id)
    .execute()
  const lower = await keyOf(deps, districtId, '临湖区')
  await trustKey(deps, operatorActor('t', 't'), { place: provinceCode, ...lower })
}, 60_000)

const get = async (path: string, who: SignedIn) => {
  const answer = await pages.get(path, who)
  return { status: answer.status, text: await answer.text() }
}
const fileOf = (bytes: Uint8Array, name: string) => new File([new Uint8Array(bytes)], name)

const request = {
  to: districtId,
  issuer: '某省政务管理服务局',
  title: '核查临湖水务更新情况',
  asked: '请核查后反馈。',
  dueAt: '2026-10-12T17:00',
  named: '水利局｜说明9月更新情况',
}

/** Made on the page above, downloaded, ready to be handed over. */
async function madeAbove(more: object = {}): Promise<{ path: string; bytes: Uint8Array }> {
  const sent = await pages.post('/exchange/new', { ...request, ...more }, people.upper_office)
  expect(sent.status).toBe(303)
  const path = sent.headers.get('location')!
  const file = await pages.get(`${path}/file`, people.upper_office)
  return { path, bytes: new Uint8Array(await file.arrayBuffer()) }
}

describe('上下级报送 on its pages', () => {
  it('trusts a key whose fingerprint was heard, and brings back what was typed where it wasn’t', async () => {
    const key = await keyOf(desk.deps, provinceCode, '某省政务管理服务局')
    const file = fileOf(key.bytes, '公钥.json')
    const wrong = await pages.post('/exchange/keys', { file, heard: '0000 '.repeat(8) }, people.administrator)
    expect(wrong.status).toBe(409)
    const told = await wrong.text()
    expect(told).toContain('与公钥文件的不一致')
    expect(told).toContain('value="0000 0000')
    // Signed in a while ago: the password is asked for, and the file need not be chosen again.
    const { id } = people.administrator
    const password_hash = await hashPassword('湖边的小船和芦苇')
    await desk.deps.db.updateTable('app_user').set({ password_hash }).where('id', '=', id).execute()
    await desk.deps.db.updateTable('session').set({ confirmed_at: null }).where('user_id', '=', id).execute()
    const held = await pages.post('/exchange/keys', { file, heard: key.heard }, people.administrator)
    expect([held.status, await held.text()]).toEqual([403, expect.stringContaining('所选的文件已经保留')])
    const sent = { heard: key.heard, _held: 'yes', _confirm: '湖边的小船和芦苇' }
    const right = await pages.post('/exchange/keys', sent, people.administrator)
    expect([right.status, right.headers.get('location')]).toEqual([303, '/exchange/keys'])
    expect((await get('/exchange/keys', people.administrator)).text).toContain('已信任')
  })

  it('takes a request in, keeps it where its lines don’t fit, and enters it as the ledger has them', async () => {
    const { bytes } = await madeAbove()
    const taken = await pages.post('/exchange/import', { file: fileOf(bytes, '交办.gmpkg') }, people.supervisor)
    const path = taken.headers.get('location')!
    expect(path).toMatch(/^\/exchange\/in\//)
    expect((await get(path, people.supervisor)).text).toContain('登记为上级交办：涉及的单位和账号')
    const wrong = await pages.post(`${path}/enter`, { named: '水利厅｜说明情况' }, people.supervisor)
    expect(wrong.status).toBe(422)
    expect(await wrong.text()).toContain('水利厅｜说明情况')
    await pages.post(`${path}/enter`, { named: '临湖区水务局｜说明9月更新情况' }, people.supervisor)
    const shown = await get(path, people.supervisor)
    const item = /href="(\/superiors\/[0-9a-f-]+)"/.exec(shown.text)![1]!
    expect((await get(item, people.supervisor)).text).toContain('核查临湖水务更新情况')
    const early = await pages.post(`${path}/answer`, {}, people.supervisor)
    expect(early.status).toBe(409)
    expect(await early.text()).toContain('反馈函还没有审签')
    const again = await pages.post('/exchange/import', { file: fileOf(bytes, '交办.gmpkg') }, people.supervisor)
    expect(again.status).toBe(409)
    expect(await again.text()).toContain('以前接收过')
  })

  it('shows a package to whose it is and to nobody else', async () => {
    const { path } = await madeAbove({ title: '只给省里看的' })
    expect((await get(path, people.upper_office)).status).toBe(200)
    await expect(pages.get(path, people.supervisor)).resolves.toMatchObject({ status: 404 })
    expect((await get('/exchange', people.supervisor)).text).not.toContain('只给省里看的')
  })

  it.each([
    ['auditor', '/exchange/import'],
    ['auditor', '/exchange/figures'],
    ['supervisor', '/exchange/new'],
    ['supervisor', '/exchange/keys'],
    ['administrator', '/exchange/import'],
    ['upper_office', '/exchange/keys'],
  ] as const)('gives %s no way to %s', async (who, path) => {
    expect((await pages.post(path, {}, people[who])).status).toBe(403)
  })

  it('brings back what was typed where a request can’t be made', async () => {
    const past = await pages.post('/exchange/new', { ...request, dueAt: '2020-01-01T10:00' }, people.upper_office)
    expect(past.status).toBe(422)
    expect(await past.text()).toContain('value="核查临湖水务更新情况"')
    const nowhere = await pages.post('/exchange/new', { ...request, to: '980101' }, people.upper_office)
    expect(nowhere.status).toBe(422)
  })
})
