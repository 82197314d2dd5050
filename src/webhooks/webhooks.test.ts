import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { cloneDatabase } from '../../tests/support/database.ts'
import {
  buildScene,
  type Scene,
  sceneDistrict,
  sceneMonth,
  sceneNow,
  type SignedIn,
} from '../../tests/support/scene.ts'
import { type Deps, vaultWith } from '../access/index.ts'
import { addMs, type Clock, fixedClock, instant } from '../calendar/index.ts'
import { seededIds } from '../database/index.ts'
import { decideFinding, listFindings } from '../monitoring/index.ts'
import { changeSettings } from '../notify/index.ts'
import { allowedHosts, openSender, type Sender } from '../outgoing/index.ts'
import { latestEvents } from '../trail/index.ts'
import { createWeb } from '../web/index.ts'
import { listEndpoints, newestMessages } from './endpoints.ts'
import type { Payload, WebhookEvent } from './model.ts'
import { webhookRoutes } from './routes.tsx'
import { pushDue } from './send-due.ts'
import { signedHeaders } from './signing.ts'
import { removeEndpoint, setEndpoint, switchEndpoint, testEndpoint } from './verbs/set-endpoint.ts'
import { MOST_ATTEMPTS, waitAfter } from './waiting.ts'

type Heard = { path: string; headers: IncomingHttpHeaders; body: string }
let heard: Heard[] = []
let answer: { status: number; headers?: Record<string, string> } = { status: 204 }
let receiver: Server
let port: number
let sender: Sender

let deps: Deps
let scene: Scene
let administrator: SignedIn
let reviewer: SignedIn
let now = instant(sceneNow)
const allow = allowedHosts('127.0.0.1')
const ways = () => ({ send: sender.send, allow })

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = ''
    request.on('data', (piece: Buffer) => (body += piece.toString('utf8')))
    request.on('end', () => {
      heard.push({ path: request.url ?? '', headers: request.headers, body })
      response.writeHead(answer.status, answer.headers).end('ok')
    })
  })
  await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done))
  port = (receiver.address() as AddressInfo).port
  sender = openSender({ allow })
  const { db } = await cloneDatabase()
  const clock = fixedClock(instant(sceneNow))
  const wall: Clock = { now: () => now, today: () => clock.today() }
  deps = { db, clock, wall, ids: seededIds('webhooks', clock), vault: vaultWith(Buffer.alloc(32, 7)), dataDir: '/none' }
  scene = await buildScene(deps)
  administrator = await scene.signIn('administrator')
  reviewer = await scene.signIn('reviewer')
})
afterAll(async () => {
  await sender.close()
  receiver.close()
})

beforeEach(async () => {
  for (const { id, enabled } of await listEndpoints(deps.db, sceneDistrict)) {
    if (enabled) await switchEndpoint(deps, administrator.actor, { districtId: sceneDistrict, id, enabled: false })
    await removeEndpoint(deps, administrator.actor, { districtId: sceneDistrict, id })
  }
  await deps.db.deleteFrom('webhook_message').execute()
  await deps.db.updateTable('finding').set({ state: 'candidate' }).execute()
  ;[heard, answer, now] = [[], { status: 204 }, instant(sceneNow)]
})

async function endpoint(events: WebhookEvent[] = ['finding.confirmed'], enabled = true, path = '/hook?key=secret') {
  const input = { districtId: sceneDistrict, name: '数据共享平台', url: `http://127.0.0.1:${port}${path}`, events }
  const made = await setEndpoint(deps, administrator.actor, input, allow)
  if (enabled)
    await switchEndpoint(deps, administrator.actor, { districtId: sceneDistrict, id: made.id, enabled: true })
  return made
}

/** A person confirms one more of September's findings. */
async function confirmOne(): Promise<string> {
  const { findings } = await listFindings(deps.db, sceneDistrict, { month: sceneMonth, states: ['candidate'] })
  const [{ id, version }] = findings as [(typeof findings)[number]]
  await decideFinding(deps, reviewer.actor, {
    districtId: sceneDistrict,
    findingId: id,
    decision: 'confirm',
    reason: '经核对属实',
    version,
  })
  return id
}

const push = () => pushDue(deps, sceneDistrict, { ways: ways() })
const messages = () => newestMessages(deps.db, sceneDistrict, 50)
const verified = (secret: string, { headers, body }: Heard) =>
  new Webhook(secret).verify(body, headers as Record<string, string>) as Payload

describe('a signature', () => {
  // Standard Webhooks: the example of the specification, and that of its reference libraries.
  it.each([
    [
      'whsec_plJ3nmyCDGBKInavdOK15jsl',
      'msg_loFOjxBNrRLzqYUf',
      1731705121,
      '{"event_type":"ping","data":{"success":true}}',
      'v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=',
    ],
    [
      'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      'msg_p5jXN8AQM9LWM0D4loKWxJek',
      1614265330,
      '{"test": 2432232314}',
      'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    ],
  ])('is the one that the standard tells, with %s', (secret, id, seconds, body, signature) => {
    const at = addMs(instant('2001-01-01T00:00:00Z'), seconds * 1_000 - Date.UTC(2001, 0, 1))
    const headers = signedHeaders([secret], { id, body, at })
    expect([headers['webhook-timestamp'], headers['webhook-signature']]).toEqual([String(seconds), signature])
    expect(new Webhook(secret).sign(id, new Date(at), body)).toBe(signature)
  })

  it('waits for a try with growing gaps over three days, and then no longer', () => {
    const waits = Array.from({ length: MOST_ATTEMPTS }, (_, at) => waitAfter(at + 1))
    const made = waits.filter((one) => one !== undefined)
    expect(made).toEqual(made.toSorted((one, other) => one - other))
    expect([waits.at(-1), made.reduce((sum, one) => sum + one, 0) > 3 * 24 * 3_600_000]).toEqual([undefined, true])
  })
})

describe('news', () => {
  it('of what happened since it was switched on arrive signed, thin and once', async () => {
    await confirmOne()
    const { secret } = await endpoint()
    const id = await confirmOne()
    // A receiver's library takes only what is a few minutes old.
    now = instant(new Date().toISOString())
    expect(await push()).toEqual({ written: 1, sent: 1, failed: 0, givenUp: 0 })
    expect(await push()).toEqual({ written: 0, sent: 0, failed: 0, givenUp: 0 })
    expect(heard.map(({ path, headers }) => [path, headers['content-type']])).toEqual([
      ['/hook?key=secret', 'application/json'],
    ])
    const [one] = heard as [Heard]
    const payload = verified(secret, one)
    const [event] = await latestEvents(deps.db, sceneDistrict, { action: 'finding.confirmed', limit: 1 })
    expect(payload).toEqual({
      type: 'finding.confirmed',
      timestamp: event?.occurredAt,
      data: { district: sceneDistrict, kind: 'finding', id, link: `/api/v1/findings/${id}`, seq: event?.seq },
    })
    expect(() => verified(secret, { ...one, body: one.body.replace('finding', 'Finding') })).toThrow()
  })

  it('lead to the whole address where the district has told its own', async () => {
    await changeSettings(deps, administrator.actor, {
      districtId: sceneDistrict,
      baseUrl: 'https://govmedia.example.gov.cn',
      sendFrom: '08:00',
      sendUntil: '20:00',
    })
    await endpoint()
    const id = await confirmOne()
    await push()
    const { data } = JSON.parse(heard[0]!.body) as Payload
    expect(data.link).toBe(`https://govmedia.example.gov.cn/api/v1/findings/${id}`)
  })

  it('of another kind, or while it is off, are not sent', async () => {
    await endpoint(['report.final'])
    await confirmOne()
    expect(await push()).toMatchObject({ written: 0, sent: 0 })
    expect(heard).toEqual([])
  })

  it('hold no phone, no name and no word that anybody wrote', async () => {
    await endpoint()
    await confirmOne()
    await push()
    expect(heard[0]!.body).not.toMatch(/[一-龥]|1[3-9]\d{9}/)
  })
})

describe('a receiver', () => {
  it('that fails gets the same message again later, with the same id and another time', async () => {
    const { secret } = await endpoint()
    await confirmOne()
    answer = { status: 500 }
    now = instant(new Date().toISOString())
    expect(await push()).toMatchObject({ failed: 1 })
    expect(await push()).toMatchObject({ failed: 0, sent: 0 })
    expect((await messages()).map(({ state, attempts, why }) => [state, attempts, why])).toEqual([
      ['failed', 1, '接收方答复 500'],
    ])
    answer = { status: 200 }
    now = addMs(now, 5_000)
    expect(await push()).toMatchObject({ sent: 1 })
    const [first, second] = heard as [Heard, Heard]
    expect(second.body).toBe(first.body)
    expect(second.headers['webhook-id']).toBe(first.headers['webhook-id'])
    expect(Number(second.headers['webhook-timestamp']) - Number(first.headers['webhook-timestamp'])).toBe(5)
    verified(secret, second)
    const [shown] = await listEndpoints(deps.db, sceneDistrict)
    expect([shown?.failedAt, shown?.sentAt]).toEqual([null, now])
  })

  it('that never answers well is given up after ten tries, and the address stays on for later news', async () => {
    await endpoint()
    await confirmOne()
    answer = { status: 503 }
    for (let at = 1; at <= MOST_ATTEMPTS; at++) {
      await push()
      now = addMs(now, waitAfter(at) ?? 0)
    }
    expect(heard.length).toBe(MOST_ATTEMPTS)
    expect((await messages()).map(({ state, why }) => [state, why])).toEqual([
      ['given-up', '接收方答复 503（已试 10 次）'],
    ])
    expect((await listEndpoints(deps.db, sceneDistrict))[0]?.enabled).toBe(true)
  })

  it('that says 410 is sent nothing more', async () => {
    await endpoint()
    await confirmOne()
    await confirmOne()
    answer = { status: 410 }
    expect(await push()).toMatchObject({ written: 2, sent: 0, givenUp: 1 })
    expect(heard.length).toBe(1)
    const [shown] = await listEndpoints(deps.db, sceneDistrict)
    expect([shown?.enabled, shown?.failedWhy]).toEqual([false, '接收方答复 410，不再接收'])
    expect(new Set((await messages()).map(({ state }) => state))).toEqual(new Set(['given-up']))
    answer = { status: 200 }
    expect(await push()).toMatchObject({ written: 0, sent: 0 })
  })

  it('that names another address is not followed there', async () => {
    await endpoint()
    await confirmOne()
    answer = { status: 307, headers: { location: `http://127.0.0.1:${port}/elsewhere` } }
    expect(await push()).toMatchObject({ sent: 0, failed: 1 })
    expect(heard.map(({ path }) => path)).toEqual(['/hook?key=secret'])
  })

  it('inside the office’s network is reached only where the operator has named it', async () => {
    await endpoint()
    await confirmOne()
    const strict = openSender()
    const report = await pushDue(deps, sceneDistrict, { ways: { send: strict.send, allow: new Set(['127.0.0.1']) } })
    await strict.close()
    expect(report).toMatchObject({ sent: 0, failed: 1 })
    expect((await messages())[0]?.why).toContain('GOVMEDIA_ALLOW_HOSTS')
    expect(heard).toEqual([])
  })

  it('whose program here died over a message gets it again under the same id', async () => {
    await endpoint()
    await confirmOne()
    const dying = { send: () => Promise.reject(new Error('killed')), allow }
    await expect(pushDue(deps, sceneDistrict, { ways: dying })).rejects.toThrow('killed')
    expect(await push()).toMatchObject({ sent: 0 })
    now = addMs(now, 5 * 60_000)
    expect(await push()).toMatchObject({ sent: 1 })
  })
})

describe('an endpoint', () => {
  it('keeps its address and key sealed, and both ends of it stand in the trail', async () => {
    const { id, secret } = await endpoint()
    const row = await deps.db.selectFrom('webhook_endpoint').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    const kept = JSON.stringify(row) + row.secrets.toString('latin1')
    expect([kept.includes(secret), kept.includes('key=secret'), row.host]).toEqual([false, false, `127.0.0.1:${port}`])
    await switchEndpoint(deps, administrator.actor, { districtId: sceneDistrict, id, enabled: false })
    await removeEndpoint(deps, administrator.actor, { districtId: sceneDistrict, id })
    const events = await latestEvents(deps.db, sceneDistrict, { limit: 4 })
    expect(events.filter(({ subjectId }) => subjectId === id).map(({ action }) => action)).toEqual([
      'webhook.removed',
      'webhook.disabled',
      'webhook.enabled',
      'webhook.set',
    ])
    expect(JSON.stringify(events)).not.toContain('key=secret')
    const after = await deps.db.selectFrom('webhook_endpoint').select('secrets').where('id', '=', id).execute()
    expect(after.map(({ secrets }) => secrets.length)).toEqual([0])
  })

  it.each([
    ['http://example.gov.cn/hook', 'webhook.address'],
    ['ftp://example.gov.cn/hook', 'webhook.address'],
    ['https://user:word@example.gov.cn/hook', 'webhook.address'],
    ['example.gov.cn', 'webhook.address'],
  ])('at %s is refused', async (url, code) => {
    const input = { districtId: sceneDistrict, name: '某系统', url, events: ['month.closed' as const] }
    await expect(setEndpoint(deps, administrator.actor, input, allow)).rejects.toMatchObject({ code })
  })

  it('is set by who manages the interface alone', async () => {
    const input = { districtId: sceneDistrict, name: '某系统', url: 'https://a.example', events: [] }
    for (const actor of [reviewer.actor, { ...administrator.actor, districtId: '990200' }])
      await expect(setEndpoint(deps, actor, input, allow)).rejects.toMatchObject({ code: 'access.denied' })
    await expect(setEndpoint(deps, administrator.actor, input, allow)).rejects.toMatchObject({ code: 'webhook.events' })
  })

  it('is tried with a message of its own before it is switched on', async () => {
    const { id, secret } = await endpoint(['month.closed'], false)
    now = instant(new Date().toISOString())
    const tried = await testEndpoint(deps, administrator.actor, { districtId: sceneDistrict, id }, ways())
    expect([tried, verified(secret, heard[0]!).type]).toEqual([{ outcome: 'sent' }, 'webhook.test'])
    expect(await push()).toMatchObject({ written: 0, sent: 0 })
  })

  it('shows its key once, and its address to nobody', async () => {
    const web = createWeb({
      deps,
      pageDeps: deps,
      jobs: { enqueue: () => Promise.reject(new Error('no jobs here')), stop: () => Promise.resolve() },
      demo: false,
      host: '127.0.0.1',
      routes: webhookRoutes,
      logDefect: (error) => expect.fail(String(error)),
    })
    const fields: [string, string][] = [
      ['_csrf', administrator.csrf],
      ['name', '考核系统'],
      ['url', 'https://receiver.example/hook/very-secret'],
      ['events', 'month.closed'],
    ]
    const { headers } = administrator
    const made = await web.app.request('/webhooks', { method: 'POST', headers, body: new URLSearchParams(fields) })
    expect(await made.text()).toMatch(/whsec_[A-Za-z0-9+/]{43}=/)
    const list = await (await web.app.request('/webhooks', { headers })).text()
    expect(list).toContain('receiver.example')
    expect(list).not.toMatch(/whsec_|very-secret/)
  })
})
