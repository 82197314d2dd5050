import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Deps, permissionTable, type Role, vaultWith } from '../../src/access/index.ts'
import { allRoutes } from '../../src/app/routes.ts'
import { fixedClock, instant } from '../../src/calendar/index.ts'
import { importPosts } from '../../src/collection/index.ts'
import { seededIds } from '../../src/database/index.ts'
import { seedCalendar } from '../../src/holidays/index.ts'
import { createWeb } from '../../src/web/index.ts'
import { cloneDatabase } from '../support/database.ts'
import { buildScene, type Scene, sceneDistrict, sceneNow, type SignedIn } from '../support/scene.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'govmedia-hostile-'))
const roles = ['administrator', 'supervisor', 'acceptor', 'examiner', 'office_head', 'reviewer', 'auditor'] as const
const people = new Map<Role, SignedIn>()
let deps: Deps
let scene: Scene
let web: ReturnType<typeof createWeb>
const defects: string[] = []

beforeAll(async () => {
  const { db } = await cloneDatabase()
  const clock = fixedClock(instant(sceneNow))
  deps = { db, clock, wall: clock, ids: seededIds('hostile', clock), vault: vaultWith(Buffer.alloc(32, 7)), dataDir }
  await seedCalendar(db, clock.now())
  scene = await buildScene(deps)
  for (const role of roles) people.set(role, await scene.signIn(role))
  web = createWeb({
    deps,
    pageDeps: deps,
    jobs: { enqueue: () => Promise.reject(new Error('no job was asked for')), stop: () => Promise.resolve() },
    demo: false,
    host: '127.0.0.1',
    routes: allRoutes,
    logDefect: (error, context) => defects.push(`${context['path']}: ${String(error)}`),
  })
})
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

const values = [
  '%00',
  '------------------------------------',
  '0000Q1',
  '0000-01',
  '0001-01-01',
  '2100-12',
  '9999-12-31',
  '-1',
  '1e400',
  '99999999999999999999',
  '%F0%9F',
  '%ED%A0%80',
  "'%3B--",
]
const asked =
  'q page month quarter year state kind sort print paper before day account unit indicator field asOf scan status verdict layout disposition duties'.split(
    ' ',
  )

/** A path with each of its parts hostile, and one with the ids of things that are there and everything after `?` hostile. */
function addresses(path: string, value: string): string[] {
  const query = asked.map((name) => `${name}=${value}`).join('&')
  const real = path
    .replace('/accounts/:id', `/accounts/${Object.values(scene.accounts)[0]}`)
    .replace('/units/:id', `/units/${Object.values(scene.units)[0]}`)
    .replace(':month', '2026-09')
    .replace(/:\w+/g, '00000000-0000-7000-8000-000000000000')
  return path.includes(':') ? [path.replace(/:\w+/g, value), `${real}?${query}`] : [`${real}?${query}`]
}

describe('what nobody can have meant', () => {
  it.each(values)('%s in an address is answered with a sentence, on every page', async (value) => {
    let answered = 0
    for (const { method, path, door } of web.routeTable) {
      if (method !== 'get' || path === '/accounts/export') continue
      const who = roles.find(
        (role) => door === 'public' || door === 'signed-in' || permissionTable[role][door] !== undefined,
      )
      if (!who) continue
      for (const address of addresses(path, value)) {
        const headers = { host: '127.0.0.1:8080', ...people.get(who)!.headers }
        const { status } = await web.app.request(address, { headers })
        expect(status, `${address} ${defects.at(-1) ?? ''}`).toBeLessThan(500)
        answered++
      }
    }
    expect(answered).toBeGreaterThan(60)
  })

  it('NUL in the name of an account is no part of it', async () => {
    const who = people.get('supervisor')!
    const unitId = Object.values(scene.units)[0]!
    const send = (fields: Record<string, string>) =>
      web.app.request('/accounts/new', {
        method: 'POST',
        headers: { host: '127.0.0.1:8080', ...who.headers },
        body: new URLSearchParams({ _csrf: who.csrf, platform: 'weibo', unitId, name: '临湖\u0000夜话', ...fields }),
      })
    expect((await send({ unitId: '-'.repeat(36) })).status).toBe(422)
    const made = await send({})
    expect(made.status).toBe(303)
    const page = await web.app.request(made.headers.get('location')!, {
      headers: { host: '127.0.0.1:8080', ...who.headers },
    })
    expect(await page.text()).toContain('临湖夜话')
  })

  it('NUL, half a sign and the years 0 and 1 in a file of posts are rejected by cell or left out, and the rest is taken', async () => {
    const post = (title: string, time: string, n: number) => ({
      账号: '临湖教育',
      平台: '微信公众号',
      标题: title,
      链接: `https://mp.example/${n}`,
      发布时间: time,
    })
    const file = [
      post('正常\u0000的一条', '2026-09-02 09:00', 1),
      post('半个\ud83c字', '2026-09-03 09:00', 2),
      post('零年', '0000-01-01', 3),
      post('一年', '0001-01-01 09:00', 4),
    ]
    const outcome = await importPosts(
      deps,
      { kind: 'operator', id: 'cli:test', districtId: null, unitId: null, roles: ['operator'], requestId: 'r' },
      {
        districtId: sceneDistrict,
        fileName: 'posts.json',
        bytes: new TextEncoder().encode(JSON.stringify(file)),
        acceptValid: true,
      },
    )
    expect(outcome.rejected.map(({ found }) => found)).toEqual(['0000-01-01', '0001-01-01 09:00'])
    expect(outcome.counts.newPosts).toBe(2)
  })
})
