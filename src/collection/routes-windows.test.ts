import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { cloneDatabase } from '../../tests/support/database.ts'
import { failing } from '../../tests/support/failing.ts'
import { buildScene, sceneNow, type SignedIn } from '../../tests/support/scene.ts'
import { virtualClock } from '../../tests/support/simulated-day.ts'
import { type Deps, vaultWith } from '../access/index.ts'
import { addMs, formatMinute, instant } from '../calendar/index.ts'
import { seededIds } from '../database/index.ts'
import { createWeb } from '../web/index.ts'
import { sourcesRoutes, windowRoutes } from './index.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'govmedia-windows-'))
const now = instant(sceneNow)
// Minutes only, so that nobody's session ends.
const wall = virtualClock(Date.parse(now))
const inMinutes = (minutes: number) => formatMinute(addMs(now, minutes * 60_000)).replace(' ', 'T')
let supervisor: SignedIn
let reviewer: SignedIn
let web: ReturnType<typeof createWeb>
let account: string

beforeAll(async () => {
  const { db } = await cloneDatabase()
  const ids = seededIds('windows-pages', wall)
  const deps: Deps = { db, clock: wall, wall, ids, vault: vaultWith(Buffer.alloc(32, 7)), dataDir }
  const scene = await buildScene(deps, { check: false })
  supervisor = await scene.signIn('supervisor')
  reviewer = await scene.signIn('reviewer')
  account = Object.values(scene.accounts)[0] ?? ''
  const jobs = { enqueue: () => Promise.reject(new Error('no job is wanted')), stop: () => Promise.resolve() }
  const house = { deps, pageDeps: deps, jobs, demo: false, host: '127.0.0.1', logDefect: failing }
  web = createWeb({ ...house, routes: [...sourcesRoutes(), ...windowRoutes] })
  await post(`/sources/accounts/${account}`, { do: 'add', kind: 'feed', url: 'https://feeds.example/water.xml' })
})
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

const page = async (address: string, who = supervisor) =>
  (await web.app.request(address, { headers: who.headers })).text()
async function post(address: string, fields: Record<string, string>, who = supervisor) {
  const body = new URLSearchParams({ _csrf: who.csrf, ...fields })
  const answer = await web.app.request(address, { method: 'POST', headers: who.headers, body })
  return { status: answer.status, text: await answer.text() }
}
const once = { form: 'once', from: inMinutes(5), to: inMinutes(15), reason: '网络割接' }

it('a window that was not set says why beside what was typed', async () => {
  expect(await page('/sources/windows')).toContain('没有设置维护时段')
  const reversed = await post('/sources/windows', { ...once, to: once.from })
  expect(reversed.status).toBe(422)
  expect(reversed.text).toMatch(/role="alert"[^>]*>.*结束时间应晚于开始时间/s)
  expect(reversed.text).toContain(`value="${once.from}"`)
  expect(reversed.text).toContain('value="网络割接"')
  const incomplete = await post('/sources/windows', { form: 'daily', from: '25:00', to: '', reason: '夜间不外发' })
  expect(incomplete.status).toBe(422)
  expect(incomplete.text).toMatch(/id="daily-from-error"[^>]*>[^<]*请填写钟点/)
  expect(incomplete.text).toMatch(/id="daily-to-error"[^>]*>[^<]*请填写结束时间/)
  expect(incomplete.text).toContain('value="夜间不外发"')
})

it('系统采集 shows the next window, then the one in force, and when looks that are due are made', async () => {
  expect(await post('/sources/windows', once)).toMatchObject({ status: 303 })
  const [begins, ends] = [inMinutes(5), inMinutes(15)].map((one) => one.replace('T', ' '))
  expect(await page('/sources')).toContain(`下一维护时段：${begins} 至 ${ends}（网络割接）`)
  expect(await page('/sources/windows')).toContain('尚未开始')
  wall.set(Date.parse(addMs(now, 10 * 60_000)))
  const text = await page('/sources')
  expect(text).toContain(`正在维护：${begins} 至 ${ends}，不向外发送任何请求`)
  expect(text).not.toContain('下一维护时段')
  // Due since it was added, and not sent before the window ends.
  expect(text).toMatch(new RegExp(`data-l="下次采集"[^>]*>${ends}`))
  expect(await page('/sources/windows')).toContain('正在维护')
})

it('试采集 in a window is refused with its end, and what was typed stays', async () => {
  const url = 'https://feeds.example/other.xml'
  const tried = await post(`/sources/accounts/${account}`, { do: 'test', kind: 'feed', url })
  expect(tried.status).toBe(409)
  expect(tried.text).toContain('现在是维护时段（网络割接）')
  expect(tried.text).toContain(`value="${url}"`)
})

it('is seen by who sees sources, and set and lifted by who sets them up', async () => {
  const text = await page('/sources/windows', reviewer)
  expect(text).toContain('网络割接')
  expect(text).not.toContain('撤销</button>')
  expect(text).not.toContain('设置每日维护时段')
  const [, id] = /action="\/sources\/windows\/([\da-f-]{36})"/.exec(await page('/sources/windows')) ?? []
  expect(await post('/sources/windows', once, reviewer)).toMatchObject({ status: 403 })
  expect(await post(`/sources/windows/${id}`, {}, reviewer)).toMatchObject({ status: 403 })
  expect(await post(`/sources/windows/${id}`, {})).toMatchObject({ status: 303 })
  expect(await page('/sources')).not.toContain('正在维护')
  const again = await post(`/sources/windows/${id}`, {})
  expect(again).toMatchObject({ status: 409, text: expect.stringContaining('无需再次撤销') })
  expect(await post('/sources/windows/nonsense', {})).toMatchObject({ status: 404 })
})
