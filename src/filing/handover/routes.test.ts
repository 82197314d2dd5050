import { sayDuty } from '../../../tests/support/duties.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { blank } from '../../../tests/support/asked-district.ts'
import { type SceneDesk, sceneDesk, type Sent } from '../../../tests/support/pages.ts'
import { pdfText, squeezed } from '../../../tests/golden/papers/read-paper.ts'
import { type Scene, sceneDistrict, type SignedIn } from '../../../tests/support/scene.ts'
import type { Deps } from '../../access/index.ts'
import { allRoutes } from '../../app/routes.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'govmedia-handover-'))
let deps: Deps
let scene: Scene
let supervisor: SignedIn
let editor: SignedIn
let head: SignedIn
let web: SceneDesk

beforeAll(async () => {
  web = await sceneDesk('handover-pages', allRoutes, dataDir)
  deps = web.deps
  scene = web.scene
  supervisor = await scene.signIn('supervisor')
  head = await scene.signIn('office_head')
  editor = await scene.signIn('unit_editor', { unit: '临湖区水务局', name: '水务填报人' })
})
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

const get = (path: string, who = supervisor) => web.get(path, who)
const text = async (path: string, who = supervisor) => (await get(path, who)).text()
const post = (path: string, fields: Sent, who = supervisor) => web.post(path, fields, who)
const direct = (name: string, phone = '13800001111') =>
  sayDuty(deps, supervisor.actor, {
    districtId: sceneDistrict,
    unitId: scene.units['临湖区水务局'] ?? '',
    duty: 'direct',
    state: 'filled',
    name,
    phone,
  })
const versionOn = (page: string) => /name="version" value="(\d+)"/.exec(page)?.[1] ?? ''
const sheet = {
  incomingName: '陆知行',
  signing: 'both',
  'tasks.answer': 'yes',
  'phone.answer': 'yes',
  'binding.answer': 'yes',
  'passwords.answer': 'yes',
  'passwords.on': '2026-10-09',
  'materials.answer': 'yes',
}

describe('人员交接', () => {
  it('goes from the change in the ledger to the confirmed sheet', async () => {
    await direct('许静言')
    await post('/handovers/notice', {})
    await direct('陆知行')
    const noticed = await post('/handovers/notice', {})
    expect(noticed.headers.get('location')).toBe('/handovers?noticed=1')
    expect(await text('/handovers?noticed=1')).toContain('新列入人员交接 1 件')
    const [path = ''] = /\/handovers\/[0-9a-f-]{36}/.exec(await text('/handovers', editor)) ?? []
    for (const who of [editor, supervisor]) expect(await text('/', who)).toContain('人员交接')
    const begun = await text(path, editor)
    for (const words of ['不得填写密码', '许静言', '直接责任人', 'value="陆知行"']) expect(begun).toContain(words)
    expect(begun).not.toMatch(/type="password"|13800001111/)

    const secret = { ...sheet, 'tasks.note': '密码：Hu2026x', version: versionOn(begun) }
    const refused = await post(`${path}/fill`, secret, editor)
    expect(refused.status).toBe(422)
    const page = await refused.text()
    expect(page).toContain('似乎写有密码')
    expect(page).not.toContain('Hu2026x')
    expect(page).toContain('value="2026-10-09"')

    const at = async () => ({ version: versionOn(await text(path, editor)) })
    expect((await post(`${path}/fill`, { ...sheet, ...(await at()) }, editor)).status).toBe(303)
    expect((await post(`${path}/print`, await at(), editor)).status).toBe(303)
    const pdf = await get(`${path}/paper/pdf`, editor)
    const words = squeezed(await pdfText(new Uint8Array(await pdf.arrayBuffer())))
    for (const word of ['政务新媒体人员交接单', '移交人（签字）', '接收人（签字）', '更换日期：2026年10月9日'])
      expect(words).toContain(word)
    expect(words).not.toContain('13800001111')
    expect(await text(path, editor)).toContain('下载交接单（含个人信息）')

    const file = new File([new Uint8Array(blank)], '交接单.png')
    const sent = await post(`${path}/scans`, { ...(await at()), file }, editor)
    expect(sent.status).toBe(303)
    expect((await post(`${path}/submit`, await at(), editor)).status).toBe(303)
    expect(await text('/')).toContain('确认人员交接 1 件')

    const decision = { action: 'confirm', incoming: 'yes', version: versionOn(await text(path)) }
    const unsigned = await post(`${path}/decide`, decision)
    const asked = await unsigned.text()
    expect([unsigned.status, asked]).toEqual([422, expect.stringContaining('移交人、接收人均已签字')])
    expect([...asked.matchAll(/name="(\w+)" value="yes" checked/g)].map(([, name]) => name)).toEqual(['incoming'])
    const back = { ...decision, action: 'send-back', reason: '接收人签名看不清', version: '1' }
    expect(await (await post(`${path}/decide`, back)).text()).toContain('接收人签名看不清</textarea>')
    expect((await post(`${path}/decide`, { ...decision, outgoing: 'yes' })).status).toBe(303)
    expect(await text(path)).toContain('已交接')
  })

  it('is seen by its own unit and by the office; its papers by who works on it', async () => {
    const [path = ''] = /\/handovers\/[0-9a-f-]{36}/.exec(await text('/handovers')) ?? []
    const other = await scene.signIn('unit_editor', { unit: '临湖区教育局', name: '教育填报人' })
    expect((await get(path, other)).status).toBe(404)
    expect((await get(`${path}/paper/pdf`, other)).status).toBe(404)
    const auditor = await scene.signIn('auditor')
    expect((await get(path, auditor)).status).toBe(200)
    expect((await get(`${path}/paper/pdf`, auditor)).status).toBe(403)
  })

  it('begins before the ledger changes, for posts of one person', async () => {
    const page = await text('/handovers/new', editor)
    const [, key = ''] = /name="posts" value="([^"]+:direct)"/.exec(page) ?? []
    const nothing = await post(
      '/handovers/new',
      { unitId: scene.units['临湖区水务局'] ?? '', changedOn: '2026-10-09' },
      editor,
    )
    expect([nothing.status, await nothing.text()]).toEqual([422, expect.stringContaining('请选定要交接的岗位')])
    const fields = { unitId: scene.units['临湖区水务局'] ?? '', posts: key, changedOn: '2026-10-09' }
    const made = await post('/handovers/new', fields, editor)
    expect(made.headers.get('location')).toMatch(/^\/handovers\/[0-9a-f-]{36}$/)
  })

  it('has a deadline that only the head of the office sets, with its paper', async () => {
    const fields = { count: '3', effectiveFrom: '2026-10-09', source: '临政办〔2026〕9号' }
    expect((await post('/handovers/period', fields)).status).toBe(403)
    expect((await post('/handovers/period', { ...fields, count: '90' }, head)).status).toBe(422)
    expect((await post('/handovers/period', fields, head)).status).toBe(303)
    expect(await text('/handovers')).toContain('临政办〔2026〕9号')
  })
})

describe('个人信息', () => {
  it('lists who left with the phone masked, and erases one who asked for it', async () => {
    const { makeRounds } = await import('../../app/rounds.ts')
    await makeRounds(deps, (error) => {
      throw error
    })
    // The handover of the test before still needs the present holder; 许静言's is confirmed.
    const page = await text('/people', head)
    expect(page).toContain('许静言')
    expect(page).toContain('138****1111')
    expect(page).not.toContain('13800001111')
    expect(page).toContain('2029年10月9日')
    const [path = ''] = /\/people\/[0-9a-f-]{36}\/erase/.exec(page) ?? []
    expect((await post(path, { because: 'request' })).status).toBe(403)
    expect((await post(path, { because: '因为' }, head)).status).toBe(400)
    expect((await post(path, { because: 'request' }, head)).status).toBe(422)
    expect((await post(path, { because: 'request', sure: 'yes' }, head)).status).toBe(303)
    expect(await text('/people?state=erased', head)).toContain('本人申请')
    expect(await text('/people', head)).not.toContain('许静言')
  })
})
