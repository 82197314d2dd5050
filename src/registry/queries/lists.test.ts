import { describe, expect, it } from 'vitest'
import { districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { civilDate } from '../../calendar/index.ts'
import { accountsForCheck, findAccounts } from './accounts-for-check.ts'
import { type AccountFilter, fittingAccountIds, listAccounts } from './list-accounts.ts'
import { listUnits } from './list-units.ts'

async function filled() {
  const made = await monitoredDistrict()
  const water = await made.unit('临湖区水务局', { duties: { staff: 'filled' } })
  const party = await made.unit('临湖区委宣传部', { kind: 'party' })
  await made.account(water, '临湖水务', { platform: 'weibo', certified_entity: '临湖区水务集团' })
  await made.account(water, '白鹭', { platform: 'wechat_subscription', running_state: 'deregistered' })
  await made.account(party, '安民', { platform: 'wechat_official', filing_state: 'filed' })
  const names = async (filter: AccountFilter, scope = {}) =>
    (await listAccounts(made.deps.db, { districtId, ...scope }, filter)).rows.map(({ name }) => name)
  return { ...made, names, water, party }
}

describe('the list of accounts', () => {
  it('sorts names by pinyin, either way', async () => {
    const { names } = await filled()
    expect(await names({ order: 'name' })).toEqual(['安民', '白鹭', '临湖水务'])
    expect(await names({ order: 'name', descending: true })).toEqual(['临湖水务', '白鹭', '安民'])
  })

  it('finds by name, unit and certified entity, and takes % for itself', async () => {
    const { names } = await filled()
    expect(await names({ search: '宣传部' })).toEqual(['安民'])
    expect(await names({ search: '水务集团' })).toEqual(['临湖水务'])
    expect(await names({ search: '%' })).toEqual([])
  })

  it('narrows by platform, unit kind, running, filing state and disposition', async () => {
    const { names, water } = await filled()
    expect(await names({ platform: 'weibo' })).toEqual(['临湖水务'])
    expect(await names({ unitKind: 'party' })).toEqual(['安民'])
    expect(await names({ runningState: 'deregistered' })).toEqual(['白鹭'])
    expect(await names({ inRegister: true, unitId: water })).toEqual(['临湖水务'])
    expect(await names({ filingState: 'filed' })).toEqual(['安民'])
    expect(await names({ disposition: 'none', order: 'name' })).toHaveLength(3)
    expect(await names({ disposition: 'close' })).toEqual([])
  })

  it('shows a unit its own accounts only', async () => {
    const { names, party } = await filled()
    expect(await names({ search: '临湖' }, { unitId: party })).toEqual(['安民'])
  })

  it('pages by fifty with one total, and a page past the end is the last', async () => {
    const { deps, account, water } = await filled()
    for (let n = 0; n < 60; n++) await account(water, `号${String(n).padStart(2, '0')}`, { platform: 'douyin' })
    const first = await listAccounts(deps.db, { districtId }, { platform: 'douyin', order: 'name' })
    expect(first).toMatchObject({ total: 60, page: 1, pages: 2 })
    expect(first.rows).toHaveLength(50)
    const last = await listAccounts(deps.db, { districtId }, { platform: 'douyin', order: 'name', page: 9 })
    expect(last).toMatchObject({ total: 60, page: 2, pages: 2 })
    const ids = [...first.rows, ...last.rows].map(({ id }) => id)
    expect(new Set(ids).size).toBe(60)
    expect(await fittingAccountIds(deps.db, { districtId }, { platform: 'douyin', order: 'name' })).toEqual(ids)
    expect(await listAccounts(deps.db, { districtId }, { search: '没有' })).toEqual({
      rows: [],
      total: 0,
      page: 1,
      pages: 1,
    })
  })

  it('says what stands outside the notice', async () => {
    const { deps } = await filled()
    const { rows } = await listAccounts(deps.db, { districtId }, { order: 'name' })
    expect(rows.map(({ inScope }) => inScope)).toEqual([false, true, true])
    expect(rows[2]?.staffPersonId).toEqual(expect.any(String))
  })
})

it('lists units with how many accounts they run and who is missing', async () => {
  const { deps, water } = await filled()
  const { rows, total } = await listUnits(deps.db, { districtId }, { order: 'accounts', descending: true })
  expect(total).toBe(2)
  expect(rows.find(({ id }) => id === water)).toMatchObject({
    accounts: 1,
    duties: { primary: 'unknown', staff: 'filled' },
  })
  expect((await listUnits(deps.db, { districtId }, { search: '水务' })).rows).toHaveLength(1)
  expect((await listUnits(deps.db, { districtId }, { incomplete: true, kind: 'party' })).rows).toHaveLength(1)
})

it('hands the monthly check every account in the order of units, and finds one by name and platform family', async () => {
  const { deps } = await filled()
  const accounts = await accountsForCheck(deps.db, districtId, civilDate('2026-11-01'))
  expect(accounts.map(({ unitName, name, inScope }) => [unitName, name, inScope])).toEqual([
    ['临湖区水务局', '白鹭', true],
    ['临湖区水务局', '临湖水务', true],
    ['临湖区委宣传部', '安民', false],
  ])
  expect(await findAccounts(deps.db, districtId, { name: '白鹭', platform: 'wechat_service' })).toHaveLength(1)
  expect(await findAccounts(deps.db, districtId, { name: '白鹭', platform: 'weibo' })).toEqual([])
})
