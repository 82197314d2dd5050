import { expect, it } from 'vitest'
import { checkedDistrict } from '../../../tests/support/checked-district.ts'
import { actorOf, districtId } from '../../../tests/support/monitored-district.ts'
import { checkDismissal, listFindings } from '../../monitoring/index.ts'
import { tasksFor } from './tasks.ts'

it('brings the sample of dismissed findings to who did not dismiss them, until it is looked at', async () => {
  const { deps, decide } = await checkedDistrict()
  const second = actorOf('reviewer', 'user:复核二')
  const titles = async (actor: typeof second) =>
    (await tasksFor({ var: { deps, actor } }, districtId))
      .map(({ title }) => title)
      .filter((one) => one.includes('抽查'))
  expect(await titles(second)).toEqual([])
  await decide('dismiss', '采集漏项')
  expect(await titles(second)).toEqual(['抽查2026年9月排除的线索 1 条'])
  expect(await titles(actorOf('reviewer'))).toEqual([])
  expect(await titles(actorOf('supervisor'))).toEqual([])
  const [finding] = (await listFindings(deps.db, districtId, {})).findings
  await checkDismissal(deps, second, { districtId, findingId: finding!.id, agrees: true })
  expect(await titles(second)).toEqual([])
})
