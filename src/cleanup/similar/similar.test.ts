import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { eventsOf } from '../../trail/index.ts'
import { readItem } from '../items/queries.ts'
import { decideItem } from '../items/work.ts'
import { decideSimilar, sendToCleanup } from './decide-similar.ts'
import { findPair, listPairs, similarPairs } from './queries.ts'

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
  it('refuses to put up an account that is neither of the two, and puts up none', async () => {
    const { send, deps } = await district()
    await expect(send('x')).rejects.toMatchObject({ code: 'web.choice-unknown' })
    expect(await deps.db.selectFrom('cleanup_item').select('id').execute()).toEqual([])
  })

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

describe('疑似重复账号 of three hundred units', () => {
  async function manyUnits() {
    const { place, deps, one, other } = await district()
    await sql`
      insert into unit select (jsonb_populate_record(null::unit, to_jsonb(u) || jsonb_build_object(
        'id', gen_random_uuid(), 'name', '临湖区第' || n || '单位', 'short_name', null, 'code', 'U' || n))).*
      from (select * from unit limit 1) u, generate_series(1, 300) n`.execute(deps.db)
    await sql`
      insert into account select (jsonb_populate_record(null::account, to_jsonb(a) || jsonb_build_object(
        'id', gen_random_uuid(), 'unit_id', u.id, 'name', u.name || suffix, 'identifier', null))).*
      from (select * from account where name = '临湖水务' and platform = 'weibo') a, unit u,
        unnest(array['', '发布']) suffix where u.name like '临湖区第%'`.execute(deps.db)
    const list = (more: object = {}) => listPairs(deps.db, districtId, { search: '', offset: 0, limit: 50, ...more })
    return { place, deps, one, other, list }
  }

  it('come page by page, and search and state are asked before the page is cut', async () => {
    const { list, deps, one, other } = await manyUnits()
    const first = await list()
    expect([first.rows.length, first.total, first.open]).toEqual([50, 301, 301])
    expect((await list({ offset: 300 })).rows).toHaveLength(1)
    const whole = await Promise.all([0, 50, 100, 150, 200, 250, 300].map((offset) => list({ offset })))
    const ids = whole.flatMap(({ rows }) => rows.map(({ a, b }) => `${a.id}/${b.id}`))
    expect(new Set(ids).size).toBe(301)
    expect((await list({ search: '第299单位' })).rows.map(({ unitName }) => unitName)).toEqual(['临湖区第299单位'])
    const said = { districtId, accountId: one, otherId: other, reason: '一个面向企业', number: 0 }
    await decideSimilar(deps, supervisor, { ...said, verdict: 'different' })
    expect(await list({ state: 'different' })).toMatchObject({ total: 1, open: 300 })
    // What was told apart stands behind all that wait.
    expect((await list({ offset: 300 })).rows).toMatchObject([{ decision: { verdict: 'different' } }])
  })

  it('one pair is found among its own units, in either order, also where one was merged into the other', async () => {
    const { list, deps } = await manyUnits()
    const [pair] = (await list({ search: '第299单位' })).rows
    expect(await findPair(deps.db, districtId, pair!.b.id, pair!.a.id)).toEqual(pair)
    const heir = (await list({ search: '第298单位' })).rows[0]!
    await deps.db
      .updateTable('unit')
      .set({ state: 'merged', merged_into: heir.a.unitId })
      .where('id', '=', pair!.a.unitId)
      .execute()
    await deps.db.updateTable('account').set({ name: '临湖渔政' }).where('id', 'in', [pair!.a.id, heir.a.id]).execute()
    expect(await findPair(deps.db, districtId, pair!.a.id, heir.a.id)).toMatchObject({ unitName: '临湖区第298单位' })
    expect(await findPair(deps.db, districtId, 'x', pair!.a.id)).toBeUndefined()
  })
})
