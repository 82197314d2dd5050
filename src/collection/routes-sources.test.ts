import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { cloneDatabase } from '../../tests/support/database.ts'
import { failing } from '../../tests/support/failing.ts'
import { buildScene, sceneDistrict, sceneNow, type SignedIn } from '../../tests/support/scene.ts'
import { type Deps, vaultWith } from '../access/index.ts'
import { civilDate, fixedClock, instant } from '../calendar/index.ts'
import { seededIds } from '../database/index.ts'
import { createWeb } from '../web/index.ts'
import { sourcesRoutes } from './index.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'govmedia-sources-'))
let deps: Deps
let supervisor: SignedIn
let reviewer: SignedIn
let web: ReturnType<typeof createWeb>
let account: string

beforeAll(async () => {
  const { db } = await cloneDatabase()
  const clock = fixedClock(instant(sceneNow))
  const ids = seededIds('sources-pages', clock)
  deps = { db, clock, wall: clock, ids, vault: vaultWith(Buffer.alloc(32, 7)), dataDir }
  const scene = await buildScene(deps, { check: false })
  supervisor = await scene.signIn('supervisor')
  reviewer = await scene.signIn('reviewer')
  account = Object.values(scene.accounts)[0] ?? ''
  const jobs = { enqueue: () => Promise.reject(new Error('no job is wanted')), stop: () => Promise.resolve() }
  const house = { deps, pageDeps: deps, jobs, demo: false, host: '127.0.0.1', logDefect: failing }
  web = createWeb({ ...house, routes: sourcesRoutes })
  await post('', { do: 'add', kind: 'feed', url: 'https://feeds.example/water.xml' })
})
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

const path = (rest = '') => `/sources/accounts/${account}${rest}`
async function post(rest: string, fields: Record<string, string>, who = supervisor) {
  const body = new URLSearchParams({ _csrf: who.csrf, ...fields })
  const answer = await web.app.request(path(rest), { method: 'POST', headers: who.headers, body })
  return { status: answer.status, text: await answer.text() }
}
const target = () =>
  deps.db
    .selectFrom('collection_target')
    .select(['id', 'state', 'version'])
    .where('district_id', '=', sceneDistrict)
    .where('account_id', '=', account)
    .executeTakeFirstOrThrow()

const page = async (address: string) => (await web.app.request(address, { headers: supervisor.headers })).text()

describe('采集', () => {
  it('tries a host of the inner network where the installation names it, and no other', async () => {
    const server = createServer((_request, response) =>
      response.end('<rss><item><title>停水通知</title><link>https://a.example/1</link></item></rss>'),
    )
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    onTestFinished(() => new Promise((done) => server.close(() => done())))
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
    const tried = async () => (await post('', { do: 'test', kind: 'feed', url: `http://${host}/` })).text
    expect(await tried()).toContain('该网址指向内部网络')
    vi.stubEnv('GOVMEDIA_ALLOW_HOSTS', `intranet.example, ${host}`)
    onTestFinished(() => void vi.unstubAllEnvs())
    expect(await tried()).toContain('停水通知')
  })

  it('of another month is called by its name, and no month that hasn’t begun is led to', async () => {
    const present = await page(path())
    expect(present).toMatch(/本月 \d+ 天中已采集/)
    expect(present).not.toContain('下月')
    const earlier = await page(`${path()}?month=2026-08`)
    expect(earlier).toContain('2026年8月 31 天中已采集')
    expect(earlier).not.toContain('本月')
    expect(earlier).toContain('下月')
  })

  it('says of each look which days it speaks of', async () => {
    const { id } = await target()
    const look = {
      district_id: sceneDistrict,
      account_id: account,
      target_id: id,
      source_kind: 'feed',
      started_at: instant(sceneNow),
      finished_at: instant(sceneNow),
    }
    const days = { from_day: civilDate('2026-09-20'), to_day: civilDate('2026-10-08') }
    await deps.db
      .insertInto('collection_attempt')
      .values([
        { ...look, ...days, id: deps.ids.next(), outcome: 'ok' },
        { ...look, id: deps.ids.next(), outcome: 'blocked' },
      ])
      .execute()
    expect((await page(path())).match(/采集范围 [^<]*/g)).toEqual(['采集范围 2026-09-20 至 2026-10-08'])
  })

  it('that is set up already is not set up again, with the way to what there is; what was typed stays', async () => {
    const again = await post('', { do: 'add', kind: 'feed', url: 'https://feeds.example/water.xml' })
    expect(again.status).toBe(409)
    expect(again.text).toContain('请在“采集来源”中恢复')
    expect(again.text).toContain('value="https://feeds.example/water.xml"')
  })

  it('says where nothing is found whether nothing is set up or the filter finds nothing', async () => {
    expect(await page('/sources?q=没有这个单位')).toContain('请更换单位、账号或情况后再筛选')
  })
})

describe('停用、恢复', () => {
  it('of what somebody else has changed meanwhile says so on the page as it stands now, where it can be done again', async () => {
    const before = await target()
    const off = { state: 'off', version: String(before.version) }
    expect(await post(`/${before.id}`, off)).toMatchObject({ status: 303 })
    const refused = await post(`/${before.id}`, off)
    expect(refused.status).toBe(409)
    expect(refused.text).toMatch(/role="alert"[^>]*>.*刚刚被其他人修改/s)
    const now = await target()
    expect(refused.text).toContain(`name="version" value="${now.version}"`)
    expect(refused.text).toContain(`href="${path()}?month=`)
    expect(await post(`/${now.id}`, { state: 'on', version: String(now.version) })).toMatchObject({ status: 303 })
    expect(await target()).toMatchObject({ state: 'on' })
  })

  it('is for who may change sources, of sources that there are', async () => {
    const { id, version } = await target()
    const off = { state: 'off', version: String(version) }
    expect(await post(`/${id}`, off, reviewer)).toMatchObject({ status: 403 })
    expect(await post('/00000000-0000-7000-8000-000000000000', off)).toMatchObject({ status: 404 })
    expect(await target()).toMatchObject({ state: 'on', version })
  })
})
