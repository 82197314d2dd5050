import { describe, expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { workbookOf } from '../../../tests/support/sheets.ts'
import type { Actor } from '../../access/index.ts'
import { month } from '../../calendar/index.ts'
import { type AccountInput, importAccounts, saveAccount, saveUnit } from '../../registry/index.ts'
import { listFindings } from '../findings.ts'
import { makersAmong } from '../makers.ts'
import { decideFinding } from './decide-finding.ts'
import { runCheck } from './run-check.ts'

const september = month('2026-09')
/** In a small office one person may hold both roles: then the roles alone keep nobody from checking himself. */
const both = (name: string): Actor => ({ ...actorOf('supervisor', `user:${name}`), roles: ['supervisor', 'reviewer'] })
const [anna, boris, clara] = [both('anna'), both('boris'), both('clara')]

async function office() {
  const place = await monitoredDistrict()
  const unitId = await place.unit('临湖区水务局')
  const save = async (who: Actor, facts: Partial<AccountInput['facts']>, more: Partial<AccountInput> = {}) =>
    (
      await saveAccount(place.deps, who, {
        districtId,
        unitId,
        facts: { name: '临湖水务', platform: 'weibo', ...facts },
        ...more,
      })
    ).account
  const sheet = async (who: Actor, entity: string) => {
    const rows = [
      ['名称', '认证主体', '主办单位', '平台类型'],
      ['临湖水务', entity, '临湖区水务局', '新浪微博'],
    ]
    await importAccounts(place.deps, who, {
      districtId,
      fileName: '附件2.xlsx',
      bytes: await workbookOf({ name: '附件2', rows }),
    })
  }
  /** Who of the three may decide the finding; each in turn confirms it or sends it back. */
  const mayDecide = async (indicator: string) => {
    await runCheck(place.deps, anna, { districtId, month: september })
    const free: string[] = []
    for (const who of [anna, boris, clara]) {
      const { findings } = await listFindings(place.deps.db, districtId, { indicator })
      const { id: findingId, version, state } = findings.find(({ accountName }) => accountName === '临湖水务')!
      const decision = state === 'confirmed' ? 'needs-evidence' : 'confirm'
      const code = await decideFinding(place.deps, who, {
        districtId,
        findingId,
        decision,
        version,
        reason: '须核对',
      }).then(
        () => 'decided',
        (error: { code: string }) => error.code,
      )
      if (code === 'decided') free.push(who.id)
      else if (code !== 'access.maker-is-checker') throw new Error(code)
    }
    return free
  }
  return { ...place, unitId, save, sheet, mayDecide }
}

describe('a finding on the ledger is decided by nobody who entered what it rests on', () => {
  it('not by the importer of the sheet that registered the account', async () => {
    const { sheet, mayDecide } = await office()
    await sheet(anna, '某某文化传媒公司')
    expect(await mayDecide('CL-7')).toEqual([boris.id, clara.id])
  })

  it('not by the importer of the sheet that changed the fact', async () => {
    const { sheet, save, mayDecide } = await office()
    await save(anna, { certifiedEntity: '临湖区水务局' })
    await sheet(boris, '某某文化传媒公司')
    expect(await mayDecide('CL-7')).toEqual([clara.id])
  })

  it('not by whoever set it although a colleague has touched the record since, nor by the colleague', async () => {
    const { save, mayDecide } = await office()
    const { id } = await save(anna, {}, { filingState: 'unfiled' })
    await save(boris, { pushFrequency: '每周一次' }, { id, version: 1 })
    expect(await mayDecide('D-JS-01')).toEqual([clara.id])
  })

  it('but by whoever had to do with the record before the fact was set', async () => {
    const { save, mayDecide } = await office()
    const { id } = await save(anna, {})
    await save(boris, {}, { id, version: 1, filingState: 'unfiled' })
    expect(await mayDecide('D-JS-01')).toEqual([anna.id, clara.id])
  })

  it('of a duplicate not by whoever registered the other account, in a unit merged into this one too', async () => {
    const { save, unit, unitId, deps, mayDecide } = await office()
    const old = await unit('临湖区水利站')
    await save(anna, {})
    await save(boris, { name: '临湖水利站' }, { unitId: old })
    const merged = { districtId, id: old, version: 1, name: '临湖区水利站', kind: 'institution' as const }
    await saveUnit(deps, actorOf('supervisor'), { ...merged, state: 'merged', mergedInto: unitId })
    expect(await mayDecide('D-JS-12')).toEqual([clara.id])
  })
})

describe('the makers among the edits of one record', () => {
  const edit = (actor: string, ...facts: string[]) => ({
    kind: 'account' as const,
    id: 'a',
    seq: 0,
    actors: [actor],
    facts,
  })
  it.each([
    ['whoever set it', [edit('a', 'name', 'filingState')], ['filingState'], ['a']],
    ['whoever set it last, not whoever set it before', [edit('a', 'x'), edit('b', 'x')], ['x'], ['b']],
    ['and whoever edited since', [edit('a', 'x'), edit('b', 'y'), edit('c', 'z')], ['x'], ['a', 'b', 'c']],
    ['of two facts whoever set either', [edit('a', 'x'), edit('b', 'z'), edit('c', 'y')], ['x', 'y'], ['a', 'c']],
    ['of an older import the importer, whatever it brought', [{ ...edit('a'), facts: null }], ['x'], ['a']],
    ['nobody where none of the facts was entered', [edit('a', 'y')], ['x'], []],
    ['nobody where no fact of such a record counts', [edit('a', 'y')], [], []],
  ])('%s', (_what, edits, facts, makers) => {
    expect(makersAmong(edits, facts)).toEqual(makers)
  })
})
