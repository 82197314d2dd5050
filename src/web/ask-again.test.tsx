import { beforeAll, expect, it } from 'vitest'
import { createUser, type Deps, readSession, signIn, signOut, vaultWith } from '../access/index.ts'
import { seededIds } from '../database/index.ts'
import { cloneDatabase } from '../../tests/support/database.ts'
import { movableClock, operator } from '../../tests/support/access-place.ts'
import { buildScene, sceneDistrict, sceneNow } from '../../tests/support/scene.ts'
import { createWeb, defineRoutes } from './index.ts'
import { requireConfirmed } from '../access/permissions.ts'

let deps: Deps
let web: ReturnType<typeof createWeb>
const taken: unknown[] = []
const wall = movableClock(sceneNow)

const weighty = defineRoutes([
  {
    method: 'post',
    path: '/weighty',
    door: 'signed-in',
    upload: true,
    async handle(c) {
      requireConfirmed(c.var.actor)
      taken.push(await c.req.parseBody({ all: true }))
      return c.text('办好了')
    },
  },
  {
    method: 'get',
    path: '/weighty-file',
    door: 'signed-in',
    handle(c) {
      requireConfirmed(c.var.actor)
      return c.text('file')
    },
  },
])

beforeAll(async () => {
  const { db } = await cloneDatabase()
  deps = {
    db,
    clock: wall,
    wall,
    ids: seededIds('ask', wall),
    vault: vaultWith(Buffer.alloc(32, 7)),
    dataDir: '/nowhere',
  }
  await buildScene(deps, { check: false })
  const jobs = { enqueue: () => Promise.resolve({ runId: '' }), stop: () => Promise.resolve() }
  web = createWeb({
    deps,
    pageDeps: deps,
    jobs,
    demo: false,
    host: '127.0.0.1',
    routes: weighty,
    logDefect: (error) => {
      throw error
    },
  })
})

/** Somebody who signed in an hour ago and was there all the time. */
async function staleSession(login: string) {
  wall.to(sceneNow)
  const user = { districtId: sceneDistrict, login, displayName: '许静言', roles: ['administrator'] as const }
  const { password, id } = await createUser(deps, operator, user)
  await deps.db.updateTable('app_user').set({ must_change_password: false }).where('id', '=', id).execute()
  const { token } = await signIn(deps, { login, password })
  const { csrf } = (await readSession(deps, token, 'r'))!
  wall.to('2026-10-09T01:20:00.000Z')
  const headers = { host: '127.0.0.1:8080', cookie: `govmedia_session=${token}` }
  const post = (path: string, body: URLSearchParams | FormData, more: Record<string, string> = {}) =>
    web.app.request(path, { method: 'POST', headers: { ...headers, ...more }, body })
  return { password, csrf, token, headers, post }
}

const fieldsOf = (page: string) =>
  [
    ...page.slice(page.indexOf('<form class="card"')).matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g),
  ].map(([, name, value]) => [name!, value!] as [string, string])

it('a form that weighs is held up, asks for the password, and goes on with all that was typed', async () => {
  const { post, csrf, password } = await staleSession('one')
  const sent = new URLSearchParams([
    ['_csrf', csrf],
    ['note', '照此办理'],
    ['to', 'a'],
    ['to', 'b'],
  ])
  const held = await post('/weighty?page=2', sent)
  const page = await held.text()
  expect([held.status, taken.length]).toEqual([403, 0])
  expect(page).toContain('请先验证身份')
  expect(page).toContain('action="/weighty?page=2"')
  expect(fieldsOf(page)).toEqual([...sent])
  const wrong = await post('/weighty?page=2', new URLSearchParams([...fieldsOf(page), ['_confirm', 'wrong']]))
  const again = await wrong.text()
  expect(again).toContain('密码或动态口令不正确')
  expect(again).not.toContain('wrong"')
  const done = await post('/weighty?page=2', new URLSearchParams([...fieldsOf(again), ['_confirm', password]]))
  expect([done.status, await done.text()]).toEqual([200, '办好了'])
  expect(taken).toHaveLength(1)
  // And isn't asked again for the next one.
  expect((await post('/weighty', sent)).status).toBe(200)
})

it('files chosen before the password was asked for are kept, sealed, and go on with the form', async () => {
  const { post, csrf, password } = await staleSession('two')
  const form = new FormData()
  form.set('_csrf', csrf)
  form.set('note', '两份材料')
  form.set('scan', new File(['签字件'], '签字件.pdf', { type: 'application/pdf' }))
  form.append('proof', new File([new Uint8Array([0, 255, 13, 10])], '截图.png', { type: 'image/png' }))
  const page = await (await post('/weighty?of=1', form)).text()
  expect(page).toContain('填写的内容和所选的文件已经保留')
  expect(fieldsOf(page)).toEqual([
    ['_csrf', csrf],
    ['note', '两份材料'],
    ['_held', 'yes'],
  ])
  const rows = await deps.db.selectFrom('held_file').select(['name', 'sealed']).orderBy('position').execute()
  expect(rows.map(({ name }) => name)).toEqual(['签字件.pdf', '截图.png'])
  expect(rows[0]!.sealed.includes(Buffer.from('签字件'))).toBe(false)

  const again = await (await post('/weighty?of=1', new URLSearchParams([...fieldsOf(page), ['_confirm', 'no']]))).text()
  expect(fieldsOf(again)).toEqual(fieldsOf(page))
  const done = await post('/weighty?of=1', new URLSearchParams([...fieldsOf(again), ['_confirm', password]]))
  expect(done.status).toBe(200)
  const { scan, proof, note } = taken.at(-1) as Record<string, File | string>
  expect(note).toBe('两份材料')
  expect([(scan as File).name, (scan as File).type, await (scan as File).text()]).toEqual([
    '签字件.pdf',
    'application/pdf',
    '签字件',
  ])
  expect([...new Uint8Array(await (proof as File).arrayBuffer())]).toEqual([0, 255, 13, 10])
  expect(await deps.db.selectFrom('held_file').select('name').execute()).toEqual([])
})

it('kept files go to the form they were chosen on, once, within a quarter of an hour, and with the session', async () => {
  const { post, csrf, password, token } = await staleSession('late')
  const hold = async () => {
    const form = new FormData()
    form.set('_csrf', csrf)
    form.set('scan', new File(['x'], 'scan.pdf'))
    return fieldsOf(await (await post('/weighty', form)).text())
  }
  const held = await hold()
  const other = await post('/users', new URLSearchParams([...held, ['_confirm', password]]))
  expect([other.status, await other.text()]).toEqual([422, expect.stringContaining('重新选择文件')])
  await deps.db.updateTable('session').set({ confirmed_at: null }).execute()
  wall.to('2026-10-09T01:36:00.000Z')
  const late = await post('/weighty', new URLSearchParams([...held, ['_confirm', password]]))
  expect([late.status, await late.text()]).toEqual([422, expect.stringContaining('只保留十五分钟')])
  await deps.db.updateTable('session').set({ confirmed_at: null }).execute()
  await hold()
  expect(await deps.db.selectFrom('held_file').select('name').execute()).toHaveLength(1)
  await signOut(deps, token)
  expect(await deps.db.selectFrom('held_file').select('name').execute()).toEqual([])
})

it('a file with the mark of a state secret is not even held, whatever word comes with it', async () => {
  const { post, csrf } = await staleSession('marked')
  const marked = (confirm: { note: string } | { _confirm: string }) => {
    const form = new FormData()
    for (const [name, value] of Object.entries({ _csrf: csrf, ...confirm })) form.set(name, value)
    form.set('scan', new File(['机密★10年\n部署'], '材料.txt'))
    return post('/weighty', form)
  }
  for (const confirm of [{ note: '材料' }, { _confirm: 'no' }]) {
    const refused = await marked(confirm)
    expect([refused.status, await refused.text()]).toEqual([
      422,
      expect.stringContaining('文件“材料.txt”带有国家秘密标志，没有保存'),
    ])
    expect(await deps.db.selectFrom('held_file').select('name').execute()).toEqual([])
  }
})

it('a file sent with the fifth wrong word is kept for nobody', async () => {
  const { post, csrf, token } = await staleSession('fifth')
  await deps.db.updateTable('session').set({ wrong_confirmations: 4 }).execute()
  const form = new FormData()
  for (const [name, value] of [
    ['_csrf', csrf],
    ['_confirm', 'no'],
  ] as const)
    form.set(name, value)
  form.set('scan', new File(['x'], 'scan.pdf'))
  expect((await post('/weighty', form)).status).toBe(403)
  expect(await readSession(deps, token, 'r')).toBeUndefined()
  expect(await deps.db.selectFrom('held_file').select('name').execute()).toEqual([])
})

it('a download comes after the password, and no foreign place is gone to', async () => {
  const { post, csrf, password, headers } = await staleSession('three')
  const page = await (await web.app.request('/weighty-file?year=2026', { headers })).text()
  expect(fieldsOf(page)).toEqual([
    ['_csrf', csrf],
    ['back', '/weighty-file?year=2026'],
  ])
  const wrong = await (await post('/confirm', new URLSearchParams([...fieldsOf(page), ['_confirm', 'no']]))).text()
  expect(fieldsOf(wrong)).toContainEqual(['back', '/weighty-file?year=2026'])
  const right = await post('/confirm', new URLSearchParams([...fieldsOf(wrong), ['_confirm', password]]))
  expect(right.headers.get('location')).toBe('/weighty-file?year=2026')
  const away = new URLSearchParams({ _csrf: csrf, back: '//evil.example', _confirm: password })
  expect((await post('/confirm', away)).headers.get('location')).toBe('/')
})

it('a script hears it as a sentence, and without the form’s token nothing is tried', async () => {
  const { post, csrf, password, token } = await staleSession('four')
  const json = await post('/weighty', new URLSearchParams({ _csrf: csrf }), { accept: 'application/json' })
  expect([json.status, await json.json()]).toMatchObject([403, { code: 'access.confirm-first' }])
  expect((await post('/weighty', new URLSearchParams({ _confirm: password }))).status).toBe(403)
  expect((await readSession(deps, token, 'r'))!.actor.unconfirmed).toBe(true)
})

it('making a user is held up by its page, too', async () => {
  const { post, csrf } = await staleSession('five')
  const form = { _csrf: csrf, displayName: '陆知行', login: 'lu', roles: 'reviewer' }
  expect(await (await post('/users', new URLSearchParams(form))).text()).toContain('请先验证身份')
})
