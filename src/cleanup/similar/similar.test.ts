import { describe, expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { eventsOf } from '../../trail/index.ts'
import { readItem } from '../items/queries.ts'
import { decideItem } from '../items/work.ts'
import { decideSimilar, sendToCleanup } from './decide-similar.ts'
import { findPair, similarPairs } from './queries.ts'

const supervisor = actorOf('supervisor')
const officeHead = actorOf('office_head')

async function district() {
  const place = await monitoredDistrict('2026-06-20T01:00:00.000Z')
  const { deps } = place
  const unit = await place.unit('临湖区水务局')
  const one = await place.account(unit, '临湖水务', { platform: 'weibo' })
  const other = await place.account(unit, '临湖水务发布', { platform: 'weibo' })
  await place.account(unit, '临湖水务', { platform: 'douyin' })
  const pairs = () => similarPairs(deps.db, districtId)
  const named = { districtId, accountId: one, otherId: other }
  const say = (more: object = {}, actor = supervisor) =>
    decideSimilar(deps, actor, { ...named, verdict: 'different', reason: '一个面向企业', number: 0, ...more })
  const send = (chosen = other, reason = '两个账号内容相同') =>
    sendToCleanup(deps, supervisor, { ...named, chosen, reason })
  return { place, deps, unit, one, other, pairs, named, say, send, count: place.count }
}

describe('疑似重复账号', () => {
  it('are proposed within a unit and a platform; the same name on two platforms is as it should be', async () => {
    const { pairs } = await district()
    expect((await pairs()).map(({ a, b, unitName }) => [unitName, a.name, b.name])).toEqual([
      ['临湖区水务局', '临湖水务', '临湖水务发布'],
    ])
  })

  it('are found between an agency and the one it was merged into', async () => {
    const { deps, unit, pairs, place } = await district()
    const heir = await place.unit('临湖区水利局')
    await place.account(heir, '临湖水务在线', { platform: 'weibo' })
    expect(await pairs()).toHaveLength(1)
    await deps.db.updateTable('unit').set({ state: 'merged', merged_into: heir }).where('id', '=', unit).execute()
    expect((await pairs()).map(({ unitName }) => unitName)).toEqual(['临湖区水利局', '临湖区水利局', '临湖区水利局'])
  })

  it('leave out what is deregistered and units outside the notice', async () => {
    const { deps, other, pairs, place } = await district()
    const party = await place.unit('临湖区委宣传部', { kind: 'party' })
    await place.account(party, '临湖宣传', { platform: 'weibo' })
    await place.account(party, '临湖宣传发布', { platform: 'weibo' })
    await deps.db.updateTable('account').set({ running_state: 'deregistered' }).where('id', '=', other).execute()
    expect(await pairs()).toEqual([])
  })

  it('are told apart by a person with a reason; a later word stands beside the earlier one', async () => {
    const { deps, say, pairs, named, count } = await district()
    await expect(say({ reason: ' ' })).rejects.toMatchObject({ code: 'similar.verdict-required' })
    await expect(say({ verdict: undefined })).rejects.toMatchObject({ code: 'similar.verdict-required' })
    await say()
    expect((await pairs())[0]?.decision).toMatchObject({ verdict: 'different', number: 1, decidedBy: supervisor.id })
    await expect(say({ verdict: 'same' })).rejects.toMatchObject({ code: 'record.changed-meanwhile' })
    await say({ verdict: 'same', reason: '后台为同一账号', number: 1 })
    expect((await pairs())[0]?.decision).toMatchObject({ verdict: 'same', number: 2 })
    const kept = await deps.db.selectFrom('similar_decision').select('verdict').orderBy('number').execute()
    expect(kept.map(({ verdict }) => verdict)).toEqual(['different', 'same'])
    const pair = (await findPair(deps.db, districtId, named.otherId, named.accountId))!
    const events = await eventsOf(deps.db, districtId, { kind: 'similar-pair', id: `${pair.a.id}/${pair.b.id}` })
    expect(events).toHaveLength(2)
    expect(await count('trail_event')).toBe(2)
  })

  it('go to 清理整合 with the machine’s own proposal and what the person saw, and are decided by another', async () => {
    const { deps, send, other } = await district()
    const item = (await readItem(deps.db, districtId, await send()))!
    expect(item).toMatchObject({ accountId: other, needsReason: true, state: 'proposed', proposedBy: supervisor.id })
    expect(item.proposal.reasons.at(-1)).toMatchObject({
      rule: '人工辨认',
      says: '与“临湖水务”疑似重复：两个账号内容相同',
    })
    const decision = { districtId, itemId: item.id, version: 1, disposition: 'keep' as const, reason: '用途不同' }
    const both = { ...officeHead, id: supervisor.id }
    await expect(decideItem(deps, both, decision)).rejects.toMatchObject({ code: 'access.maker-is-checker' })
    await decideItem(deps, officeHead, decision)
    await expect(send()).rejects.toMatchObject({ code: 'cleanup.item-open' })
  })

  it('are told apart by the supervising office alone, and only where two look alike', async () => {
    const { say, unit, named, place } = await district()
    for (const role of ['office_head', 'acceptor', 'unit_editor'] as const)
      await expect(say({}, { ...actorOf(role), unitId: unit })).rejects.toMatchObject({ code: 'access.denied' })
    const stranger = await place.account(unit, '河长制', { platform: 'weibo' })
    await expect(say({ otherId: stranger })).rejects.toMatchObject({ code: 'similar.not-similar' })
    await expect(say({ otherId: named.accountId })).rejects.toMatchObject({ code: 'similar.not-similar' })
  })
})
