import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type SceneDesk, sceneDesk } from '../../../tests/support/pages.ts'
import { type Scene, sceneDistrict, type SignedIn } from '../../../tests/support/scene.ts'
import type { Deps } from '../../access/index.ts'
import { civilDate } from '../../calendar/index.ts'
import { qrPng } from '../../files/index.ts'
import { cleanupRoutes, freezeProposals } from '../index.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'govmedia-signing-'))
const today = '2026-10-09'
let deps: Deps
let scene: Scene
let supervisor: SignedIn
let head: SignedIn
let editor: SignedIn
let web: SceneDesk

beforeAll(async () => {
  const desk = await sceneDesk('signing-pages', cleanupRoutes, dataDir)
  deps = desk.deps
  scene = desk.scene
  web = desk
  supervisor = await scene.signIn('supervisor')
  head = await scene.signIn('office_head')
  editor = await scene.signIn('unit_editor', { unit: '临湖区水务局' })
  await freezeProposals(deps, supervisor.actor, { districtId: sceneDistrict, asOf: civilDate(today) })
})
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

const get = (path: string, who = head) => web.app.request(path, { headers: who.headers })
const text = async (path: string, who = head) => (await get(path, who)).text()
const post = (path: string, fields: Record<string, string>, who = head) =>
  web.app.request(path, {
    method: 'POST',
    headers: who.headers,
    body: new URLSearchParams({ _csrf: who.csrf, ...fields }),
  })
const found = (page: string, pattern: RegExp) => pattern.exec(page)?.[1] ?? ''
const other = 'GOVMEDIA:1:annex2:2026:00000001-0000-7000-8000-000000000001:1:0123456789abcdef'

async function upload(address: string, version: string, words: string): Promise<Response> {
  const body = new FormData()
  body.append('_csrf', head.csrf)
  body.append('version', version)
  body.append('file', new Blob([new Uint8Array(await qrPng(words))]), '审定表.png')
  return web.app.request(`${address}/upload`, { method: 'POST', headers: head.headers, body })
}

it('goes from the sheet that is made to the one that is confirmed, and a unit sees none of it', async () => {
  const id = found(await text('/cleanup?state=proposed'), /name="item" value="([^"]+)"/)
  const decided = { version: '1', disposition: 'rectify', reason: '更新慢', dueOn: '2026-11-30' }
  expect((await post(`/cleanup/${id}/decide`, decided)).status).toBe(303)
  expect(await text('/cleanup/sheets', supervisor)).toMatch(/2026年10月9日：已审定 1 项，另有 \d+ 项未审定/)
  const address = (await post('/cleanup/sheets', { asOf: today })).headers.get('location') ?? ''
  expect(await text(address)).toContain('第1号审定表')
  const item = await text(`/cleanup/${id}`)
  expect(item).toContain('已列入第1号审定表，签字盖章并经核对后办理。')
  expect(item).not.toContain('提交办理证明')
  expect((await get(`${address}/paper/pdf`)).headers.get('content-type')).toBe('application/pdf')
  for (const path of ['/cleanup/sheets', address, `${address}/paper/pdf`])
    expect((await get(path, editor)).status).toBe(403)
  expect((await post('/cleanup/sheets', { asOf: today }, editor)).status).toBe(403)

  const refused = await upload(address, '1', other)
  expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining('不是第1号审定表')])
  expect((await upload(address, '1', '没有校验码的扫描件')).status).toBe(303)
  const page = await text(address, supervisor)
  expect(page).toContain('对照扫描件分别确认')
  // What is compared stands before what else may be done.
  expect(page.indexOf('所列事项</h2>')).toBeLessThan(page.indexOf('补充上传签字盖章件'))
  // Who had a hand in it hears the way on, also where nobody else is there.
  expect(await text(address)).toContain('写明理由作废，由审定人另行制表、上传，再由监管员核对')
  expect(page).not.toContain('由审定人另行制表')
  const picture = await get(found(page, /<img src="([^"]+)"/), supervisor)
  expect(picture.headers.get('content-type')).toBe('image/png')
  const [look] = await deps.db.selectFrom('trail_event').selectAll().where('action', 'like', '%.scan-seen').execute()
  expect(look).toMatchObject({ actor_id: supervisor.id, subject_id: address.split('/').at(-1) })
  expect(await text(address)).toMatch(/您经手过本表.*签章须由其他人核对/)

  const half = await post(`${address}/confirm`, { version: '2', signed: 'yes' }, supervisor)
  const told = await half.text()
  expect(half.status).toBe(422)
  expect(told).toContain('尚未确认：监管单位公章、内容与打印件一致。')
  expect(told).toMatch(/name="signed" value="yes" checked/)
  await deps.db.updateTable('decision_sheet').set({ printed_pages: 3 }).execute()
  expect(await text(address, supervisor)).toContain('审定表共3页，收到1页，请补充上传。')
  const all = { version: '2', signed: 'yes', sealed: 'yes', matches: 'yes' }
  const short = await post(`${address}/confirm`, all, supervisor)
  expect([short.status, await short.text()]).toEqual([422, expect.stringContaining('审定表共3页，收到1页，尚未确认')])
  const whole = { ...all, missingPages: '其余2页已核对原件' }
  expect((await post(`${address}/confirm`, whole, supervisor)).status).toBe(303)
  expect(await text(`/cleanup/${id}`)).toContain('第1号审定表，已签字盖章')
  expect(await text(address)).toContain('缺页说明：其余2页已核对原件')
  expect(await text('/cleanup/sheets')).toContain('已签字盖章')
})

it('says what is wrong where there is nothing to be signed, or no such sheet', async () => {
  const none = await post('/cleanup/sheets', { asOf: '2026-10-01' })
  expect([none.status, await none.text()]).toEqual([422, expect.stringContaining('不能制表。请先审定。')])
  expect((await post('/cleanup/sheets', { asOf: 'x' })).status).toBe(422)
  for (const path of ['/cleanup/sheets/x', '/cleanup/sheets/00000001-0000-7000-8000-000000000001'])
    expect((await get(path)).status).toBe(404)
})

it('keeps the reason that was typed for a version that is over', async () => {
  const address = found(await text('/cleanup/sheets'), /href="(\/cleanup\/sheets\/[^"]+)"/)
  const answer = await post(`${address}/withdraw`, { version: '1', reason: '漏列一项' })
  expect(answer.status).toBe(409)
})
