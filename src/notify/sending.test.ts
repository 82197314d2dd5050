import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { cloneDatabase } from '../../tests/support/database.ts'
import { mailServer } from '../../tests/support/mail-server.ts'
import {
  type Actor,
  createUser,
  type Deps,
  openDistrict,
  operatorActor,
  setDisabled,
  vaultWith,
} from '../access/index.ts'
import { addHours, dayOf, type Instant, instantFromLocal, workCalendar } from '../calendar/index.ts'
import { seededIds } from '../database/index.ts'
import { openSender, type Sender } from '../outgoing/index.ts'
import { latestEvents } from '../trail/index.ts'
import { intranetWords } from './deliver.ts'
import type { ChannelInput, Counts, Ways } from './index.ts'
import {
  changeSettings,
  listChannels,
  makeFeed,
  newestMessages,
  queueDigests,
  readerOfFeed,
  readOwnReminders,
  removeChannel,
  revokeFeed,
  sendDue,
  setChannel,
  startDigest,
  stopDigest,
  switchChannel,
  testChannel,
  tidyUp,
  troubledChannels,
} from './index.ts'

const districtId = '990100'
const operator = operatorActor('test', 'r1')
const password = '邮箱密码-7391'
const hook = 'hook-secret-5521'
// 2026-11-27 is a Friday.
const calendar = workCalendar([{ year: 2026, status: 'official', days: [] }])
const counts: Counts = {
  total: 3,
  urgent: 1,
  by: [
    { label: '备案', count: 2 },
    { label: '清理', count: 1 },
  ],
}

let deps: Deps
let now: Instant
let mail: Awaited<ReturnType<typeof mailServer>>
let http: Server
let sender: Sender
let ways: Ways
const hooks: { path: string; body: string }[] = []
let hookAnswer = '{"errcode":0}'
let [mailId, botId] = ['', '']
const people: Actor[] = []
let owner: Awaited<ReturnType<typeof cloneDatabase>>['owner']

const at = (text: string) => {
  now = instantFromLocal(text)!
}
const botAt = (path: string) => `http://bots.example:${(http.address() as AddressInfo).port}${path}`
const mailInput = (
  over: { secrets?: { user: string; password: string } | undefined; port?: number; id?: string } = {},
) =>
  ({
    districtId,
    id: over.id,
    kind: 'mail',
    name: '邮件',
    settings: { host: 'smtp.example', port: over.port ?? mail.port, tls: 'none', from: 'media@example.gov.cn' },
    secrets: 'secrets' in over ? over.secrets : { user: 'media', password },
  }) satisfies ChannelInput
const queue = (of = () => Promise.resolve(counts)) => queueDigests(deps, districtId, { calendar, countsFor: of })
const send = () => sendDue(deps, districtId, { calendar, ways })
const states = async () => (await newestMessages(deps.db, districtId, 50)).map(({ state }) => state)

beforeAll(async () => {
  const database = await cloneDatabase()
  owner = database.owner
  const clock = { now: () => now, today: () => dayOf(now) }
  at('2026-11-27 09:00')
  deps = {
    db: database.db,
    clock,
    wall: clock,
    ids: seededIds('notify', clock),
    vault: vaultWith(Buffer.alloc(32, 7)),
    dataDir: '/nowhere',
  }
  mail = await mailServer()
  http = createServer((asked, answer) => {
    let body = ''
    asked.on('data', (part) => (body += part))
    asked.on('end', () => {
      hooks.push({ path: asked.url ?? '', body })
      answer.end(hookAnswer)
    })
  })
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done))
  const allow = new Set(['smtp.example', 'bots.example', botAt('').replace('http://', '')])
  const resolve = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }])
  sender = openSender({ allow, resolve })
  ways = { send: sender.send, allow, resolve }
  const office = { name: '临湖区', shortName: '临湖', officeName: '政务公开科', issuingOffice: '领导小组办公室' }
  await openDistrict(deps, operator, { id: districtId, ...office })
  for (const login of ['chen', 'zhou']) {
    const { id } = await createUser(deps, operator, { districtId, login, displayName: '陈建国', roles: ['supervisor'] })
    people.push({ kind: 'user', id, districtId, unitId: null, roles: ['supervisor'], requestId: 'r2' })
  }
})
afterAll(async () => {
  await sender.close()
  await mail.close()
  http.close()
})

beforeEach(async () => {
  at('2026-11-27 09:00')
  mail.letters.length = hooks.length = 0
  mail.answers.clear()
  mail.drop.afterLetter = false
  hookAnswer = '{"errcode":0}'
  await owner((client) =>
    client.query(
      'delete from notify_message; delete from notify_person; delete from notify_channel; delete from notify_setting',
    ),
  )
  await changeSettings(deps, operator, {
    districtId,
    baseUrl: 'https://media.example.gov.cn/',
    sendFrom: '08:00',
    sendUntil: '20:00',
  })
  mailId = await setChannel(deps, operator, mailInput())
  const bot = { districtId, kind: 'wecom', name: '工作群', settings: { keyword: null } } as const
  botId = await setChannel(deps, operator, { ...bot, id: undefined, secrets: { url: botAt(`/${hook}`), secret: null } })
})

/** Everything on, with one reader. */
async function switchedOn(): Promise<void> {
  await switchChannel(deps, operator, { districtId, id: mailId, enabled: true, digest: false })
  await switchChannel(deps, operator, { districtId, id: botId, enabled: true, digest: true })
  await startDigest(deps, people[0]!, { districtId, address: 'chen@example.gov.cn' })
}

describe('out of the house', () => {
  it('goes nothing, and nobody’s work is counted, until somebody switches it on', async () => {
    await startDigest(deps, people[0]!, { districtId, address: 'chen@example.gov.cn' })
    expect(await queue(() => Promise.reject(new Error('counted')))).toBe(0)
    expect(await send()).toEqual({ sent: 0, later: 0, failed: 0, givenUp: 0 })
    expect([mail.letters, hooks]).toEqual([[], []])
  })

  it('goes one digest a working day to each, of counts and a link and nothing else', async () => {
    await switchedOn()
    expect(await queue()).toBe(2)
    expect(await queue()).toBe(0)
    expect(await send()).toMatchObject({ sent: 2 })
    expect(await send()).toMatchObject({ sent: 0 })
    const said = '政务新媒体监管平台提醒：待办 3 项（备案 2 项，清理 1 项），其中须优先办理 1 项。请登录工作台办理。'
    expect(JSON.parse(hooks[0]!.body).text.content).toBe(`${said}\nhttps://media.example.gov.cn/`)
    expect(mail.letters).toMatchObject([{ from: 'media@example.gov.cn', to: 'chen@example.gov.cn', user: 'media' }])
    const [head = '', body = ''] = mail.letters[0]!.text.split('\r\n\r\n')
    expect(Buffer.from(body, 'base64').toString()).toBe(`${said}\n\nhttps://media.example.gov.cn/\n`)
    expect(head).toMatch(/^Subject: =\?UTF-8\?/m)
    expect(await states()).toEqual(['sent', 'sent'])
  })

  it('goes none to whom nothing waits for, none on a day of rest, none before the morning', async () => {
    await switchedOn()
    expect(await queue(() => Promise.resolve({ total: 0, urgent: 0, by: [] }))).toBe(0)
    for (const moment of ['2026-11-28 10:00', '2026-11-27 07:59']) {
      at(moment)
      expect(await queue(), moment).toBe(0)
    }
  })

  it('goes none to a person who was disabled, or said no, after it was queued', async () => {
    await switchedOn()
    await startDigest(deps, people[1]!, { districtId, address: 'zhou@example.gov.cn' })
    await queue()
    await stopDigest(deps, people[0]!, districtId)
    await setDisabled(deps, operator, { districtId, userId: people[1]!.id, disabled: true })
    try {
      expect(await send()).toMatchObject({ sent: 1, givenUp: 1 })
      expect(mail.letters).toEqual([])
    } finally {
      await setDisabled(deps, operator, { districtId, userId: people[1]!.id, disabled: false })
    }
  })
})

describe('what does not get through', () => {
  it('waits for the end of quiet hours and is not lost', async () => {
    await switchedOn()
    await queue()
    for (const moment of ['2026-11-27 20:00', '2026-11-28 12:00', '2026-11-30 07:59']) {
      at(moment)
      expect(await send(), moment).toMatchObject({ sent: 0 })
    }
    at('2026-11-30 08:00')
    expect(await send()).toMatchObject({ sent: 2 })
  })

  it('is tried again, later each time, and given up after the fifth with the reason; a platform that is busy costs no try', async () => {
    await switchedOn()
    await switchChannel(deps, operator, { districtId, id: mailId, enabled: false, digest: false })
    await queue()
    hookAnswer = '{"errcode":45009}'
    expect(await send()).toMatchObject({ later: 1 })
    hookAnswer = '{"errcode":93000,"errmsg":"invalid"}'
    const outcomes: string[] = []
    while (outcomes.at(-1) !== 'given-up' && outcomes.length < 9) {
      const [message] = await newestMessages(deps.db, districtId, 1)
      now = message!.dueAt
      await send()
      outcomes.push((await states())[0]!)
    }
    expect(outcomes).toEqual(['failed', 'failed', 'failed', 'failed', 'given-up'])
    expect(hooks).toHaveLength(6)
    const [message] = await newestMessages(deps.db, districtId, 1)
    expect(message?.why).toBe('企业微信机器人的网址无效，机器人可能已被移除，请更换网址（已试 5 次）')
    expect(await troubledChannels(deps.db)).toMatchObject([{ districtId, name: '工作群' }])
  })

  it('is never taken by two at once', async () => {
    await switchedOn()
    await queue()
    await Promise.all([send(), send(), send()])
    expect([mail.letters.length, hooks.length]).toEqual([1, 1])
  })

  it('is sent a second time where a program died between sending and noting it, and never a third time at once', async () => {
    await switchedOn()
    await queue()
    const died = {
      ...ways,
      send: async (...asked: Parameters<Sender['send']>) => {
        await sender.send(...asked)
        throw new Error('killed')
      },
    }
    await switchChannel(deps, operator, { districtId, id: mailId, enabled: false, digest: false })
    await expect(sendDue(deps, districtId, { calendar, ways: died })).rejects.toThrow('killed')
    expect(await send()).toMatchObject({ sent: 0 })
    at('2026-11-27 09:16')
    expect(await send()).toMatchObject({ sent: 1 })
    expect(hooks).toHaveLength(2)
  })

  it('is tried again where a mail server takes a letter and ends without a word: the reader may have it twice', async () => {
    await switchedOn()
    await switchChannel(deps, operator, { districtId, id: botId, enabled: false, digest: false })
    await queue()
    mail.drop.afterLetter = true
    expect(await send()).toMatchObject({ failed: 1 })
    mail.drop.afterLetter = false
    now = (await newestMessages(deps.db, districtId, 1))[0]!.dueAt
    expect(await send()).toMatchObject({ sent: 1 })
    expect(mail.letters).toHaveLength(2)
  })

  it.each([
    ['RCPT', '550 no such user', 'failed', /收件地址（550）/],
    ['RCPT', '450 busy', 'later', /暂不接收/],
    ['AUTH', '535 no', 'failed', /用户名、密码（535）/],
    ['DATA', '552 full', 'failed', /不接受这封邮件（552）/],
  ])('a mail server that answers %s with %s: %s', async (verb, answer, outcome, why) => {
    mail.answers.set(verb, answer)
    const delivery = await testChannel(deps, operator, { districtId, id: mailId, address: 'x@example.cn' }, ways)
    expect(delivery).toMatchObject({ outcome, why: expect.stringMatching(why) })
    expect(JSON.stringify(delivery)).not.toContain('x@example.cn')
  })

  it('is told of a server that nobody may be sent to, that is away, and that offers no encryption', async () => {
    const address = 'x@example.cn'
    const tried = (over: Partial<Ways> = {}, id = mailId) =>
      testChannel(deps, operator, { districtId, id, address }, { ...ways, ...over })
    expect(await tried({ allow: new Set() })).toEqual({ outcome: 'failed', why: intranetWords })
    const { settings, ...rest } = mailInput({ id: mailId })
    await setChannel(deps, operator, { ...rest, settings: { ...settings, tls: 'starttls' } })
    expect(await tried()).toMatchObject({ why: expect.stringMatching(/加密连接/) })
    await setChannel(deps, operator, mailInput({ id: mailId, port: 1 }))
    expect(await tried()).toMatchObject({ why: expect.stringMatching(/未能连接邮件服务器/) })
    expect(await tried({ allow: new Set() }, botId)).toEqual({ outcome: 'failed', why: '机器人网址应为 https' })
  })
})

describe('what is secret', () => {
  it('stands in no row, no trail, no list as it was typed', async () => {
    await switchedOn()
    await makeFeed(deps, people[0]!, districtId)
    await queue()
    await send()
    const rows = await owner(async (client) => {
      const tables = ['notify_channel', 'notify_person', 'notify_message', 'notify_setting', 'trail_event']
      const found: unknown[] = []
      for (const table of tables) found.push((await client.query(`select t::text from ${table} t`)).rows)
      return JSON.stringify(found)
    })
    const told = JSON.stringify(await listChannels(deps.db, districtId))
    for (const secret of [password, hook, 'chen@example.gov.cn', Buffer.from(password).toString('hex')])
      for (const text of [rows, told]) expect(text).not.toContain(secret)
    expect(rows).toContain('media@example.gov.cn')
  })

  it('is kept where it is left blank, and never sent to another server than it was typed for', async () => {
    await setChannel(deps, operator, mailInput({ id: mailId, secrets: undefined }))
    await testChannel(deps, operator, { districtId, id: mailId, address: 'x@example.cn' }, ways)
    expect(mail.letters).toMatchObject([{ user: 'media' }])
    await expect(
      setChannel(deps, operator, mailInput({ id: mailId, secrets: undefined, port: 2525 })),
    ).rejects.toMatchObject({ code: 'notify.password-again' })
  })

  it('is destroyed with its channel, and what waits is given up with the reason', async () => {
    await switchedOn()
    await queue()
    await removeChannel(deps, operator, { districtId, id: botId })
    await stopDigest(deps, people[0]!, districtId)
    const messages = await newestMessages(deps.db, districtId, 9)
    expect(new Set(messages.map(({ why }) => why))).toEqual(new Set(['本人已关闭每日待办邮件', '渠道已删除']))
    const left = await deps.db
      .selectFrom('notify_channel')
      .select(['secrets', 'secrets_key'])
      .where('id', '=', botId)
      .execute()
    expect(left).toEqual([{ secrets: null, secrets_key: null }])
    expect((await readOwnReminders(deps, districtId, people[0]!.id)).address).toBeUndefined()
    expect(await send()).toMatchObject({ sent: 0 })
  })
})

describe('a channel', () => {
  it('is set by the administrator alone, once by its name, and switched on only when a link can be given', async () => {
    await expect(setChannel(deps, people[0]!, mailInput())).rejects.toMatchObject({ code: 'access.denied' })
    await expect(setChannel(deps, operator, mailInput())).rejects.toMatchObject({ code: 'notify.name-taken' })
    await owner((client) => client.query('delete from notify_setting'))
    const on = { districtId, id: mailId, enabled: true, digest: false }
    await expect(switchChannel(deps, operator, on)).rejects.toMatchObject({ code: 'notify.no-link' })
    for (const verb of [removeChannel, switchChannel])
      await expect(verb(deps, people[0]!, on)).rejects.toMatchObject({ code: 'access.denied' })
    expect((await latestEvents(deps.db, districtId, { action: 'notify.channel-set' })).length).toBeGreaterThan(1)
  })
})

describe('the secret address of a calendar', () => {
  it('leads to its owner until it is renewed, revoked, or the owner may not sign in', async () => {
    const [chen] = people as [Actor]
    const first = await makeFeed(deps, chen, districtId)
    expect(await readerOfFeed(deps.db, first)).toEqual({ userId: chen.id, districtId })
    const second = await makeFeed(deps, chen, districtId)
    expect(await readerOfFeed(deps.db, first)).toBeUndefined()
    await setDisabled(deps, operator, { districtId, userId: chen.id, disabled: true })
    expect(await readerOfFeed(deps.db, second)).toBeUndefined()
    await setDisabled(deps, operator, { districtId, userId: chen.id, disabled: false })
    expect(await readerOfFeed(deps.db, second)).toEqual({ userId: chen.id, districtId })
    await revokeFeed(deps, chen, districtId)
    expect(await readerOfFeed(deps.db, second)).toBeUndefined()
  })
})

describe('what is kept no longer', () => {
  it('is the address and the calendar of who was disabled, and a message settled 90 days ago', async () => {
    const [chen, zhou] = people as [Actor, Actor]
    await switchedOn()
    await startDigest(deps, zhou, { districtId, address: 'zhou@example.gov.cn' })
    const token = await makeFeed(deps, chen, districtId)
    await queue()
    await send()
    await setDisabled(deps, operator, { districtId, userId: chen.id, disabled: true })
    await tidyUp(deps.db, districtId, now)
    await setDisabled(deps, operator, { districtId, userId: chen.id, disabled: false })
    expect(await readerOfFeed(deps.db, token)).toBeUndefined()
    const addresses = await Promise.all([chen, zhou].map(({ id }) => readOwnReminders(deps, districtId, id)))
    expect(addresses.map(({ address }) => address !== undefined)).toEqual([false, true])
    expect(await states()).toHaveLength(3)
    await tidyUp(deps.db, districtId, addHours(now, 24 * 90 + 1))
    expect(await states()).toEqual([])
  })
})
