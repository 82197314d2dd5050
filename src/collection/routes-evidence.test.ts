import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { browserProgram } from '../../tests/support/browser.ts'
import { cloneDatabase } from '../../tests/support/database.ts'
import { buildScene, sceneDistrict, sceneNow, type SignedIn } from '../../tests/support/scene.ts'
import { type Deps, vaultWith } from '../access/index.ts'
import { fixedClock, instant } from '../calendar/index.ts'
import { inTransaction, seededIds } from '../database/index.ts'
import { monitoringRoutes } from '../monitoring/index.ts'
import { latestEvents } from '../trail/index.ts'
import { recordStops } from '../files/index.ts'
import { createWeb } from '../web/index.ts'
import { keepEvidenceOf } from './evidence/keep.ts'
import { evidenceRoutes, secrecyRoutes, sourcesRoutes } from './index.ts'
import { addSource, addTarget } from './sources/set-up.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'govmedia-evidence-'))
let deps: Deps
let supervisor: SignedIn
let reviewer: SignedIn
let head: SignedIn
let editor: SignedIn
let web: ReturnType<typeof createWeb>
let findingId = ''
let accountId = ''
let path = ''
let evidenceId = ''

beforeAll(async () => {
  const { db } = await cloneDatabase()
  const clock = fixedClock(instant(sceneNow))
  const ids = seededIds('evidence-pages', clock)
  deps = { db, clock, wall: clock, ids, vault: vaultWith(Buffer.alloc(32, 7)), dataDir }
  const scene = await buildScene(deps)
  supervisor = await scene.signIn('supervisor')
  reviewer = await scene.signIn('reviewer')
  head = await scene.signIn('office_head')
  editor = await scene.signIn('unit_editor', { unit: '临湖区水务局' })
  const jobs = { enqueue: () => Promise.reject(new Error('a page asked for a job')), stop: () => Promise.resolve() }
  const logDefect = (error: unknown) => {
    throw error
  }
  const routes = [...evidenceRoutes, ...secrecyRoutes, ...sourcesRoutes(), ...monitoringRoutes]
  web = createWeb({ deps, pageDeps: deps, jobs, demo: false, host: '127.0.0.1', routes, logDefect })
  const finding = await db
    .selectFrom('finding')
    .select(['id', 'account_id'])
    .where('indicator', '=', 'N-NM-02a')
    .orderBy('id')
    .executeTakeFirstOrThrow()
  findingId = finding.id
  accountId = finding.account_id
  await keep()
}, 60_000)
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

/** A page with markup and a phone, seen within the window of the finding. */
async function keep(): Promise<void> {
  const { actor } = supervisor
  const { id: sourceId } = await addSource(deps, actor, {
    districtId: sceneDistrict,
    kind: 'page',
    name: '公开网页',
    settings: {},
  })
  const url = 'https://a.example/p/1'
  const { id: targetId } = await addTarget(deps, actor, {
    districtId: sceneDistrict,
    accountId,
    sourceId,
    target: { url },
  })
  const seen = {
    kind: 'listed' as const,
    url,
    finalUrl: url,
    status: 200,
    headers: { server: 'nginx' },
    why: null,
    text: '防汛提示\n联系人李某 13812345678<script>alert(1)</script>',
    part: '<p>防汛提示</p>',
    isMarked: false,
    isCut: false,
    reply: { sha256: 'a'.repeat(64), bytes: 99 },
  }
  const at = instant('2026-09-25T01:00:00.000Z')
  const look = { accountId, targetId, source: '公开网页', look: { outcome: 'ok' as const, seen }, newPosts: 1, at }
  const found = await inTransaction(deps.db, async (tx) => {
    const kept = await keepEvidenceOf(tx, deps, actor, sceneDistrict, [look])
    await kept.written
    return kept.found
  })
  evidenceId = found.get(targetId) ?? ''
  path = `/evidence/${accountId}/${evidenceId}`
}

const get = (to: string, who: SignedIn) => web.app.request(to, { headers: who.headers })
const post = (to: string, fields: Record<string, string>, who: SignedIn) =>
  web.app.request(to, {
    method: 'POST',
    headers: who.headers,
    body: new URLSearchParams({ _csrf: who.csrf, ...fields }),
  })

describe('the bench', () => {
  it('shows what was kept beside the finding: an excerpt without numbers and markup, from where, when, the digest', async () => {
    const page = await (await get(`/review/${findingId}`, reviewer)).text()
    expect(page).toContain('联系人李某 138****5678&lt;script&gt;')
    expect(page).not.toContain('13812345678')
    expect(page).not.toContain('<script>alert')
    expect(page).toMatch(/页面内容　2026-09-25 09:00 采集/)
    expect(page).toContain('https://a.example/p/1')
    expect(page).toMatch(/SHA-256 [\da-f]{16}/)
    expect(page).toContain(`href="${path}"`)
  })
})

describe('a piece of evidence', () => {
  it('is shown masked to whoever reviews, and to nobody else', async () => {
    const page = await (await get(path, reviewer)).text()
    expect(page).toContain('138****5678')
    expect(page).not.toContain('13812345678')
    expect(page).not.toContain('未遮盖')
    expect((await get(path, editor)).status).toBe(403)
    expect((await get(path.replace(/.$/, 'x'), reviewer)).status).toBe(404)
    expect(await (await get(`/sources/accounts/${accountId}`, reviewer)).text()).toContain(`href="${path}"`)
  })

  it('is taken along as plain text, masked', async () => {
    const answer = await get(`${path}/text`, reviewer)
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment/)
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    const text = await answer.text()
    expect(text).toContain('138****5678')
    expect(text).not.toContain('13812345678')
  })

  it('is taken along whole for a purpose alone, by whoever may see numbers, and the trail says so', async () => {
    expect((await post(`${path}/original`, { purpose: '核对摘要值' }, reviewer)).status).toBe(403)
    const refused = await post(`${path}/original`, { purpose: '看' }, supervisor)
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('value="看"')
    const before = (await latestEvents(deps.db, sceneDistrict, { limit: 1 }))[0]
    expect(before?.action).not.toBe('evidence.revealed')
    const answer = await post(`${path}/original`, { purpose: '核对摘要值' }, supervisor)
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(await answer.text()).toContain('13812345678')
    expect((await latestEvents(deps.db, sceneDistrict, { limit: 1 }))[0]).toMatchObject({
      action: 'evidence.revealed',
      subjectId: evidenceId,
      after: { purpose: '核对摘要值' },
    })
  })

  it('is drawn as a picture where a browser is set, for whoever reviews, and the trail says who looked', async () => {
    vi.stubEnv('GOVMEDIA_CHROMIUM', '')
    expect(await (await get(path, reviewer)).text()).not.toContain('重现图')
    const unset = await post(`${path}/picture`, {}, reviewer)
    expect([unset.status, await unset.text()]).toEqual([409, expect.stringContaining('GOVMEDIA_CHROMIUM')])

    vi.stubEnv('GOVMEDIA_CHROMIUM', '/nowhere/chromium')
    const failed = await post(`${path}/picture`, {}, reviewer)
    expect([failed.status, await failed.text()]).toEqual([503, expect.stringContaining('没有启动')])
    expect((await latestEvents(deps.db, sceneDistrict, { limit: 1 }))[0]?.action).not.toBe('evidence.picture-seen')

    vi.stubEnv('GOVMEDIA_CHROMIUM', await browserProgram(dataDir))
    expect(await (await get(path, reviewer)).text()).toContain(`action="${path}/picture"`)
    expect((await post(`${path}/picture`, {}, editor)).status).toBe(403)
    const answer = await post(`${path}/picture`, {}, reviewer)
    expect(answer.headers.get('content-type')).toBe('image/png')
    const name = decodeURIComponent(answer.headers.get('content-disposition') ?? '')
    expect(name).toMatch(/^attachment.*（按保存内容重现，非页面原样截图）\.png$/)
    const bytes = Buffer.from(await answer.arrayBuffer())
    expect(bytes.subarray(1, 4).toString()).toBe('PNG')
    expect((await latestEvents(deps.db, sceneDistrict, { limit: 1 }))[0]).toMatchObject({
      action: 'evidence.picture-seen',
      subjectId: evidenceId,
      after: { accountId },
    })
    vi.unstubAllEnvs()
  })

  it('that was damaged says so on its page and at the bench, and is not handed out', async () => {
    const { file_id: id } = await deps.db.selectFrom('evidence_content').select('file_id').executeTakeFirstOrThrow()
    const at = join(dataDir, 'files', id.slice(-2), id)
    const whole = readFileSync(at)
    writeFileSync(at, whole.subarray(1))
    for (const shown of [path, `/review/${findingId}`])
      expect(await (await get(shown, reviewer)).text()).toContain('已损坏')
    expect((await get(`${path}/text`, reviewer)).status).toBe(503)
    writeFileSync(at, whole)
    expect((await get(`${path}/text`, reviewer)).status).toBe(200)
  })

  it('is erased by the head of the office, who says why and that it is meant; what it was stays readable', async () => {
    expect((await post(`${path}/erase`, { reason: 'request', sure: 'yes' }, supervisor)).status).toBe(403)
    expect((await post(`${path}/erase`, { reason: 'request' }, head)).status).toBe(422)
    expect((await post(`${path}/erase`, { reason: '随便', sure: 'yes' }, head)).status).toBe(400)
    expect((await post(`${path}/erase`, { reason: 'request', sure: 'yes' }, head)).status).toBe(303)
    const page = await (await get(path, reviewer)).text()
    expect(page).toContain('删除其中的个人信息')
    expect(page).toMatch(/[\da-f]{64}/)
    expect(page).not.toContain('李某')
    expect((await get(`${path}/text`, reviewer)).status).toBe(404)
    expect((await post(`${path}/picture`, {}, reviewer)).status).toBe(404)
  })
})

describe('疑似涉密内容移交', () => {
  it('is announced to whoever handles it, recorded with whom and when, and shows nothing that was written', async () => {
    await inTransaction(deps.db, (tx) =>
      recordStops(tx, deps, supervisor.actor, sceneDistrict, [
        { accountId, kind: 'post', source: '公开网页', textKey: 'k1' },
      ]),
    )
    expect(await (await get('/sources', supervisor)).text()).toContain('1 件疑似涉密内容待移交')
    expect(await (await get('/sources', reviewer)).text()).not.toContain('待移交')
    expect((await get('/sources/secrecy', reviewer)).status).toBe(403)
    // Who sets how long evidence is kept, and who hands over, gets there from the page of sources.
    const heads = await (await get('/sources', head)).text()
    expect(heads).toContain('href="/sources/retention"')
    expect(heads).toContain('href="/sources/secrecy"')
    const page = await (await get('/sources/secrecy', supervisor)).text()
    expect(page).toContain('第 1 号')
    expect(page).toContain('严禁录入、上传涉密信息')
    const fields = { version: '1', handedTo: '临湖区保密局', handedOn: '2099-01-01' }
    const refused = await post('/sources/secrecy/1', fields, supervisor)
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('value="临湖区保密局"')
    expect((await post('/sources/secrecy/1', { ...fields, handedOn: '' }, supervisor)).status).toBe(422)
    const done = await post('/sources/secrecy/1', { ...fields, handedOn: sceneNow.slice(0, 10) }, supervisor)
    expect(done.status).toBe(303)
    const after = await (await get('/sources/secrecy', supervisor)).text()
    expect(after).toContain('已移交')
    expect(after).toContain('临湖区保密局')
    expect(after).toContain('没有待移交的内容')
    expect((await post('/sources/secrecy/9', { ...fields, handedOn: '2026-10-01' }, supervisor)).status).toBe(404)
  })
})
