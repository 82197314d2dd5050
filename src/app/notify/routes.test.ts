import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sceneDesk, type SceneDesk } from '../../../tests/support/pages.ts'
import { sceneDistrict, type SignedIn } from '../../../tests/support/scene.ts'
import { listChannels } from '../../notify/index.ts'
import { countsFor } from './counts.ts'
import { deadlinesOf } from './deadlines.ts'
import { notifyRoutes } from './routes.tsx'

let desk: SceneDesk
let administrator: SignedIn
let supervisor: SignedIn
let unit: SignedIn
const dataDir = mkdtempSync(join(tmpdir(), 'govmedia-notify-'))
const secret = 'k-3319-secret'
const settings = { baseUrl: 'https://media.example.gov.cn/', sendFrom: '08:00', sendUntil: '20:00' }
const bot = { kind: 'wecom', name: '工作群', url: `https://qyapi.example.cn/send?key=${secret}` }

beforeAll(async () => {
  desk = await sceneDesk('notify', notifyRoutes, dataDir)
  administrator = await desk.scene.signIn('administrator')
  supervisor = await desk.scene.signIn('supervisor')
  unit = await desk.scene.signIn('unit_editor', { unit: '临湖区水务局' })
  const [unitId, accountId] = [desk.scene.units['临湖区水务局']!, Object.values(desk.scene.accounts)[0]!]
  const at = desk.deps.wall.now()
  await desk.owner((client) =>
    client.query(
      `insert into cleanup_item (district_id, id, account_id, unit_id, as_of, proposal, disposition, needs_reason, state,
         decided_disposition, decided_on, due_on, version, proposed_by, proposed_at)
       values ($1, $2, $3, $4, '2026-10-01', '{}', 'close', false, 'approved', 'close', '2026-10-02', '2026-10-30', 1, 'x', $5)`,
      [sceneDistrict, desk.deps.ids.next(), accountId, unitId, at],
    ),
  )
})
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

const channels = () => listChannels(desk.deps.db, sceneDistrict)
const text = async (answer: Response | Promise<Response>) => (await answer).text()

describe('通知设置', () => {
  it('says that everything is off, keeps what was typed wrong, and never shows a secret again', async () => {
    expect(await text(desk.get('/notify', administrator))).toContain('没有设置通知渠道')
    const early = await desk.post('/notify/channels', { ...bot, url: 'http://qyapi.example.cn/x' }, administrator)
    const wrong = await early.text()
    expect([early.status, wrong.includes('https 网址'), wrong.includes('value="工作群"')]).toEqual([422, true, true])
    expect(await channels()).toEqual([])

    const saved = await desk.post('/notify/channels', bot, administrator)
    expect(saved.status).toBe(303)
    const [channel] = await channels()
    expect(channel).toMatchObject({ name: '工作群', enabled: false, digest: false, hasSecrets: true })
    for (const path of ['/notify', `/notify/channels/${channel!.id}`])
      expect(await text(desk.get(path, administrator)), path).not.toContain(secret)
  })

  it('switches on only with a link to give, and each of list and page leaves the other’s switch as it is', async () => {
    const id = (await channels())[0]!.id
    const refused = await desk.post(`/notify/channels/${id}/switch`, { to: 'on' }, administrator)
    expect([refused.status, (await channels())[0]!.enabled]).toEqual([409, false])
    const late = await desk.post('/notify/settings', { ...settings, sendUntil: '07:00' }, administrator)
    expect([late.status, await late.text()]).toEqual([422, expect.stringContaining('结束时间应晚于开始时间')])
    expect((await desk.post('/notify/settings', settings, administrator)).status).toBe(303)

    await desk.post(`/notify/channels/${id}/switch`, { to: 'off', digest: 'on' }, administrator)
    expect((await channels())[0]).toMatchObject({ enabled: false, digest: true })
    await desk.post(`/notify/channels/${id}/switch`, { to: 'on' }, administrator)
    expect((await channels())[0]).toMatchObject({ enabled: true, digest: true })
  })

  it('tells what became of a test message, and takes a channel away', async () => {
    const form = { kind: 'mail', name: '邮件', host: '127.0.0.1', port: '25', tls: 'none', from: 'm@example.gov.cn' }
    const lacking = await desk.post('/notify/channels', form, administrator)
    expect(await lacking.text()).toContain('请填写用户名和密码')
    await desk.post('/notify/channels', { ...form, anonymous: 'on' }, administrator)
    const mail = (await channels()).find(({ kind }) => kind === 'mail')!
    const tested = await desk.post(`/notify/channels/${mail.id}/test`, { address: 'x@example.cn' }, administrator)
    expect(await tested.text()).toContain(
      '“邮件”没有发出测试消息：主机在内部网络，须由服务器管理员在 GOVMEDIA_ALLOW_HOSTS 中列明主机名',
    )
    await desk.post(`/notify/channels/${mail.id}/remove`, {}, administrator)
    expect((await channels()).map(({ kind }) => kind)).toEqual(['wecom'])
  })
})

describe('我的提醒', () => {
  it('offers mail only where there is any, and masks the address it keeps', async () => {
    expect(await text(desk.get('/own-reminders', supervisor))).toContain('本区尚未设置邮件通知')
    const form = {
      kind: 'mail',
      name: '邮件',
      host: 'smtp.example.cn',
      port: '465',
      tls: 'tls',
      from: 'm@example.gov.cn',
    }
    await desk.post('/notify/channels', { ...form, user: 'm', password: 'p' }, administrator)
    const wrong = await desk.post('/own-reminders/digest', { address: '临湖' }, supervisor)
    expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining('value="临湖"')])
    await desk.post('/own-reminders/digest', { address: 'zhangsan@example.gov.cn' }, supervisor)
    const page = await text(desk.get('/own-reminders', supervisor))
    expect([page.includes('zhangsan@'), page.includes('@example.gov.cn')]).toEqual([false, true])
    await desk.post('/own-reminders/digest/stop', {}, supervisor)
    expect(await text(desk.get('/own-reminders', supervisor))).not.toContain('example.gov.cn')
  })

  it('gives a calendar to who knows its address, without a session, of what its owner may see and names nobody', async () => {
    const urlFor = async (who: SignedIn) =>
      /https:\/\/media\.example\.gov\.cn(\/own-reminders\/calendar\/[\w-]+\.ics)/.exec(
        await text(desk.post('/own-reminders/calendar', {}, who)),
      )![1]!
    const bare = { headers: { host: '127.0.0.1' } }
    for (const who of [supervisor, unit]) {
      const answer = await desk.app.request(await urlFor(who), bare)
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8'])
      const feed = (await answer.text()).replaceAll('\r\n ', '')
      expect(feed).toContain('DTSTART;VALUE=DATE:20261030\r\n')
      expect(feed).toContain('SUMMARY:清理事项办理 1 件\r\n')
      for (const name of ['水务', '临湖', '石埠', '场景']) expect(feed).not.toContain(name)
    }
    const path = await urlFor(unit)
    await desk.post('/own-reminders/calendar/stop', {}, unit)
    for (const gone of [path, '/own-reminders/calendar/x.ics', path.replace('.ics', '')])
      expect((await desk.app.request(gone, bare)).status, gone).toBe(404)
    const other = await desk.scene.signIn('unit_editor', { unit: '石埠镇人民政府', name: '石埠填报' })
    expect(await deadlinesOf(desk.deps, other.actor, sceneDistrict)).toEqual([])
  })

  it('counts for a digest what the workbench shows, by kinds of work and without a name', async () => {
    const of = countsFor(desk.deps)
    const own = await of(sceneDistrict, unit.actor.id)
    expect(own).toEqual({ total: 1, urgent: 0, by: [{ label: '清理整合', count: 1 }] })
    const [office, person] = [await of(sceneDistrict, null), await of(sceneDistrict, supervisor.actor.id)]
    expect(person.total).toBeGreaterThan(1)
    expect(office.total).toBeGreaterThanOrEqual(person.total)
    expect(office.by.reduce((sum, { count }) => sum + count, 0)).toBe(office.total)
    for (const name of Object.keys(desk.scene.units)) expect(JSON.stringify(office)).not.toContain(name)
  })
})
