import { describe, expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { civilDate } from '../../calendar/index.ts'
import { readUnit, saveUnit } from '../../registry/index.ts'
import { proposeForGoneUnits } from './gone-units.ts'
import { listItems } from './queries.ts'
import { decideItem, freezeProposals } from './work.ts'

const supervisor = actorOf('supervisor')
const operator = actorOf('operator')
const today = civilDate('2026-06-20')

async function district() {
  const place = await monitoredDistrict('2026-06-20T01:00:00.000Z')
  const { deps } = place
  const old = await place.unit('临湖区国土资源局')
  const heir = await place.unit('临湖区自然资源局')
  for (const platform of ['weibo', 'douyin'] as const)
    await place.account(old, '临湖国土', { platform, certified_entity: '临湖区国土资源局' })
  await place.account(heir, '临湖自然资源', { certified_entity: '临湖区自然资源局' })
  const becomes = async (state: 'active' | 'merged' | 'abolished') => {
    const unit = (await readUnit(deps.db, districtId, old))!
    await saveUnit(deps, supervisor, { districtId, ...unit, state, mergedInto: state === 'merged' ? heir : null })
  }
  const items = async () => (await listItems(deps.db, { districtId }, today, { offset: 0, limit: 9 })).rows
  const round = (actor = operator) => proposeForGoneUnits(deps, actor, { districtId })
  return { ...place, old, heir, becomes, items, round }
}

describe('an organisation’s change, entered once on the unit (CL-7)', () => {
  it('puts all its accounts up for decision, and nobody else’s', async () => {
    const { becomes, items, round } = await district()
    expect(await round()).toEqual({ added: 0 })
    await becomes('merged')
    expect(await round()).toEqual({ added: 2 })
    expect((await items()).map(({ unitName, disposition, state }) => [unitName, disposition, state])).toEqual([
      ['临湖区国土资源局', 'change', 'proposed'],
      ['临湖区国土资源局', 'change', 'proposed'],
    ])
    expect((await items())[0]?.proposal.reasons[0]?.says).toContain('主办单位已并入临湖区自然资源局')
  })

  it('proposes 注销 where no unit takes over', async () => {
    const { becomes, items, round } = await district()
    await becomes('abolished')
    await round()
    expect((await items()).map(({ disposition }) => disposition)).toEqual(['deregister', 'deregister'])
  })

  it('once: later rounds write nothing, also when an account was kept all the same', async () => {
    const { becomes, items, round, count, deps } = await district()
    await becomes('merged')
    await round()
    const [item] = await items()
    await decideItem(deps, actorOf('office_head'), {
      districtId,
      itemId: item!.id,
      version: item!.version,
      disposition: 'keep',
      reason: '过渡期内保留',
    })
    const events = await count('trail_event')
    expect(await round()).toEqual({ added: 0 })
    expect(await count('trail_event')).toBe(events)
  })

  it('beside what was proposed earlier that day, on the next one', async () => {
    const { becomes, items, round, at } = await district()
    await freezeProposals(at('2026-06-20T01:00:00.000Z'), supervisor, { districtId, asOf: today })
    const before = (await items()).length
    await becomes('merged')
    expect(await round()).toEqual({ added: 0 })
    const nextDay = at('2026-06-21T01:00:00.000Z')
    expect(await proposeForGoneUnits(nextDay, operator, { districtId })).toEqual({ added: 2 })
    expect(await items()).toHaveLength(before + 2)
  })

  it('can be put up by the supervisor at once, and by nobody who only looks', async () => {
    const { becomes, round } = await district()
    await becomes('merged')
    await expect(round(actorOf('reviewer'))).rejects.toMatchObject({ code: 'access.denied' })
    expect(await round(supervisor)).toEqual({ added: 2 })
  })
})
