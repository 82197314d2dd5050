import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { buildScene, sceneNow, type SignedIn } from '../../tests/support/scene.ts'
import { type StoppableDatabase, stoppableDatabase } from '../../tests/support/stoppable-database.ts'
import { type Deps, vaultWith } from '../access/index.ts'
import { fixedClock, instant } from '../calendar/index.ts'
import { seededIds } from '../database/index.ts'
import { createWeb, defineRoutes, render } from './index.ts'

let database: StoppableDatabase
let web: ReturnType<typeof createWeb>
let supervisor: SignedIn
let queryBegun = Promise.withResolvers<void>()
const levels: (string | undefined)[] = []

const routes = defineRoutes([
  {
    method: 'get',
    path: '/notes',
    door: 'signed-in',
    handle: (c) => render(c, '备注', { title: '备注', current: '' }),
  },
  { method: 'post', path: '/notes', door: 'signed-in', handle: (c) => c.redirect('/notes', 303) },
  {
    method: 'get',
    path: '/long',
    door: 'signed-in',
    async handle(c) {
      const query = sql`select pg_sleep(30)`.execute(c.var.deps.db)
      setTimeout(() => queryBegun.resolve(), 300)
      await query
      return c.text('slept')
    },
  },
])

beforeAll(async () => {
  database = await stoppableDatabase()
  const clock = fixedClock(instant(sceneNow))
  const ids = seededIds('away', clock)
  const deps: Deps = {
    db: database.db,
    clock,
    wall: clock,
    ids,
    vault: vaultWith(Buffer.alloc(32, 7)),
    dataDir: '/none',
  }
  supervisor = await (await buildScene(deps, { check: false })).signIn('supervisor')
  web = createWeb({
    deps,
    pageDeps: { ...deps, db: database.pages },
    jobs: { enqueue: () => Promise.reject(new Error('no job is asked for')), stop: () => Promise.resolve() },
    demo: false,
    host: '127.0.0.1',
    routes,
    logDefect: (_, { level }) => levels.push(level),
  })
})
afterAll(() => database.remove())
beforeEach(() => void levels.splice(0))

const get = (path: string, headers: Record<string, string> = supervisor.headers) => web.app.request(path, { headers })
const post = () =>
  web.app.request('/notes', {
    method: 'POST',
    headers: supervisor.headers,
    body: new URLSearchParams({ _csrf: supervisor.csrf, note: '打了很久的字' }),
  })

describe('while the database restarts', () => {
  it('a page asks for patience, without a number, and is there again afterwards', async () => {
    expect((await get('/notes')).status).toBe(200)
    await database.stop()
    for (const path of ['/notes', '/sign-in']) {
      const away = await get(path)
      const text = await away.text()
      expect([path, away.status, Number(away.headers.get('retry-after')) > 0]).toEqual([path, 503, true])
      expect(text).toContain('系统正在启动数据库，请稍候')
      expect(text).not.toMatch(/编号|状态 \d|联系本级管理员/)
    }
    // Logged, and not as something to mend in the program.
    expect(new Set(levels)).toEqual(new Set(['database-away']))
    await database.start()
    expect((await get('/notes')).status).toBe(200)
  })

  it('a form is not called saved, and can be sent again as it was', async () => {
    await database.stop()
    const away = await post()
    const text = await away.text()
    expect([away.status, away.headers.has('retry-after')]).toEqual([503, true])
    expect(text).toContain('按没有保存对待')
    // A link to the form's address would leave behind what was typed.
    expect(text).not.toContain('重新打开')
    await database.start()
    expect((await post()).status).toBe(303)
  })

  it('a page in the middle of its query is cut off with the same sentence', async () => {
    queryBegun = Promise.withResolvers<void>()
    const asked = get('/long')
    await queryBegun.promise
    await database.stop()
    expect((await asked).status).toBe(503)
    await database.start()
  })

  it('a program that asks for JSON hears the code and when to ask again', async () => {
    await database.stop()
    const away = await get('/notes', { ...supervisor.headers, accept: 'application/json' })
    expect([away.status, away.headers.has('retry-after')]).toEqual([503, true])
    expect(await away.json()).toMatchObject({ code: 'database.away' })
    await database.start()
  })

  it('a watchdog hears that the program lives and can do no work', async () => {
    expect((await get('/readyz', {})).status).toBe(200)
    await database.stop()
    const away = await get('/readyz', {})
    expect([away.status, away.headers.has('retry-after')]).toEqual([503, true])
    expect((await get('/healthz', {})).status).toBe(200)
    await database.start()
    expect((await get('/readyz', {})).status).toBe(200)
  })
})
