import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createUser,
  type Deps,
  operatorActor,
  permissionTable,
  type Role,
  roles,
  vaultWith,
} from '../../src/access/index.ts'
import { allRoutes } from '../../src/app/routes.ts'
import { type Clock, fixedClock, instant } from '../../src/calendar/index.ts'
import { seededIds } from '../../src/database/index.ts'
import { seedCalendar } from '../../src/holidays/index.ts'
import { latestEvents } from '../../src/trail/index.ts'
import { createWeb } from '../../src/web/index.ts'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'
import { buildScene, type Scene, sceneDistrict, sceneNow, type SignedIn } from '../support/scene.ts'

let database: TestDatabase
let deps: Deps
let scene: Scene
let web: ReturnType<typeof createWeb>
let wall: Clock
const people = {} as Record<Role, SignedIn>
const defects: { error: unknown; context: Record<string, string> }[] = []
const dataDir = mkdtempSync(join(tmpdir(), 'govmedia-pages-'))

beforeAll(async () => {
  database = await cloneDatabase()
  wall = fixedClock(instant(sceneNow))
  deps = {
    db: database.db,
    clock: wall,
    wall,
    ids: seededIds('all-pages', wall),
    vault: vaultWith(Buffer.alloc(32, 7)),
    dataDir,
  }
  await seedCalendar(deps.db, wall.now())
  scene = await buildScene(deps)
  for (const role of roles)
    if (role !== 'operator')
      people[role] = await scene.signIn(role, role.startsWith('unit_') ? { unit: '临湖区水务局' } : {})
  const jobs = {
    enqueue: () => Promise.resolve({ runId: '00000000-0000-7000-8000-000000000000' }),
    stop: () => Promise.resolve(),
  }
  web = createWeb({
    deps,
    pageDeps: deps,
    jobs,
    demo: true,
    host: '127.0.0.1',
    routes: allRoutes,
    logDefect: (error, context) => defects.push({ error, context }),
  })
})
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

const get = (path: string, who?: SignedIn, headers: Record<string, string> = {}) =>
  web.app.request(path, { headers: { host: '127.0.0.1:8080', ...who?.headers, ...headers } })
const post = (path: string, fields: Record<string, string>, who?: SignedIn, headers: Record<string, string> = {}) =>
  web.app.request(path, {
    method: 'POST',
    headers: { host: '127.0.0.1:8080', ...who?.headers, ...headers },
    body: new URLSearchParams({ ...(who && { _csrf: who.csrf }), ...fields }),
  })
const concrete = (path: string) =>
  path
    .replace(':month', '2026-09')
    .replace(':format', 'pdf')
    .replace(':file', '00000000-0000-7000-8000-000000000000.json')
    .replace(/:\w+/g, '00000000-0000-7000-8000-000000000000')

describe('every door', () => {
  const signedInRoles = roles.filter((role) => role !== 'operator' && role !== 'upper_office')

  it('is in the table once, and none stands open but sign-in with its ways through a provider, the display, 我要找错, how the interface is read, released open data, a secret calendar and what WeChat tells a 第三方平台', () => {
    // What programs ask says itself whose token it wants (open-interface.test.ts); ways through a provider: app/sso/pages.test.ts.
    const known = web.routeTable.filter(({ door, path }) => door === 'public' && !/^\/(api\/v1|sso)\//.test(path))
    expect(known.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
      'get /api',
      'get /display',
      'get /own-reminders/calendar/:feed',
      'get /public-data/:district',
      'get /public-data/:district/circulars.atom',
      'get /public-data/:district/feeds.opml',
      'get /public-data/:district/files/:file',
      'get /report-error',
      'get /report-error/status',
      'get /sign-in',
      'get /sign-in/code',
      'post /report-error',
      'post /report-error/status',
      'post /sign-in',
      'post /sign-in/code',
      'post /weixin/:component/events',
    ])
    const all = web.routeTable.map(({ method, path }) => `${method} ${path}`)
    expect([new Set(all).size, all.length > 40]).toEqual([all.length, true])
  })

  it('leads who reads the address of a form to the page above it, with the list as it was filtered', async () => {
    const pages = web.routeTable.filter(({ method }) => method === 'get').map(({ path }) => path)
    const forms = web.routeTable.filter(({ method, path }) => method === 'post' && !pages.includes(path))
    expect(forms.length).toBeGreaterThan(50)
    const readable = new Set(pages.map(concrete))
    for (const { path } of forms) {
      const answer = await get(`${concrete(path)}?state=open`)
      const [above = '', query] = (answer.headers.get('location') ?? '').split('?')
      const isAbove =
        above === '/' ? query === undefined : concrete(path).startsWith(`${above}/`) && query === 'state=open'
      expect([answer.status, readable.has(above), isAbove], `${path} -> ${above}`).toEqual([303, true, true])
    }
    const check = '/filing/returns/:id/check'
    const sent = await get(concrete(`${check}/corrections/confirm`))
    expect(sent.headers.get('location')).toBe(concrete(check))
    expect((await get('/months/check')).headers.get('location')).toBe('/months')
  })

  it('opens to whoever it names', async () => {
    for (const { method, path, door } of web.routeTable) {
      if (method !== 'get' || door === 'public' || door === 'signed-in' || path.includes(':')) continue
      for (const role of signedInRoles.filter((one) => permissionTable[one][door] !== undefined)) {
        const answer = await get(path, people[role])
        expect(answer.status, `${role} ${path}`).toBe(200)
      }
    }
  }, 300_000)
})

describe('a form', () => {
  it.each([
    ['without its token', { _csrf: '' }, {}],
    ['with the token of another session', { _csrf: 'x'.repeat(36) }, {}],
    ['sent by a page of another site', {}, { 'sec-fetch-site': 'cross-site' }],
    ['sent from another origin', {}, { origin: 'https://evil.example' }],
    ['sent from a sandboxed page', {}, { origin: 'null' }],
  ])('%s is refused and changes nothing', async (_what, fields, headers) => {
    const before = (await latestEvents(deps.db, sceneDistrict, { limit: 1 }))[0]?.seq
    const answer = await post(
      '/units/new',
      { name: '某单位', kind: 'department', ...fields },
      people.supervisor,
      headers,
    )
    expect(answer.status).toBe(403)
    expect(await answer.text()).toContain('页面已过期或来源不明')
    expect((await latestEvents(deps.db, sceneDistrict, { limit: 1 }))[0]?.seq).toBe(before)
  })

  it('that is too large is refused with a sentence', async () => {
    const answer = await post('/units/new', { name: 'x'.repeat(300_000) }, people.supervisor)
    expect(answer.status).toBe(413)
    expect(await answer.text()).toContain('256 kB')
  })

  it('that is refused comes back with what was typed: a name somebody has', async () => {
    const make = () =>
      post('/users', { login: 'taken', displayName: '许静言', roles: 'reviewer' }, people.administrator)
    await make()
    const taken = await make()
    expect(taken.status).toBe(409)
    const users = await taken.text()
    expect(users).toContain('已有人使用')
    expect(users).toContain('value="许静言"')
    expect(users).toMatch(/value="reviewer" checked/)
  })

  it.each([
    ['/settings', { key: 'maxSilentDays', value: '10' }, 'office_head'],
    ['/cleanup/settings', { key: 'cleanupSilentDays', value: '90' }, 'office_head'],
    ['/closings/settings', { key: 'closureRecheckDays', value: '10' }, 'office_head'],
    ['/messages/clocks', { key: 'messageClockSimple', value: '1个工作日' }, 'office_head'],
    ['/sources/retention', { key: 'evidenceOtherYears', value: '3' }, 'office_head'],
    ['/handovers/period', { count: '3' }, 'office_head'],
    ['/people/period', { count: '3' }, 'office_head'],
  ] as const)('of %s for a day that has passed comes back with what was typed', async (path, fields, role) => {
    const past = await post(path, { ...fields, effectiveFrom: '2020-01-01', source: '临湖区通知第 3 号' }, people[role])
    const text = await past.text()
    expect(past.status).toBe(422)
    expect(text).toContain('已经过去')
    expect(text).toContain('value="临湖区通知第 3 号"')
    expect(text).toContain('value="2020-01-01"')
  })

  it('that is not filled in right comes back with what was typed', async () => {
    const answer = await post(
      '/accounts/new',
      {
        name: '临湖新号',
        platform: 'weibo',
        unitId: scene.units['临湖区教育局']!,
        profileUrl: 'javascript:alert(1)',
        operatorUnit: '某传媒',
      },
      people.supervisor,
    )
    expect(answer.status).toBe(422)
    const text = await answer.text()
    expect(text).toContain('主页链接应以 https:// 或 http:// 开头')
    expect(text).toContain('value="某传媒"')
  })
})

describe('an account', () => {
  it('is registered, shown and changed; a stale change keeps what was typed', async () => {
    const made = await post(
      '/accounts/new',
      {
        name: '临湖新号',
        platform: 'toutiao',
        unitId: scene.units['临湖区教育局']!,
        principalName: '张三',
        principalPhone: '13800001234',
        openedOn: '2019年6月',
      },
      people.supervisor,
    )
    expect(made.status).toBe(303)
    const path = made.headers.get('location')!
    const shown = await (await get(path, people.supervisor)).text()
    expect(shown).toContain('2019年6月')
    expect(shown).toContain('138****1234')
    expect(shown).not.toContain('13800001234')
    const stale = await post(
      `${path}/edit`,
      { version: '7', name: '临湖新号改', platform: 'toutiao', unitId: scene.units['临湖区教育局']! },
      people.supervisor,
    )
    expect(stale.status).toBe(409)
    expect(await stale.text()).toContain('临湖新号改')
  })

  it('shows a full number only on asking, to who may, and leaves a trace', async () => {
    const made = await post(
      '/accounts/new',
      {
        name: '临湖又一号',
        platform: 'toutiao',
        unitId: scene.units['临湖区民政局']!,
        contactName: '李四',
        contactPhone: '13900005678',
      },
      people.supervisor,
    )
    const path = made.headers.get('location')!
    const personId =
      /name="personId" value="([^"]+)"/.exec(await (await get(path, people.supervisor)).text())?.[1] ?? ''
    expect((await post(`${path}/reveal`, { personId }, people.reviewer)).status).toBe(403)
    expect(await (await post(`${path}/reveal`, { personId }, people.supervisor)).text()).toContain('13900005678')
    expect((await latestEvents(deps.db, sceneDistrict, { limit: 1 }))[0]).toMatchObject({
      action: 'person.revealed',
      subjectId: personId,
    })
    const other = scene.accounts['临湖区水务局/weibo/临湖水务']
    expect((await post(`/accounts/${other}/reveal`, { personId }, people.supervisor)).status).toBe(404)
  })

  it('of another unit does not exist for a unit', async () => {
    const [own, other] = [
      scene.accounts['临湖区水务局/weibo/临湖水务'],
      scene.accounts['临湖区教育局/wechat_official/临湖教育'],
    ]
    expect((await get(`/accounts/${own}`, people.unit_editor)).status).toBe(200)
    expect((await get(`/accounts/${other}`, people.unit_editor)).status).toBe(404)
    expect((await get(`/units/${scene.units['临湖区教育局']}`, people.unit_editor)).status).toBe(404)
    const list = await (await get('/accounts', people.unit_editor)).text()
    expect(list).toContain('临湖水务')
    expect(list).not.toContain('临湖教育')
    for (const path of ['/accounts/../users', '/accounts/1', "/accounts/' or 1=1"])
      expect([404, 403], path).toContain((await get(path, people.unit_editor)).status)
  })
})

describe('every page', () => {
  it('escapes what people typed', async () => {
    await createUser(deps, operatorActor('test', 'r'), {
      districtId: sceneDistrict,
      login: 'script',
      displayName: '<script>alert(1)</script>',
      roles: ['reviewer'],
    })
    for (const [path, who] of [
      ['/users', people.administrator],
      ['/accounts?q=<script>alert(1)</script>', people.supervisor],
    ] as const) {
      const text = await (await get(path, who)).text()
      expect(text, path).not.toContain('<script>alert')
      expect(text, path).toContain('&lt;script&gt;')
    }
  })

  it('is strict in its headers and kept by nobody', async () => {
    const { headers } = await get('/accounts', people.supervisor)
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(headers.get('content-security-policy')).not.toContain('unsafe')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('cache-control')).toBe('no-store')
  })

  it('has no inline script or style, is marked as a demonstration, and stays under 60 kB with its style', async () => {
    const style = /href="(\/static\/style[^"]+)"/.exec(await (await get('/sign-in')).text())![1]!
    const packed = { 'accept-encoding': 'gzip' }
    const styleBytes = (await (await get(style, undefined, packed)).arrayBuffer()).byteLength
    for (const { path, door } of web.routeTable.filter(
      // What a page asks for in the quiet is part of a page that is looked at itself.
      ({ method, path: one, quiet }) => method === 'get' && !one.includes(':') && one !== '/display' && !quiet,
    )) {
      const who =
        door === 'users.manage' ? people.administrator : door === 'trail.read' ? people.office_head : people.supervisor
      const answer = await get(path, who)
      if (answer.headers.get('content-type')?.startsWith('text/html') !== true) continue
      const plain = await answer.text()
      expect(plain, path).not.toMatch(/\sstyle="|<script>|\son\w+="/)
      expect(plain, path).toContain('演示数据')
      const bytes = (await (await get(path, who, packed)).arrayBuffer()).byteLength
      expect((bytes + styleBytes) / 1024, path).toBeLessThan(60)
    }
  })

  it('is found only under our own name', async () => {
    expect((await web.app.request('/sign-in', { headers: { host: 'evil.example' } })).status).toBe(400)
    expect((await web.app.request('/sign-in', { headers: { host: 'localhost:8080' } })).status).toBe(200)
    expect((await web.app.request('/healthz', { headers: { host: 'evil.example' } })).status).toBe(200)
  })

  it('turns to 长者模式 and back to where one was, and nowhere else', async () => {
    const answer = await get('/display?mode=elder&back=/accounts')
    expect(answer.headers.get('location')).toBe('/accounts')
    expect(answer.headers.get('set-cookie')).toContain('govmedia_mode=elder')
    expect(
      await (
        await get('/accounts', people.supervisor, {
          cookie: `${people.supervisor.headers['cookie']}; govmedia_mode=elder`,
        })
      ).text(),
    ).toContain('data-mode="elder"')
    for (const back of [
      '//evil.example',
      '/\\evil.example',
      'https://evil.example',
      'javascript:alert(1)',
      '/%09/evil.example\t',
    ]) {
      expect((await get(`/display?mode=elder&back=${encodeURIComponent(back)}`)).headers.get('location'), back).toMatch(
        /^\/(?![/\\])/,
      )
    }
  })

  it('says an id when the program itself fails, and logs it once', async () => {
    const broken = createWeb({
      deps,
      pageDeps: { ...deps, db: undefined as never },
      jobs: { enqueue: () => Promise.reject(new Error('none')), stop: () => Promise.resolve() },
      demo: false,
      host: '127.0.0.1',
      routes: allRoutes,
      logDefect: (error, context) => defects.push({ error, context }),
    })
    const before = defects.length
    const answer = await broken.app.request('/accounts', {
      headers: { host: '127.0.0.1', ...people.supervisor.headers },
    })
    expect(answer.status).toBe(500)
    expect(defects.length).toBe(before + 1)
    expect(await answer.text()).toContain(defects.at(-1)!.context['id']!)
  })
})

describe('signing in', () => {
  it('sets a cookie no script reads, leads to the first password, and back to where one wanted to go', async () => {
    const { password } = await createUser(deps, operatorActor('test', 'r'), {
      districtId: sceneDistrict,
      login: 'newcomer',
      displayName: '许静言',
      roles: ['supervisor'],
    })
    const wrong = await post('/sign-in', { login: 'newcomer', password: 'wrong', back: '/accounts' })
    expect(wrong.status).toBe(401)
    expect(await wrong.text()).toContain('用户名或密码不正确')
    const answer = await post('/sign-in', { login: 'newcomer', password, back: '//evil.example' })
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toBe('/password')
    const cookie = answer.headers.get('set-cookie')!
    expect(cookie).toMatch(/HttpOnly/)
    expect(cookie).toMatch(/SameSite=Lax/)
    const headers = { cookie: cookie.split(';')[0]! }
    expect((await get('/accounts', undefined, headers)).headers.get('location')).toBe('/password')
  })

  it('says at its field that the present password is not the one', async () => {
    const next = '湖边的小船和一丛芦苇'
    const wrong = await post('/password', { current: '不是', next, again: next }, people.auditor)
    expect([wrong.status, await wrong.text()]).toEqual([
      401,
      expect.stringContaining('id="current-error">当前密码不正确'),
    ])
  })
})

describe('节假日', () => {
  const notice = `国务院办公厅关于2027年部分节假日安排的通知
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。2月13日（周六）、2月14日（周日）上班。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。5月8日（周六）上班。
五、端午节：6月9日（周三）放假，共1天。
六、中秋节：9月15日（周三）放假，共1天。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。10月9日（周六）上班。`

  it('are previewed with every statement checked, and then official for everybody', async () => {
    const wrong = await post(
      '/holidays',
      { text: notice.replace('2月5日（周五）', '2月5日（周四）') },
      people.supervisor,
    )
    expect(wrong.status).toBe(422)
    expect(await wrong.text()).toContain('2月5日是周五，不是周四')
    const preview = await (await post('/holidays', { text: notice }, people.supervisor)).text()
    expect(preview).toContain('星期和天数已逐条核对')
    // As the year is told once it is taken: with the weekday, not as a machine writes days.
    expect(preview).toContain('data-l="调休上班">2月13日（周六）、2月14日（周日）')
    expect(preview).not.toMatch(/>[^<]*2027-02-14/)
    expect((await post('/holidays/confirm', { text: notice }, people.reviewer)).status).toBe(403)
    expect((await post('/holidays/confirm', { text: notice }, people.supervisor)).headers.get('location')).toBe(
      '/holidays?year=2027',
    )
    const year = await (await get('/holidays?year=2027', people.supervisor)).text()
    expect(year).toContain('2月5日（周五）至2月11日（周四），共 7 天')
    // Told in the same words before and after.
    const tableOf = (page: string) => /<tbody>.*?元旦.*?<\/tbody>/.exec(page)?.[0]
    expect(tableOf(year)).toBe(tableOf(preview))
  })
})
