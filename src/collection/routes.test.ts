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
import { createWeb } from '../web/index.ts'
import { collectionRoutes } from './index.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'govmedia-posts-'))
let deps: Deps
let scene: Scene
let supervisor: SignedIn
let acceptor: SignedIn
let web: ReturnType<typeof createWeb>

beforeAll(async () => {
  const { db } = await cloneDatabase()
  const clock = fixedClock(instant(sceneNow))
  const ids = seededIds('posts-pages', clock)
  deps = { db, clock, wall: clock, ids, vault: vaultWith(Buffer.alloc(32, 7)), dataDir }
  scene = await buildScene(deps, { check: false })
  supervisor = await scene.signIn('supervisor')
  acceptor = await scene.signIn('acceptor')
  const jobs = { enqueue: () => Promise.reject(new Error('an import asked for a job')), stop: () => Promise.resolve() }
  const logDefect = (error: unknown) => {
    throw error
  }
  web = createWeb({ deps, pageDeps: deps, jobs, demo: false, host: '127.0.0.1', routes: collectionRoutes, logDefect })
})
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

async function upload(csv: readonly string[], fields: Record<string, string> = {}, who = supervisor) {
  const body = new FormData()
  for (const [name, value] of Object.entries({ _csrf: who.csrf, ...fields })) body.append(name, value)
  body.append('file', new Blob([csv.join('\n')]), '10月发布数据.csv')
  return web.app.request('/imports/posts', { method: 'POST', headers: who.headers, body })
}
const confirm = (path: string, fields: Record<string, string> = {}, who = supervisor) =>
  web.app.request(path, {
    method: 'POST',
    headers: who.headers,
    body: new URLSearchParams({ _csrf: who.csrf, ...fields }),
  })

const head = '账号,平台,标题,链接,发布时间'
const post = (link: string, account = '临湖水务', time = '2026-10-02 09:00') =>
  `${account},新浪微博,防汛提示,https://example.cn/p/${link},${time}`
const confirmPath = (page: string) => /action="(\/imports\/posts\/[^"]+)"/.exec(page)?.[1] ?? ''
/** The numbers of the preview, by their labels. */
const numbers = (page: string) =>
  Object.fromEntries(
    [...page.matchAll(/<div class="k">([^<]+)<\/div><div class="v">(\d+)</g)].map(([, label, value]) => [label, value]),
  )
const posts = async () => {
  const { n } = await deps.db
    .selectFrom('post')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('district_id', '=', sceneDistrict)
    .where('url', 'like', '%/p/%')
    .executeTakeFirstOrThrow()
  return n
}

describe('导入发布数据', () => {
  it('shows what is new and what is known, and writes nothing before it is told to', async () => {
    const file = [head, post('a'), post('b'), post('b')]
    const first = await (await upload(file)).text()
    expect(numbers(first)).toMatchObject({
      读取: '3',
      涉及账号: '1',
      新增发布: '2',
      已有发布: '0',
      表内重复: '1',
      不合要求: '0',
    })
    // What was read of a time, and which of two accounts of a name, is seen before anything is written.
    expect(first).toMatch(/临湖水务<small>新浪微博<\/small>.*2026-10-02 09:00.*表内重复/s)
    expect(await posts()).toBe(0)
    expect((await confirm(confirmPath(first))).headers.get('location')).toMatch(
      /^\/imports\?posts=2&known=0&accounts=1&rejected=0/,
    )
    expect(await posts()).toBe(2)
    expect((await latestEvents(deps.db, sceneDistrict, { limit: 1 }))[0]).toMatchObject({ action: 'posts.imported' })
    expect(numbers(await (await upload(file)).text())).toMatchObject({ 新增发布: '0' })
  })

  it('names an account that is not in the register in its place, and takes the rest only when asked', async () => {
    const page = await (await upload([head, post('c'), post('d', '不在台账的号')])).text()
    expect(numbers(page)).toMatchObject({ 读取: '2', 新增发布: '1', 不合要求: '1' })
    expect(page).toMatch(/第 3 行/)
    expect(page).toContain('不在台账的号')
    const before = await posts()
    const held = await confirm(confirmPath(page))
    expect(held.status).toBe(422)
    const said = await held.text()
    expect(said).toMatch(/role="alert"[^>]*><b>没有写入：有 1 行不合要求<\/b>/)
    expect(said).toContain('逐行结果')
    expect(await posts()).toBe(before)
    expect((await confirm(confirmPath(page), { acceptValid: 'yes' })).status).toBe(303)
    expect(await posts()).toBe(before + 1)
  })

  it('says so where no row can be written, and keeps what was ticked', async () => {
    const page = await (await upload([head, post('x', '不在台账的号')])).text()
    const held = await confirm(confirmPath(page), { acceptValid: 'yes' })
    expect(held.status).toBe(422)
    const said = await held.text()
    expect(said).toContain('没有写入：文件中没有符合要求的行')
    expect(said).toMatch(/name="acceptValid" value="yes" checked/)
  })

  it('says of a file in which nothing is new that all of it is known', async () => {
    const file = [head, post('y')]
    const first = await (await upload(file)).text()
    expect(first).not.toContain('文件中没有新的内容')
    await confirm(confirmPath(first))
    expect(await (await upload(file)).text()).toContain('文件中没有新的内容')
  })

  it('carries the days the file speaks for from the upload to the writing', async () => {
    const covers = { from: '2026-09-16', to: '2026-10-08' }
    const page = await (await upload([head, post('e')], covers)).text()
    expect(page).toContain('文件完整覆盖 2026-09-16 至 2026-10-08。')
    expect(page).toContain('name="from" value="2026-09-16"')
    expect(page).toContain('name="to" value="2026-10-08"')
  })

  it.each([
    [{ from: '2026-09-16', to: '' }, '应同时填写起始日期和截止日期'],
    [{ from: '2026-10-08', to: '2026-09-16' }, '晚于截止日'],
    [{ from: '2026-09-16', to: '2026-10-31' }, '尚未采集的日子不能算作已采集'],
  ])('refuses days that cannot be (%o)', async (covers, sentence) => {
    const answer = await upload([head, post('e')], covers)
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain(sentence)
  })

  it('keeps a post without a time and says that it counts for nothing', async () => {
    expect(await (await upload([head, post('f', '临湖水务', '')])).text()).toContain('1 条没有发布时间')
  })

  it('escapes what a file holds', async () => {
    const page = await (await upload([head, post('g', '<script>alert(1)</script>')])).text()
    expect(page).not.toContain('<script>alert')
    expect(page).toContain('&lt;script&gt;')
  })

  it('is for who may import posts, and for files that were uploaded', async () => {
    expect((await upload([head, post('h')], {}, acceptor)).status).toBe(403)
    const nobody = '/imports/posts/00000000-0000-7000-8000-000000000000'
    expect((await confirm(nobody, {}, acceptor)).status).toBe(403)
    expect((await confirm(nobody)).status).toBe(404)
    expect((await confirm('/imports/posts/..%2f..%2fkey')).status).toBe(404)
  })
})
