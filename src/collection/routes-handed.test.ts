import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cloneDatabase } from '../../tests/support/database.ts'
import { handedFiles } from '../../tests/support/handed-files.ts'
import { buildScene, type Scene, sceneDistrict, sceneNow, type SignedIn } from '../../tests/support/scene.ts'
import { type Deps, vaultWith } from '../access/index.ts'
import { fixedClock, instant } from '../calendar/index.ts'
import { seededIds } from '../database/index.ts'
import { restingOnDays } from '../reporting/index.ts'
import { createWeb } from '../web/index.ts'
import { collectionRoutes, handedRoutes } from './index.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'govmedia-handed-'))
let deps: Deps
let scene: Scene
let supervisor: SignedIn
let acceptor: SignedIn
let web: ReturnType<typeof createWeb>

beforeAll(async () => {
  const { db } = await cloneDatabase()
  const clock = fixedClock(instant(sceneNow))
  deps = {
    db,
    clock,
    wall: clock,
    ids: seededIds('handed-pages', clock),
    vault: vaultWith(Buffer.alloc(32, 7)),
    dataDir,
  }
  scene = await buildScene(deps, { check: false })
  supervisor = await scene.signIn('supervisor')
  acceptor = await scene.signIn('acceptor')
  const jobs = { enqueue: () => Promise.reject(new Error('an import asked for a job')), stop: () => Promise.resolve() }
  const logDefect = (error: unknown) => {
    throw error
  }
  const routes = [...collectionRoutes, ...handedRoutes(restingOnDays)]
  web = createWeb({ deps, pageDeps: deps, jobs, demo: false, host: '127.0.0.1', routes, logDefect })
})
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

const upload = (bytes: Uint8Array, name: string, who = supervisor) => {
  const body = new FormData()
  body.append('_csrf', who.csrf)
  body.append('file', new Blob([new Uint8Array(bytes)]), name)
  return web.app.request('/imports/posts', { method: 'POST', headers: who.headers, body })
}
const send = (path: string, fields: Record<string, string> = {}, who = supervisor) =>
  web.app.request(path, {
    method: 'POST',
    headers: who.headers,
    body: new URLSearchParams({ _csrf: who.csrf, ...fields }),
  })
const open = (path: string, who = supervisor) => web.app.request(path, { headers: who.headers })
const formPath = (page: string) => /action="(\/imports\/posts\/[^"]+)"/.exec(page)?.[1] ?? ''

const figures = async () => {
  const found = await deps.db
    .selectFrom('collection_sample')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('district_id', '=', sceneDistrict)
    .executeTakeFirstOrThrow()
  return found.n
}
const wechat = async () => {
  const unit = await deps.db.selectFrom('unit').select('id').executeTakeFirstOrThrow()
  const id = deps.ids.next()
  const at = deps.clock.now()
  await deps.db
    .insertInto('account')
    .values({
      district_id: sceneDistrict,
      id,
      unit_id: unit.id,
      name: '临湖号外',
      platform: 'wechat_official',
      created_at: at,
      updated_at: at,
    })
    .execute()
  return id
}

describe('采集文件', () => {
  it('asks whose a file without names is, shows it, writes it, and takes it back', async () => {
    const accountId = await wechat()
    const asking = await (await upload(handedFiles.users(), '用户增长.csv')).text()
    expect(asking).toContain('是公众号后台“用户分析”，表中没有账号列')
    expect(asking).toContain('临湖号外')
    const weibo = await deps.db.selectFrom('account').select('id').where('platform', '=', 'weibo').execute()
    expect(weibo.filter(({ id }) => asking.includes(id))).toEqual([])
    expect(await figures()).toBe(0)

    const path = formPath(asking)
    expect((await send(path, { do: 'preview' })).status).toBe(422)
    const preview = await (await send(path, { do: 'preview', account: accountId })).text()
    expect(preview).toContain('2026-09-01　累计关注、关注增减')
    expect(preview).toContain(`name="account" value="${accountId}"`)
    expect(await figures()).toBe(0)

    const written = await send(path, { account: accountId })
    const importId = /import=([\da-f-]{36})/.exec(written.headers.get('location') ?? '')?.[1] ?? ''
    expect(await figures()).toBe(4)

    expect(await (await open('/imports/files')).text()).toContain(`/imports/files/${importId}`)
    const page = await (await open(`/imports/files/${importId}`)).text()
    expect(page).toMatch(/SHA-256[\s\S]*[\da-f]{64}/)
    expect(page).toContain('统计数据 4 项')
    const raw = await open(`/imports/files/${importId}/raw`)
    expect(new Uint8Array(await raw.arrayBuffer())).toEqual(handedFiles.users())

    const refused = await send(`/imports/files/${importId}/undo`, { reason: ' ' })
    expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining('请填写撤销导入的原因')])
    expect(await figures()).toBe(4)
    expect((await send(`/imports/files/${importId}/undo`, { reason: '选错了账号' })).status).toBe(303)
    expect(await figures()).toBe(0)
    const after = await (await open(`/imports/files/${importId}`)).text()
    expect(after).toContain('原因：选错了账号')
    expect(after).not.toContain('撤销这次导入')
  })

  it('says of a ranking that it is no ground for silence, and of each row what becomes of it', async () => {
    const page = await (await upload(handedFiles.rankedPosts(), '榜单.csv')).text()
    expect(page).toContain('文章榜单')
    expect(page).toContain('只作为有更新的依据')
    expect(page).toMatch(/逐行结果[\s\S]*新增/)
  })

  it('is for who may import', async () => {
    expect((await open('/imports/files', acceptor)).status).toBe(403)
    const nobody = '/imports/files/00000000-0000-7000-8000-000000000000'
    expect((await open(nobody)).status).toBe(404)
    expect((await send(`${nobody}/undo`, { reason: '试' }, acceptor)).status).toBe(403)
    expect((await open('/imports/files/..%2f..%2fkey')).status).toBe(404)
  })
})
