import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operatorActor } from '../../src/access/index.ts'
import { apiScopes, createToken } from '../../src/api/index.ts'
import { makeDemo } from '../../src/app/demo/index.ts'
import { allRoutes } from '../../src/app/routes.ts'
import { openWorkplace, type OpenWorkplace } from '../../src/app/workplace.ts'
import { dayOf } from '../../src/calendar/index.ts'
import { createWeb } from '../../src/web/index.ts'
import { webhookEvents } from '../../src/webhooks/model.ts'
import { type ApiDocument, interfaceReader } from '../support/interface-reader.ts'
import { quickFolder } from '../support/quick-folder.ts'

const folder = mkdtempSync(join(quickFolder(), 'govmedia-interface-'))
let place: OpenWorkplace
let web: ReturnType<typeof createWeb>
let token: string
let district: string
let document: ApiDocument
let reader: ReturnType<typeof interfaceReader>

beforeAll(async () => {
  const dataDir = join(folder, 'demo')
  district = (await makeDemo({ dataDir, onStep: () => undefined })).district
  place = await openWorkplace({ dataDir, role: 'cli' })
  const { deps } = place
  const { token: made } = await createToken(deps, operatorActor('test', 'r'), {
    districtId: district,
    name: '区数据共享平台',
    scopes: apiScopes,
    expiresOn: dayOf(deps.wall.now()),
    perMinute: 100_000,
  })
  token = made
  web = createWeb({
    deps,
    pageDeps: deps,
    jobs: { enqueue: () => Promise.reject(new Error('no jobs here')), stop: () => Promise.resolve() },
    demo: true,
    host: '127.0.0.1',
    routes: allRoutes,
    logDefect: (error) => expect.fail(String(error instanceof Error ? error.stack : error)),
  })
  document = (await (await ask('/api/v1/openapi.json')).json()) as ApiDocument
  reader = interfaceReader(document)
}, 120_000)
afterAll(async () => {
  await place.close()
  rmSync(folder, { recursive: true, force: true })
})

const ask = (path: string, headers: Record<string, string> = { authorization: `Bearer ${token}` }) =>
  web.app.request(path, { headers: { host: '127.0.0.1', ...headers } })

const filled = (path: string, params: Record<string, string>) =>
  `/api/v1${path.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '')}`

type Answer = { data?: { id: string }[]; next?: string | null }

async function read(path: string, params: Record<string, string> = {}, query: Record<string, string> = {}) {
  expect(reader.requestFaults(path, params, query), `${path} as it is asked`).toEqual([])
  const search = new URLSearchParams(query).toString()
  const answer = await ask(`${filled(path, params)}${search && `?${search}`}`)
  const text = await answer.text()
  expect([answer.status, answer.headers.get('content-type')], `${path}: ${text.slice(0, 300)}`).toEqual([
    200,
    'application/json; charset=utf-8',
  ])
  const body = JSON.parse(text) as Answer
  expect(reader.answerFaults(path, body), `${path} as it is answered`).toEqual([])
  return { body, text }
}

/** What each list is asked with here besides a page of two, and where one of it is found. */
const lists: Readonly<Record<string, { params?: Record<string, string>; query?: Record<string, string> }>> = {
  '/units': { query: { state: 'active', updatedSince: '2020-01-01T00:00:00+08:00' } },
  '/accounts': { query: { filingState: 'filed', platform: 'wechat_official' } },
  '/filings': { query: { state: 'accepted' } },
  '/filing-cases': { query: { updatedSince: '2020-01-01T00:00:00Z' } },
  '/months/{month}/verdicts': { params: { month: '2026-09' } },
  '/findings': { query: { state: 'confirmed' } },
  '/orders': { query: { updatedSince: '2026-01-01T00:00:00Z' } },
  '/reports': {},
  '/circulars': { query: { issuedSince: '2026-01-01' } },
  '/bulletins': {},
}
// Packages have tokens of their own, between two installations: src/api/packages/packages.test.ts asks them.
const single = new Set<string>([
  '/scores/{year}',
  '/directory/{district}',
  '/months',
  '/months/{month}',
  '/packages',
  '/packages/{id}',
])

describe('the document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const result = await new Validator().validate(structuredClone(document))
    expect([result.valid, result.errors ?? []]).toEqual([true, []])
    expect(document.openapi).toMatch(/^3\.1\./)
  })

  it('tells of every address that programs ask, and of no other', () => {
    const routes = web.routeTable
      .filter(({ path }) => path.startsWith('/api/v1/') && path !== '/api/v1/openapi.json')
      .map(({ method, path }) => `${method} ${path}`)
    const told = reader.operations.map(({ method, path }) => `${method} /api/v1${path.replaceAll(/\{(\w+)\}/g, ':$1')}`)
    expect(routes.toSorted()).toEqual(told.toSorted())
  })
})

describe('every event that is pushed', () => {
  it('leads to where its thing is read', () => {
    const told = new Set(reader.operations.map(({ path }) => `/api/v1${path}`))
    for (const [event, { path }] of Object.entries(webhookEvents)) {
      const named = path('ID', 'ID').replace(/(?<=\/months\/)ID/, '{month}')
      const wanted = named.replace(/(?<=\/directory\/)ID/, '{district}').replace('ID', '{id}')
      expect(told.has(wanted), `${event}: ${wanted}`).toBe(true)
    }
  })
})

describe('every operation', () => {
  it('is asked here: its list, one of its list, or by itself', () => {
    const ofOne = Object.keys(lists).map((path) => `${path}/{id}`)
    for (const { path } of reader.operations)
      expect(path in lists || ofOne.includes(path) || single.has(path), path).toBe(true)
  })

  it.each(Object.keys(lists))(
    '%s answers as the document says, page by page without a gap or a repeat',
    async (path) => {
      const { params = {}, query = {} } = lists[path]!
      const whole = await read(path, params, { ...query, limit: '200' })
      const ids = (body: Answer) => (body.data ?? []).map((one) => one.id ?? (one as { accountId?: string }).accountId)
      const all = ids(whole.body)
      expect(all.length, `${path} of the demonstration`).toBeGreaterThan(0)
      expect(new Set(all).size).toBe(all.length)
      const found: unknown[] = []
      for (let cursor: string | null | undefined, page = 0; page === 0 || cursor; page++) {
        const { body } = await read(path, params, { ...query, limit: '2', ...(cursor && { cursor }) })
        expect(body.data!.length).toBeLessThanOrEqual(2)
        found.push(...ids(body))
        cursor = body.next
        if (found.length > 12) break
      }
      expect(found).toEqual(all.slice(0, found.length))
    },
  )

  const singly = Object.keys(lists).filter((path) => !path.includes('{') && path !== '/bulletins')
  it.each(singly)('%s/{id} answers one of the list, the same', async (path) => {
    const [listed] = (await read(path, {}, { limit: '1' })).body.data ?? []
    const { body } = await read(`${path}/{id}`, { id: listed!.id })
    expect(body).toMatchObject({ ...listed })
  })

  it('/directory/{district} answers without a token as the document says', async () => {
    expect(reader.requestFaults('/directory/{district}', { district }, {})).toEqual([])
    const answer = await ask(`/api/v1/directory/${district}`, {})
    const body = (await answer.json()) as { accounts: unknown[] }
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'public, no-cache'])
    expect(reader.answerFaults('/directory/{district}', body)).toEqual([])
    expect(body.accounts.length).toBeGreaterThan(0)
  })

  it('/scores/{year} answers as the document says once the units were told', async () => {
    const { pool } = place.database
    const { rows } = await pool.query<{ year: number }>('select year from score_year order by year limit 1')
    const year = String(rows[0]?.year)
    await pool.query(`update score_year set state = 'published' where year = $1`, [year])
    const { body } = await read('/scores/{year}', { year })
    expect((body as unknown as { units: unknown[] }).units.length).toBeGreaterThan(0)
    await pool.query(`update score_year set state = 'panel' where year = $1`, [year])
    const before = await ask(`/api/v1/scores/${year}`)
    expect([before.status, ((await before.json()) as { code: string }).code]).toEqual([404, 'api.not-published'])
  })

  it('/months and one of them answer as the document says, and the totals are those of the verdicts', async () => {
    const { data } = (await read('/months')).body as unknown as { data: { month: string; closed: boolean }[] }
    const months = data.map(({ month }) => month)
    expect([months.includes('2026-09'), months]).toEqual([true, months.toSorted()])
    const { body } = await read('/months/{month}', { month: '2026-09' })
    const { totals, ...head } = body as unknown as { totals: Record<string, number> }
    expect(data).toContainEqual(head)
    const verdicts = async (query: Record<string, string>) =>
      (await read('/months/{month}/verdicts', { month: '2026-09' }, { limit: '200', ...query })).body.data!.length
    for (const verdict of ['qualified', 'unqualified', 'pending', 'unknown'])
      expect(await verdicts({ verdict }), verdict).toBe(totals[verdict])
    expect(await verdicts({})).toBe(totals['registered'])
    expect(totals['unqualified']! + totals['pending']! + totals['unknown']!).toBeGreaterThan(0)
  })

  it('that has filters answers exactly what fits them', async () => {
    type Row = Record<string, unknown>
    const rows = async (path: string, query: Record<string, string>, params = {}) =>
      (await read(path, params, { limit: '200', ...query })).body.data as unknown as Row[]
    const expectOnly = async (
      path: string,
      query: Record<string, string>,
      fits: (row: Row) => boolean,
      params = {},
    ) => {
      const all = await rows(path, {}, params)
      const wanted = all.filter(fits)
      expect([wanted.length > 0, wanted.length < all.length], `${path} has both kinds`).toEqual([true, true])
      expect(await rows(path, query, params), `${path} ${JSON.stringify(query)}`).toEqual(wanted)
    }
    const [unit] = (await rows('/units', {})) as [{ code: string; name: string }]
    await expectOnly('/units', { code: unit.code }, (row) => row['code'] === unit.code)
    await expectOnly('/units', { name: '教育' }, ({ name, shortName }) =>
      `${String(name)} ${String(shortName)}`.includes('教育'),
    )
    await expectOnly('/accounts', { name: '水务' }, ({ name }) => String(name).includes('水务'))
    await expectOnly('/accounts', { disposition: 'keep' }, ({ disposition }) => disposition === 'keep')
    const [order] = (await rows('/orders', {})) as [{ findings: { accountId: string }[]; issuedOn: string }]
    const accountId = order.findings[0]!.accountId
    await expectOnly('/orders', { accountId }, ({ findings }) =>
      (findings as { accountId: string }[]).some((one) => one.accountId === accountId),
    )
    await expectOnly('/orders', { issuedSince: '2026-09-01' }, ({ issuedOn }) => String(issuedOn) >= '2026-09-01')
    await expectOnly('/findings', { class: 'veto' }, (row) => row['class'] === 'veto')
    await expectOnly('/findings', { indicator: 'N-NM-02a' }, ({ indicator }) => indicator === 'N-NM-02a')
    const month = { month: '2026-09' }
    const path = '/months/{month}/verdicts'
    const [account] = (await rows(path, {}, month)) as [{ accountId: string }]
    await expectOnly(path, { accountId: account.accountId }, (row) => row['accountId'] === account.accountId, month)
    await expectOnly(path, { verdict: 'unknown' }, ({ verdict }) => verdict === 'unknown', month)
    // By a verdict, page by page, as without.
    const { body } = await read(path, month, { verdict: 'qualified', limit: '2' })
    const next = await read(path, month, { verdict: 'qualified', limit: '200', cursor: body.next! })
    expect([...body.data!, ...next.body.data!]).toEqual(await rows(path, { verdict: 'qualified' }, month))
  })

  it('answers 304 to who has read it, and anew when something has changed', async () => {
    const first = await ask('/api/v1/units?limit=1')
    const tag = first.headers.get('etag') ?? ''
    expect(tag).toMatch(/^W\/"[\w-]+"$/)
    expect(first.headers.get('cache-control')).toBe('private, no-cache')
    const again = await ask('/api/v1/units?limit=1', {
      authorization: `Bearer ${token}`,
      'if-none-match': `"other", ${tag}`,
    })
    expect([again.status, await again.text()]).toEqual([304, ''])
    const other = await ask('/api/v1/units?limit=2', { authorization: `Bearer ${token}`, 'if-none-match': tag })
    expect(other.status).toBe(200)
  })
})

describe('what is not told', () => {
  it('no phone and no person of the district stands in any answer', async () => {
    const { deps, database } = place
    const { rows } = await database.pool.query<{ id: string; of: string; key: Buffer; sealed: Buffer }>(
      'select id, district_id as of, wrapped_key as key, sealed from person where sealed is not null',
    )
    const people = rows.map(
      ({ id, of, key, sealed }) =>
        deps.vault.open({ wrappedKey: key, sealed }, `${of}/${id}`) as { name?: string; phone?: string },
    )
    const secrets = [
      ...new Set(people.flatMap(({ name, phone }) => [name ?? '', phone ?? '']).filter((one) => [...one].length > 1)),
    ]
    expect(secrets.length).toBeGreaterThan(10)
    const asked = await Promise.all(
      Object.entries(lists).map(([path, { params = {} }]) => read(path, params, { limit: '200' })),
    )
    const reports = JSON.parse((await read('/reports', {}, {})).text) as { data: { id: string }[] }
    const words = await Promise.all(reports.data.map(({ id }) => read('/reports/{id}', { id })))
    const text = [...asked, ...words].map((one) => one.text).join('\n')
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([])
    expect(text.length).toBeGreaterThan(20_000)
  })

  it('a finding that no person has confirmed is read by nobody without the right to it', async () => {
    const { deps } = place
    const { token: lesser } = await createToken(deps, operatorActor('test', 'r'), {
      districtId: district,
      name: '只读问题',
      scopes: ['findings'],
      expiresOn: dayOf(deps.wall.now()),
    })
    const states = (body: Answer) => new Set((body.data as unknown as { state: string }[]).map(({ state }) => state))
    const { body } = await read('/findings', {}, { limit: '200' })
    expect([...states(body)]).toEqual(['confirmed'])
    const refused = await ask('/api/v1/findings?state=dismissed', { authorization: `Bearer ${lesser}` })
    expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([403, 'api.scope-missing'])
    const [one] = (await read('/findings', {}, { state: 'candidate' })).body.data ?? []
    const byItsId = await ask(`/api/v1/findings/${one!.id}`, { authorization: `Bearer ${lesser}` })
    expect(byItsId.status).toBe(404)
  })

  it('accounts that nobody saw are 暂不判定, apart from those that failed', async () => {
    const { body } = await read('/months/{month}/verdicts', { month: '2026-09' }, { limit: '200' })
    const verdicts = (body.data as unknown as { verdict: string }[]).map(({ verdict }) => verdict)
    const { rows } = await place.database.pool.query<{ verdict: string; count: string }>(
      `select c.verdict, count(*)::int as count from check_result c
       where c.run_id = (select id from check_run where month = '2026-09' order by checkpoint desc, finished_at desc, id desc limit 1)
       group by 1`,
    )
    const unknown = rows.find(({ verdict }) => verdict === 'unknown')?.count ?? 0
    expect(unknown).toBeGreaterThan(0)
    expect(verdicts.filter((verdict) => verdict === 'unknown').length).toBe(unknown)
  })

  it('a year’s score, a directory and a month are not there before they were made known, released or checked', async () => {
    const codes = await Promise.all(
      ['/api/v1/scores/2026', '/api/v1/directory/990999', '/api/v1/months/2020-01/verdicts'].map(async (path) => {
        const answer = await ask(path)
        const problem = (await answer.json()) as { code: string }
        expect(reader.problemFaults(problem), path).toEqual([])
        return [answer.status, problem.code]
      }),
    )
    expect(codes).toEqual([
      [404, 'api.not-published'],
      [404, 'api.not-open'],
      [404, 'api.not-checked'],
    ])
  })
})
