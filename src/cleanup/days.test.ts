import { describe, expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../tests/support/monitored-district.ts'
import { civilDate, instant } from '../calendar/index.ts'
import { eventsOf } from '../trail/index.ts'
import { type ProposalDocument, proposalsOn } from './index.ts'
import { proposeForGoneUnits } from './items/gone-units.ts'
import { listItems } from './items/queries.ts'
import { freezeProposals } from './items/work.ts'

const supervisor = actorOf('supervisor')
const day = civilDate('2026-06-26')
const later = civilDate('2026-10-12')

/** One unit with two accounts on the day of the proposals, and the same district months later. */
async function district() {
  const place = await monitoredDistrict('2026-06-26T01:00:00.000Z')
  const { deps } = place
  const unit = await place.unit('临湖区水务局', { kind: 'civil_managed_institution' })
  const account = (name: string, platform: 'weibo' | 'douyin' = 'weibo') =>
    place.account(unit, name, { platform, certified_entity: '临湖区水务局' })
  const kept = await account('临湖水务')
  const stopped = await account('临湖节水', 'douyin')
  await deps.db.updateTable('account').set({ operating_status: 'stopped' }).where('id', '=', stopped).execute()
  const afterwards = place.at('2026-10-12T01:00:00.000Z')
  const freeze = (asOf = day, at = deps) => freezeProposals(at, supervisor, { districtId, asOf })
  const text = (asOf = day, today = later) => proposalsOn(deps.db, { districtId, asOf, today })
  const said = async (asOf = day, today = later) => JSON.parse(await text(asOf, today)) as ProposalDocument
  const items = async () => (await listItems(deps.db, { districtId }, later, { offset: 0, limit: 9 })).rows
  /** What happens to the ledger after the day: an account stops, another one is registered. */
  const lifeGoesOn = async () => {
    await deps.db.updateTable('account').set({ operating_status: 'stopped' }).execute()
    const id = await account('后来登记的账号')
    await deps.db
      .updateTable('account')
      .set({ created_at: instant('2026-08-01T01:00:00.000Z') })
      .where('id', '=', id)
      .execute()
  }
  return { ...place, unit, kept, stopped, afterwards, freeze, text, said, items, lifeGoesOn }
}

describe('what was said for a day', () => {
  it('is kept whole with what is simply kept, the version of the rules and a digest, and recorded', async () => {
    const { freeze, said, deps } = await district()
    await freeze()
    const { proposals, rules, quantities } = await said()
    expect(proposals.map(({ account, disposition }) => [account.name, disposition])).toEqual([
      ['临湖水务', 'keep'],
      ['临湖节水', 'close'],
    ])
    expect(rules).toBe('2026-01-25/3')
    expect(quantities.cleanupSilentDays).toMatchObject({ value: 60, certainty: '建议' })
    const [event] = await eventsOf(deps.db, districtId, { kind: 'cleanup', id: day })
    const { digest } = await deps.db.selectFrom('cleanup_day').select('digest').executeTakeFirstOrThrow()
    expect(event?.after).toMatchObject({ accounts: 2, added: 1, rules, digest })
    expect(digest).toMatch(/^sm3:[\da-f]{64}$/)
  })

  it('is printed again byte for byte, whatever becomes of the ledger', async () => {
    const { freeze, text, lifeGoesOn } = await district()
    const before = await text(day, day)
    await freeze()
    await lifeGoesOn()
    expect(await text()).toBe(before)
  })

  it('is said once: neither the same day nor later is it said again, and nothing is added to it', async () => {
    const { freeze, items, lifeGoesOn, afterwards, count } = await district()
    await freeze()
    const before = await items()
    const events = await count('trail_event')
    await lifeGoesOn()
    await expect(freeze()).rejects.toMatchObject({ code: 'cleanup.day-frozen' })
    await expect(freeze(day, afterwards)).rejects.toMatchObject({
      code: 'cleanup.day-frozen',
      message: expect.stringContaining('2026年6月26日的清理建议已经生成并固定'),
    })
    expect(await items()).toEqual(before)
    expect(await count('trail_event')).toBe(events)
  })

  it('asked for by two at once is kept once', async () => {
    const { freeze, items } = await district()
    const done = await Promise.allSettled([freeze(), freeze()])
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(done.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'cleanup.day-frozen' } })
    expect(await items()).toHaveLength(1)
  })

  it('that was altered behind the program’s back is refused', async () => {
    const { freeze, text, database } = await district()
    await freeze()
    await database.owner((owner) => owner.query(`update cleanup_day set document = replace(document, '临湖', '云泽')`))
    await expect(text()).rejects.toMatchObject({ code: 'cleanup.day-altered' })
  })

  it('stands beside what comes to light on the same day: accounts of a unit that is no more', async () => {
    const { freeze, text, items, deps } = await district()
    await freeze()
    const before = await text()
    await deps.db.updateTable('unit').set({ state: 'abolished' }).execute()
    expect(await proposeForGoneUnits(deps, supervisor, { districtId })).toEqual({ added: 1 })
    expect((await items()).map(({ accountName, disposition }) => [accountName, disposition])).toEqual([
      ['临湖节水', 'close'],
      ['临湖水务', 'deregister'],
    ])
    expect(await text()).toBe(before)
  })
})

describe('a past day of which nothing was kept', () => {
  it('gets no items afterwards: nothing is back-dated', async () => {
    const { freeze, items, afterwards, deps } = await district()
    await expect(freeze(day, afterwards)).rejects.toMatchObject({
      code: 'cleanup.day-past',
      message: expect.stringContaining('不补记以前的日期'),
    })
    expect(await items()).toEqual([])
    expect(await deps.db.selectFrom('cleanup_day').select('as_of').execute()).toEqual([])
  })

  it('says that it is reckoned from today’s ledger, and leaves out what was registered or opened since', async () => {
    const { said, lifeGoesOn, kept, deps } = await district()
    await lifeGoesOn()
    const names = async () => (await said()).proposals.map(({ account }) => account.name)
    expect(await said()).toMatchObject({
      asOf: day,
      computedFrom: { ledgerOn: later, note: expect.stringContaining('2026年6月26日没有固定或留存的清理建议') },
    })
    expect(await names()).toEqual(['临湖水务', '临湖节水'])
    await deps.db
      .updateTable('account')
      .set({ opened_on: civilDate('2026-06-27') })
      .where('id', '=', kept)
      .execute()
    expect(await names()).toEqual(['临湖节水'])
  })

  it('is told apart from today, which is the ledger itself', async () => {
    const { said, lifeGoesOn } = await district()
    await lifeGoesOn()
    const today = await said(later, later)
    expect(today).not.toHaveProperty('computedFrom')
    expect(today.proposals.map(({ account }) => account.name)).toContain('后来登记的账号')
  })
})
