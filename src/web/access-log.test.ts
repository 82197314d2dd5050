import { expect, it } from 'vitest'
import { cloneDatabase } from '../../tests/support/database.ts'
import { movableClock } from '../../tests/support/access-place.ts'
import { buildScene, sceneNow } from '../../tests/support/scene.ts'
import { type Deps, vaultWith } from '../access/index.ts'
import { seededIds } from '../database/index.ts'
import { type AccessLine, createWeb, defineRoutes } from './index.ts'

it('every request is kept with who, what and how it ended, and nothing that was typed', async () => {
  const wall = movableClock(sceneNow)
  const { db } = await cloneDatabase()
  const vault = vaultWith(Buffer.alloc(32, 7))
  const deps: Deps = { db, clock: wall, wall, ids: seededIds('log', wall), vault, dataDir: '/nowhere' }
  const scene = await buildScene(deps, { check: false })
  const auditor = await scene.signIn('auditor')
  const lines: AccessLine[] = []
  const { app } = createWeb({
    deps,
    pageDeps: deps,
    jobs: { enqueue: () => Promise.resolve({ runId: '' }), stop: () => Promise.resolve() },
    demo: false,
    host: '127.0.0.1',
    routes: defineRoutes([
      { method: 'get', path: '/own-reminders/calendar/:feed', door: 'public', handle: (c) => c.text('ics') },
    ]),
    accessLog: { write: (line) => lines.push(line) },
    logDefect: (error) => {
      throw error
    },
  })
  const host = { host: '127.0.0.1:8080' }
  const own = { ...auditor.headers, ...host }
  await app.request('/own-sign-ins?q=13812341234', { headers: own })
  await app.request('/users', { headers: own })
  await app.request('/nothing/here', { headers: host })
  const body = new URLSearchParams({ login: 'xu', password: 'a-typed-secret' })
  await app.request('/sign-in', { method: 'POST', headers: host, body })
  await app.request('/own-reminders/calendar/a-secret-address', { headers: host })
  await app.request('/healthz', { headers: host })
  await app.request('/static/none.css', { headers: host })
  expect(lines.map(({ user, method, path, status }) => [user, method, path, status])).toEqual([
    [auditor.id, 'GET', '/own-sign-ins', 200],
    [auditor.id, 'GET', '/users', 403],
    [null, 'GET', '/nothing/here', 404],
    [null, 'POST', '/sign-in', 401],
    [null, 'GET', '/own-reminders/calendar/:feed', 200],
  ])
  expect(new Set(lines.map(({ request }) => request)).size).toBe(5)
  expect(JSON.stringify(lines)).not.toMatch(/secret|138123/)
})
