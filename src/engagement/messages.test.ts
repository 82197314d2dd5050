import { beforeEach, describe, expect, it } from 'vitest'
import {
  actorOf,
  districtId,
  type MonitoredDistrict,
  monitoredDistrict,
} from '../../tests/support/monitored-district.ts'
import { openWords, withWords } from '../access/index.ts'
import { civilDate, instantFromLocal, movedDeadlines, seedYears, workCalendar } from '../calendar/index.ts'
import { inTransaction, oneRow } from '../database/index.ts'
import { seedCalendar } from '../holidays/index.ts'
import { eventsOf, verifyTrail } from '../trail/index.ts'
import { accountTold, expireMessages, heldEngagement, messageDeadlines, messageFacts, openMessagesOf } from './index.ts'
import type { DayOrMinute } from './model.ts'
import { findMessage, listMessages, stepsOf, waitingMessages } from './queries.ts'
import { replyToMessage, rewriteReply } from './verbs/answer-message.ts'
import { correctMessage } from './verbs/correct-message.ts'
import { eraseMessage, revealContact } from './verbs/message-words.ts'
import {
  assignMessage,
  handBackMessage,
  invalidateMessage,
  restoreMessage,
  transferMessage,
} from './verbs/place-message.ts'
import { type MessageRecord, recordMessage } from './verbs/record-message.ts'
import { stateLooked, withdrawLooked } from './verbs/state-looked.ts'

const supervisor = actorOf('supervisor')
const head = actorOf('office_head')
const minute = (text: string): DayOrMinute => ({ on: civilDate(text.slice(0, 10)), at: instantFromLocal(text)! })
const onDay = (text: string): DayOrMinute => ({ on: civilDate(text), at: null })

let place: MonitoredDistrict
let water: string
let schools: string
let account: string
const editor = () => ({ ...actorOf('unit_editor'), unitId: water })

beforeEach(async () => {
  // 12 October 2026, 09:00 in Shanghai.
  place = await monitoredDistrict()
  await seedCalendar(place.deps.db, place.deps.wall.now())
  water = await place.unit('临湖区水务局')
  schools = await place.unit('临湖区教育局')
  account = await place.account(water, '临湖水务')
})

const ask = (over: Partial<MessageRecord> = {}, by = supervisor) =>
  recordMessage(place.deps, by, {
    districtId,
    accountId: account,
    kind: 'question',
    channel: 'message',
    asked: minute('2026-09-01 10:15'),
    text: '停水几天了，什么时候恢复？',
    ...over,
  })
const read = async (id: string) => (await findMessage(place.deps.db, districtId, id))!
const which = async (id: string) => ({ districtId, messageId: id, version: (await read(id)).version })
const held = () =>
  inTransaction(place.deps.db, (tx) => heldEngagement(tx, place.deps, { districtId, accountId: account }))
const wordsOf = async (id: string) => {
  const steps = await stepsOf(place.deps.db, districtId, id)
  const words = await openWords(
    place.deps,
    districtId,
    steps.flatMap(({ wordsId }) => wordsId ?? []),
  )
  return steps.map(({ action, wordsId }) => [action, wordsId === null ? null : (words.get(wordsId) ?? '删')])
}

describe('a message', () => {
  it('is entered for the unit of its account, timed by its kind, and sealed', async () => {
    const { id } = await ask({ contact: '13800001234' }, editor())
    expect(await read(id)).toMatchObject({
      unitId: water,
      state: 'open',
      askedOn: '2026-09-01',
      dueOn: '2026-09-08',
      due: { days: 7, kind: 'natural' },
      accountName: '临湖水务',
    })
    const { rows } = await place.database.owner((owner) =>
      owner.query(`select row_to_json(m)::text as found from message m union all
        select coalesce(before::text, '') || coalesce(after::text, '') from trail_event union all
        select row_to_json(s)::text from message_step s`),
    )
    for (const { found } of rows as { found: string }[]) expect(found).not.toMatch(/停水|13800001234/)
  })

  const never: [string, Partial<MessageRecord>, string][] = [
    ['asked in the future', { asked: minute('2026-10-12 09:01') }, 'message.asked-in-future'],
    ['asked tomorrow, the minute unknown', { asked: onDay('2026-10-13') }, 'message.asked-in-future'],
    ['answered in the future', { replied: { ...onDay('2026-10-13'), text: '答' } }, 'message.replied-in-future'],
    [
      'answered a minute early',
      { replied: { ...minute('2026-09-01 10:14'), text: '答' } },
      'message.reply-before-question',
    ],
    ['answered a day early', { replied: { ...onDay('2026-08-31'), text: '答' } }, 'message.reply-before-question'],
    ['without words', { text: '　 ' }, 'message.words-missing'],
    ['answered without words', { replied: { ...onDay('2026-09-02'), text: '' } }, 'message.words-missing'],
    ['of an account nobody knows', { accountId: '00000000-0000-7000-8000-000000000000' }, 'record.not-found'],
    ['of nobody', { accountId: undefined }, 'message.account-or-unit'],
  ]
  it('that cannot be is refused and leaves nothing', async () => {
    for (const [what, over, code] of never) await expect(ask(over), what).rejects.toMatchObject({ code })
    const { total } = await listMessages(
      place.deps.db,
      { districtId },
      {},
      { asOf: civilDate('2026-10-12'), offset: 0, limit: 10 },
    )
    expect(total).toBe(0)
  })

  it('answered on the day of asking is no fault where one of the minutes is unknown', async () => {
    const { id } = await ask({ replied: { ...onDay('2026-09-01'), text: '已恢复供水' } })
    expect(await read(id)).toMatchObject({ state: 'replied', repliedOn: '2026-09-01', repliedAt: null })
  })

  it('that stands there already is refused, unless a person says that it is another one', async () => {
    await ask()
    await expect(ask()).rejects.toMatchObject({ code: 'message.duplicate' })
    await ask({ text: '另一个问题' })
    await ask({ isAnother: true })
  })

  it('of another unit is nothing for a unit: neither entered nor answered', async () => {
    const other = await place.account(schools, '临湖教育')
    await expect(ask({ accountId: other }, editor())).rejects.toMatchObject({ code: 'access.denied' })
    const { id } = await ask({ accountId: other })
    const input = { ...(await which(id)), text: '答', replied: onDay('2026-09-02') }
    await expect(replyToMessage(place.deps, editor(), input)).rejects.toMatchObject({ code: 'access.denied' })
    await expect(invalidateMessage(place.deps, editor(), { ...(await which(id)), reason: '无' })).rejects.toMatchObject(
      {
        code: 'access.denied',
      },
    )
  })
})

describe('an answer', () => {
  it('that is rewritten keeps the first one and the time it came (F1)', async () => {
    const { id } = await ask({ asked: minute('2026-09-01 10:15') })
    const first = minute('2026-09-06 16:00')
    await replyToMessage(place.deps, editor(), { ...(await which(id)), text: '另谋高就', replied: first })
    await rewriteReply(place.deps, editor(), { ...(await which(id)), text: '答复不当，已致歉' })
    expect(await read(id)).toMatchObject({ state: 'replied', repliedOn: '2026-09-06', repliedAt: first.at })
    expect(await wordsOf(id)).toEqual([
      ['record', null],
      ['reply', '另谋高就'],
      ['rewrite', '答复不当，已致歉'],
    ])
    const told = await eventsOf(place.deps.db, districtId, { kind: 'message', id })
    // Who reads the trail reads no message by it.
    expect(JSON.stringify(await withWords(place.deps, districtId, told))).not.toMatch(/停水|另谋|致歉/)
    expect(told.map(({ action }) => action)).toEqual(['message.rewrite', 'message.reply', 'message.recorded'])
    expect(await verifyTrail(place.deps.db, districtId)).toMatchObject([{ whole: true }])
  })

  it('is given once, by who saw the message as it is', async () => {
    const { id } = await ask()
    const seen = await which(id)
    await replyToMessage(place.deps, editor(), { ...seen, text: '答', replied: onDay('2026-09-03') })
    await expect(rewriteReply(place.deps, editor(), { ...seen, text: '改' })).rejects.toMatchObject({
      code: 'record.changed-meanwhile',
    })
    const again = { ...(await which(id)), text: '又答', replied: onDay('2026-09-04') }
    await expect(replyToMessage(place.deps, editor(), again)).rejects.toMatchObject({
      code: 'message.action-not-allowed',
    })
  })
})

describe('whose a message is', () => {
  it('goes back to the office, to another unit, and its clock runs on', async () => {
    const { id } = await ask()
    await handBackMessage(place.deps, editor(), { ...(await which(id)), reason: '属于教育局职责' })
    expect(await read(id)).toMatchObject({ unitId: null, state: 'open' })
    const answer = { ...(await which(id)), text: '答', replied: onDay('2026-09-03') }
    await expect(replyToMessage(place.deps, supervisor, answer)).rejects.toMatchObject({
      code: 'message.action-not-allowed',
    })
    await assignMessage(place.deps, supervisor, { ...(await which(id)), unitId: schools })
    const transfer = { ...(await which(id)), unitId: schools, reason: '误派' }
    await expect(transferMessage(place.deps, supervisor, transfer)).rejects.toMatchObject({ code: 'message.same-unit' })
    await transferMessage(place.deps, supervisor, { ...transfer, unitId: water })
    expect(await read(id)).toMatchObject({ unitId: water, dueOn: '2026-09-08' })
    expect((await wordsOf(id)).map(([action]) => action)).toEqual(['record', 'hand-back', 'assign', 'transfer'])
  })

  it('is no unit that is gone', async () => {
    const { id } = await ask()
    await place.deps.db.updateTable('unit').set({ state: 'abolished' }).where('id', '=', schools).execute()
    const transfer = { ...(await which(id)), unitId: schools, reason: '误派' }
    await expect(transferMessage(place.deps, supervisor, transfer)).rejects.toMatchObject({ code: 'message.unit-gone' })
  })
})

describe('what was entered wrongly', () => {
  it('is invalid with a reason, never deleted, and comes back as it was', async () => {
    const { id } = await ask({ replied: { ...onDay('2026-09-02'), text: '答' } })
    await expect(
      invalidateMessage(place.deps, supervisor, { ...(await which(id)), reason: ' ' }),
    ).rejects.toMatchObject({
      code: 'message.words-missing',
    })
    await invalidateMessage(place.deps, supervisor, { ...(await which(id)), reason: '广告' })
    expect(await read(id)).toMatchObject({ state: 'invalid', repliedOn: '2026-09-02' })
    await restoreMessage(place.deps, supervisor, { ...(await which(id)), reason: '误判' })
    expect(await read(id)).toMatchObject({ state: 'replied', repliedOn: '2026-09-02' })
  })

  it('is corrected with its last day, before and after told', async () => {
    const { id } = await ask()
    const correct = async (over: object) =>
      correctMessage(place.deps, supervisor, { ...(await which(id)), reason: '登记有误', ...over })
    await expect(correct({ kind: 'question' })).rejects.toMatchObject({ code: 'message.nothing-changed' })
    await expect(correct({ asked: onDay('2026-10-13') })).rejects.toMatchObject({ code: 'message.asked-in-future' })
    await correct({ kind: 'error', asked: onDay('2026-09-30') })
    expect(await read(id)).toMatchObject({ kind: 'error', askedOn: '2026-09-30', askedAt: null, dueOn: '2026-10-10' })
    const [, step] = await stepsOf(place.deps.db, districtId, id)
    expect(step?.changed).toMatchObject({
      kind: { before: 'question', after: 'error' },
      dueOn: { before: '2026-09-08', after: '2026-10-10' },
    })
    await expect(
      correctMessage(place.deps, editor(), { ...(await which(id)), reason: '改', kind: 'question' }),
    ).rejects.toMatchObject({ code: 'access.denied' })
  })

  it('is erased in words alone: what was counted is counted as before', async () => {
    const { id } = await ask({ contact: '13800001234' })
    await replyToMessage(place.deps, editor(), { ...(await which(id)), text: '已答复', replied: onDay('2026-09-03') })
    const file = JSON.stringify(await held())
    expect(file).toMatch(/停水几天了.*已答复/)
    expect(file).not.toContain('13800001234')
    expect(await revealContact(place.deps, editor(), { districtId, messageId: id })).toBe('13800001234')
    await expect(eraseMessage(place.deps, supervisor, { districtId, messageId: id })).rejects.toMatchObject({
      code: 'access.denied',
    })
    expect(await eraseMessage(place.deps, head, { districtId, messageId: id })).toBe(3)
    expect(await read(id)).toMatchObject({ state: 'replied', repliedOn: '2026-09-03' })
    expect(JSON.stringify(await held())).not.toMatch(/停水|已答复",null/)
    expect(await wordsOf(id)).toEqual([
      ['record', null],
      ['reply', '删'],
    ])
    await expect(revealContact(place.deps, editor(), { districtId, messageId: id })).rejects.toMatchObject({
      code: 'message.no-contact',
    })
    expect(await verifyTrail(place.deps.db, districtId)).toMatchObject([{ whole: true }])
  })
})

it('words go three years after a message was closed, and sooner or later where the district says so', async () => {
  const { id } = await ask({ replied: { ...onDay('2026-09-02'), text: '已恢复' } })
  const waiting = await ask({ text: '还在等' })
  const system = { ...actorOf('operator'), kind: 'system', id: 'system' } as const
  const onTheDay = (moment: string) => expireMessages(place.at(moment), system, districtId)
  expect(await onTheDay('2029-10-12T01:00:00.000Z')).toBe(0)
  expect(await onTheDay('2029-10-12T01:00:01.000Z')).toBe(1)
  expect(await onTheDay('2029-10-13T01:00:00.000Z')).toBe(0)
  expect(await wordsOf(id)).toEqual([
    ['record', null],
    ['reply', '删'],
  ])
  expect(await read(id)).toMatchObject({ state: 'replied', repliedOn: '2026-09-02' })
  const { wordsId } = await read(waiting.id)
  expect((await openWords(place.deps, districtId, [wordsId])).get(wordsId)).toBe('还在等')
  await expect(expireMessages(place.deps, supervisor, districtId)).rejects.toMatchObject({ code: 'access.denied' })
})

it('the last day of what waits follows a new year’s holidays, and what was answered stays', async () => {
  const late = place.at('2026-12-31T02:00:00.000Z')
  const record = {
    districtId,
    accountId: account,
    kind: 'error',
    channel: 'message',
    asked: onDay('2026-12-30'),
  } as const
  const { id } = await recordMessage(late, supervisor, { ...record, text: '错字' })
  const replied = { ...onDay('2026-12-31'), text: '已改' }
  const done = await recordMessage(late, supervisor, { ...record, text: '又一处', replied })
  expect([(await read(id)).dueOn, (await read(done.id)).dueOn]).toEqual(['2027-01-05', '2027-01-05'])
  const days = ['2027-01-01', '2027-01-04', '2027-01-05'].map((day) => ({
    day: civilDate(day),
    kind: 'holiday' as const,
    name: '元旦',
  }))
  const before = workCalendar(seedYears())
  const after = workCalendar([...seedYears(), { year: 2027, status: 'official', days }])
  const open = await messageDeadlines.open(late.db, districtId, late.clock.today())
  const moved = movedDeadlines(before, after, open)
  await inTransaction(late.db, (tx) => messageDeadlines.move(tx, late, supervisor, districtId, moved))
  expect(moved.map((one) => [one.before.provisional, one.after.provisional])).toEqual([[true, false]])
  expect([(await read(id)).dueOn, (await read(done.id)).dueOn]).toEqual(['2027-01-07', '2027-01-05'])
})

describe('what is known of an account', () => {
  const september = { from: civilDate('2026-09-01'), to: civilDate('2026-09-30') }
  const facts = () => messageFacts(place.deps.db, districtId, september)
  const looked = (until: string, by = supervisor) =>
    stateLooked(place.deps, by, { districtId, accountId: account, until: civilDate(until) })

  it('is nothing until somebody has looked; then nothing recorded is nothing asked', async () => {
    expect((await facts()).get(account)).toBeUndefined()
    await looked('2026-09-29')
    expect((await facts()).get(account)).toMatchObject({ covered: false, lookedUntil: '2026-09-29' })
    await looked('2026-09-30', editor())
    expect((await facts()).get(account)).toMatchObject({ covered: true, side: 'unit', messages: [] })
    await looked('2026-10-11')
    expect((await facts()).get(account)).toMatchObject({ covered: true, side: 'office' })
    await expect(looked('2026-10-12')).rejects.toMatchObject({ code: 'message-look.day-not-over' })
  })

  it('is overdue where somebody looked, late where an answer came, and unknown where neither', async () => {
    await ask({ asked: onDay('2026-09-02') })
    await ask({ asked: onDay('2026-09-03'), replied: { ...onDay('2026-09-20'), text: '答' } })
    await ask({ asked: onDay('2026-09-04'), replied: { ...onDay('2026-09-05'), text: '答' } })
    await ask({ asked: onDay('2026-07-01'), replied: { ...onDay('2026-08-20'), text: '八月已答' } })
    const answers = async (period = september) =>
      (await messageFacts(place.deps.db, districtId, period))
        .get(account)
        ?.messages.map(({ askedOn, standing, repliedOn }) => [askedOn, standing, repliedOn])
        .sort()
    const answered = [
      ['2026-09-03', 'late', '2026-09-20'],
      ['2026-09-04', 'on-time', '2026-09-05'],
    ]
    const unlooked = [['2026-09-02', 'unlooked', null], ...answered]
    expect(await answers()).toEqual(unlooked)
    const { id } = await looked('2026-09-30')
    expect(await answers()).toEqual([['2026-09-02', 'overdue', undefined], ...answered])
    expect(await answers({ from: civilDate('2026-08-01'), to: civilDate('2026-08-31') })).toEqual([
      ['2026-07-01', 'late', '2026-08-20'],
    ])
    await withdrawLooked(place.deps, supervisor, { districtId, lookId: id, reason: '没有看私信' })
    expect((await facts()).get(account)).toMatchObject({ covered: false })
    expect(await answers()).toEqual(unlooked)
    await expect(
      withdrawLooked(place.deps, supervisor, { districtId, lookId: id, reason: '再撤' }),
    ).rejects.toMatchObject({ code: 'message-look.withdrawn-already' })
  })

  it('is filtered by the database as the rule says it', async () => {
    await ask({ asked: onDay('2026-09-02') })
    await ask({ asked: onDay('2026-10-10') })
    await ask({ asked: onDay('2026-09-03'), replied: { ...onDay('2026-09-20'), text: '答' } })
    await ask({ asked: onDay('2026-09-04'), replied: { ...onDay('2026-09-05'), text: '答' } })
    const { id } = await ask({ asked: onDay('2026-09-05') })
    await invalidateMessage(place.deps, supervisor, { ...(await which(id)), reason: '测试' })
    const counted = async () => {
      const found: Record<string, number> = {}
      for (const standing of ['on-time', 'late', 'open', 'overdue', 'unlooked', 'invalid'] as const) {
        const asOf = civilDate('2026-10-12')
        const list = await listMessages(place.deps.db, { districtId }, { standing }, { asOf, offset: 0, limit: 10 })
        found[standing] = list.total
      }
      return found
    }
    expect(await counted()).toEqual({ 'on-time': 1, late: 1, open: 1, overdue: 0, unlooked: 1, invalid: 1 })
    await looked('2026-10-11')
    expect(await counted()).toEqual({ 'on-time': 1, late: 1, open: 1, overdue: 1, unlooked: 0, invalid: 1 })
    const today = civilDate('2026-10-12')
    expect((await openMessagesOf(place.deps.db, { districtId, unitId: water }, 5)).map((one) => one.dueOn)).toEqual([
      '2026-09-09',
      '2026-10-19',
    ])
    expect(await oneRow(place.deps.db, waitingMessages({ districtId }, today, civilDate('2026-10-19')))).toEqual({
      unassigned: 0,
      overdue: 1,
      unlooked: 0,
      open: 1,
      dueSoon: 1,
    })
  })
})

it('takes no account by guess where several of a platform’s family bear the name', async () => {
  const { db } = place.deps
  const service = await place.account(water, '临湖水务', { platform: 'wechat_service' })
  const subscription = await place.account(schools, '临湖水务', { platform: 'wechat_subscription' })
  const told = (name: string) => accountTold(db, districtId, name)
  expect((await told('临湖水务（服务号）')).id).toBe(service)
  expect((await told('临湖水务（订阅号）')).id).toBe(subscription)
  await place.account(schools, '临湖水务', { platform: 'wechat_service' })
  await expect(told('临湖水务（服务号）')).rejects.toMatchObject({ code: 'message.account-named-by-several' })
  await expect(told('临湖水务')).rejects.toMatchObject({ code: 'message.account-named-by-several' })
  await expect(told('临湖水务（抖音）')).rejects.toMatchObject({ code: 'message.account-unknown' })
})
