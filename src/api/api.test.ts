import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { cloneDatabase } from '../../tests/support/database.ts'
import { buildScene, type Scene, sceneDistrict, sceneNow, type SignedIn } from '../../tests/support/scene.ts'
import { type Actor, type Deps, operatorActor, vaultWith } from '../access/index.ts'
import { addDays, civilDate, type Clock, fixedClock, instant } from '../calendar/index.ts'
import { seededIds } from '../database/index.ts'
import { latestEvents } from '../trail/index.ts'
import { refusalCodes } from '../vocabulary/refusals/index.ts'
import { createWeb } from '../web/index.ts'
import { saveUnit } from '../registry/index.ts'
import { keptAnswers } from './kept.ts'
import { apiProblems } from './problems.ts'
import { openRoutes } from './routes.tsx'
import { createToken, type NewApiToken } from './tokens/create-token.ts'
import { listTokens } from './tokens/queries.ts'
import { revokeToken } from './tokens/revoke-token.ts'

let deps: Deps
let scene: Scene
let administrator: SignedIn
let now = instant(sceneNow)
let web: ReturnType<typeof createWeb>
const operator = operatorActor('test', 'r1')
const today = civilDate('2026-10-09')

beforeAll(async () => {
  const { db } = await cloneDatabase()
  const clock = fixedClock(instant(sceneNow))
  const wall: Clock = { now: () => now, today: () => clock.today() }
  const ids = seededIds('api', clock)
  deps = { db, clock, wall, ids, vault: vaultWith(Buffer.alloc(32, 7)), dataDir: '/none' }
  scene = await buildScene(deps)
  administrator = await scene.signIn('administrator')
})

beforeEach(() => {
  now = instant(sceneNow)
  web = createWeb({
    deps,
    pageDeps: deps,
    jobs: { enqueue: () => Promise.reject(new Error('no jobs here')), stop: () => Promise.resolve() },
    demo: false,
    host: '127.0.0.1',
    routes: openRoutes(),
    logDefect: (error) => expect.fail(String(error instanceof Error ? error.stack : error)),
  })
})

const wanted: NewApiToken = {
  districtId: sceneDistrict,
  name: '数据共享平台',
  scopes: ['ledger', 'verdicts'],
  expiresOn: addDays(today, 30),
}
const made = (over: Partial<NewApiToken> = {}) => createToken(deps, operator, { ...wanted, ...over })

const ask = (path: string, token?: string, headers: Record<string, string> = {}) =>
  web.app.request(path, {
    headers: { host: '127.0.0.1', ...(token !== undefined && { authorization: `Bearer ${token}` }), ...headers },
  })
async function codeOf(path: string, token?: string) {
  const answer = await ask(path, token)
  const problem = (await answer.json()) as { code: string; status: number }
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
  expect(problem.status).toBe(answer.status)
  return problem.code
}

describe('a token', () => {
  it('is shown once, kept as a digest, and stands in the trail with what it may read', async () => {
    const { id, token } = await made()
    expect(token).toMatch(/^gm_990100_[\w-]{43}$/)
    const kept = JSON.stringify(await deps.db.selectFrom('api_token').selectAll().where('id', '=', id).execute())
    expect(kept).not.toContain(token.slice(10))
    const [event] = await latestEvents(deps.db, sceneDistrict, { limit: 1 })
    expect([event?.action, event?.subjectId, event?.after]).toEqual([
      'api-token.created',
      id,
      { name: '数据共享平台', scopes: ['ledger', 'verdicts'], perMinute: 600, expiresOn: '2026-11-08' },
    ])
    expect(JSON.stringify(event)).not.toContain(token.slice(10))
  })

  it.each<[string, Partial<NewApiToken>, string]>([
    ['without a name', { name: ' ' }, 'api-token.name'],
    ['for nothing', { scopes: [] }, 'api-token.scopes'],
    ['that has expired', { expiresOn: addDays(today, -1) }, 'api-token.expiry'],
    ['for longer than a year', { expiresOn: addDays(today, 366) }, 'api-token.expiry'],
    ['with no number of times', { perMinute: 0.5 }, 'api-token.limit'],
  ])('is refused %s', async (_what, over, code) => {
    await expect(made(over)).rejects.toMatchObject({ code })
  })

  it('may hold for a year to the day, and is made for the own district by who manages the interface', async () => {
    await expect(made({ expiresOn: addDays(today, 365) })).resolves.toBeDefined()
    await expect(createToken(deps, administrator.actor, wanted)).resolves.toBeDefined()
    const others: Actor[] = [
      { ...administrator.actor, districtId: '990200' },
      (await scene.signIn('supervisor')).actor,
      (await scene.signIn('office_head')).actor,
    ]
    for (const actor of others)
      await expect(createToken(deps, actor, wanted)).rejects.toMatchObject({ code: 'access.denied' })
  })

  it('reads until the end of its last day, and not a moment longer', async () => {
    const { token } = await made({ expiresOn: today })
    now = instant('2026-10-09T15:59:59Z')
    expect((await ask('/api/v1/units', token)).status).toBe(200)
    now = instant('2026-10-09T16:00:00Z')
    expect(await codeOf('/api/v1/units', token)).toBe('api.token-expired')
  })

  it('that is revoked reads nothing from then on, once, by who may', async () => {
    const { id, token } = await made()
    expect((await ask('/api/v1/units', token)).status).toBe(200)
    await revokeToken(deps, administrator.actor, { districtId: sceneDistrict, id })
    expect(await codeOf('/api/v1/units', token)).toBe('api.token-revoked')
    const again = revokeToken(deps, operator, { districtId: sceneDistrict, id })
    await expect(again).rejects.toMatchObject({ code: 'api-token.already-revoked' })
    const [event] = await latestEvents(deps.db, sceneDistrict, { action: 'api-token.revoked', limit: 1 })
    expect([event?.subjectId, event?.actorId]).toEqual([id, administrator.id])
    const foreign = revokeToken(deps, operator, { districtId: '990200', id })
    await expect(foreign).rejects.toMatchObject({ code: 'api-token.unknown' })
  })

  it('tells when it was used last, to the minute', async () => {
    const { id, token } = await made()
    const used = async () => (await listTokens(deps.db, sceneDistrict)).find((one) => one.id === id)?.lastUsedAt
    expect(await used()).toBe(null)
    await ask('/api/v1/units', token)
    expect(await used()).toBe(sceneNow)
    now = instant('2026-10-09T01:00:30.000Z')
    await ask('/api/v1/units', token)
    expect(await used()).toBe(sceneNow)
    now = instant('2026-10-09T01:01:00.000Z')
    await ask('/api/v1/units', token)
    expect(await used()).toBe('2026-10-09T01:01:00.000Z')
  })

  it('reads its own district alone', async () => {
    const { token } = await made()
    const own = (await (await ask('/api/v1/units', token)).json()) as { data: unknown[] }
    expect(own.data.length).toBe(6)
    expect(await codeOf('/api/v1/units', token.replace('990100', '990200'))).toBe('api.token-unknown')
  })
})

describe('a request', () => {
  it('without a token, with a wrong one or with a session of the pages is told so', async () => {
    expect(await codeOf('/api/v1/units')).toBe('api.token-required')
    expect(await codeOf('/api/v1/units', 'gm_990100_short')).toBe('api.token-unknown')
    expect(await codeOf('/api/v1/units', `gm_990100_${'x'.repeat(43)}`)).toBe('api.token-unknown')
    const signedIn = await ask('/api/v1/units', undefined, administrator.headers)
    expect([signedIn.status, signedIn.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="govmedia"'])
  })

  it('for what the token has no right to is refused with the name of the right', async () => {
    const { token } = await made({ scopes: ['ledger'] })
    const answer = await ask('/api/v1/months/2026-09/verdicts', token)
    expect([answer.status, ((await answer.json()) as { detail: string }).detail]).toEqual([
      403,
      '令牌没有读取“月度监测结论”的权限。如确需读取，请联系系统管理员建立含此权限的令牌。',
    ])
  })

  it.each([
    ['?limit=201', 'api.bad-parameter'],
    ['?limit=0', 'api.bad-parameter'],
    ['?limit=abc', 'api.bad-parameter'],
    ['?platform=nowhere', 'api.bad-parameter'],
    ['?unitId=1', 'api.bad-parameter'],
    ['?updatedSince=2026-10-01', 'api.bad-parameter'],
    ['?updatedSince=2026-13-01T00:00:00Z', 'api.bad-parameter'],
    ['?cursor=bm90LWFuLWlk', 'api.bad-cursor'],
    ['?platfrom=weibo', 'api.unknown-parameter'],
    ['?platform=weibo&platform=douyin', 'api.bad-parameter'],
    ['?name=', 'api.bad-parameter'],
    ['/00000000-0000-7000-8000-000000000000', 'record.not-found'],
    ['/1', 'api.bad-parameter'],
  ])('of accounts%s is refused with %s', async (rest, code) => {
    const { token } = await made()
    expect(await codeOf(`/api/v1/accounts${rest}`, token)).toBe(code)
  })

  it('with a value that isn’t allowed is told which are', async () => {
    const { token } = await made()
    const { detail } = (await (await ask('/api/v1/accounts?filingState=x', token)).json()) as { detail: string }
    expect(detail).toContain('参数 filingState 不符合要求：应为 unknown、filed、unfiled 之一')
  })

  it('for an address that isn’t there is a problem, not a page', async () => {
    expect(await codeOf('/api/v1/nothing')).toBe('web.not-found')
    const posted = await web.app.request('/api/v1/units', { method: 'POST', headers: { host: '127.0.0.1' } })
    expect([posted.status, ((await posted.json()) as { code: string }).code]).toEqual([404, 'web.not-found'])
  })

  it('from a page of another site gets no leave to read the answer', async () => {
    const { token } = await made()
    const answer = await ask('/api/v1/units', token, { origin: 'https://elsewhere.example' })
    expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
    expect(answer.headers.get('vary')).toContain('Authorization')
    const asked = await web.app.request('/api/v1/units', {
      method: 'OPTIONS',
      headers: { host: '127.0.0.1', origin: 'https://elsewhere.example', 'access-control-request-method': 'GET' },
    })
    expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([404, null])
  })

  it('too often is told when to come again, and then answered', async () => {
    const { token } = await made({ perMinute: 2 })
    const other = await made({ perMinute: 2 })
    const statuses = async (of: string) => (await ask('/api/v1/units', of)).status
    expect([await statuses(token), await statuses(token)]).toEqual([200, 200])
    const refused = await ask('/api/v1/units', token)
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '30'])
    expect(await statuses(other.token)).toBe(200)
    now = instant('2026-10-09T01:00:29.000Z')
    expect(await statuses(token)).toBe(429)
    now = instant('2026-10-09T01:00:31.000Z')
    expect(await statuses(token)).toBe(200)
  })

  it('is told every code of the interface’s page by the status that stands there', () => {
    const known = new Set<string>([...refusalCodes, 'defect'])
    for (const { code } of apiProblems) expect(known.has(code), code).toBe(true)
    const told = new Set<string>(apiProblems.map(({ code }) => code))
    for (const code of refusalCodes.filter((one) => one.startsWith('api.'))) expect(told.has(code), code).toBe(true)
  })
})

describe('an answer', () => {
  const names = async (token: string) => {
    const answer = await ask('/api/v1/units', token)
    return ((await answer.json()) as { data: { name: string }[] }).data.map(({ name }) => name)
  }

  it('is new as soon as somebody has changed a record, and not only after a while', async () => {
    const { token } = await made()
    const before = await names(token)
    expect(await names(token)).toEqual(before)
    await saveUnit(deps, (await scene.signIn('supervisor')).actor, {
      districtId: sceneDistrict,
      name: '临湖区林业局',
      kind: 'department',
    })
    expect((await names(token)).toSorted()).toEqual([...before, '临湖区林业局'].toSorted())
  })

  it('tells within a minute what was changed past the program', async () => {
    const { token } = await made()
    const before = await names(token)
    await deps.db.updateTable('unit').set({ name: '临湖区园林局' }).where('name', '=', '临湖区林业局').execute()
    now = instant('2026-10-09T01:00:59.000Z')
    expect(await names(token)).toEqual(before)
    now = instant('2026-10-09T01:01:00.000Z')
    expect(await names(token)).toContain('临湖区园林局')
  })

  it('that is kept for one right is not given to another', async () => {
    const some = await made({ scopes: ['findings'] })
    const all = await made({ scopes: ['findings', 'candidates'] })
    expect((await ask('/api/v1/findings?state=candidate', all.token)).status).toBe(200)
    expect(await codeOf('/api/v1/findings?state=candidate', some.token)).toBe('api.scope-missing')
  })

  it('that is kept makes room for newer ones', () => {
    const kept = keptAnswers(100)
    const at = instant(sceneNow)
    for (const key of 'abcdefghijkl') kept.keep(key, at, { body: new Uint8Array(10), tag: key })
    expect([kept.find('a', at), kept.find('b', at), kept.find('l', at)?.tag]).toEqual([undefined, undefined, 'l'])
    kept.keep('large', at, { body: new Uint8Array(13), tag: 'large' })
    expect(kept.find('large', at)).toBeUndefined()
  })
})

describe('the pages', () => {
  const post = (path: string, fields: [string, string][], who = administrator) =>
    web.app.request(path, {
      method: 'POST',
      headers: who.headers,
      body: new URLSearchParams([['_csrf', who.csrf], ...fields]),
    })

  it('show a new token once, and never again', async () => {
    const shown = await post('/api-tokens', [
      ['name', '考核系统'],
      ['scopes', 'ledger'],
      ['scopes', 'orders'],
      ['expiresOn', '2027-01-31'],
      ['perMinute', '60'],
    ])
    const token = /gm_990100_[\w-]{43}/.exec(await shown.text())?.[0] ?? ''
    expect((await ask('/api/v1/units', token)).status).toBe(200)
    const list = await (await web.app.request('/api-tokens', { headers: administrator.headers })).text()
    expect(list).toContain('考核系统')
    expect(list).not.toContain(token)
    const id = (await listTokens(deps.db, sceneDistrict)).find(({ name }) => name === '考核系统')!.id
    expect((await post(`/api-tokens/${id}/revoke`, [])).headers.get('location')).toBe('/api-tokens')
    expect(await codeOf('/api/v1/units', token)).toBe('api.token-revoked')
  })

  it('give back what was typed with what is wrong', async () => {
    const answer = await post('/api-tokens', [
      ['name', '考核系统'],
      ['expiresOn', '二月三十日'],
      ['scopes', 'ledger'],
    ])
    const text = await answer.text()
    expect(answer.status).toBe(422)
    expect(text).toContain('有效期应在今天至2027年10月9日之间')
    expect(text).toMatch(/value="考核系统"/)
    expect(text).toMatch(/value="ledger" checked/)
  })

  it('tell how the interface is read, every operation and every code, to anybody and without anything from outside', async () => {
    const answer = await ask('/api')
    const text = await answer.text()
    expect(answer.status).toBe(200)
    for (const { code } of apiProblems) expect(text, code).toContain(`id="${code}"`)
    for (const path of ['/accounts/{id}', '/months/{month}/verdicts', '/directory/{district}'])
      expect(text).toContain(`GET /api/v1${path}`)
    expect(text).not.toMatch(/(src|href)="https?:/)
  })
})
