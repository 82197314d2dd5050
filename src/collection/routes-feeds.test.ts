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
import { type Platform, platforms } from '../vocabulary/platforms.ts'
import { createWeb } from '../web/index.ts'
import { feedListRoutes } from './index.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'govmedia-feeds-'))
let deps: Deps
let supervisor: SignedIn
let reviewer: SignedIn
let web: ReturnType<typeof createWeb>
let account: { id: string; name: string; platform: string }

beforeAll(async () => {
  const { db } = await cloneDatabase()
  const clock = fixedClock(instant(sceneNow))
  deps = { db, clock, wall: clock, ids: seededIds('feed-pages', clock), vault: vaultWith(Buffer.alloc(32, 7)), dataDir }
  const scene = await buildScene(deps, { check: false })
  supervisor = await scene.signIn('supervisor')
  reviewer = await scene.signIn('reviewer')
  account = await deps.db
    .selectFrom('account')
    .select(['id', 'name', 'platform'])
    .where('district_id', '=', sceneDistrict)
    .orderBy('id')
    .limit(1)
    .executeTakeFirstOrThrow()
  const jobs = { enqueue: () => Promise.reject(new Error('no job is wanted')), stop: () => Promise.resolve() }
  const house = { deps, pageDeps: deps, jobs, demo: false, host: '127.0.0.1', logDefect: failing }
  web = createWeb({ ...house, routes: feedListRoutes })
})
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

async function send(path: string, fields: Record<string, string | Blob>, who = supervisor) {
  const body = new FormData()
  body.append('_csrf', who.csrf)
  for (const [name, value] of Object.entries(fields))
    if (typeof value === 'string') body.append(name, value)
    else body.append(name, value, '清单.opml')
  const answer = await web.app.request(path, { method: 'POST', headers: who.headers, body })
  return { status: answer.status, text: await answer.text(), to: answer.headers.get('location') }
}
const list = (...outlines: string[]) => new Blob([`<opml><body>${outlines.join('')}</body></opml>`])
const outline = (name: string, url: string) => `<outline text="${name}" xmlUrl="${url}"/>`
const url = 'https://feeds.example/1.xml'
const setUp = () => deps.db.selectFrom('collection_target').select(['account_id', 'target']).execute()

describe('订阅源清单', () => {
  it('is previewed, sets nothing up before a person confirms, and then what was ticked', async () => {
    const given = list(
      outline(`${account.name}（${platforms[account.platform as Platform].label}）`, url),
      outline('外区发布', 'https://else.example/f'),
    )
    const { status, text } = await send('/sources/feeds', { file: given })
    expect(status).toBe(200)
    expect(text).toContain('已对上账号 1 个')
    expect(text).toContain('台账中没有的 1 个')
    expect(await setUp()).toEqual([])
    const choice = `${account.id} ${url}`
    expect(text).toContain(`value="${choice}"`)
    const hidden = /name="list" value="([^"]*)"/.exec(text)?.[1] ?? ''
    const form = hidden
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&quot;/g, '"')
      .replace(/&amp;/g, '&')

    const none = await send('/sources/feeds/add', { list: form })
    expect(none).toMatchObject({ status: 422 })
    expect(none.text).toContain('没有选中任何订阅源')
    // The preview is still there, with nothing ticked, as it was sent.
    expect(none.text).toContain(`value="${choice}"`)
    expect(none.text).not.toMatch(new RegExp(`value="${choice}"[^>]*checked`))

    expect(await send('/sources/feeds/add', { list: form, feed: choice })).toMatchObject({
      status: 303,
      to: '/sources/feeds?added=1&already=0',
    })
    expect(await setUp()).toEqual([{ account_id: account.id, target: { url } }])
    const exported = await web.app.request('/sources/feeds/opml', { headers: supervisor.headers })
    expect(exported.headers.get('content-disposition')).toContain('.opml')
    expect(await exported.text()).toContain(`xmlUrl="${url}"`)
  })

  it('says at the form what is wrong with a file that is none', async () => {
    const { status, text } = await send('/sources/feeds', { file: new Blob(['<html></html>']) })
    expect(status).toBe(422)
    expect(text).toContain('不是 OPML 清单')
  })

  it('goes out to whoever may see sources, and comes in from whoever may change them', async () => {
    const shown = await web.app.request('/sources/feeds', { headers: reviewer.headers })
    expect(shown.status).toBe(200)
    expect(await shown.text()).not.toContain('导入清单')
    expect(await send('/sources/feeds/add', { feed: `${account.id} ${url}` }, reviewer)).toMatchObject({ status: 403 })
  })
})
