import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cloneDatabase } from '../../tests/support/database.ts'
import { buildScene, type Scene, sceneDistrict, sceneNow, type SignedIn } from '../../tests/support/scene.ts'
import { type Deps, vaultWith } from '../access/index.ts'
import { fixedClock, instant } from '../calendar/index.ts'
import { seededIds } from '../database/index.ts'
import { latestEvents } from '../trail/index.ts'
import { sentences } from '../vocabulary/sentences.ts'
import { createWeb } from '../web/index.ts'
import { registryRoutes } from './index.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'govmedia-ledger-'))
let deps: Deps
let scene: Scene
let supervisor: SignedIn
let reviewer: SignedIn
let web: ReturnType<typeof createWeb>

beforeAll(async () => {
  const { db } = await cloneDatabase()
  const clock = fixedClock(instant(sceneNow))
  deps = {
    db,
    clock,
    wall: clock,
    ids: seededIds('ledger-pages', clock),
    vault: vaultWith(Buffer.alloc(32, 7)),
    dataDir,
  }
  scene = await buildScene(deps, { check: false })
  supervisor = await scene.signIn('supervisor')
  reviewer = await scene.signIn('reviewer')
  const jobs = { enqueue: () => Promise.reject(new Error('the ledger asked for a job')), stop: () => Promise.resolve() }
  const routes = registryRoutes({
    account: [(_c, id) => Promise.resolve(`上层的内容 ${id}`)],
    unit: [(_c, { name }) => Promise.resolve(`上层的内容 ${name}`)],
  })
  const logDefect = (error: unknown) => {
    throw error
  }
  web = createWeb({ deps, pageDeps: deps, jobs, demo: false, host: '127.0.0.1', routes, logDefect })
})
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

const get = (path: string, who = supervisor) => web.app.request(path, { headers: who.headers })
const text = async (path: string, who = supervisor) => (await get(path, who)).text()
const post = (path: string, fields: Record<string, string>, who = supervisor) =>
  web.app.request(path, {
    method: 'POST',
    headers: who.headers,
    body: new URLSearchParams({ _csrf: who.csrf, ...fields }),
  })
const unitId = (name: string) => scene.units[name] ?? ''
const accountId = (key: string) => scene.accounts[key] ?? ''
/** What stands in the first column of a list, in its order. */
const names = (page: string) => [...page.matchAll(/<a class="nm"[^>]*>([^<]+)<\/a>/g)].map(([, name]) => name)
const valueOf = (page: string, field: string) =>
  / value="([^"]*)"/.exec(new RegExp(`<input[^>]* name="${field}"[^>]*>`).exec(page)?.[0] ?? '')?.[1]

const register = async (facts: Record<string, string>) => {
  const made = await post('/accounts/new', { platform: 'toutiao', unitId: unitId('临湖区民政局'), ...facts })
  expect(made.status).toBe(303)
  return made.headers.get('location') ?? ''
}

describe('台账', () => {
  it('finds by name, unit or certified entity, and says how many there are', async () => {
    expect(names(await text('/accounts?q=云渡文化'))).toEqual(['云渡发布'])
    const found = await text('/accounts?q=临湖区教育局')
    expect(new Set(names(found))).toEqual(new Set(['临湖教育', '临湖教育服务']))
    expect(found).toContain('符合条件的账号 2 个')
    expect(await text('/accounts?q=没有这个号')).toContain('没有符合条件的账号')
  })

  it.each([
    ['platform=weibo', ['临湖水务']],
    ['kind=subdistrict', ['荷叶洲', '望湖街道']],
    ['filing=unfiled', ['临湖教育服务']],
    ['platform=weibo&filing=unfiled', []],
    ['state=deregistered', []],
  ])('%s leaves these', async (query, wanted) => {
    expect(new Set(names(await text(`/accounts?${query}`)))).toEqual(new Set(wanted))
  })

  it('passes over a value that no list knows', async () => {
    expect(names(await text('/accounts?platform=nowhere&sort=followers&page=-3')).length).toBe(12)
  })

  it('sorts names by pinyin, both ways, and never by followers or reads', async () => {
    const up = names(await text('/accounts?q=临湖&platform=wechat_official&sort=name'))
    expect(up).toEqual(['临湖教育', '临湖教育服务', '临湖民政', '临湖水务'])
    expect(names(await text('/accounts?q=临湖&platform=wechat_official&sort=-name'))).toEqual(up.toReversed())
    const page = await text('/accounts')
    expect([...page.matchAll(/[?&]sort=-?(\w+)/g)].map(([, by]) => by)).not.toContain('followers')
    expect(page).not.toMatch(/粉丝|阅读量/)
  })

  it('shows 50 a page and leads on, keeping the filter', async () => {
    const [page] = [await text('/accounts?platform=wechat_official')]
    expect(page).not.toContain('page=2')
    await deps.db
      .insertInto('account')
      .values(
        Array.from({ length: 60 }, (_, at) => ({
          district_id: sceneDistrict,
          id: deps.ids.next(),
          unit_id: unitId('临湖区民政局'),
          name: `第${String(at).padStart(2, '0')}号`,
          platform: 'bilibili',
          running_state: 'running',
          filing_state: 'unknown',
          created_at: sceneNow as never,
          updated_at: sceneNow as never,
        })),
      )
      .execute()
    const first = await text('/accounts?platform=bilibili&sort=name')
    expect(names(first)).toHaveLength(50)
    const next = /href="([^"]*page=2[^"]*)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect(next).toContain('platform=bilibili')
    expect(names(await text(`/accounts${next.slice(next.indexOf('?'))}`))).toHaveLength(10)
    await deps.db.deleteFrom('account').where('platform', '=', 'bilibili').execute()
  })

  it.each([
    ['units', '清理整合情况表.xlsx'],
    ['district', '清理整合情况汇总表.xlsx'],
  ])('goes out as a workbook from the page of exports: %s', async (layout, name) => {
    const answer = await post('/accounts/export', { layout, phones: 'masked' })
    expect(answer.status).toBe(200)
    expect(decodeURIComponent(answer.headers.get('content-disposition') ?? '')).toContain(name)
    const bytes = new Uint8Array(await answer.arrayBuffer())
    expect(String.fromCharCode(...bytes.slice(0, 2))).toBe('PK')
    expect((await post('/accounts/export', { layout }, reviewer)).status).toBe(403)
  })

  it('asks what whole numbers are for, keeps what was typed, and offers them to nobody who may not see them', async () => {
    const refused = await post('/accounts/export', { layout: 'district', phones: 'full', purpose: '查' })
    expect(refused.status).toBe(422)
    const page = await refused.text()
    expect(page).toContain('导出完整联系方式须写明用途')
    expect(page).toContain('value="查"')
    const editor = await scene.signIn('unit_editor', { unit: '临湖区水务局', name: '导出填报人' })
    const own = await text('/accounts/export', editor)
    expect(own).toContain('表中手机号码经过遮盖')
    expect(own).not.toContain('name="phones"')
    expect(own).not.toContain('临湖区民政局')
    const forced = { layout: 'units', phones: 'full', purpose: '核对联系人电话' }
    expect((await post('/accounts/export', forced, editor)).status).toBe(403)
  })
})

describe('an account', () => {
  it('shows all that was filed, what rooms above add, and that counts are not scored', async () => {
    const path = await register({
      name: '临湖民政头条',
      openedOn: '2019年6月',
      budgetYuan: '20000',
      followers: '12345',
      followersOn: '2026-06-30',
      hasDedicatedStaff: 'yes',
      staffCount: '2',
      disposition: 'keep',
    })
    const page = await text(path)
    for (const fact of ['2019年6月', '20,000 元/年', '12,345', '截至 2026-06-30', '有专人，2 人', '保留'])
      expect(page).toContain(fact)
    expect(page).toContain(sentences.countsNotScored)
    expect(page).toContain(`上层的内容 ${path.split('/').pop()}`)
    expect(page).toContain('登记账号')
  })

  it('that is closing says that it is still watched', async () => {
    const path = await register({ name: '临湖民政停更号' })
    expect(await text(path)).not.toContain(sentences.stillMonitored)
    const version = valueOf(await text(`${path}/edit`), 'version') ?? ''
    const fields = { version, name: '临湖民政停更号', platform: 'toutiao', unitId: unitId('临湖区民政局') }
    const refused = await post(`${path}/edit`, { ...fields, runningState: 'closing' })
    expect(refused.status).toBe(409)
    expect(await refused.text()).toContain('运行状态、备案状态由备案事项、关停注销办理和已受理的报送改变')
    await deps.db
      .updateTable('account')
      .set({ running_state: 'closing' })
      .where('id', '=', path.split('/').pop() ?? '')
      .execute()
    expect(await text(path)).toContain(sentences.stillMonitored)
  })

  it('that is gone when it is registered is shown as said by who entered it, not as looked for', async () => {
    const gone = { name: '临湖民政旧号', runningState: 'deregistered', ceasedOn: '2025-03-01' }
    const path = await register({ ...gone, stateReason: '2025年机构改革时注销' })
    const page = await text(path)
    expect(page).toContain('“已注销”为登记时所述')
    expect(page).toContain('依据：2025年机构改革时注销')
    expect(page).toContain('已注销（未核验）')
    expect(await text('/accounts?state=deregistered')).toContain('已注销（未核验）')
    expect(await text(`${path}/edit`)).not.toContain('name="runningState"')
  })

  it('beside another of its unit on one platform says so to who may settle it', async () => {
    const path = `/accounts/${accountId('临湖区教育局/wechat_official/临湖教育')}`
    expect(await text(path)).toContain('一个单位原则上在同一平台上只开设一个账号')
    expect(await text(path, reviewer)).not.toContain('一个单位原则上在同一平台上只开设一个账号')
  })

  it('keeps its old name when it is renamed, unless another is given', async () => {
    const path = await register({ name: '临湖旧名' })
    const fields = { platform: 'toutiao', unitId: unitId('临湖区民政局') }
    await post(`${path}/edit`, { ...fields, version: '1', name: '临湖新名' })
    expect(valueOf(await text(`${path}/edit`), 'renamedFrom')).toBe('临湖旧名')
    await post(`${path}/edit`, { ...fields, version: '2', name: '临湖又新名', renamedFrom: '临湖旧名' })
    expect(valueOf(await text(`${path}/edit`), 'renamedFrom')).toBe('临湖新名')
    await post(`${path}/edit`, { ...fields, version: '3', name: '临湖又新名' })
    expect(valueOf(await text(`${path}/edit`), 'renamedFrom')).toBe('')
  })

  it('changed by two people shows the second one both readings and keeps what was typed', async () => {
    const path = await register({ name: '临湖两人改', certifiedEntity: '临湖区民政局' })
    const fields = { version: '1', platform: 'toutiao', unitId: unitId('临湖区民政局'), name: '临湖两人改' }
    expect((await post(`${path}/edit`, { ...fields, certifiedEntity: '临湖传媒中心' })).status).toBe(303)
    const late = await post(`${path}/edit`, { ...fields, certifiedEntity: '临湖区民政局', pushFrequency: '每周2次' })
    expect(late.status).toBe(409)
    const page = await late.text()
    expect(page).toContain('该账号刚刚被其他人修改，您填写的内容还没有保存。')
    expect(page).toMatch(/认证主体<\/td><td[^>]*>临湖传媒中心<\/td><td[^>]*>临湖区民政局</)
    expect(page).toMatch(/推送频率<\/td><td[^>]*>未填<\/td><td[^>]*>每周2次</)
    expect(valueOf(page, 'pushFrequency')).toBe('每周2次')
    expect(await text(path)).not.toContain('每周2次')
    const again = { ...fields, version: valueOf(page, 'version') ?? '', pushFrequency: '每周2次' }
    expect((await post(`${path}/edit`, again)).status).toBe(303)
    expect(await text(path)).toContain('每周2次')
  })

  it('keeps what somebody else saved in a field that was not touched', async () => {
    const path = await register({ name: '临湖没碰过', profileUrl: 'https://example.cn/old', functions: 'publish' })
    const unescaped = (page: string) => (valueOf(page, 'shown') ?? '').replaceAll('&quot;', '"')
    const shown = unescaped(await text(`${path}/edit`))
    const fields = { platform: 'toutiao', unitId: unitId('临湖区民政局'), name: '临湖没碰过', functions: 'publish' }
    const theirs = { ...fields, version: '1', profileUrl: 'https://example.cn/new', pushFrequency: '每日1次' }
    expect((await post(`${path}/edit`, theirs)).status).toBe(303)
    const mine = { ...fields, version: '1', profileUrl: 'https://example.cn/old', staffCount: '3', shown }
    const late = await post(`${path}/edit`, mine)
    expect(late.status).toBe(409)
    const page = await late.text()
    expect(page).toContain('<p>1 项</p>')
    expect(page).toMatch(/运营人数<\/td><td[^>]*>未填<\/td><td[^>]*>3</)
    expect([valueOf(page, 'profileUrl'), valueOf(page, 'pushFrequency'), valueOf(page, 'staffCount')]).toEqual([
      'https://example.cn/new',
      '每日1次',
      '3',
    ])
    expect(JSON.parse(unescaped(page))).toMatchObject({ profileUrl: 'https://example.cn/new' })
  })

  it('corrected after a fault still yields to what others saved meanwhile', async () => {
    const path = await register({ name: '临湖改错' })
    const fields = { version: '1', platform: 'toutiao', unitId: unitId('临湖区民政局'), name: '临湖改错' }
    const faulty = await post(`${path}/edit`, { ...fields, staffCount: '很多' })
    expect(faulty.status).toBe(422)
    await post(`${path}/edit`, { ...fields, pushFrequency: '每日1次' })
    const version = valueOf(await faulty.text(), 'version') ?? ''
    expect((await post(`${path}/edit`, { ...fields, version, staffCount: '3' })).status).toBe(409)
  })

  it('says whose number a number is, and takes a person away only when told 无', async () => {
    const path = await register({ name: '临湖人员', contactName: '赵文', contactPhone: '13800001234' })
    const fields = { platform: 'toutiao', unitId: unitId('临湖区民政局'), name: '临湖人员' }
    const nobody = await post(`${path}/edit`, {
      ...fields,
      version: '1',
      contactPhone: '13800009999',
      openedOn: '去年',
    })
    expect(nobody.status).toBe(422)
    const page = await nobody.text()
    expect(page).toContain('填写了号码的，请一并填写联系人姓名。')
    expect(page).toContain('开通时间应写作 2019年6月、2019-06-03 这样的形式。')
    expect(page).toContain('现为 赵文 138****1234')
    await post(`${path}/edit`, { ...fields, version: '1', pushFrequency: '每日1次' })
    expect(await text(path)).toContain('138****1234')
    await post(`${path}/edit`, { ...fields, version: '2', contactName: '无' })
    expect(await text(path)).not.toContain('赵文')
  })
})

describe('主办单位', () => {
  it('are listed with their accounts and whether the three answer', async () => {
    const page = await text('/units?kind=township')
    expect(names(page)).toEqual(['石埠镇人民政府', '云渡乡人民政府'])
    expect(page).toContain('缺 1 人')
    expect(page).toContain('齐全')
    expect(names(await text('/units?duties=incomplete'))).toEqual(['石埠镇人民政府'])
    expect(names(await text('/units?q=民政局'))).toEqual(['临湖区民政局'])
  })

  it('a responsible person is registered, masked, and shown in full only on asking', async () => {
    const path = `/units/${unitId('石埠镇人民政府')}`
    const phone = '13900001111'
    const saved = await post(`${path}/duties`, {
      duty: 'staff',
      state: 'filled',
      version: '1',
      'staff-name': '周明',
      'staff-phone': phone,
    })
    expect(saved.headers.get('location')).toBe(path)
    const page = await text(path)
    expect(page).toContain('139****1111')
    expect(page).not.toContain(phone)
    const personId = [...page.matchAll(/name="personId" value="([^"]+)"/g)].at(-1)?.[1] ?? ''
    expect((await post(`${path}/reveal`, { personId }, reviewer)).status).toBe(403)
    expect(await (await post(`${path}/reveal`, { personId })).text()).toContain(phone)
    expect((await latestEvents(deps.db, sceneDistrict, { limit: 1 }))[0]).toMatchObject({ action: 'person.revealed' })
    expect(await text(path)).not.toContain(phone)
    // Somebody who still has the page from before gets what was typed back, beside what stands there now.
    const late = await post(`${path}/duties`, { duty: 'staff', state: 'filled', version: '1', 'staff-name': '吴桐' })
    expect(late.status).toBe(409)
    const both = await late.text()
    expect(both).toContain('刚刚被其他人修改')
    expect(both).toContain('周明')
    expect(valueOf(both, 'staff-name')).toBe('吴桐')
    expect((await post(`${path}/duties`, { duty: 'staff', state: 'vacant', version: '2' })).status).toBe(303)
    expect(await text(path)).toContain('单位填报：无')
  })

  it.each([
    [{ 'primary-name': '', 'primary-phone': '13900002222' }, '请填写第一责任人姓名'],
    [{ 'primary-name': '吴桐', 'primary-phone': '139000022223' }, '电话应为11位手机号'],
  ])('a responsible person who does not hold (%o) comes back with what was typed', async (fields, sentence) => {
    const answer = await post(`/units/${unitId('临湖区教育局')}/duties`, {
      duty: 'primary',
      state: 'filled',
      version: '1',
      ...fields,
    })
    expect(answer.status).toBe(422)
    const page = await answer.text()
    expect(page).toContain(sentence)
    expect(valueOf(page, 'primary-name')).toBe(fields['primary-name'])
    expect(valueOf(page, 'primary-phone')).toBe(fields['primary-phone'])
  })

  it('changed by two people shows the second one both readings', async () => {
    const made = await post('/units/new', { name: '临湖区文旅局', kind: 'department' })
    const path = made.headers.get('location') ?? ''
    const fields = { version: '1', name: '临湖区文旅局', kind: 'department' }
    expect((await post(`${path}/edit`, { ...fields, shortName: '文旅局' })).status).toBe(303)
    const late = await post(`${path}/edit`, { ...fields, kind: 'institution' })
    expect(late.status).toBe(409)
    const page = await late.text()
    expect(page).toMatch(/简称<\/td><td[^>]*>文旅局<\/td><td[^>]*>未填</)
    expect(page).toMatch(/单位类型<\/td><td[^>]*>区政府部门<\/td><td[^>]*>其他事业单位</)
    expect(valueOf(page, 'version')).toBe('2')
  })

  it('a second unit of a name is refused with what was typed', async () => {
    const answer = await post('/units/new', { name: '临湖区教育局', kind: 'department', shortName: '教育局' })
    expect(answer.status).toBe(409)
    expect(valueOf(await answer.text(), 'shortName')).toBe('教育局')
  })
})
