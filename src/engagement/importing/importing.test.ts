import { beforeEach, expect, it } from 'vitest'
import {
  actorOf,
  districtId,
  type MonitoredDistrict,
  monitoredDistrict,
} from '../../../tests/support/monitored-district.ts'
import { closedMonth, finalReport } from '../../../tests/support/closed-month.ts'
import { civilDate } from '../../calendar/index.ts'
import { seedCalendar } from '../../holidays/index.ts'
import { messageFacts } from '../facts.ts'
import { findMessage, listMessages } from '../queries.ts'
import { importMessages, type MessageImportInput } from '../verbs/import-messages.ts'
import { invalidateMessage } from '../verbs/place-message.ts'
import { importKeptMessages, previewMessages } from '../verbs/preview-messages.ts'
import { restingOnDays } from '../../reporting/index.ts'
import { undoMessages } from '../verbs/undo-messages.ts'
import { findRun } from './runs.ts'

const supervisor = actorOf('supervisor')
const head = '账号,平台,办理单位,类别,渠道,提问时间,内容,联系电话,答复时间,答复内容'
const september = { from: civilDate('2026-09-01'), to: civilDate('2026-09-30') }

let place: MonitoredDistrict
let account: string
let water: string
beforeEach(async () => {
  place = await monitoredDistrict()
  await seedCalendar(place.deps.db, place.deps.wall.now())
  water = await place.unit('临湖区水务局')
  await place.unit('临湖区教育局')
  account = await place.account(water, '临湖水务')
})

const sheet = (...rows: string[]) => new TextEncoder().encode(['2026年9月留言台账', head, ...rows].join('\n'))
const bring = (bytes: Uint8Array, over: Partial<MessageImportInput> = {}) =>
  importMessages(place.deps, supervisor, { districtId, fileName: '留言台账.csv', bytes, ...over })
const undo = (input: { importId: string; reason: string; knowing?: boolean }) =>
  undoMessages(place.deps, supervisor, { districtId, ...input }, restingOnDays)
const all = async () => {
  const shown = { asOf: civilDate('2026-10-12'), offset: 0, limit: 50 }
  return (await listMessages(place.deps.db, { districtId }, {}, shown)).rows
}
const waiting = '临湖水务,微信公众号,,投诉,,2026-09-15 08:40,水质发黄,13800001234,,'
const answered = '临湖水务,,临湖区教育局,咨询类,评论,2026/9/3,怎么缴费,,2026-09-05 10:00,网上缴费'
const answeredLater = waiting.replace(/,,$/, ',2026-09-20 09:00,已处理')

it('reads a ledger with title and aliases, enters what is new once, and the answer of what waited', async () => {
  const first = await bring(sheet(waiting, answered, answered))
  expect(first).toMatchObject({ outcome: 'written', counts: { rows: 3, new: 2, repeated: 1, refused: 0, accounts: 1 } })
  expect(await all()).toMatchObject([
    { kind: 'complaint', channel: 'message', state: 'open', unitName: '临湖区水务局', dueOn: '2026-09-22' },
    {
      kind: 'question',
      channel: 'comment',
      askedOn: '2026-09-03',
      askedAt: null,
      unitName: '临湖区教育局',
      state: 'replied',
    },
  ])
  const second = await bring(sheet(answeredLater, answered))
  expect(second.counts).toMatchObject({ new: 0, answered: 1, known: 1 })
  expect((await all()).map(({ state, repliedOn }) => [state, repliedOn])).toEqual([
    ['replied', '2026-09-20'],
    ['replied', '2026-09-05'],
  ])

  await expect(undo({ importId: first.importId!, reason: '选错文件' })).rejects.toMatchObject({
    code: 'messages.undo-handled',
  })
  await undo({ importId: second.importId!, reason: '选错文件' })
  expect((await all()).map(({ state, repliedOn }) => [state, repliedOn])).toEqual([
    ['open', null],
    ['replied', '2026-09-05'],
  ])
  await undo({ importId: first.importId!, reason: '选错文件' })
  expect(await all()).toEqual([])
  expect(await findRun(place.deps.db, districtId, first.importId!)).toMatchObject({ state: 'undone' })
  await expect(undo({ importId: first.importId!, reason: '再撤' })).rejects.toMatchObject({
    code: 'messages.undo-state',
  })
})

it('names every fault of a row at once, writes nothing, and the rest where somebody says so', async () => {
  for (const [text, code] of [
    ['账号,标题,链接\n临湖水务,某文,https://example.cn\n', 'messages.no-head'],
    [`${head}\n`, 'messages.no-rows'],
  ] as const)
    await expect(bring(new TextEncoder().encode(text)), code).rejects.toMatchObject({ code })
  const broken = '临湖园林,,某局,表扬,电视,2026-13-01,,,2026-10-13,'
  const early = '临湖水务,,,建议,,2026-09-08 10:00,建议公布水质,,2026-09-08 09:00,已公布'
  const refused = await bring(sheet(waiting, broken, early))
  expect(refused.outcome).toBe('refused')
  expect(refused.faults.map(({ row, column }) => `${row} ${column}`)).toEqual([
    '4 类别',
    '4 办理单位',
    '4 账号',
    '4 渠道',
    '4 提问时间',
    '4 内容',
    '4 答复时间',
    '5 答复时间',
  ])
  expect(await all()).toEqual([])
  const accepted = await bring(sheet(waiting, broken, early), {
    acceptValid: true,
    lookedUntil: civilDate('2026-09-30'),
  })
  expect(accepted).toMatchObject({ outcome: 'written', counts: { new: 1, refused: 2 }, looked: 0 })
  expect((await messageFacts(place.deps.db, districtId, september)).get(account)).toMatchObject({
    covered: false,
    messages: [{ standing: 'unlooked' }],
  })
})

it('says that accounts were looked through only where the file is whole, and takes it back with the import', async () => {
  const { importId, looked } = await bring(sheet(waiting), { lookedUntil: civilDate('2026-09-30') })
  const facts = async () => (await messageFacts(place.deps.db, districtId, september)).get(account)
  expect(looked).toBe(1)
  expect(await facts()).toMatchObject({ covered: true, messages: [{ standing: 'overdue', dueOn: '2026-09-22' }] })
  await undo({ importId: importId!, reason: '漏了私信' })
  expect(await facts()).toBeUndefined()
  await expect(bring(sheet(waiting), { lookedUntil: civilDate('2026-10-12') })).rejects.toMatchObject({
    code: 'message-look.day-not-over',
  })
})

it('that closed months knew of is taken back only when they and their reports were named and that was ticked', async () => {
  const lookedUntil = civilDate('2026-09-30')
  const { importId } = await bring(sheet(waiting), { lookedUntil })
  const again = await bring(sheet(answered), { fileName: '评论.csv' })
  await closedMonth(place.deps, account, '2026-08', '2026-10-12T02:00:00.000Z')
  await closedMonth(place.deps, account, '2026-09', '2026-10-12T03:00:00.000Z')
  await finalReport(place.deps, '2026Q3', 2)
  const before = await all()
  // 已核对至 speaks of August too; a message of September does not.
  for (const [id, words] of [
    [importId, '2026年8月、2026年9月办结的依据，并已用于2026年第三季度报告（第 2 版）'],
    [again.importId, '已作为2026年9月办结的依据'],
  ] as const)
    await expect(undo({ importId: id!, reason: '选错文件' })).rejects.toMatchObject({
      code: 'messages.undo-rests',
      message: expect.stringContaining(words),
    })
  expect(await all()).toEqual(before)
  await undo({ importId: again.importId!, reason: '选错文件', knowing: true })
  expect((await all()).map(({ askedOn }) => askedOn)).toEqual(['2026-09-15'])
  const event = await place.deps.db
    .selectFrom('trail_event')
    .select('after')
    .where('action', '=', 'messages.undone')
    .executeTakeFirstOrThrow()
  expect(event.after).toMatchObject({ months: ['2026-09'], reports: ['2026Q3 v2'] })
})

it('takes a unit’s mailbox, keeps a preview until it is written, and what was handled since stays', async () => {
  const mailbox = new TextEncoder().encode(
    '单位,类型,来信时间,来信内容,来信人\n临湖区水务局,求助,2026-09-02 09:00,井盖坏了,某先生\n',
  )
  const { importId } = await previewMessages(place.deps, supervisor, {
    districtId,
    fileName: '来信.csv',
    bytes: mailbox,
  })
  expect(await all()).toEqual([])
  const kept = { districtId, importId }
  expect(await importKeptMessages(place.deps, supervisor, { ...kept, dryRun: true })).toMatchObject({
    outcome: 'previewed',
    counts: { new: 1 },
  })
  await importKeptMessages(place.deps, supervisor, kept)
  await expect(importKeptMessages(place.deps, supervisor, kept)).rejects.toMatchObject({ code: 'record.not-found' })
  const [message] = await all()
  expect(message).toMatchObject({ channel: 'mailbox', kind: 'help', accountId: null, unitId: water })
  const { id: messageId, version } = message!
  await invalidateMessage(place.deps, supervisor, { districtId, messageId, version, reason: '测试' })
  await expect(undo({ ...kept, reason: '选错' })).rejects.toMatchObject({
    code: 'messages.undo-handled',
  })
  expect(await findMessage(place.deps.db, districtId, messageId)).toMatchObject({ state: 'invalid' })
})
