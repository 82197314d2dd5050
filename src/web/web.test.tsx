import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { cloneDatabase } from '../../tests/support/database.ts'
import { buildScene, type Scene, sceneNow, type SignedIn } from '../../tests/support/scene.ts'
import { type Deps, vaultWith } from '../access/index.ts'
import { fixedClock, instant } from '../calendar/index.ts'
import { seededIds } from '../database/index.ts'
import type { JobQueue } from '../jobs/index.ts'
import { createWeb, CsrfField, defineRoutes, Field, type FormOutcome, readForm, render } from './index.ts'

const noJobs: JobQueue = {
  enqueue: () => Promise.reject(new Error('the kit asked for a job')),
  stop: () => Promise.resolve(),
}

const noteForm = z.object({ note: z.string('请填写备注。') })
let lastNote: FormOutcome<z.output<typeof noteForm>> | undefined

// The smallest room there can be: a page with a form, and a page that breaks.
const roomRoutes = defineRoutes([
  {
    method: 'get',
    path: '/notes',
    door: 'ledger.edit',
    handle: (c) =>
      render(c, <h1>{c.req.query('name') ?? '备注'}</h1>, { title: c.req.query('name') ?? '备注', current: '' }),
  },
  {
    method: 'post',
    path: '/notes',
    door: 'ledger.edit',
    handle: async (c) => {
      lastNote = await readForm(c, noteForm)
      if (lastNote.ok) return c.redirect('/notes', 303)
      const { errors, values } = lastNote
      const page = (
        <form method="post">
          <CsrfField csrf={c.var.session.csrf} />
          <Field name="note" label="备注" value={String(values['note'] ?? '')} error={errors['note']} />
        </form>
      )
      return render(c, page, { title: '备注', current: '' }, 422)
    },
  },
  {
    method: 'get',
    path: '/broken',
    door: 'signed-in',
    handle: () => {
      throw new Error('the shelf fell down')
    },
  },
])

let deps: Deps
let scene: Scene
let supervisor: SignedIn
let leader: SignedIn
let web: ReturnType<typeof createWeb>
const defects: { error: unknown; context: Record<string, string> }[] = []

function webWith(over: Partial<Parameters<typeof createWeb>[0]> = {}) {
  return createWeb({
    deps,
    pageDeps: deps,
    jobs: noJobs,
    demo: false,
    host: '127.0.0.1',
    routes: roomRoutes,
    logDefect: (error, context) => defects.push({ error, context }),
    ...over,
  })
}

beforeAll(async () => {
  const { db } = await cloneDatabase()
  const clock = fixedClock(instant(sceneNow))
  const ids = seededIds('web', clock)
  deps = { db, clock, wall: clock, ids, vault: vaultWith(Buffer.alloc(32, 7)), dataDir: '/nonexistent' }
  scene = await buildScene(deps, { check: false })
  supervisor = await scene.signIn('supervisor')
  leader = await scene.signIn('district_leader')
  web = webWith()
})

const local = { host: 'localhost' }
const get = (path: string, headers: Record<string, string> = local) => web.app.request(path, { headers })
const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = supervisor.headers) =>
  web.app.request(path, { method: 'POST', headers, body: new URLSearchParams(fields) })
const note = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
  post('/notes', fields, { ...supervisor.headers, ...headers })
const withToken = (fields: Record<string, string> = {}) => ({ _csrf: supervisor.csrf, ...fields })

describe('headers', () => {
  it.each(['/sign-in', '/nothing-here', '/healthz'])(
    '%s carries the strict headers and is kept by nobody',
    async (path) => {
      const { headers } = await get(path)
      const policy = headers.get('content-security-policy')
      for (const part of [
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self' data:",
        "script-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
      ])
        expect(policy?.split('; ')).toContain(part)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('same-origin')
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
      expect(headers.get('permissions-policy')).toContain('geolocation=()')
      expect(headers.get('cache-control')).toBe('no-store')
    },
  )

  it('pages go over the wire compressed', async () => {
    const { headers } = await get('/notes', { ...supervisor.headers, 'accept-encoding': 'gzip' })
    expect(headers.get('content-encoding')).toBe('gzip')
  })
})

describe('who is asked for', () => {
  it.each(['localhost', 'localhost:8080', '127.0.0.1:8080', '[::1]:8080'])('%s is a name of ours', async (host) => {
    expect((await get('/sign-in', { host })).status).toBe(200)
  })

  it.each(['evil.example', '127.0.0.1.evil.example', 'localhost.evil.example:8080', ''])(
    'a page asked for as “%s” is refused, so that no foreign name reaches this machine',
    async (host) => {
      expect((await get('/sign-in', { host })).status).toBe(400)
    },
  )

  it('a configured address is a name of ours, and no other is', async () => {
    const { app } = webWith({ host: '10.1.2.3' })
    expect((await app.request('/sign-in', { headers: { host: '10.1.2.3:80' } })).status).toBe(200)
    expect((await app.request('/sign-in', { headers: { host: '10.1.2.4:80' } })).status).toBe(400)
  })

  it('a watchdog may ask whether the program lives under any name and without a session', async () => {
    const answer = await get('/healthz', { host: 'watchdog.example' })
    expect([answer.status, await answer.text()]).toEqual([200, 'ok'])
  })
})

describe('who may come in', () => {
  it('without a session one is sent to sign in, and comes back to the same list', async () => {
    const answer = await get('/notes?name=甲&page=2')
    expect(answer.status).toBe(303)
    const location = new URL(answer.headers.get('location') ?? '', 'http://localhost')
    expect(location.pathname).toBe('/sign-in')
    expect(decodeURIComponent(location.searchParams.get('back') ?? '')).toBe('/notes?name=甲&page=2')
  })

  it('a program that asks for JSON without a session is told 401', async () => {
    const answer = await get('/notes', { ...local, accept: 'application/json' })
    expect([answer.status, await answer.json()]).toMatchObject([401, { code: 'access.sign-in-required' }])
  })

  it('a made-up session is none', async () => {
    expect((await get('/notes', { ...local, cookie: 'govmedia_session=made-up' })).status).toBe(303)
  })

  it('who may not is told which right is missing, inside the frame', async () => {
    const answer = await get('/notes', leader.headers)
    const text = await answer.text()
    expect(answer.status).toBe(403)
    expect(text).toContain('登记、修改台账')
    expect(text).toContain('aria-label="主导航"')
  })

  it('every route says who may come in', () => {
    expect(web.routeTable.length).toBeGreaterThan(roomRoutes.length)
    for (const { door } of web.routeTable) expect(door).toBeTruthy()
  })

  it('the directory shows only what a person may open', async () => {
    const text = await (await get('/password', leader.headers)).text()
    expect(text).toContain('href="/reports"')
    expect(text).not.toContain('href="/users"')
  })

  it('whoever still has the first password changes it before anything else', async () => {
    const fresh = await scene.signIn('supervisor')
    await deps.db.updateTable('app_user').set({ must_change_password: true }).where('id', '=', fresh.id).execute()
    const answer = await get('/notes', fresh.headers)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/password'])
    expect((await get('/password', fresh.headers)).status).toBe(200)
  })
})

describe('forms come from our own pages', () => {
  it('a form with the session’s token is taken', async () => {
    const answer = await note(withToken({ note: '已核对' }))
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/notes'])
    expect(lastNote).toEqual({ ok: true, value: { note: '已核对' } })
  })

  it('the token may come in a header', async () => {
    expect((await note({ note: '已核对' }, { 'x-csrf': supervisor.csrf })).status).toBe(303)
  })

  it('a form without the token, or with another’s, is refused', async () => {
    const made: Record<string, string>[] = [{}, { _csrf: '' }, { _csrf: leader.csrf }, { _csrf: `${supervisor.csrf}x` }]
    for (const fields of made) expect((await note({ ...fields, note: '冒填' })).status).toBe(403)
  })

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['a neighbour’s name', { 'sec-fetch-site': 'same-site' }],
    ['another origin', { origin: 'https://evil.example' }],
    ['our name at another port', { origin: 'http://localhost:9999' }],
    ['no origin it wants to name', { origin: 'null' }],
    ['an origin that is no address', { origin: 'nonsense' }],
  ])('a form from %s is refused even with the token', async (_, headers) => {
    const before = defects.length
    expect((await note(withToken({ note: '冒填' }), headers as Record<string, string>)).status).toBe(403)
    expect(defects.length).toBe(before)
  })

  it('a sign-in sent by another site is refused', async () => {
    const headers = { ...local, 'sec-fetch-site': 'cross-site' }
    expect((await post('/sign-in', { login: 'a', password: 'b' }, headers)).status).toBe(403)
  })
})

describe('what a form brings', () => {
  it('a wrong field comes back with its sentence, tied to it, and with what was typed', async () => {
    const text = await (await note(withToken())).text()
    expect(text).toContain('请填写备注。')
    expect(text).toMatch(/id="note"[^>]*aria-describedby="note-error"/)
    expect(text).toContain('id="note-error"')
  })

  it('blanks alone are nothing', async () => {
    expect((await note(withToken({ note: '  　 ' }))).status).toBe(422)
  })

  it('a form over 256 kB is refused with its limit, with and without a stated length', async () => {
    const before = defects.length
    const long = 'x'.repeat(300 * 1024)
    const stated = await note(withToken({ note: long }), { 'content-length': String(long.length) })
    expect([stated.status, (await stated.text()).includes('256 kB')]).toEqual([413, true])
    const body = new Blob([new URLSearchParams(withToken({ note: long })).toString()]).stream()
    const headers = { ...supervisor.headers, 'content-type': 'application/x-www-form-urlencoded' }
    const chunked = await web.app.request(
      new Request('http://localhost/notes', { method: 'POST', headers, body, duplex: 'half' }),
    )
    expect([chunked.status, (await chunked.text()).includes('256 kB')]).toEqual([413, true])
    expect(defects.length).toBe(before)
  })

  it.each([
    ['a multipart form that names no boundary', 'multipart/form-data', 'login=a'],
    [
      'a multipart form that is cut off',
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; na',
    ],
  ])('%s is the sender’s mistake, not a defect', async (_, type, body) => {
    const before = defects.length
    const headers = { ...local, 'content-type': type }
    const answer = await web.app.request('/sign-in', { method: 'POST', headers, body })
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.status).toBeLessThan(500)
    expect(defects.length).toBe(before)
  })
})

describe('what looks like a secret', () => {
  const stops = () =>
    deps.db.selectFrom('secrecy_stop').select(['number', 'kind', 'source', 'place']).orderBy('number').execute()

  it('is not taken from a form, nor shown again: it is numbered, with the page it was typed on', async () => {
    lastNote = undefined
    const refused = await note(withToken({ note: '机密★10年 兵力部署' }))
    expect(refused.status).toBe(422)
    const text = await refused.text()
    expect(text).toContain('疑似涉密第1号')
    expect(text).not.toContain('兵力部署')
    expect(lastNote).toBeUndefined()
    expect(await stops()).toEqual([{ number: 1, kind: 'import', source: '网页填写', place: '/notes' }])
    // Sent again, it is the same one.
    expect((await note(withToken({ note: '机密★10年 兵力部署（二）' }))).status).toBe(422)
    expect(await stops()).toHaveLength(1)
  })

  it('is not taken as the name of a file either', async () => {
    const body = new FormData()
    body.append('_csrf', supervisor.csrf)
    body.append('note', '扫描件见附件')
    body.append('scan', new Blob(['%PDF-1.7']), '秘密★5年 部署图.pdf')
    const refused = await web.app.request('/notes', { method: 'POST', headers: supervisor.headers, body })
    expect(refused.status).toBe(422)
    expect(await refused.text()).not.toContain('部署图')
  })

  it('a word that only sounds like it is taken', async () => {
    expect((await note(withToken({ note: '商业秘密、保密工作、秘密花园' }))).status).toBe(303)
  })
})

describe('names with signs in them', () => {
  it('are shown as they are and never become part of the page', async () => {
    const name = '<script>alert(1)</script>"\'&'
    const text = await (await get(`/notes?name=${encodeURIComponent(name)}`, supervisor.headers)).text()
    expect(text).not.toContain('<script>alert')
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  })

  it('no page has a style attribute or a script of its own', async () => {
    for (const path of ['/sign-in', '/notes', '/password', '/nothing-here']) {
      const text = await (await get(path, supervisor.headers)).text()
      expect(text).not.toMatch(/\sstyle=|\son[a-z]+=|<style/)
      for (const [tag] of text.matchAll(/<script[^>]*>/g)) expect(tag).toContain('src="/static/')
    }
  })
})

describe('going back', () => {
  const foreign = ['//evil.example', '/\\evil.example', 'https://evil.example/', '/\t/evil.example', 'javascript:1', '']
  it.each(foreign)('“%s” is no place of ours and leads to the front page', async (back) => {
    const answer = await get(`/display?mode=elder&back=${encodeURIComponent(back)}`)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/'])
  })

  it('a place of ours is gone back to, with its filter', async () => {
    const answer = await get(`/display?mode=elder&back=${encodeURIComponent('/accounts?page=2')}`)
    expect(answer.headers.get('location')).toBe('/accounts?page=2')
  })

  it('the sign-in page doesn’t carry a foreign place along', async () => {
    expect(await (await get('/sign-in?back=//evil.example')).text()).toContain('name="back" value="/"')
  })
})

describe('长者模式', () => {
  const elder = () => ({ ...supervisor.headers, cookie: `${supervisor.headers['cookie']}; govmedia_mode=elder` })

  it('is written into the page by the server and kept in a cookie', async () => {
    expect(await (await get('/sign-in')).text()).not.toContain('data-mode')
    expect(await (await get('/notes', elder())).text()).toContain('<html lang="zh-CN" data-mode="elder">')
    expect((await get('/display?mode=elder')).headers.get('set-cookie')).toMatch(/govmedia_mode=elder.*SameSite=Lax/)
  })

  it('switching keeps the list one is looking at', async () => {
    const text = await (await get('/notes?name=a&page=2', supervisor.headers)).text()
    expect(text).toContain(`back=${encodeURIComponent('/notes?name=a&page=2')}`)
  })

  it('switching on the answer to a form leads to a page that can be opened', async () => {
    const switched = /href="(\/display\?[^"]*)"/.exec(await (await note(withToken())).text())?.[1] ?? ''
    expect(switched.replaceAll('&amp;', '&')).toContain('back=%2F')
    expect(switched).not.toContain('notes')
  })

  it('can be switched on a phone too, before and after sign-in', async () => {
    const phoneSwitch = /<a(?![^>]*class="desk")[^>]*href="\/display\?mode=elder/
    expect(await (await get('/sign-in')).text()).toMatch(phoneSwitch)
    expect(await (await get('/notes', supervisor.headers)).text()).toMatch(phoneSwitch)
  })
})

describe('when something goes wrong', () => {
  it('a page that isn’t there is said so inside the frame to who is signed in', async () => {
    const answer = await get('/nothing-here', supervisor.headers)
    const text = await answer.text()
    expect(answer.status).toBe(404)
    expect(text).toContain('aria-label="主导航"')
    expect(text).toContain('回到工作台')
  })

  it('and leads everybody else to the sign-in', async () => {
    const text = await (await get('/nothing-here')).text()
    expect(text).toContain('去登录')
    expect(text).not.toContain('主导航')
  })

  it('a defect is one line in the log, and the person sees its number and nothing of its inside', async () => {
    const answer = await get('/broken', supervisor.headers)
    const text = await answer.text()
    const defect = defects.at(-1)
    expect(answer.status).toBe(500)
    expect(defect?.error).toMatchObject({ message: 'the shelf fell down' })
    expect(defect?.context['id']).toMatch(/^[0-9a-f-]{36}$/)
    expect(text).toContain(defect?.context['id'])
    expect(text).not.toContain('shelf')
  })

  it('with the database gone the sentence still comes', async () => {
    const gone = new Proxy({} as Deps['db'], {
      get: () => {
        throw new Error('connection refused')
      },
    })
    const { app } = webWith({ deps: { ...deps, db: gone }, pageDeps: { ...deps, db: gone } })
    const answer = await app.request('/notes', { headers: supervisor.headers })
    expect([answer.status, (await answer.text()).includes('系统出现故障')]).toEqual([500, true])
    expect((await app.request('/nothing-here', { headers: supervisor.headers })).status).toBe(404)
  })
})

describe('the mark of a demonstration', () => {
  it('stands on every page of a demonstration and on no other', async () => {
    const demo = webWith({ demo: true })
    for (const [path, headers] of [
      ['/sign-in', local],
      ['/nothing-here', local],
      ['/notes', supervisor.headers],
      ['/nothing-here', supervisor.headers],
    ] as const) {
      expect(await (await demo.app.request(path, { headers })).text()).toContain('演示数据')
      expect(await (await get(path, headers)).text()).not.toContain('演示数据')
    }
  })
})

describe('the name on the head', () => {
  it('is the district’s, before sign-in too, as long as there is only one', async () => {
    for (const headers of [local, supervisor.headers])
      expect(await (await get('/nothing-here', headers)).text()).toContain('临湖区政务新媒体监管平台')
  })

  it('is nobody’s to who comes under a foreign name', async () => {
    expect(await (await get('/sign-in', { host: 'evil.example' })).text()).not.toContain('临湖区')
  })
})

describe('signing out', () => {
  it('ends the session on the server', async () => {
    const person = await scene.signIn('reviewer')
    expect((await get('/password', person.headers)).status).toBe(200)
    const answer = await post('/sign-out', { _csrf: person.csrf }, person.headers)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sign-in'])
    expect((await get('/password', person.headers)).headers.get('location')).toContain('/sign-in')
  })
})
