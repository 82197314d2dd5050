import { expect, it } from 'vitest'
import { checkedDistrict } from '../../tests/support/checked-district.ts'
import { districtId } from '../../tests/support/monitored-district.ts'
import { civilDate, quarter } from '../calendar/index.ts'
import { sourcesOf } from './finding-sources.ts'
import { confirmedFindings } from './quarter.ts'
import { listFindings } from './findings.ts'

it('tells a finding that people saw with their eyes from one that files brought', async () => {
  const { patrol, check, decide, deps, silent, unseen } = await checkedDistrict()
  await decide('confirm')
  await patrol({ lastUpdateOn: civilDate('2026-03-28') })
  await check()
  const { findings } = await listFindings(deps.db, districtId, { indicator: 'N-NM-02a' })
  const ids = new Map(findings.map(({ accountId, id }) => [accountId, id]))
  const sources = await sourcesOf(deps.db, districtId, [...ids.values()])
  expect(sources.get(ids.get(silent)!)).toEqual({ bySystem: true, patrolledOn: [] })
  expect(sources.get(ids.get(unseen)!)).toEqual({ bySystem: false, patrolledOn: ['2026-10-01'] })
  const [confirmed] = await confirmedFindings(deps.db, districtId, quarter('2026Q3'))
  expect(confirmed).toMatchObject({ accountId: silent, sources: { bySystem: true }, particulars: '' })
})
