import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { pagesOf, type SceneDesk, sceneDesk } from '../../tests/support/pages.ts'
import { sceneDistrict as districtId, type SignedIn } from '../../tests/support/scene.ts'
import { openSender } from '../outgoing/index.ts'
import { append, latestEvents } from '../trail/index.ts'
import { listEndpoints, newestMessages } from './endpoints.ts'
import type { WebhookEvent } from './model.ts'
import { webhookRoutes } from './routes.tsx'
import { pushDue } from './send-due.ts'
import { setEndpoint, switchEndpoint } from './verbs/set-endpoint.ts'

let desk: SceneDesk
let pages: ReturnType<typeof pagesOf>
let administrator: SignedIn
const allow = new Set(['127.0.0.1'])

beforeAll(async () => {
  desk = await sceneDesk('webhooks-retired', [])
  pages = pagesOf(desk.deps, webhookRoutes)
  administrator = await desk.scene.signIn('administrator')
})

/** An address that was set up by a version which knew events that this one doesn't. */
async function endpoint(name: string, events: readonly string[], url = 'https://receiver.example/hook') {
  const input = { districtId, name, url, events: ['month.closed'] as WebhookEvent[] }
  const { id } = await setEndpoint(desk.deps, administrator.actor, input, allow)
  await desk.deps.db
    .updateTable('webhook_endpoint')
    .set({ events: [...events] })
    .where('id', '=', id)
    .execute()
  return id
}
const page = async () => (await pages.get('/webhooks', administrator)).text()
const drop = (id: string) => pages.post(`/webhooks/${id}/events`, {}, administrator)
const kept = async (id: string) =>
  (await desk.deps.db.selectFrom('webhook_endpoint').select('events').where('id', '=', id).executeTakeFirst())?.events

describe('events that this program doesn’t know any more', () => {
  it('are shown as such and can be taken away, which the trail tells', async () => {
    const id = await endpoint('考核系统', ['month.closed', 'month.gone', 'toString'])
    const shown = await page()
    expect(shown).toContain('月度办结')
    expect(shown).toContain('已停用的事件 2 种')
    expect(shown).toContain(`action="/webhooks/${id}/events"`)
    expect(shown).not.toContain('month.gone')
    expect((await drop(id)).status).toBe(303)
    expect(await kept(id)).toEqual(['month.closed'])
    expect(await page()).not.toContain('已停用的事件')
    const [told] = await latestEvents(desk.deps.db, districtId, { limit: 1 })
    expect(told).toMatchObject({ action: 'webhook.events-retired', subjectId: id })
    // Pressed twice, it says nothing more.
    expect((await drop(id)).status).toBe(303)
    expect(await latestEvents(desk.deps.db, districtId, { limit: 1 })).toEqual([told])
  })

  it('are not taken away where nothing else would be left', async () => {
    const id = await endpoint('旧系统', ['month.gone'])
    const shown = await page()
    expect(shown).toContain('没有其他事件可推送，请删除后重新设置')
    expect(shown).not.toContain(`action="/webhooks/${id}/events"`)
    const refused = await drop(id)
    expect([refused.status, await kept(id)]).toEqual([422, ['month.gone']])
  })

  it('hinder no delivery of the others, and what was written of one is still listed', async () => {
    const heard: string[] = []
    const receiver = createServer((request, response) => {
      let body = ''
      request.on('data', (piece: Buffer) => (body += piece.toString('utf8')))
      request.on('end', () => {
        heard.push((JSON.parse(body) as { type: string }).type)
        response.writeHead(204).end()
      })
    })
    await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done))
    onTestFinished(() => void receiver.close())
    const { port } = receiver.address() as AddressInfo
    const { db, ids, wall } = desk.deps
    const id = await endpoint('数据平台', ['month.gone', 'month.closed'], `http://127.0.0.1:${port}/hook`)
    await switchEndpoint(desk.deps, administrator.actor, { districtId, id, enabled: true })
    for (const action of ['month.gone', 'month.closed'])
      await db.transaction().execute((tx) =>
        append(tx, ids, {
          districtId,
          actor: administrator.actor,
          action,
          subject: { kind: 'month', id: '2026-09' },
          at: wall.now(),
        }),
      )
    const sender = openSender({ allow })
    onTestFinished(() => sender.close())
    expect(await pushDue(desk.deps, districtId, { ways: { send: sender.send, allow } })).toMatchObject({ sent: 1 })
    expect(heard).toEqual(['month.closed'])
    await db.updateTable('webhook_message').set({ event: 'month.gone' }).execute()
    expect(await newestMessages(db, districtId, 5)).toMatchObject([{ event: 'month.gone' }])
    expect((await pages.get('/webhooks', administrator)).status).toBe(200)
    expect((await listEndpoints(db, districtId)).find((one) => one.id === id)).toMatchObject({
      events: ['month.closed'],
      retired: 1,
    })
  })
})
