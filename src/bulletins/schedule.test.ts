import { expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../tests/support/monitored-district.ts'
import { changeSetting } from '../access/index.ts'
import { civilDate, month, quarter } from '../calendar/index.ts'
import { runCheck } from '../monitoring/index.ts'
import { compileReport, reportVersions } from '../reporting/index.ts'
import { listBulletins } from './queries.ts'
import { generateDue, notMade } from './schedule.ts'
import { compileBulletin } from './verbs/compile-bulletin.ts'

const head = actorOf('office_head')
const system = actorOf('operator', 'system', 'system')

it('makes drafts on their day, once, makes up for days the machine was off, and releases nothing', async () => {
  const place = await monitoredDistrict('2026-09-20T01:00:00.000Z')
  const unit = await place.unit('临湖区水务局')
  const account = await place.account(unit, '临湖水务', { filing_state: 'filed' })
  await place.posts(account, '2026-09-18')
  await place.collected(account, '2026-08-01', '2026-11-30')
  const round = (day: string) => {
    const deps = { ...place.at(`${day}T01:00:00.000Z`), ids: place.deps.ids }
    return generateDue(deps, system, districtId, false)
  }
  // Nobody has asked for it: nothing is made.
  expect(await round('2026-10-20')).toEqual([])
  for (const [key, value] of Object.entries({ 'schedule.bulletin': 5, 'schedule.report': 10 }))
    await changeSetting(place.deps, head, {
      districtId,
      key,
      value,
      effectiveFrom: civilDate('2026-09-20'),
      source: '工作安排',
    })
  const check = (of: string, on: string) =>
    runCheck({ ...place.at(`${on}T01:00:00.000Z`), ids: place.deps.ids }, actorOf('supervisor'), {
      districtId,
      month: month(of),
    })
  expect(await round('2026-10-04')).toEqual([])
  // September was not checked on its day: said, and tried again.
  expect(await round('2026-10-05')).toEqual([])
  expect(await notMade(place.deps.db, districtId)).toMatchObject([
    { kind: 'bulletin', period: '2026-09', why: expect.stringContaining('还没有开展过监测') },
  ])
  await check('2026-09', '2026-10-06')
  expect(await round('2026-10-06')).toEqual(['2026-09'])
  expect(await round('2026-10-06')).toEqual([])
  expect(await notMade(place.deps.db, districtId)).toEqual([])
  // Off from 7 October to 20 November: the quarter's report and October's bulletin are made up for; August was before the schedule.
  await check('2026-10', '2026-11-02')
  expect(await round('2026-11-20')).toEqual(['2026-10', '2026Q3'])
  expect((await listBulletins(place.deps.db, districtId)).map((one) => [one.month, one.state, one.createdBy])).toEqual([
    ['2026-10', 'draft', 'system'],
    ['2026-09', 'draft', 'system'],
  ])
  expect((await reportVersions(place.deps.db, districtId)).map((one) => [one.quarter, one.state])).toEqual([
    ['2026Q3', 'draft'],
  ])
  // October's day was put off, then moved to before the day on which it was moved: it is made all the same.
  const on = (day: string) => place.at(`${day}T01:00:00.000Z`)
  const change = (day: string, value: number) =>
    changeSetting(on(day), head, {
      districtId,
      key: 'schedule.bulletin',
      value,
      effectiveFrom: civilDate(day),
      source: '工作安排',
    })
  await place.database.owner((owner) =>
    owner.query(`delete from generation_done where period = '2026-10'; delete from bulletin where month = '2026-10'`),
  )
  await change('2026-11-20', 15)
  await change('2026-11-21', 2)
  expect(await round('2026-11-21')).toEqual(['2026-10'])
  // Switched off again.
  await change('2026-11-22', 0)
  await check('2026-11', '2026-12-02')
  expect(await round('2026-12-20')).toEqual([])
  // On again: what its pause passed over is not made.
  await change('2026-12-21', 5)
  expect(await round('2026-12-21')).toEqual([])
})

it('makes none on top of what people have begun after the end, and one where they only looked ahead', async () => {
  const place = await monitoredDistrict('2026-08-20T01:00:00.000Z')
  const account = await place.account(await place.unit('临湖区水务局'), '临湖水务', { filing_state: 'filed' })
  await place.posts(account, '2026-09-18')
  await place.collected(account, '2026-07-01', '2026-10-31')
  const on = (day: string) => ({ ...place.at(`${day}T01:00:00.000Z`), ids: place.deps.ids })
  const desk = actorOf('supervisor')
  for (const key of ['schedule.bulletin', 'schedule.report'])
    await changeSetting(place.deps, head, {
      districtId,
      key,
      value: 10,
      effectiveFrom: civilDate('2026-09-15'),
      source: '工作安排',
    })
  await runCheck(on('2026-09-20'), desk, { districtId, month: month('2026-09'), asOf: civilDate('2026-09-19') })
  await compileBulletin(on('2026-09-20'), desk, { districtId, month: month('2026-09'), demo: false })
  await runCheck(on('2026-10-02'), desk, { districtId, month: month('2026-09') })
  await compileReport(on('2026-10-08'), desk, { districtId, quarter: quarter('2026Q3'), demo: false })
  expect(await generateDue(on('2026-10-10'), system, districtId, false)).toEqual(['2026-09'])
  expect((await reportVersions(place.deps.db, districtId)).map(({ createdBy }) => createdBy)).toEqual([desk.id])
  expect(await generateDue(on('2026-10-11'), system, districtId, false)).toEqual([])
})
