import { beforeAll, expect, it } from 'vitest'
import {
  beginSecondFactor,
  changePolicy,
  createUser,
  type Deps,
  enrolSecondFactor,
  operatorActor,
  pendingSecret,
  vaultWith,
} from '../../src/access/index.ts'
import { codeAt } from '../../src/access/second-factor/codes.ts'
import { seededIds } from '../../src/database/index.ts'
import { createWeb } from '../../src/web/index.ts'
import { movableClock, officer } from '../support/access-place.ts'
import { cloneDatabase } from '../support/database.ts'
import { buildScene, type Scene, sceneDistrict, sceneNow } from '../support/scene.ts'

let deps: Deps
let scene: Scene
let web: ReturnType<typeof createWeb>
const wall = movableClock(sceneNow)

beforeAll(async () => {
  const { db } = await cloneDatabase()
  const vault = vaultWith(Buffer.alloc(32, 7))
  deps = { db, clock: wall, wall, ids: seededIds('factor', wall), vault, dataDir: '/nowhere' }
  scene = await buildScene(deps, { check: false })
  web = createWeb({
    deps,
    pageDeps: deps,
    jobs: { enqueue: () => Promise.resolve({ runId: '' }), stop: () => Promise.resolve() },
    demo: false,
    host: '127.0.0.1',
    routes: [],
    logDefect: (error) => {
      throw error
    },
  })
})

const host = { host: '127.0.0.1:8080' }
const get = (path: string, headers: Record<string, string>) =>
  web.app.request(path, { headers: { ...host, ...headers } })
const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  web.app.request(path, { method: 'POST', headers: { ...host, ...headers }, body: new URLSearchParams(fields) })
const cookiesOf = (answer: Response) =>
  answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')

it('a sign-in with a second factor goes by way of the code, back to where one wanted to go', async () => {
  const user = { districtId: sceneDistrict, login: 'factor', displayName: '许静言', roles: ['supervisor'] as const }
  const { id, password } = await createUser(deps, operatorActor('test', 'r'), user)
  await deps.db.updateTable('app_user').set({ must_change_password: false }).where('id', '=', id).execute()
  const actor = officer('supervisor', { id, districtId: sceneDistrict })
  await beginSecondFactor(deps, actor)
  const { text } = (await pendingSecret(deps, { id, login: 'factor' }))!
  await enrolSecondFactor(deps, actor, codeAt(text, wall.now()))
  wall.to('2026-10-09T01:02:00Z')

  const first = await post('/sign-in', { login: 'factor', password, back: '/own-sign-ins' })
  expect(first.headers.get('location')).toBe('/sign-in/code?back=%2Fown-sign-ins')
  expect(first.headers.get('set-cookie')).toMatch(/govmedia_step=.*HttpOnly/)
  expect(first.headers.get('set-cookie')).not.toContain('govmedia_session')
  const cookie = cookiesOf(first)
  // The step opens nothing by itself.
  expect((await get('/own-sign-ins', { cookie })).headers.get('location')).toMatch(/^\/sign-in/)
  expect((await get('/sign-in/code', {})).headers.get('location')).toBe('/sign-in')
  expect(await (await get('/sign-in/code?back=//evil.example', { cookie })).text()).toContain('name="back" value="/"')
  const wrong = await post('/sign-in/code', { code: '000000', back: '/own-sign-ins' }, { cookie })
  expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining('动态口令不正确')])
  const foreign = { cookie, origin: 'http://evil.example' }
  expect((await post('/sign-in/code', { code: codeAt(text, wall.now()) }, foreign)).status).toBe(403)
  const right = await post('/sign-in/code', { code: codeAt(text, wall.now()), back: '/own-sign-ins' }, { cookie })
  expect([right.status, right.headers.get('location')]).toEqual([303, '/own-sign-ins'])
  const page = await get('/own-sign-ins', { cookie: cookiesOf(right) })
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('本次登录')])
})

it('who must have one is led to it, sets it up with picture or text, and is given paper codes once', async () => {
  const head = await scene.signIn('office_head')
  await changePolicy(deps, officer('security_officer', { districtId: sceneDistrict }), {
    districtId: sceneDistrict,
    changes: { secondFactor: 'privileged' },
  })
  const at = (path: string) => get(path, head.headers)
  const send = (path: string, fields: Record<string, string> = {}) =>
    post(path, { _csrf: head.csrf, ...fields }, head.headers)
  expect((await at('/own-sign-ins')).headers.get('location')).toBe('/second-factor')
  // The session is a minute old; what comes is not held up.
  expect((await send('/second-factor/begin')).headers.get('location')).toBe('/second-factor')
  const page = await (await at('/second-factor')).text()
  expect(page).toContain('data:image/svg+xml;base64,')
  const secret = /<span class="code">([A-Z2-7 ]+)<\/span>/.exec(page)![1]!.replaceAll(' ', '')
  expect((await send('/second-factor/enrol', { code: '000000' })).status).toBe(422)
  const done = await (await send('/second-factor/enrol', { code: codeAt(secret, wall.now()) })).text()
  expect(done.match(/([a-z2-9]{4}-){5}[a-z2-9]{4}/g)).toHaveLength(10)
  expect(await (await at('/second-factor')).text()).not.toMatch(/([a-z2-9]{4}-){5}/)
  expect((await at('/own-sign-ins')).status).toBe(200)
  // Who isn't asked goes on as before.
  const reviewer = await scene.signIn('reviewer')
  expect((await get('/own-sign-ins', reviewer.headers)).status).toBe(200)
})
