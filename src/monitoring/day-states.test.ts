import { expect, it } from 'vitest'
import { districtId, monitoredDistrict } from '../../tests/support/monitored-district.ts'
import { civilDate } from '../calendar/index.ts'
import { dayStates } from './day-states.ts'

const range = { from: civilDate('2026-10-01'), to: civilDate('2026-10-06') }

it('tells of each day whether something was published, nothing was found, or nobody looked', async () => {
  const { deps, unit, account, posts, collected } = await monitoredDistrict()
  const unitId = await unit('临湖区水务局')
  const [seen, unseen] = [await account(unitId, '甲'), await account(unitId, '乙', { platform: 'weibo' })]
  await posts(seen, '2026-09-30', '2026-10-02', '2026-10-06', '2026-10-07')
  await collected(seen, '2026-09-28', '2026-10-03')
  const states = await dayStates(deps.db, districtId, [seen, unseen], range)
  // A post of a day that nobody looked at is a post all the same.
  expect(states.get(seen)).toEqual(['nothing', 'posted', 'nothing', 'unseen', 'unseen', 'posted'])
  expect(states.get(unseen)).toEqual(Array.from({ length: 6 }, () => 'unseen'))
})
