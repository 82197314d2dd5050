import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { blank } from '../../../tests/support/asked-district.ts'
import { type SceneDesk, sceneDesk } from '../../../tests/support/pages.ts'
import { type Scene, type SignedIn } from '../../../tests/support/scene.ts'
import { workbookOf } from '../../../tests/support/sheets.ts'
import { nationalRoutes } from './index.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'govmedia-national-'))
let scene: Scene
let supervisor: SignedIn
let editor: SignedIn
let web: SceneDesk

beforeAll(async () => {
  web = await sceneDesk('national-pages', nationalRoutes, dataDir)
  scene = web.scene
  supervisor = await scene.signIn('supervisor')
  editor = await scene.signIn('unit_editor', { unit: '临湖区水务局', name: '水务填报人' })
})
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

const get = (path: string, who = supervisor) => web.get(path, who)
const text = async (path: string, who = supervisor) => (await get(path, who)).text()
const post = (path: string, fields: Record<string, string>, who = supervisor) => web.post(path, fields, who)
async function send(path: string, fields: Record<string, string | Blob>, who = supervisor): Promise<Response> {
  const body = new FormData()
  body.append('_csrf', who.csrf)
  for (const [name, value] of Object.entries(fields))
    if (typeof value === 'string') body.append(name, value)
    else body.append(name, value, name === 'receipt' ? '回执.png' : '报送表.xlsx')
  return web.app.request(path, { method: 'POST', headers: who.headers, body })
}
const water = () => scene.accounts['临湖区水务局/weibo/临湖水务'] ?? ''

describe('全国系统填报', () => {
  it('shows the office every account and a unit its own', async () => {
    const page = await text('/national')
    expect(page).toContain('共 12 条')
    expect(await text('/national', editor)).toContain('共 2 条')
    expect(await text('/national?q=教育局')).toContain('共 2 条')
    expect((await get('/national', await scene.signIn('reviewer'))).status).toBe(403)
  })

  it('takes the day and the receipt of an entry, and gives the receipt back to who may see it', async () => {
    const path = `/national/accounts/${water()}`
    const receipt = new Blob([new Uint8Array(blank)])
    const made = await send(path, { side: 'unit', status: 'reported', on: '2026-10-08', receipt, note: '首报' }, editor)
    expect([made.status, made.headers.get('location')]).toEqual([303, path])
    const page = await text(path)
    expect(page).toContain('2026年10月8日')
    const [, link = ''] = /href="([^"]+receipts[^"]+)"/.exec(page) ?? []
    const file = await get(link)
    expect([file.headers.get('content-type'), new Uint8Array(await file.arrayBuffer())]).toEqual([
      'image/png',
      new Uint8Array(blank),
    ])
    const looks = await web.deps.db
      .selectFrom('trail_event')
      .select(['actor_id as by', 'subject_id as of'])
      .where('action', '=', 'national.receipt-seen')
      .execute()
    expect(looks).toEqual([{ by: supervisor.id, of: water() }])
    const other = await scene.signIn('unit_editor', { unit: '临湖区教育局', name: '教育填报人' })
    expect((await get(link, other)).status).toBe(404)
    expect((await get(path, other)).status).toBe(404)
    expect(await text('/national?status=reported')).toContain('共 1 条')
  })

  it('says on the form what can’t be recorded, with what was typed', async () => {
    const path = `/national/accounts/${water()}`
    const refused = await send(path, {
      side: 'unit',
      status: 'closed',
      on: '2026-10-09',
      note: '停用',
      noReceiptReason: '截图未存',
    })
    expect(refused.status).toBe(409)
    const page = await refused.text()
    expect(page).toContain('仍在运行，不能登记为全国系统已关停')
    expect(page).toContain('value="停用"')
    expect(page).toContain('value="截图未存"')
    expect((await send(path, { side: 'unit', status: 'closed', on: '上周' })).status).toBe(400)
    expect((await send(path, { side: 'nobody', status: 'reported', on: '2026-10-09' })).status).toBe(400)
    const bare = await send(path, { side: 'office', status: 'reported', on: '2026-10-09' })
    expect([bare.status, (await bare.text()).includes('请上传全国系统的回执截图')]).toEqual([422, true])
  })

  it('offers each side its own form, and shows both', async () => {
    const path = `/national/accounts/${water()}`
    const own = await text(path, editor)
    expect(own).toContain('登记主办单位填报')
    expect(own).not.toContain('登记主管单位填报')
    expect(await text(path)).toMatch(/登记主办单位填报[^]*登记主管单位填报/)
    const entry = { status: 'reported', on: '2026-10-08', noReceiptReason: '系统未出具' }
    expect((await send(path, { side: 'office', ...entry }, editor)).status).toBe(403)
    expect((await send(path, { side: 'office', ...entry })).status).toBe(303)
    expect(await text(path, editor)).toMatch(/主管单位[^]*无回执：系统未出具/)
  })

  it('sends the sheet, and asks for a purpose before phones go out in full', async () => {
    const sent = await post('/national/sheet', { layout: 'unit', phones: 'masked' })
    expect([sent.status, sent.headers.get('content-type')]).toEqual([
      200,
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    ])
    const refused = await post('/national/sheet', { layout: 'all', phones: 'full', purpose: '' })
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('须写明用途')
    expect(await text('/national/sheet', editor)).not.toContain('用途')
    expect((await post('/national/sheet', { phones: 'full', purpose: '核对联系人' }, editor)).status).toBe(403)
  })

  it('keeps a unit’s 统一社会信用代码, and says which can’t be right', async () => {
    const path = `/national/units/${scene.units['临湖区水务局']}`
    expect((await post(path, { code: '91350100M000100Y43', version: '0' }, editor)).status).toBe(303)
    expect(await text('/national/units')).toContain('未填 5 个')
    const refused = await post(path, { code: '91350100M000100Y44', version: '1' })
    expect(refused.status).toBe(422)
    const page = await refused.text()
    expect(page).toContain('校验码')
    expect(page).toContain('value="91350100M000100Y44"')
    expect(
      (await post(path, { code: '91350100M000100Y43', version: '1' }, await scene.signIn('examiner'))).status,
    ).toBe(403)
  })
})

describe('与台账比对', () => {
  const sheet = async () => {
    const head = ['单位名称', '账号名称', '平台', '账号ID', '认证主体', '手机']
    const rows = [
      head,
      ['临湖区水务局', '临湖水务', '微博', '6688001', '临湖区水务局', '见附件'],
      ['临湖区水务局', '临湖水务', '公众号', '', '临湖水务文化公司', ''],
      ['石埠镇人民政府', '石埠快讯', '哔哩哔哩', '', '', ''],
    ]
    return new Blob([new Uint8Array(await workbookOf({ name: '报送表', rows }))])
  }

  it('leads from the sheet to its differences, and each is decided on the page', async () => {
    const made = await send('/national/comparisons', { file: await sheet(), extent: 'units-in-sheet' })
    expect(made.status).toBe(303)
    const path = made.headers.get('location') ?? ''
    const page = await text(path)
    expect(page).toContain('3 个账号，与台账对上 2 个')
    expect(page).toContain('6688001')
    expect(page).toContain('已备案账号的名称、认证主体、主办单位变化和关停，须先办理备案事项。')
    expect(page).toContain('11位手机号或座机号')
    expect((await post(`${path}/1`, { decision: 'accept', version: '1' })).headers.get('location')).toBe(path)
    const refused = await post(`${path}/2?kind=field`, { decision: 'accept', version: '1' })
    expect([refused.status, (await refused.text()).includes('不能直接采纳')]).toEqual([409, true])
    const unreasoned = await post(`${path}/2`, { decision: 'dismiss', version: '1', reason: '' })
    expect([unreasoned.status, (await unreasoned.text()).includes('请写明理由')]).toEqual([422, true])
    const overtaken = await post(`${path}/2`, { decision: 'dismiss', version: '9', reason: '表有误' })
    expect([overtaken.status, (await overtaken.text()).match(/value="表有误"/g)?.length]).toEqual([409, 1])
    expect((await post(`${path}/2`, { decision: 'dismiss', version: '1', reason: '表有误' })).status).toBe(303)
    const after = await text(`${path}?state=all`)
    expect(after).toContain('理由：表有误')
    expect(await text('/national/comparisons')).toContain('报送表.xlsx')
  })

  it('lists every comparison that was ever made, fifty a page', async () => {
    await sql`
      insert into national_comparison select (jsonb_populate_record(null::national_comparison, to_jsonb(c) ||
        jsonb_build_object('id', gen_random_uuid(), 'file_name', '旧表' || n || '.xlsx',
          'compared_at', c.compared_at - n * interval '1 day'))).*
      from (select * from national_comparison limit 1) c, generate_series(1, 70) n`.execute(web.deps.db)
    const named = async (page: string) => (await text(`/national/comparisons${page}`)).match(/旧表\d+\.xlsx/g) ?? []
    const [first, second] = [await named(''), await named('?page=2')]
    expect(first.length + second.length).toBe(70)
    expect([first[0], second.at(-1)]).toEqual(['旧表1.xlsx', '旧表70.xlsx'])
    await sql`delete from national_comparison where file_name like '旧表%'`.execute(web.deps.db)
  })

  it('is for the office alone', async () => {
    expect((await get('/national/comparisons', editor)).status).toBe(403)
    expect((await send('/national/comparisons', { file: await sheet() }, editor)).status).toBe(403)
  })

  it('says on the page what is wrong with a file', async () => {
    const refused = await send('/national/comparisons', { file: new Blob(['账号,标题\n甲,乙\n']) })
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('没有找到表头')
  })
})
