import { beforeEach, expect, it } from 'vitest'
import {
  actorOf,
  districtId,
  type MonitoredDistrict,
  monitoredDistrict,
} from '../../../tests/support/monitored-district.ts'
import { openWords } from '../../access/index.ts'
import { civilDate, type Instant, instant } from '../../calendar/index.ts'
import { leastText } from '../../collection/index.ts'
import { seedCalendar } from '../../holidays/index.ts'
import { restingOnDays } from '../../reporting/index.ts'
import { seenOnPlatform } from '../collected.ts'
import { messageFacts } from '../facts.ts'
import { listMessages } from '../queries.ts'
import { enterCollected } from './enter-collected.ts'
import { importMessages } from './import-messages.ts'
import { invalidateMessage } from './place-message.ts'
import { recordMessage } from './record-message.ts'
import { undoMessages } from './undo-messages.ts'

const supervisor = actorOf('supervisor')
const program = actorOf('operator')
const asked = instant('2026-09-15T00:40:00.000Z')
const answered = instant('2026-09-18T01:00:00.000Z')

let place: MonitoredDistrict
let account: string
beforeEach(async () => {
  place = await monitoredDistrict()
  await seedCalendar(place.deps.db, place.deps.wall.now())
  account = await place.account(await place.unit('临湖区水务局'), '临湖水务', { platform: 'weibo' })
})

type Value = { status: 'open' | 'replied' | 'gone'; at?: Instant; text?: string; repliedAt?: Instant | null }
async function brought(key: string, value: Value, collectedAt = '2026-10-01T01:00:00.000Z') {
  const seen = instant(collectedAt)
  await place.deps.db
    .insertInto('collection_sample')
    .values({
      district_id: districtId,
      account_id: account,
      id: place.deps.ids.next(),
      kind: 'message',
      key: `comment:${key}`,
      value: JSON.stringify(value),
      source: '新浪微博接口',
      observed_at: value.status === 'gone' ? seen : (value.repliedAt ?? asked),
      collected_at: seen,
      confidence: 'exact',
    })
    .execute()
}
const open = (text = '水质发黄，电话13800001234'): Value => ({
  status: 'open',
  at: asked,
  text: leastText(text),
  repliedAt: null,
})
const enter = () => enterCollected(place.deps, program, districtId)
const nothing = { entered: 0, matched: 0, answered: 0, gone: 0 }
const all = async () => {
  const shown = { asOf: civilDate('2026-10-12'), offset: 0, limit: 50 }
  return (await listMessages(place.deps.db, { districtId }, {}, shown)).rows
}

it('enters a comment once, sealed, as 评论 of its account, and says nothing of how far anybody looked', async () => {
  await brought('1', open())
  expect(await enter()).toEqual({ ...nothing, entered: 1 })
  expect(await enter()).toEqual(nothing)
  const [message, ...others] = await all()
  expect(others).toEqual([])
  expect(message).toMatchObject({
    channel: 'comment',
    state: 'open',
    askedAt: asked,
    unitName: '临湖区水务局',
    dueOn: '2026-09-22',
    lookedUntil: null,
  })
  const { wordsId } = message!
  expect((await openWords(place.deps, districtId, [wordsId])).get(wordsId)).toBe('水质发黄,电话＊＊＊')
  const september = { from: civilDate('2026-09-01'), to: civilDate('2026-09-30') }
  expect((await messageFacts(place.deps.db, districtId, september)).get(account)).toMatchObject({
    covered: false,
    messages: [{ standing: 'unlooked', repliedOn: null }],
  })
  const event = await place.deps.db
    .selectFrom('trail_event')
    .select('after')
    .where('action', '=', 'messages.collected')
    .executeTakeFirstOrThrow()
  expect(event.after).toEqual({ ...nothing, entered: 1 })
})

it('enters the answer of what waits, keeps what a person did, and says of one that is gone that it is', async () => {
  for (const key of ['1', '2', '3']) await brought(key, open(`第${key}条`))
  await enter()
  const [other, , rejected] = await all()
  await invalidateMessage(place.deps, supervisor, {
    districtId,
    messageId: rejected!.id,
    version: rejected!.version,
    reason: '广告',
  })
  const later = '2026-10-02T01:00:00.000Z'
  for (const key of ['1', '2', '3'])
    await brought(key, { ...open(`第${key}条`), status: 'replied', repliedAt: answered }, later)
  expect(await enter()).toEqual({ ...nothing, answered: 2 })
  expect((await all()).map(({ state, repliedOn }) => `${state} ${repliedOn}`).sort()).toEqual([
    'invalid null',
    'replied 2026-09-18',
    'replied 2026-09-18',
  ])
  const before = await all()
  for (const key of ['1', '2', '3']) await brought(key, { status: 'gone' }, '2026-10-03T01:00:00.000Z')
  await brought('unknown', { status: 'gone' }, '2026-10-03T01:00:00.000Z')
  expect(await enter()).toEqual({ ...nothing, gone: 3 })
  expect(await all()).toEqual(before)
  expect(await seenOnPlatform(place.deps.db, districtId, other!.id)).toMatchObject({
    source: '新浪微博接口',
    status: 'gone',
    seenAt: '2026-10-03T01:00:00.000Z',
  })
})

it('loses none that came and went between two rounds', async () => {
  await brought('1', open('第1条'))
  await brought('2', { ...open('第2条'), status: 'replied', repliedAt: answered })
  for (const key of ['1', '2']) await brought(key, { status: 'gone' }, '2026-10-01T03:00:00.000Z')
  expect(await enter()).toEqual({ ...nothing, entered: 2, answered: 1, gone: 2 })
  expect((await all()).map(({ state, repliedOn }) => `${state} ${repliedOn}`).sort()).toEqual([
    'open null',
    'replied 2026-09-18',
  ])
  for (const { id } of await all())
    expect(await seenOnPlatform(place.deps.db, districtId, id)).toMatchObject({ status: 'gone' })
  expect(await enter()).toEqual(nothing)
})

it('an answer without a time is told and left to a person', async () => {
  await brought('1', { ...open(), status: 'replied', repliedAt: null })
  expect(await enter()).toEqual({ ...nothing, entered: 1 })
  const [message] = await all()
  expect(message).toMatchObject({ state: 'open', repliedOn: null })
  expect(await seenOnPlatform(place.deps.db, districtId, message!.id)).toMatchObject({ status: 'replied' })
})

it('finds what somebody entered already, by hand or file; a file that is taken back leaves the comment', async () => {
  await recordMessage(place.deps, supervisor, {
    districtId,
    accountId: account,
    kind: 'complaint',
    channel: 'comment',
    asked: { on: civilDate('2026-09-15'), at: asked },
    text: '水质发黄，电话13800001234',
  })
  const lines = ['账号,平台,类别,渠道,提问时间,内容', '临湖水务,微博,投诉,评论,2026-09-15,路灯不亮']
  const bytes = new TextEncoder().encode(lines.join('\n'))
  const { importId } = await importMessages(place.deps, supervisor, { districtId, fileName: '评论.csv', bytes })
  await brought('1', open())
  await brought('2', open('路灯不亮'))
  expect(await enter()).toEqual({ ...nothing, matched: 2 })
  expect((await all()).map(({ kind }) => kind)).toEqual(['complaint', 'complaint'])
  await undoMessages(place.deps, supervisor, { districtId, importId: importId!, reason: '选错' }, restingOnDays)
  expect((await all()).map(({ kind }) => kind).sort()).toEqual(['complaint', 'question'])
})
