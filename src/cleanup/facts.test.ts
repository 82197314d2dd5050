import { describe, expect, it } from 'vitest'
import { askedDistrict } from '../../tests/support/asked-district.ts'
import { actorOf, districtId, monitoredDistrict } from '../../tests/support/monitored-district.ts'
import { changeSetting } from '../access/index.ts'
import { civilDate, month } from '../calendar/index.ts'
import { confirmPurpose } from '../monitoring/index.ts'
import { proposeCleanup } from './proposals.ts'

const officeHead = actorOf('office_head')
const asOf = civilDate('2026-10-12')

async function district() {
  const place = await monitoredDistrict()
  const { deps } = place
  const unit = await place.unit('临湖区水务局', { kind: 'civil_managed_institution' })
  const account = async (name: string, more: Parameters<typeof place.account>[2] = {}) => {
    const id = await place.account(unit, name, { certified_entity: '临湖区水务局', ...more })
    await place.collected(id, '2026-06-01', asOf)
    return id
  }
  const set = (id: string, more: object) => deps.db.updateTable('account').set(more).where('id', '=', id).execute()
  const proposed = async (id: string) => {
    const { proposals } = await proposeCleanup(deps.db, { districtId, asOf })
    return proposals.find(({ account: { id: one } }) => one === id)!
  }
  return { ...place, account, set, proposed }
}

describe('what a proposal knows of an account', () => {
  it('is the purpose that the office confirmed for the month of the day, not the one that the unit states', async () => {
    const { account, set, proposed, deps } = await district()
    const id = await account('临湖水费缴纳', { platform: 'wechat_miniprogram', purpose: 'service' })
    await set(id, { opened_on: civilDate('2019-01-01') })
    expect((await proposed(id)).disposition).toBe('close')
    const confirm = (effectiveMonth: string) =>
      confirmPurpose(deps, officeHead, {
        districtId,
        accountId: id,
        purpose: 'service',
        effectiveMonth: month(effectiveMonth),
        reason: '只提供缴费',
      })
    await confirm('2026-11')
    expect((await proposed(id)).disposition).toBe('close')
    await confirm('2026-10')
    expect(await proposed(id)).toMatchObject({ disposition: 'keep', reasons: [] })
  })

  it('is the day on which it was opened: what is new has not been silent for long', async () => {
    const { account, set, proposed } = await district()
    const id = await account('临湖水务', { platform: 'douyin' })
    await set(id, { opened_on: civilDate('2026-10-08') })
    expect((await proposed(id)).disposition).toBe('keep')
    await set(id, { opened_on: civilDate('2026-08-13') })
    expect((await proposed(id)).disposition).toBe('close')
  })

  it('is what the district set on the day, with its paper', async () => {
    const { account, set, proposed, deps } = await district()
    const id = await account('临湖水务')
    await set(id, { opened_on: civilDate('2026-07-01') })
    expect((await proposed(id)).disposition).toBe('close')
    const source = '临政办〔2026〕8号'
    const change = { districtId, key: 'cleanupSilentDays', value: 120, effectiveFrom: asOf, source }
    await changeSetting(deps, officeHead, change)
    expect((await proposed(id)).disposition).toBe('keep')
    expect((await proposeCleanup(deps.db, { districtId, asOf })).quantities.cleanupSilentDays).toEqual({
      value: 120,
      source,
      certainty: '建议',
      effectiveFrom: asOf,
    })
    const before = await proposeCleanup(deps.db, { districtId, asOf: civilDate('2026-10-11') })
    expect(before.quantities.cleanupSilentDays.value).toBe(60)
  })

  it('is whether both of a pair are known well enough to say which one to keep', async () => {
    const { account, set, proposed, posts } = await district()
    const main = await account('临湖水务')
    const second = await account('临湖节水')
    await posts(main, '2026-10-11')
    await posts(second, '2026-10-01')
    expect((await proposed(second)).reasons).toMatchObject([
      { rule: 'CL-4' },
      { rule: 'CL-1', disposition: 'deregister' },
    ])
    await set(main, { certified_entity: null })
    expect((await proposed(second)).reasons).toMatchObject([{ rule: 'CL-4' }, { rule: 'CL-1', disposition: null }])
    await set(main, { running_state: 'closed' })
    for (const id of [main, second]) expect((await proposed(id)).reasons.map(({ rule }) => rule)).not.toContain('CL-1')
  })

  it('is what the unit explained of another certified entity, once its 附件2 is accepted', async () => {
    const place = await askedDistrict()
    const [id = ''] = place.accountIds
    const verdict = async () => {
      const { proposals } = await proposeCleanup(place.deps.db, { districtId, asOf })
      const reason = proposals.find(({ account }) => account.id === id)?.reasons.find(({ rule }) => rule === 'CL-7')
      return [reason?.class, reason?.disposition]
    }
    const entity = '临湖融媒体中心'
    const ledgerHas = (name: string) =>
      place.database.db.updateTable('account').set({ certified_entity: name }).execute()
    await ledgerHas(entity)
    await place.choose()
    await place.reporter()
    await place.fillIn({ certifiedEntity: entity, entityNote: '平台要求以融媒体中心统一认证' })
    await place.print()
    await place.scan()
    await place.submit()
    await place.check()
    expect(await verdict()).toEqual(['firm', 'change'])
    await place.accept()
    expect(await verdict()).toEqual(['hint', null])
    await ledgerHas('临湖传媒有限公司')
    expect(await verdict()).toEqual(['firm', 'change'])
    await ledgerHas(entity)
    // 重新补正 takes nothing back; what is filled in there counts once it is accepted.
    await place.reopen()
    expect(await verdict()).toEqual(['hint', null])
    await place.fillIn({ certifiedEntity: entity, entityNote: '', disposition: 'change' })
    await place.print()
    await place.scan()
    await place.submit()
    await place.check()
    expect(await verdict()).toEqual(['hint', null])
    await place.accept()
    expect(await verdict()).toEqual(['firm', 'change'])
  })
})
