import { describe, expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { civilDate } from '../../calendar/index.ts'
import type { CleanupItem } from '../items/model.ts'
import { listItems, readItem } from '../items/queries.ts'
import { confirmItem, decideItem, freezeProposals } from '../items/work.ts'
import type { BulkOrder } from './model.ts'
import { planBulk } from './plan-bulk.ts'
import { runBulk } from './run-bulk.ts'

const supervisor = actorOf('supervisor')
const officeHead = actorOf('office_head')
const today = civilDate('2026-06-20')

/** Three units whose accounts have stopped: 关停 is proposed of each. The first confirms it, the second wants to keep. */
async function district() {
  const place = await monitoredDistrict()
  const deps = place.at('2026-06-20T01:00:00.000Z')
  for (const name of ['临湖区水务局', '临湖区民政局', '临湖区财政局']) {
    const unit = await place.unit(name, { kind: 'civil_managed_institution' })
    await place.account(unit, name.slice(0, -1), { platform: 'weibo', certified_entity: name })
  }
  await deps.db.updateTable('account').set({ operating_status: 'stopped' }).execute()
  await freezeProposals(deps, supervisor, { districtId, asOf: today })
  const items = async () => (await listItems(deps.db, { districtId }, today, { offset: 0, limit: 50 })).rows
  const says = async (unit: string, disposition: 'close' | 'keep', reason = '') => {
    const { id, unitId, version } = (await items()).find(({ unitName }) => unitName === unit)!
    const editor = { ...actorOf('unit_editor'), unitId }
    await confirmItem(deps, editor, { districtId, itemId: id, version, disposition, reason })
  }
  await says('临湖区水务局', 'close')
  await says('临湖区民政局', 'keep', '群众仍在使用')
  const run = async (order: BulkOrder, rows: readonly CleanupItem[], actor = officeHead) =>
    runBulk(deps, actor, { districtId, order, rows: rows.map(({ id, version }) => ({ id, version })) })
  return { ...place, deps, items, says, run }
}

const order = (more: Partial<BulkOrder> = {}): BulkOrder => ({
  action: 'adopt',
  disposition: 'close',
  dueOn: civilDate('2026-07-10'),
  reason: '',
  ...more,
})
const told = (rows: readonly { item: CleanupItem; refusal: string | null }[]) =>
  Object.fromEntries(rows.map(({ item, refusal }) => [item.unitName, refusal === null ? '办理' : refusal.slice(0, 12)]))

describe('the preview', () => {
  it('takes over the machine’s proposal only where the unit confirmed it unchanged', async () => {
    const { items } = await district()
    expect(told(planBulk(officeHead, await items(), order(), today))).toEqual({
      临湖区水务局: '办理',
      临湖区民政局: '单位还没有确认，或单位意',
      临湖区财政局: '单位还没有确认，或单位意',
    })
  })

  it.each<[string, Partial<BulkOrder>, string]>([
    ['with a day', {}, '办理'],
    ['on the last day that counts', { dueOn: today }, '办理'],
    ['with a day that is over', { dueOn: civilDate('2026-06-19') }, '办理期限2026年6月1'],
    ['without a day', { dueOn: undefined }, '请填写办理期限，不得早于'],
    [
      'without a day and without a reason, both told at once',
      { disposition: 'deregister', dueOn: undefined },
      '有2处需要改正：与系统建',
    ],
    ['against the machine', { disposition: 'keep' }, '与系统建议不一致，或保留'],
    ['against the machine with a reason', { disposition: 'keep', reason: '群众在用' }, '办理'],
  ])('decides the same of all %s', async (_how, more, wanted) => {
    const { items } = await district()
    const plan = planBulk(officeHead, await items(), order({ action: 'decide', ...more }), today)
    expect(new Set(Object.values(told(plan)))).toEqual(new Set([wanted]))
  })

  it('says that who made the proposals does not decide them, and writes nothing', async () => {
    const { items, count } = await district()
    const before = await count('trail_event')
    const both = { ...officeHead, id: supervisor.id }
    const [row] = planBulk(both, await items(), order({ action: 'decide' }), today)
    expect(row?.refusal).not.toBeNull()
    expect(await count('trail_event')).toBe(before)
  })

  it('closes only what was verified', async () => {
    const { items, deps } = await district()
    const [first] = await items()
    await deps.db.updateTable('cleanup_item').set({ state: 'verified' }).where('id', '=', first!.id).execute()
    const plan = planBulk(supervisor, await items(), order({ action: 'close' }), today)
    expect(Object.values(told(plan)).filter((word) => word === '办理')).toHaveLength(1)
  })
})

describe('the deed', () => {
  it('does what was previewed, each row with its own record', async () => {
    const { items, run, count } = await district()
    const before = await count('trail_event')
    const done = await run(order({ action: 'decide' }), await items())
    expect(done.map(({ refusal }) => refusal)).toEqual([null, null, null])
    expect(await count('trail_event')).toBe(before + 3)
    expect((await items()).map(({ state, decidedDisposition, dueOn }) => [state, decidedDisposition, dueOn])).toEqual(
      Array.from({ length: 3 }, () => ['approved', 'close', '2026-07-10']),
    )
  })

  it('refuses a row that was changed since its preview, and does the others', async () => {
    const { items, says, run } = await district()
    const previewed = await items()
    await says('临湖区水务局', 'keep', '改了主意')
    const done = await run(order({ action: 'decide' }), previewed)
    expect(told(done)).toEqual({ 临湖区水务局: '该清理事项刚刚被其他人修', 临湖区民政局: '办理', 临湖区财政局: '办理' })
    expect((await items()).map(({ state }) => state).toSorted()).toEqual(['approved', 'approved', 'unit-confirmed'])
  })

  it('sent again does nothing twice', async () => {
    const { items, run } = await district()
    const previewed = await items()
    await run(order({ action: 'decide' }), previewed)
    const again = await run(order({ action: 'decide' }), previewed)
    expect(again.every(({ refusal }) => refusal?.includes('刚刚被其他人修改'))).toBe(true)
  })

  it('keeps an account without a day, also where the order has one', async () => {
    const { items, run, deps } = await district()
    const [item] = await items()
    await run(order({ action: 'decide', disposition: 'keep', reason: '群众在用' }), [item!])
    expect(await readItem(deps.db, districtId, item!.id)).toMatchObject({ decidedDisposition: 'keep', dueOn: null })
  })

  it('is for who may decide one, and for something', async () => {
    const { items, run } = await district()
    await expect(run(order(), await items(), supervisor)).rejects.toMatchObject({ code: 'access.denied' })
    await expect(run(order({ action: 'close' }), await items(), actorOf('reviewer'))).rejects.toMatchObject({
      code: 'access.denied',
    })
    await expect(run(order(), [])).rejects.toMatchObject({ code: 'bulk.nothing-chosen' })
  })

  it('takes 500 rows and not one more', async () => {
    const { items, deps } = await district()
    const [{ id, version }] = (await items()) as [CleanupItem]
    const rows = Array.from({ length: 501 }, () => ({ id, version }))
    const input = { districtId, order: order({ action: 'decide' as const }) }
    await expect(runBulk(deps, officeHead, { ...input, rows })).rejects.toMatchObject({ code: 'bulk.too-many' })
    expect(await runBulk(deps, officeHead, { ...input, rows: rows.slice(1) })).toHaveLength(1)
  })

  it('stops at nothing that one decision alone would not stop at', async () => {
    const { items, deps } = await district()
    const [item] = await items()
    const input = { districtId, itemId: item!.id, version: item!.version }
    await expect(
      decideItem(deps, officeHead, { ...input, disposition: 'close', reason: '', dueOn: civilDate('2026-06-19') }),
    ).rejects.toMatchObject({ code: 'cleanup.due-past' })
  })
})
