import { expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { month, quarter } from '../../calendar/index.ts'
import {
  closeMonth,
  decideFinding,
  listFindings,
  monthRows,
  quarterVerdicts,
  runCheck,
} from '../../monitoring/index.ts'
import { readAccounts, saveAccount, saveUnit } from '../../registry/index.ts'
import { compileReport } from './compile-report.ts'

const supervisor = actorOf('supervisor')
const months = [month('2026-07'), month('2026-08'), month('2026-09')]
const asked = { districtId, quarter: quarter('2026Q3'), demo: false }

/** A quarter in which 临湖水务 was found silent in August and September, all of it reviewed and closed. */
async function closedQuarter() {
  const place = await monitoredDistrict()
  const unit = await place.unit('临湖区水务局')
  const other = await place.unit('临湖区教育局')
  const silent = await place.account(unit, '临湖水务', { filing_state: 'filed', certified_entity: '临湖区水务局' })
  await place.posts(silent, '2026-07-01', '2026-07-20', '2026-07-30')
  await place.collected(silent, '2026-07-01', '2026-10-10')
  for (const one of months) await runCheck(place.deps, supervisor, { districtId, month: one })
  const { findings } = await listFindings(place.deps.db, districtId, { states: ['candidate'] })
  for (const { id: findingId, version } of findings)
    await decideFinding(place.deps, actorOf('reviewer'), { districtId, findingId, decision: 'confirm', version })
  for (const one of months) await closeMonth(place.deps, supervisor, { districtId, month: one })
  const edit = async (unitId: string, name: string, platform: 'weibo' | 'wechat_official') => {
    const [account] = await readAccounts(place.deps.db, districtId, { orIds: [silent] })
    const facts = { name, platform, certifiedEntity: '临湖区水务局' }
    await saveAccount(place.deps, supervisor, {
      districtId,
      unitId,
      id: silent,
      version: account!.version,
      facts,
      slipReason: '登记笔误',
    })
  }
  const kind = (id: string, name: string) =>
    saveUnit(place.deps, supervisor, { districtId, id, version: 1, name, kind: 'party' })
  return { ...place, unit, other, silent, edit, kind }
}

it('reports a closed quarter as it was judged: whoever edits the ledger later changes no line of it', async () => {
  const { deps, edit, kind, unit, other } = await closedQuarter()
  const before = await compileReport(deps, supervisor, asked)
  expect(before.content.isDraft).toBe(false)
  expect(before.content.facts.findings.map(({ unitName, accountName }) => [unitName, accountName])).toEqual([
    ['临湖区水务局', '临湖水务'],
    ['临湖区水务局', '临湖水务'],
  ])
  await edit(other, '临湖教育发布', 'weibo')
  expect(await compileReport(deps, supervisor, asked)).toMatchObject({ isNew: false, content: before.content })
  await kind(unit, '临湖区水务局')
  await kind(other, '临湖区教育局')
  expect(await compileReport(deps, supervisor, asked)).toMatchObject({ isNew: false, content: before.content })
})

it('shows closed months, their lists and their findings under the names they were judged with', async () => {
  const { deps, edit, kind, unit, other, silent } = await closedQuarter()
  const seen = async () => ({
    rows: await monthRows(deps.db, districtId, months),
    ofUnit: await monthRows(deps.db, districtId, months, unit),
    quarter: await quarterVerdicts(deps.db, districtId, asked.quarter),
    findings: await listFindings(deps.db, districtId, { accountId: silent }),
    findingsOfUnit: await listFindings(deps.db, districtId, { unitId: unit }),
  })
  const before = await seen()
  expect(before.ofUnit[2]?.registered).toBe(1)
  await edit(other, '临湖教育发布', 'weibo')
  await kind(unit, '临湖区水务局')
  await kind(other, '临湖区教育局')
  expect(await seen()).toEqual(before)
})

it('tells an account that was renamed within the quarter once, under its last name', async () => {
  const { deps, silent } = await closedQuarter()
  await deps.db.updateTable('check_result').set({ account_name: '水务旧号', unit_name: '临湖区水利局' }).execute()
  await deps.db
    .updateTable('check_result')
    .set({ account_name: '临湖水务', unit_name: '临湖区水务局' })
    .where('run_id', 'in', (query) => query.selectFrom('check_run').select('id').where('month', '=', '2026-09'))
    .execute()
  const { content } = await compileReport(deps, supervisor, asked)
  expect(content.facts.accounts.map(({ id, name, unitName }) => [id, name, unitName])).toEqual([
    [silent, '临湖水务', '临湖区水务局'],
  ])
})
