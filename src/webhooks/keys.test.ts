import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { cloneDatabase } from '../../tests/support/database.ts'
import { pagesOf } from '../../tests/support/pages.ts'
import { buildScene, type Scene, sceneDistrict, sceneNow, type SignedIn } from '../../tests/support/scene.ts'
import { type Deps, vaultWith } from '../access/index.ts'
import { addHours, addMs, type Clock, fixedClock, instant } from '../calendar/index.ts'
import { seededIds } from '../database/index.ts'
import { allowedHosts, openSender, type Sender } from '../outgoing/index.ts'
import { latestEvents } from '../trail/index.ts'
import { findEndpoint } from './endpoints.ts'
import { webhookRoutes } from './routes.tsx'
import { pushDue } from './send-due.ts'
import { changeKey, endOldKey } from './verbs/change-key.ts'
import { removeEndpoint, setEndpoint, switchEndpoint, testEndpoint } from './verbs/set-endpoint.ts'

type Heard = { headers: IncomingHttpHeaders; body: string }
let heard: Heard[] = []
let receiver: Server
let sender: Sender
let deps: Deps
let scene: Scene
let administrator: SignedIn
let id: string
let first: string
const start = instant(new Date().toISOString())
let now = start
const allow = allowedHosts('127.0.0.1')

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = ''
    request.on('data', (piece: Buffer) => (body += piece.toString('utf8')))
    request.on('end', () => {
      heard.push({ headers: request.headers, body })
      response.writeHead(204).end()
    })
  })
  await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done))
  sender = openSender({ allow })
  const { db } = await cloneDatabase()
  const clock = fixedClock(instant(sceneNow))
  const wall: Clock = { now: () => now, today: () => clock.today() }
  deps = {
    db,
    clock,
    wall,
    ids: seededIds('webhook-keys', clock),
    vault: vaultWith(Buffer.alloc(32, 7)),
    dataDir: '/none',
  }
  scene = await buildScene(deps)
  administrator = await scene.signIn('administrator')
})
afterAll(async () => {
  await sender.close()
  receiver.close()
})

let made = 0
beforeEach(async () => {
  ;[heard, now] = [[], start]
  const { port } = receiver.address() as AddressInfo
  const endpoint = await setEndpoint(
    deps,
    administrator.actor,
    {
      districtId: sceneDistrict,
      name: `考核系统${++made}`,
      url: `http://127.0.0.1:${port}/hook`,
      events: ['month.closed'],
    },
    allow,
  )
  ;[id, first] = [endpoint.id, endpoint.secret]
})

const place = () => ({ districtId: sceneDistrict, id })
const change = (overlap: 'day' | 'none' | 'week' = 'day') =>
  changeKey(deps, administrator.actor, { ...place(), overlap })
async function pushed(): Promise<Heard> {
  heard = []
  await testEndpoint(deps, administrator.actor, place(), { send: sender.send, allow })
  return heard[0]!
}

/** What a receiver's library says that knows this one key; its own clock is not asked for. */
const proves = (secret: string, { headers, body }: Heard): boolean => {
  const at = new Date(Number(headers['webhook-timestamp']) * 1_000)
  const own = new Webhook(secret).sign(String(headers['webhook-id']), at, body)
  return String(headers['webhook-signature']).split(' ').includes(own)
}

/** The sealed words of the endpoint, as the vault opens them: what is really kept. */
async function keptWords(): Promise<string> {
  const { wrappedKey, sealed } = await deps.db
    .selectFrom('webhook_endpoint')
    .select(['secrets_key as wrappedKey', 'secrets as sealed'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return deps.vault.openBytes({ wrappedKey, sealed }, `${sceneDistrict}/webhook-endpoint/${id}`).toString('utf8')
}

describe('a key that is changed', () => {
  it('signs beside the one before for a day, to the moment, and then alone', async () => {
    const { secret, oldKeyUntil } = await change()
    expect(oldKeyUntil).toBe(addHours(start, 24))
    const both = await pushed()
    expect(String(both.headers['webhook-signature'])).toMatch(/^v1,[A-Za-z0-9+/]{43}= v1,[A-Za-z0-9+/]{43}=$/)
    // The standard's own library, with either key, on a message of this very moment.
    expect(new Webhook(secret).verify(both.body, both.headers as Record<string, string>)).toMatchObject({
      type: 'webhook.test',
    })
    expect(new Webhook(first).verify(both.body, both.headers as Record<string, string>)).toMatchObject({
      type: 'webhook.test',
    })
    now = addMs(addHours(start, 24), -1)
    const last = await pushed()
    expect([proves(secret, last), proves(first, last)]).toEqual([true, true])
    now = addHours(start, 24)
    const alone = await pushed()
    expect([proves(secret, alone), proves(first, alone)]).toEqual([true, false])
  })

  it('is let go of altogether by the next turn after its time', async () => {
    await switchEndpoint(deps, administrator.actor, { ...place(), enabled: true })
    await change()
    now = addMs(addHours(start, 24), -1)
    await pushDue(deps, sceneDistrict, { ways: { send: sender.send, allow } })
    expect(await keptWords()).toContain(first)
    now = addHours(start, 24)
    await pushDue(deps, sceneDistrict, { ways: { send: sender.send, allow } })
    expect(await keptWords()).not.toContain(first)
    expect((await findEndpoint(deps.db, sceneDistrict, id))?.oldKeyUntil).toBe(null)
    await switchEndpoint(deps, administrator.actor, { ...place(), enabled: false })
  })

  it('without a time for the one before signs alone at once', async () => {
    const { secret, oldKeyUntil } = await change('none')
    const alone = await pushed()
    expect([oldKeyUntil, proves(secret, alone), proves(first, alone)]).toEqual([null, true, false])
    expect(await keptWords()).not.toContain(first)
  })

  it('is ended before its time by hand, once', async () => {
    const { secret } = await change('week')
    await endOldKey(deps, administrator.actor, place())
    const alone = await pushed()
    expect([proves(secret, alone), proves(first, alone)]).toEqual([true, false])
    await expect(endOldKey(deps, administrator.actor, place())).rejects.toMatchObject({ code: 'webhook.no-old-key' })
  })

  it('while an older one still signs, only in place of both', async () => {
    const { secret } = await change()
    await expect(change()).rejects.toMatchObject({ code: 'webhook.key-changing' })
    const { secret: third } = await change('none')
    const alone = await pushed()
    expect([first, secret, third].map((one) => proves(one, alone))).toEqual([false, false, true])
    now = addHours(start, 25)
    await expect(change()).resolves.toBeDefined()
  })

  it('twice at the same moment leaves one change and one refusal', async () => {
    const both = await Promise.allSettled([change(), change()])
    const refused = both.flatMap((one) => (one.status === 'rejected' ? [(one.reason as { code: string }).code] : []))
    expect(refused).toEqual(['webhook.key-changing'])
    const [done] = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    const message = await pushed()
    expect([proves(done!.secret, message), proves(first, message)]).toEqual([true, true])
  })

  it('stands in the trail without a word of either key', async () => {
    const { secret, oldKeyUntil } = await change()
    await endOldKey(deps, administrator.actor, place())
    const [ended, changed] = await latestEvents(deps.db, sceneDistrict, { limit: 2 })
    expect([changed?.action, changed?.subjectId, changed?.actorId]).toEqual([
      'webhook.key-changed',
      id,
      administrator.id,
    ])
    expect([changed?.after, ended?.action]).toEqual([{ name: `考核系统${made}`, oldKeyUntil }, 'webhook.old-key-ended'])
    const text = JSON.stringify([ended, changed])
    expect([text.includes(secret.slice(6)), text.includes(first.slice(6))]).toEqual([false, false])
  })

  it('is changed by who manages the interface, and only after showing who sits there', async () => {
    const supervisor = await scene.signIn('supervisor')
    for (const actor of [supervisor.actor, { ...administrator.actor, districtId: '990200' }])
      await expect(changeKey(deps, actor, { ...place(), overlap: 'day' })).rejects.toMatchObject({
        code: 'access.denied',
      })
    const longAgo = { ...administrator.actor, unconfirmed: true as const }
    await expect(changeKey(deps, longAgo, { ...place(), overlap: 'day' })).rejects.toMatchObject({
      code: 'access.confirm-first',
    })
    await change()
    await expect(endOldKey(deps, longAgo, place())).rejects.toMatchObject({ code: 'access.confirm-first' })
    await removeEndpoint(deps, administrator.actor, place())
    await expect(change()).rejects.toMatchObject({ code: 'webhook.unknown' })
  })
})

describe('更换签名密钥 on its page', () => {
  it('shows the new key once, tells until when the old one is used, and ends it', async () => {
    const pages = pagesOf(deps, webhookRoutes)
    const read = async (path: string) => (await pages.get(path, administrator)).text()
    expect(await read(`/webhooks/${id}/key`)).toContain('自 ')
    const changed = await (await pages.post(`/webhooks/${id}/key`, { overlap: 'day' }, administrator)).text()
    const secret = /whsec_[A-Za-z0-9+/]{43}=/.exec(changed)?.[0] ?? ''
    expect(proves(secret, await pushed())).toBe(true)
    expect(changed).toContain('旧密钥用到')
    const again = await read(`/webhooks/${id}/key`)
    expect(again).toContain('旧密钥仍在使用')
    expect(again).not.toContain('whsec_')
    const refused = await pages.post(`/webhooks/${id}/key`, { overlap: 'day' }, administrator)
    expect([refused.status, (await refused.text()).includes('上一次换下的旧密钥还在使用')]).toEqual([409, true])
    const wrong = await pages.post(`/webhooks/${id}/key`, { overlap: 'ever' }, administrator)
    expect(wrong.status).toBe(422)
    const ended = await pages.post(`/webhooks/${id}/key/end`, {}, administrator)
    expect([ended.status, ended.headers.get('location')]).toEqual([303, `/webhooks/${id}/key`])
    expect(await read(`/webhooks/${id}/key`)).not.toContain('旧密钥仍在使用')
    expect(proves(first, await pushed())).toBe(false)
  })
})
