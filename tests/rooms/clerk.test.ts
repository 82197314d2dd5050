import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Deps, type Role, roles, vaultWith } from '../../src/access/index.ts'
import { allRoutes } from '../../src/app/routes.ts'
import { fixedClock, instant, quarter } from '../../src/calendar/index.ts'
import { seededIds } from '../../src/database/index.ts'
import { readTables } from '../../src/documents/index.ts'
import { seedCalendar } from '../../src/holidays/index.ts'
import { compileReport } from '../../src/reporting/index.ts'
import { createWeb } from '../../src/web/index.ts'
import { cloneDatabase } from '../support/database.ts'
import { buildScene, type Scene, sceneDistrict, sceneNow, type SignedIn } from '../support/scene.ts'

/** What a clerk meets in a browser: forms sent wrong, and what the page answers. */
let deps: Deps
let scene: Scene
let app: ReturnType<typeof createWeb>['app']
const people = {} as Record<Role, SignedIn>
const defects: unknown[] = []
const dataDir = mkdtempSync(join(tmpdir(), 'govmedia-clerk-'))

beforeAll(async () => {
  const database = await cloneDatabase()
  const wall = fixedClock(instant(sceneNow))
  const vault = vaultWith(Buffer.alloc(32, 7))
  deps = { db: database.db, clock: wall, wall, ids: seededIds('clerk', wall), vault, dataDir }
  await seedCalendar(deps.db, wall.now())
  scene = await buildScene(deps)
  for (const role of roles)
    if (role !== 'operator')
      people[role] = await scene.signIn(role, role.startsWith('unit_') ? { unit: '临湖区水务局' } : {})
  const jobs = { enqueue: () => Promise.resolve({ runId: deps.ids.next() }), stop: () => Promise.resolve() }
  const log = (error: unknown) => void defects.push(error)
  ;({ app } = createWeb({
    deps,
    pageDeps: deps,
    jobs,
    demo: true,
    host: '127.0.0.1',
    routes: allRoutes,
    logDefect: log,
  }))
})
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

const get = async (path: string, who: SignedIn) => {
  const answer = await app.request(path, { headers: { host: '127.0.0.1:8080', ...who.headers } })
  return { status: answer.status, text: await answer.text() }
}
const post = async (path: string, fields: Record<string, string | File>, who: SignedIn) => {
  const form = new FormData()
  for (const [name, value] of Object.entries({ _csrf: who.csrf, ...fields })) form.append(name, value)
  const headers = { host: '127.0.0.1:8080', ...who.headers }
  const answer = await app.request(path, { method: 'POST', headers, body: form })
  return { status: answer.status, to: answer.headers.get('location') ?? '', text: await answer.text() }
}
/** The value a select or a field of this name stands at. */
const standsAt = (page: string, name: string) => {
  const [, inside = ''] = new RegExp(`<select id="${name}"[^>]*>(.*?)</select>`, 's').exec(page) ?? []
  return /<option value="([^"]*)" selected/.exec(inside)?.[1]
}

describe('申请备案', () => {
  const water = () => scene.units['临湖区水务局'] ?? ''
  const education = () => scene.accounts['临湖区教育局/wechat_official/临湖教育'] ?? ''

  it.each([
    ['change', '变更'],
    ['suspend', '关停'],
    ['deregister', '注销'],
  ])('asks for the account of a %s and keeps what was chosen', async (kind, label) => {
    const { status, text } = await post('/cases/new', { kind, unitId: water(), accountId: '' }, people.supervisor)
    expect(status).toBe(422)
    expect(text).toContain(`办理${label}须选择账号。`)
    expect([standsAt(text, 'kind'), standsAt(text, 'unitId')]).toEqual([kind, water()])
  })

  it('says whose the account is when it is of another unit', async () => {
    const chosen = { kind: 'suspend', unitId: water(), accountId: education() }
    const { status, text } = await post('/cases/new', chosen, people.supervisor)
    expect(status).toBe(422)
    expect(text).toContain('所选账号“临湖教育”属临湖区教育局，与主办单位不一致，请改选。')
    expect(standsAt(text, 'accountId')).toBe(education())
  })

  it('asks what is meant where an account was chosen for a 开设, and drops nothing', async () => {
    const chosen = { kind: 'open', unitId: water(), accountId: education() }
    const { status, text } = await post('/cases/new', chosen, people.supervisor)
    expect(status).toBe(422)
    expect(text).toContain('开设的是新账号，不选已有账号')
    expect([standsAt(text, 'kind'), standsAt(text, 'accountId')]).toEqual(['open', education()])
  })

  it('starts without a unit, and takes the unit of the account where none is chosen', async () => {
    expect(standsAt((await get('/cases/new', people.supervisor)).text, 'unitId')).toBe('')
    const chosen = { kind: 'suspend', unitId: '', accountId: education() }
    const { status, to } = await post('/cases/new', chosen, people.supervisor)
    expect(status).toBe(303)
    expect((await get(to, people.supervisor)).text).toContain('临湖区教育局')
    const nobody = await post('/cases/new', { kind: 'open', unitId: '', accountId: '' }, people.supervisor)
    expect(nobody.text).toContain('请选择主办单位。')
  })
})

describe('用户与权限', () => {
  it('refuses a 填报人 without a unit, at the field, and keeps what was typed', async () => {
    const typed = { displayName: '许静言', login: 'xujy', unitId: '', roles: 'unit_editor' }
    const { status, text } = await post('/users', typed, people.administrator)
    expect(status).toBe(422)
    expect(text).toContain('填报人、分管领导、主要领导须选择主办单位；尚未登记单位的，请先导入附件2。')
    expect(text).toContain('value="xujy"')
    expect(text).toMatch(/value="unit_editor" checked/)
  })

  it('says of a name that is too long that it is too long', async () => {
    const typed = { displayName: '许'.repeat(31), login: 'xujy', roles: 'reviewer' }
    const { status, text } = await post('/users', typed, people.administrator)
    expect([status, text.includes('姓名不超过 30 个字。'), text.includes('请填写姓名')]).toEqual([422, true, false])
  })

  it('offers no way back to who may open nothing at all', async () => {
    const stranded = await scene.signIn('unit_editor', { name: '无单位' })
    const { status, text } = await get('/', stranded)
    expect(status).toBe(403)
    expect(text).not.toContain('回到工作台')
    expect(text).toContain('请联系本级管理员设置主办单位和角色')
    expect((await get('/users', people.supervisor)).text).toContain('回到工作台')
  })
})

describe('季度报告', () => {
  const input = { districtId: sceneDistrict, quarter: quarter('2026Q3'), demo: false }

  it('shows on the screen what the paper shows: the chart, the list of 附件, days as an office writes them', async () => {
    const { id } = await compileReport(deps, people.supervisor.actor, input)
    const { text } = await get(`/reports/${id}`, people.supervisor)
    expect(text).toContain(`<img src="/reports/${id}/chart"`)
    expect(text).toContain('各平台账号监测情况')
    expect(text).toMatch(/附件：.*政务新媒体监测情况统计表/s)
    const chart = await get(`/reports/${id}/chart`, people.supervisor)
    expect(chart.text).toMatch(/^<svg.*新浪微博/s)
    for (const page of [text, (await get('/reports', people.supervisor)).text]) expect(page).toContain('2026年9月30日')
  })

  it('a draft is offered to who works on it, and not at all to the district leader', async () => {
    const { id } = await compileReport(deps, people.supervisor.actor, input)
    const head = await get(`/reports/${id}`, people.office_head)
    expect(head.text).toMatch(/class="btn pri" type="button" disabled[^>]*>\s*审定为定稿/)
    expect(head.text).toMatch(
      /条线索未人工复核（9月\d+条），7月、8月尚未开展监测，9月监测尚未办结。办完后请重新编制。/u,
    )
    expect((await get(`/reports/${id}`, people.district_leader)).status).toBe(404)
    expect((await get(`/reports/${id}/chart`, people.district_leader)).status).toBe(404)
    expect((await get(`/reports/${id}/files/pdf`, people.district_leader)).status).toBe(404)
    expect((await get('/reports', people.district_leader)).text).toContain('还没有')
    expect((await get('/', people.district_leader)).text).toContain('还没有季度报告')
  })
})

describe('导入', () => {
  const file = (name: string, words: string) => new File([words], name)
  const annex2 = '名称,负责人,主办单位,平台类型,粉丝量\n临湖水务,许静言,临湖区水务局,新浪微博,100'
  const rows = '账号,平台,标题,链接,发布时间\n没有的账号,新浪微博,甲,https://example.cn/1,2026-09-01 09:00'

  it.each([
    ['accounts', new File([], '附件2.xlsx'), '文件是空的（0字节），请重新取得原文件'],
    ['accounts', file('附件2.xlsx', '这是一段说明'), '“附件2.xlsx”的内容是纯文本，只是扩展名写成了表格'],
    ['accounts', file('数据.csv', rows), '这是发布数据，请从右侧“采集文件”导入'],
    ['posts', file('附件2.csv', annex2), '这是附件2，不是采集文件。请从“导入”页面的“附件2”一栏导入'],
    ['posts', file('数据.xlsx', '这是一段说明'), '“数据.xlsx”的内容是纯文本'],
  ])('stays on the form and says at the field of %s what is wrong', async (form, sent, words) => {
    const answer = await post(
      `/imports/${form}`,
      { file: sent, from: '2026-09-01', to: '2026-09-30' },
      people.supervisor,
    )
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.text).toMatch(
      new RegExp(`id="${form === 'posts' ? 'posts' : 'ledger'}-file-error">[^<]*${words.slice(0, 8)}`),
    )
    expect(answer.text).toContain(words)
    expect(/name="from"[^>]*value="2026-09-01"/.test(answer.text)).toBe(form === 'posts')
  })

  it('says apart which units are not registered and what is wrong, then what was written, and gives the rest back', async () => {
    const more =
      '\n新号,甲,临湖区林业局,抖音,5\n临湖教育二,乙,临湖区教育局,抖音,若干\n临湖教育三,乙,临湖区教育局,快手,8'
    const sent = await post('/imports/accounts', { file: file('附件2.csv', annex2 + more) }, people.supervisor)
    const preview = (await get(sent.to, people.supervisor)).text
    expect(preview).toContain('单位未登记1行；内容有误1行')
    const written = await post(sent.to, { acceptValid: 'yes' }, people.supervisor)
    const page = (await get(written.to, people.supervisor)).text
    expect(page).toContain('附件2已写入：新增 1 个，变更 1 个，退回 2 行')
    expect((await get(`${sent.to}/rejected`, people.supervisor)).status).toBe(200)
    expect((await get(`${sent.to}/rejected`, people.reviewer)).status).toBe(403)
    const { id } = await deps.db
      .selectFrom('account')
      .select('id')
      .where('name', '=', '临湖教育三')
      .executeTakeFirstOrThrow()
    expect((await get(`/accounts/${id}`, people.reviewer)).text).toContain('随附件2导入登记：附件2.csv')
  })

  it('tells equal cells once with their rows, on the page and in the workbook that goes back', async () => {
    const more = ['甲', '乙', '丙'].map((name) => `\n${name},甲,临湖区教育局,抖音,若干`).join('')
    const sent = await post('/imports/accounts', { file: file('附件2.csv', annex2 + more) }, people.supervisor)
    const preview = (await get(sent.to, people.supervisor)).text
    expect(preview.split('应填数字').length - 1).toBe(1)
    const [, range = ''] = /列　第(\d+—\d+)行/.exec(preview) ?? []
    expect(range).toMatch(/^\d+—\d+$/)
    const answer = await app.request(`${sent.to}/rejected`, {
      headers: { host: '127.0.0.1:8080', ...people.supervisor.headers },
    })
    const { sheets } = await readTables(new Uint8Array(await answer.arrayBuffer()), { fileName: '退回.xlsx' })
    expect(sheets[0]?.rows.slice(2).map((cells) => cells[1]?.text)).toEqual([range])
  })

  it('says what an import of posts wrote', async () => {
    const good = rows.replace('没有的账号,新浪微博', '临湖水务,新浪微博')
    const both = `${good}\n没有的账号,新浪微博,乙,https://example.cn/2,2026-09-02 09:00`
    const sent = await post('/imports/posts', { file: file('数据.csv', both) }, people.supervisor)
    const [, path = ''] = /action="(\/imports\/posts\/[^"]+)"/.exec(sent.text) ?? []
    const written = await post(path, { acceptValid: 'yes' }, people.supervisor)
    expect((await get(written.to, people.supervisor)).text).toContain(
      '采集文件已写入：涉及账号 1 个，新增发布 1 条，已有 0 条，退回 1 处',
    )
    expect((await get(`${path}/rejected`, people.supervisor)).status).toBe(200)
  })
})

it('nothing a clerk sends ends as a defect', () => expect(defects).toEqual([]))
