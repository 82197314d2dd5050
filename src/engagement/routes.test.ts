import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SceneDesk, sceneDesk } from '../../tests/support/pages.ts'
import { sceneDistrict, type SignedIn } from '../../tests/support/scene.ts'
import { changeSetting } from '../access/index.ts'
import { civilDate } from '../calendar/index.ts'
import { seedCalendar } from '../holidays/index.ts'
import { codeDigest } from './form/code.ts'
import { restingOnDays } from '../reporting/index.ts'
import { engagementRoutes } from './index.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'govmedia-engagement-'))
let desk: SceneDesk
let supervisor: SignedIn
let editor: SignedIn
let others: SignedIn
let auditor: SignedIn
let account: string

beforeAll(async () => {
  desk = await sceneDesk('engagement-pages', engagementRoutes(restingOnDays), dataDir)
  await seedCalendar(desk.deps.db, desk.deps.wall.now())
  supervisor = await desk.scene.signIn('supervisor')
  editor = await desk.scene.signIn('unit_editor', { unit: '临湖区水务局', name: '水务' })
  others = await desk.scene.signIn('unit_editor', { unit: '临湖区教育局', name: '教育' })
  auditor = await desk.scene.signIn('auditor')
  account = desk.scene.accounts['临湖区水务局/weibo/临湖水务']!
})
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

const text = async (path: string, who: SignedIn) => (await desk.get(path, who)).text()
const asked = () => ({
  account,
  kind: 'complaint',
  channel: 'comment',
  askedOn: '2026-09-15',
  askedTime: '08:40',
  text: '水质发黄，电话13800001234',
})

describe('留言台账', () => {
  it('is entered with what was typed kept, read by its unit and the office, and by nobody else', async () => {
    const wrong = await desk.post('/messages/new', { ...asked(), askedOn: '2026-10-10' }, editor)
    expect(wrong.status).toBe(422)
    expect(await wrong.text()).toMatch(/晚于现在.*水质发黄/s)
    const made = await desk.post('/messages/new', asked(), editor)
    expect(made.status).toBe(303)
    const path = made.headers.get('location')!
    const again = await desk.post('/messages/new', asked(), editor)
    expect([again.status, (await again.text()).includes('确系另一条')]).toEqual([409, true])

    for (const who of [supervisor, editor]) {
      const list = await text('/messages', who)
      expect(list).toContain('水质发黄，电话138****1234')
      expect(list).toContain('答复情况未核对')
      expect(await text(path, who)).toContain('水质发黄，电话13800001234')
    }
    const seen = await text('/messages', auditor)
    expect(seen).toContain('临湖水务（新浪微博）')
    expect(seen + (await text(path, auditor))).not.toContain('水质发黄')
    expect(await text('/messages', others)).not.toContain('临湖水务')
    expect((await desk.get(path, others)).status).toBe(404)
    expect((await desk.post(`${path}/steps`, { action: 'reply', version: '1', text: '答' }, others)).status).toBe(404)
  })

  it('is answered on its page; what was refused comes back in its form; the office moves it', async () => {
    const made = await desk.post('/messages/new', { ...asked(), text: '井盖坏了' }, editor)
    const path = made.headers.get('location')!
    const step = (fields: Record<string, string>, who = editor) => desk.post(`${path}/steps`, fields, who)
    const early = await step({ action: 'reply', version: '1', text: '已修', repliedOn: '2026-09-14' })
    expect(early.status).toBe(422)
    expect(await early.text()).toMatch(/早于提问时间.*已修/s)
    expect((await step({ action: 'invalidate', version: '1', reason: '无' })).status).toBe(403)
    expect(await (await step({ action: 'reply', version: '1', text: '已修' })).text()).toContain('请填写答复时间')
    expect((await step({ action: 'reply', version: '1', text: '已修', repliedOn: '2026-09-16' })).status).toBe(303)
    const page = await text(path, editor)
    expect(page).toMatch(/按期答复.*已修/s)
    expect(page).not.toContain('value="invalidate"')
    expect((await step({ action: 'rewrite', version: '1', text: '改' })).status).toBe(409)
    const correct = { action: 'correct', version: '2', reason: '登记有误', kind: 'help', askedOn: '2026-09-15' }
    const same = { ...correct, account: '临湖水务（新浪微博）', askedTime: '08:40', repliedOn: '2026-09-16' }
    expect((await step({ ...same, kind: 'complaint' }, supervisor)).status).toBe(422)
    expect((await step({ ...same, account: '临湖水务（公众号）' }, supervisor)).status).toBe(303)
    expect(await text(path, editor)).toMatch(/<h1>临湖水务（微信公众号）.*类别：投诉 更正为 求助/s)
    expect((await step({ action: 'invalidate', version: '3', reason: '重复反映' }, supervisor)).status).toBe(303)
    expect(await text('/messages/sums?month=2026-09', supervisor)).toMatch(/合计<\/td><td[^>]*>\s*1</)
  })

  it('says how far it was looked through, on the form of the account', async () => {
    const looked = `/messages/looked/${account}`
    const today = await desk.post(looked, { until: '2026-10-09' }, editor)
    expect([today.status, (await today.text()).includes('value="2026-10-09"')]).toEqual([422, true])
    expect((await desk.post(looked, { until: '2026-10-08' }, others)).status).toBe(403)
    expect((await desk.post(looked, { until: '2026-10-08' }, editor)).status).toBe(303)
    expect(await text('/messages?standing=overdue', supervisor)).toContain('水质发黄')
    expect(await text('/messages/looked', others)).not.toContain('临湖水务')
    const other = desk.scene.accounts['临湖区教育局/wechat_official/临湖教育']!
    const many = (items: string[], until: string, who: SignedIn) =>
      desk.post('/messages/looked', [['until', until], ...items.map((item) => ['item', item] as const)], who)
    expect((await many([account, other], '2026-10-08', editor)).status).toBe(403)
    const early = await many([account, other], '2026-10-09', supervisor)
    expect([early.status, (await early.text()).match(/checked/g)?.length]).toEqual([422, 2])
    expect((await many([], '2026-10-08', supervisor)).status).toBe(422)
    expect((await many([account, other], '2026-10-08', supervisor)).status).toBe(303)
    expect(await text('/messages/looked', supervisor)).toMatch(/临湖教育<\/a>.*?2026-10-08.*?监管单位/s)
  })
})

describe('我要找错', () => {
  const send = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
    desk.app.request(path, {
      method: 'POST',
      headers: { host: 'localhost', ...headers },
      body: new URLSearchParams(fields),
    })
  const open = (path: string) => desk.app.request(path, { headers: { host: 'localhost' } })
  const report = { account: '临湖水务 微博', what: '停水通知日期写错', contact: '13900005678' }

  it('isn’t there until the district opens it', async () => {
    for (const path of ['/report-error', '/report-error/status']) expect((await open(path)).status).toBe(404)
    expect((await send('/report-error', report)).status).toBe(404)
    const head = await desk.scene.signIn('office_head')
    await changeSetting(desk.deps, head.actor, {
      districtId: sceneDistrict,
      key: 'errorFormOpen',
      value: true,
      effectiveFrom: civilDate('2026-10-09'),
      source: '临湖区通知第 5 号',
    })
    const page = await open('/report-error')
    expect(page.status).toBe(200)
    expect(page.headers.get('content-security-policy')).not.toContain('unsafe')
    expect(await page.text()).not.toMatch(/<script>|\sstyle="/)
  })

  it('gives a code alone, is assigned and answered, and tells its sender how it stands', async () => {
    const received = await send('/report-error', report)
    expect(received.status).toBe(200)
    const code = /class="code">([^<]+)</.exec(await received.text())![1]!
    const standing = async (typed: string) => (await send('/report-error/status', { code: typed })).text()
    expect(await standing(code)).toContain('已收到，等待分派')
    const { id, code_digest: digest } = await desk.deps.db
      .selectFrom('message')
      .select(['id', 'code_digest'])
      .where('channel', '=', 'form')
      .executeTakeFirstOrThrow()
    expect(digest).toEqual(codeDigest(sceneDistrict, code))
    expect(await text('/messages?standing=unassigned', supervisor)).toContain('停水通知日期写错')

    const step = (fields: Record<string, string>, who: SignedIn) => desk.post(`/messages/${id}/steps`, fields, who)
    const unknown = await step({ action: 'assign', version: '1', account: '临湖水厂' }, supervisor)
    expect([unknown.status, (await unknown.text()).includes('value="临湖水厂"')]).toEqual([422, true])
    const several = await step({ action: 'assign', version: '1', account: '临湖水务' }, supervisor)
    expect(await several.text()).toContain('不止一个')
    expect((await step({ action: 'assign', version: '1', account: '临湖水务（微博）' }, supervisor)).status).toBe(303)
    expect(await standing(code.toLowerCase().replaceAll('-', ' '))).toContain('已转有关单位办理')
    await step({ action: 'reply', version: '2', text: '日期已更正', repliedOn: '2026-10-01' }, editor)
    const told = await standing(code)
    expect(told).toMatch(/已答复.*日期已更正.*2026-10-09 09:00/s)
    expect(told).not.toMatch(/水务局|水务-|13900005678/)
    const revealed = await desk.post(`/messages/${id}/contact`, {}, editor)
    expect(await revealed.text()).toContain('13900005678')
  })

  it('refuses machines, other sites, secrets and guesses, each with its sentence, and keeps what was typed', async () => {
    const machine = await send('/report-error', { ...report, homepage: 'https://spam.example' })
    expect([machine.status, (await machine.text()).includes('停水通知日期写错')]).toEqual([422, true])
    expect((await send('/report-error', report, { origin: 'https://evil.example' })).status).toBe(403)
    expect((await send('/report-error', { ...report, what: '' })).status).toBe(422)
    expect(await (await send('/report-error', { ...report, what: '机密★10年' })).text()).toContain('涉密')
    const guessed = await send('/report-error/status', { code: '0000-0000-0000-0000' })
    expect([guessed.status, (await guessed.text()).includes('没有查到这个编号')]).toEqual([404, true])
  })

  it('is limited an hour by address: what was refused for another reason counts for nothing', async () => {
    const answers = []
    for (let count = 2; count <= 6; count++)
      answers.push((await send('/report-error', { ...report, what: `第${count}处` })).status)
    expect(answers).toEqual([200, 200, 200, 200, 429])
    const looks = []
    for (let count = 0; count < 30; count++)
      looks.push((await send('/report-error/status', { code: `${count}` })).status)
    expect(looks.at(-1)).toBe(429)
    const { rows } = await desk.owner((owner) =>
      owner.query(`select count(*)::int as kept from message where channel = 'form'`),
    )
    expect(rows).toEqual([{ kept: 5 }])
  })
})
