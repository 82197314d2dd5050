import { expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { textOf } from '../../../tests/support/report-facts.ts'
import { month, quarter } from '../../calendar/index.ts'
import { closeMonth, runCheck } from '../../monitoring/index.ts'
import { compileReport, finaliseReport } from '../index.ts'
import { unitRows } from '../paper.ts'

const input = { districtId, quarter: quarter('2026Q3'), demo: false }
const supervisor = actorOf('supervisor')

it('of a quarter that is not over it is a draft that names what each month still needs', async () => {
  const place = await monitoredDistrict('2026-09-10T01:00:00.000Z')
  const unit = await place.unit('临湖区水务局')
  const silent = await place.account(unit, '临湖水务', { filing_state: 'filed' })
  const other = await place.account(unit, '临湖水务', { filing_state: 'filed', platform: 'weibo' })
  await place.posts(silent, '2026-07-01')
  await place.posts(other, '2026-07-20', '2026-07-30', '2026-08-20', '2026-08-30')
  for (const account of [silent, other]) await place.collected(account, '2026-07-01', '2026-09-09')
  for (const of of ['2026-07', '2026-08']) await runCheck(place.deps, supervisor, { districtId, month: month(of) })
  const { id: reportId, content } = await compileReport(place.deps, supervisor, input)
  expect(content.isDraft).toBe(true)
  expect(textOf(content)).not.toContain('比上季度')
  const refused = await finaliseReport(place.deps, actorOf('office_head'), { districtId, reportId, demo: false }).catch(
    (error: unknown) => error,
  )
  expect(refused).toMatchObject({
    code: 'report.draft-not-final',
    message: expect.stringMatching(
      /^编制时本季度还没有结束（9月30日止），还有\d+条线索未人工复核（7月\d+条、8月\d+条），9月尚未开展监测，7月、8月监测尚未办结。/u,
    ),
  })
  await expect(closeMonth(place.deps, supervisor, { districtId, month: month('2026-07') })).rejects.toMatchObject({
    status: 409,
  })
})

it('leaves a unit without accounts out of every table and every rate, and prints a district that has no others', async () => {
  const place = await monitoredDistrict()
  await place.unit('云渡乡人民政府', { kind: 'township' })
  for (const of of ['2026-07', '2026-08', '2026-09'])
    await runCheck(place.deps, supervisor, { districtId, month: month(of) })
  const alone = (await compileReport(place.deps, supervisor, input)).content
  expect(textOf(alone)).toContain('本季度纳入监测的政务新媒体0个，涉及主办单位0个。')
  expect(textOf(alone)).toContain('不计算合格率')
  const account = await place.account(await place.unit('临湖区水务局'), '临湖水务', { filing_state: 'filed' })
  await place.posts(account, '2026-07-30', '2026-08-30', '2026-09-29')
  await place.collected(account, '2026-07-01', '2026-10-10')
  for (const of of ['2026-07', '2026-08', '2026-09'])
    await runCheck(place.deps, supervisor, { districtId, month: month(of) })
  const { content } = await compileReport(place.deps, supervisor, input)
  expect(unitRows(content.facts).map(([unit]) => unit)).toEqual(['临湖区水务局', '合计'])
  expect(textOf(content)).toContain('涉及主办单位1个。')
  expect(textOf(content)).not.toContain('云渡乡')
})
