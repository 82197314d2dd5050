import { describe, expect, it } from 'vitest'
import { askedDistrict, officeHead, supervisor } from '../../../tests/support/asked-district.ts'
import { districtId } from '../../../tests/support/monitored-district.ts'
import { civilDate } from '../../calendar/index.ts'
import { unfinishedCleanup } from '../../cleanup/index.ts'
import { decideTrigger, listTriggers } from '../triggers/index.ts'
import { campaignBoard } from './queries.ts'
import { closeCampaign, keepCampaigns } from './run.ts'

async function district(cleanupUntil?: string) {
  const place = await askedDistrict(cleanupUntil ? { cleanupUntil: civilDate(cleanupUntil) } : {})
  const keep = (moment: string) => keepCampaigns(place.at(moment), supervisor, districtId, unfinishedCleanup)
  const { id: campaignId } = place.campaign
  const close = (moment: string) =>
    closeCampaign(place.at(moment), officeHead, { districtId, campaignId, version: 2 }, unfinishedCleanup)
  const raised = async () => (await listTriggers(place.deps.db, { districtId })).rows.map(({ facts }) => facts)
  const item = (more: { state?: string; due_on?: string } = {}) =>
    place.deps.db
      .insertInto('cleanup_item')
      .values({
        district_id: districtId,
        id: place.deps.ids.next(),
        account_id: place.accountIds[0]!,
        unit_id: place.unitId,
        as_of: civilDate('2026-06-22'),
        proposal: '{}',
        needs_reason: false,
        proposed_by: 'user:supervisor',
        proposed_at: place.at('2026-06-22T01:00:00.000Z').clock.now(),
        state: more.state ?? 'approved',
        due_on: more.due_on ? civilDate(more.due_on) : null,
      })
      .execute()
  return { ...place, keep, close, raised, item }
}

describe('F-04', () => {
  it.each([
    ['2026-06-21T15:59:59.000Z', 0],
    ['2026-06-21T16:00:00.000Z', 1],
  ])('speaks of a return that comes late, before any round was made: handed in at %s, %i', async (moment, times) => {
    const place = await district()
    await place.whole()
    await place.print()
    await place.scan()
    await place.submit(moment)
    expect(await place.raised()).toHaveLength(times)
    expect(await place.keep('2026-06-22T01:00:00.000Z')).toMatchObject({ overdue: 0 })
    expect(await place.raised()).toHaveLength(times)
  })

  it('speaks of what was sent back and is not there again, from the day after its day, once', async () => {
    const place = await district()
    await place.handedIn()
    await place.back()
    expect(await place.keep('2026-06-21T15:00:00.000Z')).toMatchObject({ overdue: 0 })
    expect(await place.keep('2026-06-21T16:00:00.000Z')).toMatchObject({ overdue: 1 })
    expect(await place.keep('2026-06-23T16:00:00.000Z')).toMatchObject({ overdue: 0 })
    expect(await place.raised()).toMatchObject([{ reason: '退回补正，逾期未重新报送', due: '2026-06-21' }])
    const now = place.at('2026-06-23T16:00:00.000Z').clock.now()
    const late = await campaignBoard(place.deps.db, districtId, place.campaign, now, {
      state: 'late',
      offset: 0,
      limit: 9,
    })
    expect(late.rows.map(({ id }) => id)).toEqual([place.returnId])
  })

  it('speaks of a mended return that comes after its day, and of the next sending back again', async () => {
    const place = await district()
    await place.handedIn()
    await place.back()
    await place.scan()
    await place.submit('2026-06-25T01:00:00.000Z')
    expect(await place.raised()).toHaveLength(1)
    const [first] = (await listTriggers(place.deps.db, { districtId })).rows
    await decideTrigger(place.at('2026-06-25T02:00:00.000Z'), officeHead, {
      districtId,
      triggerId: first!.id,
      state: 'upheld',
      reason: '确系逾期',
      version: first!.version,
    })
    await place.back()
    await place.keep('2026-06-26T01:00:00.000Z')
    expect(await place.raised()).toHaveLength(2)
  })

  it.each<[string, { state?: string; due_on?: string }, string, number]>([
    ['is over', {}, '2026-06-26T16:00:00.000Z', 1],
    ['still runs', {}, '2026-06-26T15:59:59.000Z', 0],
    ['is over, but the item has a later day of its own', { due_on: '2026-07-10' }, '2026-06-26T16:00:00.000Z', 0],
    ['is over, but the item waits for the office', { state: 'evidence' }, '2026-06-26T16:00:00.000Z', 0],
  ])('speaks of clean-up that a unit has not done when its day %s', async (_when, item, moment, times) => {
    const place = await district('2026-06-26')
    await place.handedIn()
    await place.item(item)
    expect(await place.keep(moment)).toMatchObject({ overdue: times })
    expect(await place.keep(moment)).toMatchObject({ overdue: 0 })
    const reasons = (await place.raised()).map(({ reason, items }) => [reason, items])
    expect(reasons).toEqual(Array.from({ length: times }, () => ['逾期未完成清理整合', 1]))
  })
})

describe('a campaign', () => {
  it.each([
    [undefined, '2026-06-21T15:59:59.000Z', '2026-06-21T16:00:00.000Z'],
    ['2026-06-26', '2026-06-26T15:59:59.000Z', '2026-06-26T16:00:00.000Z'],
  ])('with clean-up until %s does not end before its last day is over', async (cleanupUntil, early, over) => {
    const place = await district(cleanupUntil)
    await expect(place.close(early)).rejects.toMatchObject({ code: 'campaign.not-yet-over' })
    expect(await place.raised()).toHaveLength(0)
    await place.close(over)
    expect(await place.raised()).toHaveLength(1)
  })

  it('does not end while a return waits for the office', async () => {
    const place = await district()
    await place.handedIn()
    await expect(place.close('2026-06-30T01:00:00.000Z')).rejects.toMatchObject({
      code: 'campaign.returns-waiting',
      params: { submitted: 1, mending: 0 },
    })
    await place.check()
    await place.accept()
    await place.close('2026-06-30T01:00:00.000Z')
  })

  it('does not end while a unit has days to mend, and says F-04 of those that were not used', async () => {
    const place = await district()
    await place.handedIn()
    await place.back()
    await place.deps.db
      .updateTable('filing_return')
      .set({ mend_until: civilDate('2026-06-30') })
      .execute()
    await expect(place.close('2026-06-30T01:00:00.000Z')).rejects.toMatchObject({
      code: 'campaign.returns-waiting',
      params: { submitted: 0, mending: 1 },
    })
    await place.close('2026-06-30T16:00:00.000Z')
    expect(await place.raised()).toMatchObject([{ due: '2026-06-30' }])
  })
})
