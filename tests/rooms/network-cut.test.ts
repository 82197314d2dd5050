import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { type Deps, vaultWith } from '../../src/access/index.ts'
import { allRoutes } from '../../src/app/routes.ts'
import { readinessOf } from '../../src/app/readiness.ts'
import { fixedClock, instant } from '../../src/calendar/index.ts'
import { seededIds } from '../../src/database/index.ts'
import { createWeb } from '../../src/web/index.ts'
import { overNetwork } from '../support/database-over-network.ts'
import { buildScene, sceneNow } from '../support/scene.ts'

it('a database whose network brings nothing more ends each request with a sentence, a form as not saved, and all goes on by itself', async () => {
  const { network, database } = await overNetwork()
  const dataDir = mkdtempSync(join(tmpdir(), 'govmedia-cut-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
  const clock = fixedClock(instant(sceneNow))
  const ids = seededIds('cut', clock)
  const deps: Deps = { db: database.db, clock, wall: clock, ids, vault: vaultWith(Buffer.alloc(32, 7)), dataDir }
  const supervisor = await (await buildScene(deps, { check: false })).signIn('supervisor')
  const levels: (string | undefined)[] = []
  const { app } = createWeb({
    deps,
    pageDeps: { ...deps, db: database.pages },
    jobs: { enqueue: () => Promise.reject(new Error('none')), stop: () => Promise.resolve() },
    demo: false,
    host: '127.0.0.1',
    routes: allRoutes,
    watch: {
      obstacles: readinessOf(deps, { ...database, writeObstacle: async () => undefined }, 200),
      families: async () => [],
      token: undefined,
    },
    logDefect: (_, { level }) => levels.push(level),
  })
  const get = (path: string) => app.request(path, { headers: supervisor.headers })
  const name = '断网时的单位'
  const post = () =>
    app.request('/units/new', {
      method: 'POST',
      headers: supervisor.headers,
      body: new URLSearchParams({ _csrf: supervisor.csrf, name, kind: 'department', shortName: '断网' }),
    })
  expect((await get('/accounts')).status).toBe(200)
  network.cut()
  const [page, form] = [await get('/accounts'), await post()]
  expect([page.status, form.status, page.headers.has('retry-after')]).toEqual([503, 503, true])
  expect(await form.text()).toContain('按没有保存对待')
  expect((await get('/healthz')).status).toBe(200)
  expect(await (await get('/readyz')).text()).toContain('not ready: database')
  expect(new Set(levels)).toEqual(new Set(['database-away']))
  network.mend()
  expect((await get('/accounts')).status).toBe(200)
  expect((await post()).status).toBe(303)
  const units = await database.db.selectFrom('unit').select('name').where('name', '=', name).execute()
  expect(units).toHaveLength(1)
})
