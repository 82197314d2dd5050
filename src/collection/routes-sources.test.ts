import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cloneDatabase } from '../../tests/support/database.ts'
import { failing } from '../../tests/support/failing.ts'
import { buildScene, sceneDistrict, sceneNow, type SignedIn } from '../../tests/support/scene.ts'
import { type Deps, vaultWith } from '../access/index.ts'
import { fixedClock, instant } from '../calendar/index.ts'
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
