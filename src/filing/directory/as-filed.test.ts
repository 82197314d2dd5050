import { describe, expect, it } from 'vitest'
import { askedDistrict, supervisor } from '../../../tests/support/asked-district.ts'
import { office, renaming } from '../../../tests/support/case-office.ts'
import { districtId } from '../../../tests/support/monitored-district.ts'
import { readAccounts, saveAccount } from '../../registry/index.ts'
import { accountsAsFiled } from './as-filed.ts'
import { filedDifferences } from './differences.ts'

/** An account whose return was accepted; `edit` puts a slip right by hand. */
async function filed() {
  const place = await askedDistrict()
  const { deps, unitId } = place
  const accountId = place.accountIds[0]!
  await place.whole()
  await place.fillIn({ identifier: 'lhsw', profileUrl: 'https://weibo.com/u/1' })
  for (const step of [place.print, place.scan, place.submit, place.check, place.accept]) await step()
  const edit = async (facts: object) => {
    const [{ version, name, platform }] = (await readAccounts(deps.db, districtId, { orIds: [accountId] })) as [never]
    const input = { districtId, unitId, id: accountId, version, slipReason: '登记笔误' }
    return saveAccount(deps, supervisor, { ...input, facts: { name, platform, ...facts } })
  }
  const differences = async () => (await filedDifferences(deps, districtId))[0]?.differences ?? []
  return { ...place, accountId, edit, differences }
}

describe('an account as it was filed', () => {
  it('is what the accepted return says', async () => {
    const { deps, accountId, unitId } = await filed()
    expect((await accountsAsFiled(deps, districtId)).get(accountId)).toMatchObject({
      name: '临湖水务',
      formerNames: [],
      identifier: 'lhsw',
      profileUrl: 'https://weibo.com/u/1',
      certifiedEntity: '临湖区水务局',
      unitId,
      number: '990100-2026-0001',
    })
  })

  it('does not follow a hand edit: where the ledger parts from it, that is a difference until somebody mends it', async () => {
    const { edit, differences } = await filed()
    await edit({ identifier: 'lhsw', profileUrl: 'https://weibo.com/u/1' })
    expect(await differences()).toEqual([])
    await edit({ name: '临湖水利', certifiedEntity: null })
    expect(await differences()).toEqual([
      { label: '名称', filed: '临湖水务', ledger: '临湖水利', byCase: true },
      { label: '认证主体', filed: '临湖区水务局', ledger: '', byCase: true },
    ])
    await edit({ name: '临湖水务', certifiedEntity: '临湖区水务局', identifier: 'lhsw2', profileUrl: null })
    // 账号标识 and 主页链接 are no matter of a 变更; where the ledger is silent, nothing is at odds.
    expect(await differences()).toEqual([{ label: '账号标识', filed: 'lhsw', ledger: 'lhsw2', byCase: false }])
    await edit({ identifier: 'lhsw' })
    expect(await differences()).toEqual([])
  })

  it('does not follow a return that is opened again and filled in otherwise, until that is accepted', async () => {
    const { deps, accountId, reopen, fillIn, print, scan, submit, check, accept } = await filed()
    const name = async () => (await accountsAsFiled(deps, districtId, accountId)).get(accountId)?.name
    await reopen()
    await fillIn({ name: '临湖水利', identifier: 'lhsw', profileUrl: 'https://weibo.com/u/1' })
    expect(await name()).toBe('临湖水务')
    for (const step of [print, scan, submit, check, accept]) await step()
    expect(await name()).toBe('临湖水利')
  })

  it('takes a 变更 once it is registered, with the name that its paper had before', async () => {
    const place = await office('change', renaming)
    const said = async () => (await accountsAsFiled(place.deps, districtId)).get(place.accountId)
    for (const step of [
      place.print,
      place.upload,
      place.submit,
      place.check,
      place.accept,
      place.review,
      place.approve,
    ])
      await step()
    await place.execute()
    await place.report()
    await place.enter()
    expect(await said()).toBeUndefined()
    await place.register()
    expect(await said()).toMatchObject({ name: '临湖水利', formerNames: ['旧号'], certifiedEntity: null })
    expect(await filedDifferences(place.deps, districtId)).toEqual([])
  })
})
