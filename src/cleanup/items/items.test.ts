import { eventsOf } from '../../trail/index.ts'
import { createCanvas } from '@napi-rs/canvas'
import fc from 'fast-check'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { civilDate, instant } from '../../calendar/index.ts'
import { oneRow } from '../../database/index.ts'
import { recordPatrol } from '../../monitoring/index.ts'
import type { ClosingState } from '../closing/model.ts'
import { listClosings, waitingClosings } from '../closing/queries.ts'
import { proposeCleanup, similarIn } from '../proposals.ts'
import { makeSheet } from '../sheet/verbs/make-sheet.ts'
import { type ItemAction, nextItemState } from './model.ts'
import { listItems, readItem, tally, waitingInCleanup } from './queries.ts'
import {
  closeItem,
  confirmItem,
  decideItem,
  freezeProposals,
  handInEvidence,
  returnItem,
  startItem,
  verifyItem,
} from './work.ts'

const supervisor = actorOf('supervisor')
const officeHead = actorOf('office_head')
const asOf = civilDate('2026-06-20')
const proof = await createCanvas(20, 20).encode('png')

/** A unit with a silent account, a lively one and a second one on its platform; a party department with one. */
async function district() {
  const place = await monitoredDistrict('2026-06-01T01:00:00.000Z')
  const deps = place.at('2026-06-20T01:00:00.000Z')
  const unit = await place.unit('临湖区水务局', { kind: 'civil_managed_institution' })
  const party = await place.unit('临湖区委宣传部', { kind: 'party' })
  const account = (name: string, platform: 'weibo' | 'douyin', unitId = unit) =>
    place.account(unitId, name, { platform, certified_entity: '临湖区水务局' })
  const silent = await account('临湖水务', 'weibo')
  const lively = await account('临湖水务', 'douyin')
  const second = await account('临湖节水', 'douyin')
  await account('安民', 'weibo', party)
  for (const id of [silent, lively, second]) await place.collected(id, '2026-04-01', '2026-06-20')
  await place.posts(silent, '2026-04-10')
  await place.posts(lively, '2026-06-19')
  await place.posts(second, '2026-06-18')
  await freezeProposals(deps, supervisor, { districtId, asOf })
  const editor = { ...actorOf('unit_editor'), unitId: unit }
  const { rows } = await listItems(deps.db, { districtId }, asOf, { offset: 0, limit: 9 })
  const item = rows.find(({ accountId }) => accountId === silent)!
  const now = async () => (await readItem(deps.db, districtId, item.id))!
  const here = async () => ({ districtId, itemId: item.id, version: (await now()).version })
  const steps = {
    confirm: async (disposition: 'close' | 'keep' = 'close', reason = '') =>
      confirmItem(deps, editor, { ...(await here()), disposition, reason }),
    decide: async (more: { disposition?: 'close' | 'keep'; reason?: string; dueOn?: string } = {}) => {
      const { disposition = 'close', reason = '', dueOn = '2026-07-10' } = more
      return decideItem(deps, officeHead, { ...(await here()), disposition, reason, dueOn: civilDate(dueOn) })
    },
    start: async () => startItem(deps, editor, await here()),
    'hand-in': async () =>
      handInEvidence(deps, editor, {
        ...(await here()),
        note: '已发布注销公告',
        file: { name: '截图.png', bytes: proof },
      }),
    return: async () => returnItem(deps, supervisor, { ...(await here()), note: '缺注销截图' }),
    verify: async () => verifyItem(deps, supervisor, { ...(await here()), note: '' }),
    close: async () => closeItem(deps, supervisor, await here()),
  }
  /** Looked for and not found, and the closing of the account as it then stands. */
  const gone = async (closing: ClosingState | null = 'verified') => {
    await recordPatrol(place.at('2026-07-01T02:00:00.000Z'), supervisor, {
      districtId,
      accountId: silent,
      checkedAt: instant('2026-07-01T01:00:00.000Z'),
      reachable: 'gone',
    })
    if (closing === null) return
    const id = deps.ids.next()
    const at = deps.clock.now()
    const own = { district_id: districtId, id, account_id: silent, unit_id: unit, item_id: item.id, state: closing }
    await deps.db
      .insertInto('closing')
      .values({ ...own, cases_since: at, begun_by: editor.id, begun_at: at })
      .execute()
  }
  return { ...place, deps, rows, item, now, here, gone, steps, editor, silent, second }
}

describe('清理建议', () => {
  it('lists what is to be done or needs a reason, and not the account of a unit outside the notice', async () => {
    const { rows } = await district()
    expect(
      rows.map(({ accountName, platform, disposition, needsReason }) => [
        accountName,
        platform,
        disposition,
        needsReason,
      ]),
    ).toEqual([
      ['临湖节水', 'douyin', 'keep', true],
      ['临湖水务', 'weibo', 'close', false],
    ])
  })

  it('prints the same document for the same day and data, with every reason', async () => {
    const { deps } = await district()
    const one = JSON.stringify(await proposeCleanup(deps.db, { districtId, asOf }))
    expect(JSON.stringify(await proposeCleanup(deps.db, { districtId, asOf }))).toBe(one)
    expect(JSON.parse(one)).toMatchObject({
      district: districtId,
      proposals: expect.arrayContaining([
        expect.objectContaining({ disposition: null, handover: true }),
        expect.objectContaining({
          disposition: 'close',
          reasons: [expect.objectContaining({ rule: 'CL-3', margin: -12 })],
        }),
      ]),
    })
  })

  it.each([
    ['running', true],
    ['closing', false],
    ['closed', false],
  ])('holds a second account on the platform against the first while it is %s: %s', async (running_state, held) => {
    const { deps, second } = await district()
    await deps.db.updateTable('account').set({ running_state }).where('id', '=', second).execute()
    const { proposals } = await proposeCleanup(deps.db, { districtId, asOf })
    const first = proposals.find(({ account }) => account.name === '临湖水务' && account.platform === 'douyin')
    expect(first?.reasons.some(({ rule }) => rule === 'CL-1')).toBe(held)
  })

  it('keeps what it said: the item of a day never changes afterwards', async () => {
    const { deps, posts, silent, item, now } = await district()
    await posts(silent, '2026-06-15')
    await expect(freezeProposals(deps, supervisor, { districtId, asOf })).rejects.toMatchObject({
      code: 'cleanup.day-frozen',
    })
    expect((await now()).proposal).toEqual(item.proposal)
  })

  it('is refused for a day that has not come', async () => {
    const { deps } = await district()
    await expect(
      freezeProposals(deps, supervisor, { districtId, asOf: civilDate('2026-06-21') }),
    ).rejects.toMatchObject({
      code: 'cleanup.day-in-future',
    })
  })

  it('points at names of one unit that are nearly the same, and decides nothing', () => {
    const own = (name: string, formerly: string | null = null) => ({ unit: '临湖区水务局', name, formerly })
    expect(similarIn([own('临湖水务'), own('临湖水务发布'), own('河长制'), own('临湖水务')])).toEqual([
      { unit: '临湖区水务局', names: ['临湖水务', '临湖水务发布'] },
    ])
    expect(similarIn([own('新名', '旧名'), own('旧名')])).toHaveLength(1)
  })
})

describe('from the proposal to the account that is gone', () => {
  it('goes all the way, and is verified only when the account was looked for and not found', async () => {
    const { steps, gone, now } = await district()
    await steps.confirm()
    await steps.decide()
    await steps['hand-in']()
    await expect(steps.verify()).rejects.toMatchObject({ code: 'cleanup.still-there' })
    await gone()
    await steps.verify()
    await steps.close()
    expect((await now()).state).toBe('closed')
  })

  it.each<[ClosingState | null, string]>([
    [null, 'cleanup.closing-open'],
    ['content-archived', 'cleanup.closing-open'],
    ['reappeared', 'cleanup.closing-open'],
    ['verified', 'done'],
    ['archived', 'done'],
  ])('an account that is not there, with a closing that is %s: %s', async (closing, outcome) => {
    const { steps, gone, now } = await district()
    await steps.decide()
    await steps['hand-in']()
    await gone(closing)
    const said = await steps.verify().then(
      () => 'done',
      (error: { code: string }) => error.code,
    )
    expect(said).toBe(outcome)
    expect((await now()).state).toBe(outcome === 'done' ? 'verified' : 'evidence')
  })

  it('is counted on the result board, which recomputes with every step', async () => {
    const { steps, gone, deps, silent } = await district()
    const board = async (by: 'platform' | 'unit-kind', today = asOf) => tally(deps.db, districtId, { asOf, by, today })
    const none = { closing: 0, gone: 0, closed: 0, overdue: 0, closingsOverdue: 0 }
    // 临湖水务 on 抖音 is kept and has no item; the party department's account is not counted.
    expect(await board('platform')).toEqual([
      { group: 'douyin', before: 2, after: 2, items: 1, ...none },
      { group: 'weibo', before: 1, after: 1, items: 1, ...none },
    ])
    await steps.decide()
    expect(await board('unit-kind')).toEqual([
      { group: 'civil_managed_institution', before: 3, after: 3, items: 2, ...none, closing: 1 },
    ])
    expect((await board('platform', civilDate('2026-07-10')))[1]).toMatchObject({ overdue: 0 })
    expect((await board('platform', civilDate('2026-07-11')))[1]).toMatchObject({ overdue: 1 })
    await steps['hand-in']()
    await gone()
    await steps.verify()
    // What the ledger still has is not gone, whatever was said of the item.
    expect((await board('platform', civilDate('2026-07-11')))[1]).toMatchObject({ gone: 0, closed: 0, overdue: 0 })
    await steps.close()
    expect((await board('platform'))[1]).toMatchObject({ after: 1, gone: 0, closed: 1 })
    await deps.db
      .updateTable('account')
      .set({ running_state: 'deregistered', ceased_on: civilDate('2026-07-01') })
      .where('id', '=', silent)
      .execute()
    expect((await board('platform'))[1]).toEqual({
      group: 'weibo',
      before: 1,
      after: 0,
      items: 1,
      closing: 1,
      gone: 1,
      closed: 1,
      overdue: 0,
      closingsOverdue: 0,
    })
  })

  it('counts closings that are past their day, as many as their list has', async () => {
    const { steps, gone, deps } = await district()
    await steps.decide()
    await gone('announced')
    const board = async (day: string) => {
      const today = civilDate(day)
      const { total } = await listClosings(deps.db, { districtId }, today, { state: 'overdue', offset: 0, limit: 9 })
      const counted = [await tally(deps.db, districtId, { asOf, by: 'platform', today })]
      counted.push(await tally(deps.db, districtId, { asOf, by: 'unit-kind', today }))
      const { overdue } = await oneRow(deps.db, waitingClosings({ districtId }, today))
      return [total, overdue, ...counted.map((rows) => rows.reduce((sum, row) => sum + row.closingsOverdue, 0))]
    }
    // The day that was set with the item goes before any other.
    expect(await board('2026-07-10')).toEqual([0, 0, 0, 0])
    expect(await board('2026-07-11')).toEqual([1, 1, 1, 1])
    await deps.db.updateTable('closing').set({ state: 'withdrawn', withdrawn_reason: '改为保留' }).execute()
    expect(await board('2026-07-11')).toEqual([0, 0, 0, 0])
    await deps.db
      .updateTable('closing')
      .set({ state: 'verified', withdrawn_reason: null, recheck_on: civilDate('2026-08-01') })
      .execute()
    expect(await board('2026-08-01')).toEqual([0, 0, 0, 0])
    expect(await board('2026-08-02')).toEqual([1, 1, 1, 1])
  })

  it('can be decided without the unit’s word, and never by who made the proposals', async () => {
    const { steps, deps, here } = await district()
    const both = { ...officeHead, id: supervisor.id }
    await expect(
      decideItem(deps, both, { ...(await here()), disposition: 'close', reason: '', dueOn: civilDate('2026-07-10') }),
    ).rejects.toMatchObject({ code: 'access.maker-is-checker' })
    await steps.decide()
  })

  it('is spoken for a unit on record, and only while the unit has not answered', async () => {
    const { steps, deps, here, item } = await district()
    const said = async () => confirmItem(deps, supervisor, { ...(await here()), disposition: 'close', reason: '' })
    await said()
    const [event] = await eventsOf(deps.db, districtId, { kind: 'cleanup-item', id: item.id })
    expect(event).toMatchObject({ action: 'cleanup.confirm', after: { enteredForUnit: true } })
    await expect(said()).rejects.toMatchObject({ code: 'cleanup.unit-answered' })
    await steps.confirm()
    const [own] = await eventsOf(deps.db, districtId, { kind: 'cleanup-item', id: item.id })
    expect(own?.after).not.toHaveProperty('enteredForUnit')
  })

  it('wants a reason where it departs from the machine, and a day until when', async () => {
    const { steps } = await district()
    await expect(steps.confirm('keep')).rejects.toMatchObject({ code: 'cleanup.reason-required' })
    await expect(steps.decide({ disposition: 'keep' })).rejects.toMatchObject({ code: 'cleanup.reason-required' })
    await expect(steps.decide({ dueOn: '2026-06-19' })).rejects.toMatchObject({
      code: 'cleanup.due-past',
      message: '办理期限2026年6月19日早于今天，请改为今天或以后的日期。',
    })
    await steps.decide({ dueOn: '2026-06-20' })
  })

  it('of an account that is kept is ended by the decision: nothing is to be done, nothing to be proved', async () => {
    const { steps, now, deps, item } = await district()
    await steps.decide({ disposition: 'keep', reason: '群众仍在使用' })
    expect(await now()).toMatchObject({ state: 'closed', decidedDisposition: 'keep', dueOn: null })
    // One that was decided before asks for no proof either: it is ended as it stands, and its unit owes nothing.
    await deps.db.updateTable('cleanup_item').set({ state: 'approved' }).where('id', '=', item.id).execute()
    expect(await oneRow(deps.db, waitingInCleanup({ districtId, unitId: item.unitId }))).toMatchObject({ underWay: 0 })
    await expect(steps['hand-in']()).rejects.toMatchObject({ code: 'cleanup.action-not-allowed' })
    await steps.close()
    expect((await now()).state).toBe('closed')
  })

  /** The district five days later: the account has a second item. */
  const decidedAgain = async (before?: (place: Awaited<ReturnType<typeof district>>) => Promise<unknown>) => {
    const place = await district()
    await before?.(place)
    const { deps, item } = place
    const later = place.at('2026-06-25T01:00:00.000Z')
    const day = civilDate('2026-06-25')
    await place.collected(item.accountId, '2026-06-21', '2026-06-25')
    await freezeProposals(later, supervisor, { districtId, asOf: day })
    const { rows } = await listItems(deps.db, { districtId }, day, { asOf: day, offset: 0, limit: 9 })
    const newest = rows.find(({ accountId }) => accountId === item.accountId)!
    const decision = { disposition: 'close', reason: '', dueOn: civilDate('2026-07-10') } as const
    const decideNewest = (version: number) =>
      decideItem(later, officeHead, { districtId, itemId: newest.id, version, ...decision })
    return { ...place, newest, decideNewest }
  }

  it('of an account that has two is decided once: the newest, which the earlier one joins, kept in the trail', async () => {
    const third = civilDate('2026-06-22')
    const { steps, now, deps, item, newest, decideNewest } = await decidedAgain(async (place) => {
      await place.collected(place.item.accountId, '2026-06-21', '2026-06-22')
      await freezeProposals(place.at('2026-06-22T01:00:00.000Z'), supervisor, { districtId, asOf: third })
      await place.deps.db.updateTable('cleanup_item').set({ state: 'closed' }).where('as_of', '=', third).execute()
    })
    await expect(steps.decide()).rejects.toMatchObject({ code: 'cleanup.newer-open' })
    await deps.db.updateTable('cleanup_item').set({ state: 'evidence' }).where('id', '=', item.id).execute()
    await expect(decideNewest(1)).rejects.toMatchObject({ code: 'cleanup.earlier-held' })
    await deps.db.updateTable('cleanup_item').set({ state: 'unit-confirmed' }).where('id', '=', item.id).execute()
    await decideNewest(1)
    expect(await now()).toMatchObject({ state: 'closed', joinedItemId: newest.id, decidedDisposition: null })
    const [joined] = await eventsOf(deps.db, districtId, { kind: 'cleanup-item', id: item.id })
    expect(joined).toMatchObject({ action: 'cleanup.joined', after: { state: 'closed', item: newest.id } })
    // Neither the newest itself nor one that was done before joins it.
    const joins = await deps.db
      .selectFrom('cleanup_item')
      .select('id')
      .where('joined_item_id', 'is not', null)
      .execute()
    expect(joins).toEqual([{ id: item.id }])
    await expect(steps.decide()).rejects.toMatchObject({ code: 'cleanup.action-not-allowed' })
  })

  it('waits for the sheet on which the earlier one stands', async () => {
    const { now, deps, item, decideNewest } = await decidedAgain(async ({ steps, deps: made }) => {
      await steps.decide()
      await makeSheet(made, supervisor, { districtId, asOf })
    })
    await expect(decideNewest(1)).rejects.toMatchObject({ code: 'cleanup.earlier-held' })
    const signed = { state: 'signed', confirmed_by: 'user:checker', confirmed_at: deps.clock.now() }
    await deps.db.updateTable('decision_sheet').set(signed).execute()
    await decideNewest(1)
    expect(await now()).toMatchObject({ id: item.id, state: 'closed' })
  })

  it('is not joined by what is just being done with the earlier one: the decision waits, and hears of it', async () => {
    const { now, deps, item, decideNewest } = await decidedAgain()
    const waits = async () => {
      const { rows } = await sql<{ waiting: string }>`select count(*) as waiting from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`.execute(deps.db)
      return Number(rows[0]?.waiting)
    }
    const decision = await deps.db.transaction().execute(async (tx) => {
      await tx.updateTable('cleanup_item').set({ state: 'evidence' }).where('id', '=', item.id).execute()
      const asked = decideNewest(1).catch((error: { code?: string }) => error.code)
      await expect.poll(waits, { timeout: 10_000 }).toBe(1)
      return { asked }
    })
    expect(await decision.asked).toBe('cleanup.earlier-held')
    expect(await now()).toMatchObject({ state: 'evidence', joinedItemId: null })
  })

  it('no order of steps reaches a state that the table does not allow', async () => {
    const actions = [
      'confirm',
      'decide',
      'start',
      'hand-in',
      'return',
      'verify',
      'close',
    ] as const satisfies ItemAction[]
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...actions), { minLength: 5, maxLength: 12 }), async (walk) => {
        const { steps, now } = await district()
        for (const step of walk) {
          const before = (await now()).state
          const done = await steps[step]().then(
            () => true,
            () => false,
          )
          expect((await now()).state).toBe(done ? nextItemState[before][step] : before)
        }
      }),
      { numRuns: 8 },
    )
  }, 120_000)
})
