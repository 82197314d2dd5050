import { afterAll, beforeAll, beforeEach, describe, expect, inject, it, vi } from 'vitest'
import { policyDefaults } from '../../src/access/security/policy.ts'
import { type Deps, vaultWith } from '../../src/access/index.ts'
import { seededIds } from '../../src/database/index.ts'
import { addMs, civilDate, type Clock } from '../../src/calendar/index.ts'
import { movableClock } from '../support/access-place.ts'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'
import { buildScene, type Scene, sceneDistrict, sceneNow, type SignedIn } from '../support/scene.ts'

/** Two servers of one installation: what the one was told, the other knows at the next request. */

const wall = movableClock(sceneNow)
// What `doctor` still lets pass on two hosts, each of whose clocks is held against the database's.
const APART_MS = 4_000
const key = Buffer.alloc(32, 7)

let database: TestDatabase
let scene: Scene
let one: Server
let other: Server
let administrator: SignedIn
let supervisor: SignedIn
let officer: SignedIn

type Fields = readonly (readonly [string, string])[]
type Server = Awaited<ReturnType<typeof startServer>>

/**
 * A server with a memory of its own: the program is loaded anew, so that nothing a module remembers is shared with the
 * other, and has its own connections, as on another machine.
 */
async function startServer(name: string, behindMs: number) {
  const own: Clock = { now: () => addMs(wall.now(), -behindMs), today: () => wall.today() }
  vi.resetModules()
  const [{ allRoutes, recordWords }, { createWeb }, { openPool, kyselyOver }, access, registry, collection] =
    await Promise.all([
      import('../../src/app/routes.ts'),
      import('../../src/web/index.ts'),
      import('../../src/database/connection.ts'),
      import('../../src/access/index.ts'),
      import('../../src/registry/index.ts'),
      import('../../src/collection/index.ts'),
    ])
  const pool = openPool(
    { config: { ...database.connection, host: inject('databaseSocket') } },
    { name, statementTimeoutMs: 60_000, max: 4 },
  )
  const db = kyselyOver(pool)
  const deps: Deps = {
    db,
    clock: own,
    wall: own,
    ids: seededIds(name, own),
    vault: access.vaultWith(key),
    dataDir: '/none',
  }
  const { app } = createWeb({
    deps,
    pageDeps: deps,
    jobs: { enqueue: () => Promise.reject(new Error('no jobs here')), stop: () => Promise.resolve() },
    demo: false,
    host: '127.0.0.1',
    routes: allRoutes,
    recordWords,
    namesOfThings: registry.namesOfThings,
    logDefect: (error) => expect.fail(String(error instanceof Error ? error.stack : error)),
  })
  const api = (path: string, token: string, headers: Record<string, string> = {}) =>
    app.request(path, { headers: { host: '127.0.0.1', authorization: `Bearer ${token}`, ...headers } })
  return {
    deps,
    registry,
    collection,
    api,
    get: async (path: string, { headers }: SignedIn) => app.request(path, { headers }),
    async post(path: string, fields: Fields, { headers, csrf }: SignedIn) {
      const body = new FormData()
      for (const [field, value] of [['_csrf', csrf] as const, ...fields]) body.append(field, value)
      return app.request(path, { method: 'POST', headers, body })
    },
    close: () => pool.end(),
  }
}

beforeAll(async () => {
  database = await cloneDatabase({ forFile: true })
  const deps: Deps = {
    db: database.db,
    clock: wall,
    wall,
    ids: seededIds('two-servers', wall),
    vault: vaultWith(key),
    dataDir: '/none',
  }
  scene = await buildScene(deps, { check: false })
  one = await startServer('one', 0)
  other = await startServer('other', APART_MS)
}, 120_000)
beforeEach(async () => {
  wall.to(sceneNow)
  administrator = await scene.signIn('administrator')
  supervisor = await scene.signIn('supervisor')
  officer = await scene.signIn('security_officer')
})
afterAll(async () => {
  await one?.close()
  await other?.close()
})

const both = (): [string, () => Server, () => Server][] => [
  ['甲', () => one, () => other],
  ['乙', () => other, () => one],
]
const pathOf = (answer: Response) => answer.headers.get('location')?.replace(/\?.*/, '')
const statusOf = async (answer: Response | Promise<Response>) => (await answer).status
async function expectSignedOut(server: Server, who: SignedIn) {
  const answer = await server.get('/text-check', who)
  expect([answer.status, pathOf(answer)]).toEqual([303, '/sign-in'])
}

describe.each(both())('after what was done on server %s, the other', (which, here, there) => {
  it('has a memory of its own, or nothing here would tell anything', () => {
    expect(here().registry.saveUnit).not.toBe(there().registry.saveUnit)
    expect(here().deps.db).not.toBe(there().deps.db)
  })

  it('finds a sign-in ended', async () => {
    expect(await statusOf(there().get('/text-check', supervisor))).toBe(200)
    const { id } = await database.db
      .selectFrom('session')
      .select('id')
      .where('user_id', '=', supervisor.id)
      .executeTakeFirstOrThrow()
    expect(await statusOf(here().post(`/sign-ins/${id}/end`, [], officer))).toBe(303)
    await expectSignedOut(there(), supervisor)
  })

  it('finds who signed out signed out', async () => {
    expect(await statusOf(there().get('/text-check', supervisor))).toBe(200)
    expect(await statusOf(here().post('/sign-out', [], supervisor))).toBe(303)
    await expectSignedOut(there(), supervisor)
  })

  it('finds a user disabled', async () => {
    expect(await statusOf(there().get('/text-check', supervisor))).toBe(200)
    expect(await statusOf(here().post(`/users/${supervisor.id}/state`, [['disabled', 'yes']], administrator))).toBe(303)
    await expectSignedOut(there(), supervisor)
  })

  it('finds a role taken away and another given', async () => {
    expect([
      await statusOf(there().get('/live', supervisor)),
      await statusOf(there().get('/sign-ins', supervisor)),
    ]).toEqual([200, 403])
    const given = await here().post(`/users/${supervisor.id}/roles`, [['roles', 'security_officer']], administrator)
    expect(given.status).toBe(303)
    expect([
      await statusOf(there().get('/live', supervisor)),
      await statusOf(there().get('/sign-ins', supervisor)),
    ]).toEqual([403, 200])
  })

  it('goes by a stricter rule for sign-ins', async () => {
    wall.to('2026-10-09T01:10:00.000Z')
    expect(await statusOf(there().get('/live/card', supervisor))).toBe(200)
    const rule = async (idleMinutes: number) => {
      const fields = Object.entries({ ...policyDefaults, idleMinutes }).map(
        ([name, value]) => [name, `${value}`] as const,
      )
      expect(await statusOf(here().post('/security', fields, officer))).toBe(303)
    }
    await rule(9)
    await expectSignedOut(there(), supervisor)
    wall.to(sceneNow)
    await rule(policyDefaults.idleMinutes)
  })

  it('checks a text by the words that were entered and taken out, and by what a reviewer let stand', async () => {
    const text = '区市容事务服务站开展便民活动。'
    const hints = async () => {
      const page = await (await there().post('/text-check', [['text', text]], supervisor)).text()
      return [...page.matchAll(/name="ignore" value="(\d+:[^"]+)" aria-label="忽略“市容事务/g)].map(
        ([, value]) => value!,
      )
    }
    expect(await hints()).toEqual([])
    const line = {
      wrong: '市容事务',
      right_words: '城市管理事务',
      source: '机构改革方案',
      gate: 'wording',
      severity: 'confirm',
    }
    expect(await statusOf(here().post('/lexicons/words/lines', Object.entries(line), supervisor))).toBe(303)
    const [hint] = await hints()
    expect(hint).toBeDefined()
    const ignoring = [
      ['text', text],
      ['ignore', hint!],
      ['scope', 'district'],
      ['reason', '站点名称'],
    ] as const
    expect(await (await here().post('/text-check', ignoring, supervisor)).text()).toContain('已设为忽略')
    expect(await hints()).toEqual([])
    const { id } = await database.db
      .selectFrom('text_decision')
      .select('id')
      .where('undone_at', 'is', null)
      .executeTakeFirstOrThrow()
    expect(await statusOf(here().post(`/lexicons/ignored/${id}/undo`, [], supervisor))).toBe(303)
    expect(await hints()).toHaveLength(1)
    const entered = await database.db
      .selectFrom('lexicon_entry')
      .select('id')
      .where('wrong', '=', line.wrong)
      .where('removed_at', 'is', null)
      .executeTakeFirstOrThrow()
    expect(await statusOf(here().post(`/lexicons/words/lines/${entered.id}/remove`, [], supervisor))).toBe(303)
    expect(await hints()).toEqual([])
  })

  it('reads through the interface what has changed, and nothing more once the token is revoked', async () => {
    const fields = [
      ['name', '区数据共享平台'],
      ['scopes', 'ledger'],
      ['expiresOn', '2026-11-08'],
    ] as const
    const made = await (await here().post('/api-tokens', fields, administrator)).text()
    const token = /<code>(gm_[\w-]+)<\/code>/.exec(made)![1]!
    const list = () => there().api('/api/v1/units?limit=200', token)
    const before = await list()
    const tag = before.headers.get('etag')!
    expect([
      before.status,
      await statusOf(there().api('/api/v1/units?limit=200', token, { 'if-none-match': tag })),
    ]).toEqual([200, 304])
    const name = `临湖区林业局${which}`
    await here().registry.saveUnit(here().deps, supervisor.actor, {
      districtId: sceneDistrict,
      name,
      kind: 'department',
    })
    const after = await there().api('/api/v1/units?limit=200', token, { 'if-none-match': tag })
    expect([after.status, await after.text()]).toEqual([200, expect.stringContaining(name)])
    const { id } = await database.db
      .selectFrom('api_token')
      .select('id')
      .where('revoked_at', 'is', null)
      .executeTakeFirstOrThrow()
    expect(await statusOf(here().post(`/api-tokens/${id}/revoke`, [], administrator))).toBe(303)
    const refused = await list()
    expect([refused.status, await refused.json()]).toEqual([
      401,
      expect.objectContaining({ code: 'api.token-revoked' }),
    ])
  })

  it('shows in 实时情况 what came in', async () => {
    const account = which === '甲' ? '石埠镇' : '临湖民政'
    const ofToday = async () =>
      (await (await there().get('/live?show=today', supervisor)).text()).includes(`>${account}<`)
    expect(await ofToday()).toBe(false)
    const card = await there().get('/live/card', supervisor)
    const headers = { ...supervisor.headers, 'if-none-match': card.headers.get('etag')! }
    expect(await statusOf(there().get('/live/card', { ...supervisor, headers }))).toBe(304)
    wall.to('2026-10-09T01:00:02.000Z')
    const rows = `账号,平台,标题,链接,发布时间\n${account},微信公众号,工作动态,https://example.cn/new/${account},2026-10-09 08:30`
    const imported = await here().collection.importPosts(here().deps, supervisor.actor, {
      districtId: sceneDistrict,
      fileName: '10月.csv',
      bytes: new TextEncoder().encode(rows),
      covers: { from: civilDate('2026-10-01'), to: civilDate('2026-10-09') },
    })
    expect(imported.outcome).toBe('written')
    wall.to('2026-10-09T01:00:04.000Z')
    expect(await ofToday()).toBe(true)
    expect(await statusOf(there().get('/live/card', { ...supervisor, headers }))).toBe(200)
  })
})
