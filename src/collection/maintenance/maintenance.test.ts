import { describe, expect, it } from 'vitest'
import { withWords } from '../../access/index.ts'
import { failing } from '../../../tests/support/failing.ts'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { virtualClock } from '../../../tests/support/simulated-day.ts'
import { civilDate, instant, month } from '../../calendar/index.ts'
import { collectDue } from '../running/collect-due.ts'
import { gapsOf, whyUnseen } from '../running/gaps.ts'
import { testLook } from '../running/test-look.ts'
import { addTarget, sourceOfKind } from '../sources/set-up.ts'
import { liftWindow } from '../verbs/lift-window.ts'
import { setWindow } from '../verbs/set-window.ts'

const supervisor = actorOf('supervisor')
const at = (text: string) => instant(`${text.replace(' ', 'T')}:00+08:00`)
const ms = (text: string) => Date.parse(at(text))
const move = { kind: 'once', from: at('2026-10-12 20:00'), to: at('2026-10-14 08:00'), reason: '机房搬迁' } as const
const night = { kind: 'daily', from: 22 * 60, to: 6 * 60, reason: '夜间' } as const

/** A district whose clock is set by hand, with two accounts that have a feed each, due at once. */
async function place(now = '2026-10-12 09:00') {
  const district = await monitoredDistrict(at(now))
  const clock = virtualClock(ms(now))
  const deps = { ...district.deps, clock, wall: clock }
  const sourceId = await sourceOfKind(deps, supervisor, districtId, 'feed')
  const accounts: string[] = []
  for (const name of ['临湖水务', '临湖教育']) {
    const accountId = await district.account(await district.unit(`${name}局`), name)
    accounts.push(accountId)
    const target = { url: `https://${accountId}.example/feed` }
    await addTarget(deps, supervisor, { districtId, accountId, sourceId, target })
  }
  const asked: string[] = []
  let onAsked = (): Promise<unknown> => Promise.resolve()
  const send = async ({ url }: { url: string }) => {
    asked.push(url)
    await onAsked()
    const post = '<item><title>通知</title><link>https://a.example/1</link></item>'
    const body = Buffer.from(`<rss><channel>${post}</channel></rss>`)
    return { kind: 'reply' as const, url, status: 200, headers: {}, body }
  }
  // One after the other, so that something can happen between two requests.
  let last: Promise<unknown> = Promise.resolve()
  const atPace = <T>(_host: string, work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work)
    last = mine.catch(() => undefined)
    return mine
  }
  const work = { send, atPace, worker: '00000000-0000-7000-8000-000000000001', decisiveDays: [], onDefect: failing }
  const look = () => collectDue(deps, supervisor, districtId, work)
  const gaps = (accountId = accounts[0] ?? '') =>
    gapsOf(deps.db, districtId, accountId, {
      month: month('2026-10'),
      today: deps.clock.today(),
      now: deps.wall.now(),
    })
  const unseen = async () =>
    Object.fromEntries(
      (await gaps()).days.filter(({ seenBy }) => seenBy.length === 0).map((day) => [day.day.slice(8), whyUnseen(day)]),
    )
  return {
    ...district,
    deps,
    clock,
    accounts,
    send,
    asked,
    look,
    unseen,
    whenAsked: (next: typeof onAsked) => void (onAsked = next),
    set: (window: Parameters<typeof setWindow>[2] extends infer W ? Omit<W & object, 'districtId'> : never) =>
      setWindow(deps, supervisor, { districtId, ...window } as Parameters<typeof setWindow>[2]),
    lift: (windowId: string) => liftWindow(deps, supervisor, { districtId, windowId }),
  }
}

const notDue = '没有安排采集，或者未到采集时间'

describe('in a 维护时段', () => {
  it('nothing is sent out; what is due waits, unclaimed, and is looked at when it is over', async () => {
    const { set, look, clock, asked, deps } = await place('2026-10-12 19:00')
    await set(move)
    await deps.db
      .updateTable('collection_target')
      .set({ next_at: at('2026-10-12 21:00') })
      .execute()
    clock.set(ms('2026-10-13 12:00'))
    expect(await look()).toMatchObject({ due: 0, waitsFor: { to: move.to, reason: '机房搬迁' } })
    expect(asked).toEqual([])
    clock.set(ms('2026-10-14 08:00'))
    expect(await look()).toMatchObject({ due: 2, outcomes: { ok: 2 }, waitsFor: null })
    expect(asked).toHaveLength(2)
  })

  it('that is set while looks are under way no further request leaves; what was not seen is due as it was', async () => {
    const { set, look, whenAsked, asked, deps, clock } = await place()
    whenAsked(() => set({ ...move, from: undefined }))
    expect(await look()).toMatchObject({ due: 1, outcomes: { ok: 1 }, waitsFor: { reason: '机房搬迁' } })
    expect(asked).toHaveLength(1)
    const targets = await deps.db
      .selectFrom('collection_target')
      .select(['last_outcome', 'failures', 'claimed_by'])
      .execute()
    const untouched = { last_outcome: null, failures: 0, claimed_by: null }
    expect(targets).toContainEqual(untouched)
    whenAsked(() => Promise.resolve())
    clock.set(ms('2026-10-14 08:00'))
    expect((await look()).due).toBeGreaterThan(0)
    expect(new Set(asked).size).toBe(2)
  })

  it('nobody tries a source out either, and hears until when', async () => {
    const { set, deps, accounts, send, asked } = await place()
    await set({ ...move, from: undefined })
    const trial = {
      districtId,
      accountId: accounts[0] ?? '',
      kind: 'feed',
      target: { url: 'https://a.example/' },
      send,
    }
    await expect(testLook(deps, supervisor, trial)).rejects.toMatchObject({
      code: 'sources.maintenance',
      message: expect.stringContaining('2026-10-14 08:00'),
    })
    expect(asked).toEqual([])
  })

  it('of another district looks go on', async () => {
    const { look, deps } = await place()
    await deps.db
      .insertInto('district')
      .values({
        id: '990200',
        name: '湖东区',
        short_name: '湖东',
        office_name: '湖东区办公室',
        issuing_office: '湖东区领导小组办公室',
        created_at: at('2026-10-01 00:00'),
      })
      .execute()
    await deps.db
      .insertInto('collection_window')
      .values({
        district_id: '990200',
        id: deps.ids.next(),
        from_at: at('2026-10-01 00:00'),
        to_at: at('2026-10-31 00:00'),
        reason: '检修',
        set_by: 'user:x',
        set_at: at('2026-10-01 00:00'),
      })
      .execute()
    expect(await look()).toMatchObject({ due: 2 })
  })
})

describe('the gap log', () => {
  it('says 维护时段 of the days on which a look that was due waited, while it waits and ever after', async () => {
    const { set, look, clock, unseen, deps } = await place('2026-10-12 19:00')
    await set(move)
    await deps.db
      .updateTable('collection_target')
      .set({ next_at: at('2026-10-13 10:00') })
      .execute()
    clock.set(ms('2026-10-14 07:00'))
    const waiting = await unseen()
    expect(waiting).toMatchObject({
      '13': '维护时段 00:00 至 24:00（机房搬迁）',
      '14': '维护时段 00:00 至 08:00（机房搬迁）',
    })
    // On the 12th the window had begun, and nothing was due.
    expect(waiting['12']).toBe(notDue)
    clock.set(ms('2026-10-14 09:00'))
    await look()
    clock.set(ms('2026-10-20 09:00'))
    const after = await unseen()
    expect(after).toMatchObject({ '12': notDue, '13': '维护时段 00:00 至 24:00（机房搬迁）', '19': notDue })
    expect(after['14']).toContain('维护时段 00:00 至 08:00（机房搬迁）')
  })

  it('does not say it of a look that was late for another reason', async () => {
    const { set, look, clock, unseen } = await place('2026-10-12 19:00')
    const { from: _from, ...later } = move
    await set({ ...later, from: at('2026-10-14 12:00'), to: at('2026-10-14 13:00') })
    clock.set(ms('2026-10-14 09:00'))
    await look()
    clock.set(ms('2026-10-15 09:00'))
    expect(JSON.stringify(await unseen())).not.toContain('维护时段')
  })
})

describe('setting and lifting', () => {
  it.each([
    ['window.reason-missing', { ...move, reason: ' ' }],
    ['window.past', { ...move, from: at('2026-10-12 08:58') }],
    ['window.order', { ...move, to: move.from }],
    ['window.order', { ...move, from: undefined, to: at('2026-10-12 09:00') }],
    ['window.too-long', { ...move, to: at('2026-11-12 20:01') }],
    ['window.hours', { ...night, to: night.from }],
    ['window.hours', { ...night, from: 6 * 60, to: 2 * 60 + 1 }],
  ])('is refused with %s', async (code, window) => {
    const { set } = await place()
    await expect(set(window)).rejects.toMatchObject({ code })
  })

  it.each([
    [{ ...move, from: at('2026-10-12 09:00') }],
    [{ ...move, to: at('2026-11-12 20:00') }],
    [{ ...night, from: 6 * 60, to: 2 * 60 }],
  ])('goes as far as it may', async (window) => {
    const { set } = await place()
    await expect(set(window)).resolves.toMatchObject({ id: expect.any(String) })
  })

  it('every day holds from then on until it is lifted; there is one of that kind', async () => {
    const { set, lift, look, clock } = await place()
    const { id } = await set(night)
    await expect(set({ ...night, from: 23 * 60 })).rejects.toMatchObject({ code: 'window.daily-already' })
    clock.set(ms('2026-10-14 23:00'))
    expect(await look()).toMatchObject({ due: 0, waitsFor: { to: at('2026-10-15 06:00') } })
    await lift(id)
    expect(await look()).toMatchObject({ due: 2, waitsFor: null })
    await expect(lift(id)).rejects.toMatchObject({ code: 'window.over' })
    await expect(set(night)).resolves.toMatchObject({ id: expect.any(String) })
  })

  it('one that is lifted before it begins never holds', async () => {
    const { set, lift, look, clock } = await place()
    const { id } = await set(move)
    await lift(id)
    clock.set(ms('2026-10-13 12:00'))
    expect(await look()).toMatchObject({ due: 2, waitsFor: null })
  })

  it('stands in the trail with its reason, and is for who sets up sources', async () => {
    const { set, lift, deps } = await place()
    await lift((await set(move)).id)
    const events = await deps.db
      .selectFrom('trail_event')
      .select(['action', 'before', 'after'])
      .where('action', 'like', 'sources.window%')
      .orderBy('seq')
      .execute()
    const told = { window: '2026-10-12 20:00 至 2026-10-14 08:00', reason: '机房搬迁' }
    expect(JSON.stringify(events)).not.toContain('机房搬迁')
    expect(await withWords(deps, districtId, events)).toMatchObject([
      { action: 'sources.window-set', after: told },
      { action: 'sources.window-lifted', before: told },
    ])
    const reviewer = actorOf('reviewer')
    await expect(setWindow(deps, reviewer, { districtId, ...move })).rejects.toMatchObject({ code: 'access.denied' })
    await expect(
      liftWindow(deps, reviewer, { districtId, windowId: '00000000-0000-7000-8000-000000000000' }),
    ).rejects.toMatchObject({ code: 'access.denied' })
    await expect(lift('00000000-0000-7000-8000-000000000000')).rejects.toMatchObject({ code: 'record.not-found' })
  })
})

it('a day that somebody looked on after all is no gap, whatever waited', async () => {
  const { set, clock, deps, collected, accounts, unseen } = await place('2026-10-12 19:00')
  await set(move)
  clock.set(ms('2026-10-13 12:00'))
  expect(Object.keys(await unseen())).toContain('13')
  await collected(accounts[0] ?? '', '2026-10-12', '2026-10-13')
  expect(Object.keys(await unseen())).not.toContain('13')
  expect(deps.clock.today()).toBe(civilDate('2026-10-13'))
})
