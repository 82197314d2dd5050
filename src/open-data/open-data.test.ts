import { expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../tests/support/monitored-district.ts'
import { month } from '../calendar/index.ts'
import { closeMonth, decideFinding, listFindings, runCheck } from '../monitoring/index.ts'
import { giveUnknownReason } from '../monitoring/verbs/give-unknown-reason.ts'
import { prepareOpenData, releaseOpenData, withdrawOpenData } from './index.ts'
import { releasedSet } from './queries.ts'
import { changedSince } from './verbs/release.ts'

const [supervisor, head] = [actorOf('supervisor'), actorOf('office_head')]

/** One account; July nobody could see, August was seen, September is open. */
async function threeMonths() {
  const place = await monitoredDistrict()
  const unit = await place.unit('临湖区水务局')
  const account = await place.account(unit, '临湖水务', { filing_state: 'filed', certified_entity: '临湖区水务局' })
  await place.posts(account, '2026-08-30')
  await place.collected(account, '2026-08-01', '2026-10-10')
  for (const of of ['2026-07', '2026-08', '2026-09'])
    await runCheck(place.deps, supervisor, { districtId, month: month(of) })
  const { findings } = await listFindings(place.deps.db, districtId, { states: ['candidate'] })
  for (const { id, version, month: of } of findings)
    if (of !== '2026-09')
      await decideFinding(place.deps, actorOf('reviewer'), { districtId, findingId: id, decision: 'confirm', version })
  await giveUnknownReason(place.deps, supervisor, {
    districtId,
    month: month('2026-07'),
    accountId: account,
    reason: '平台维护，无法采集',
  })
  for (const of of ['2026-07', '2026-08']) await closeMonth(place.deps, head, { districtId, month: month(of) })
  return place
}

it('holds closed months alone, and what was not collected is empty and never 0', async () => {
  const { deps, database } = await threeMonths()
  await database.owner((owner) =>
    owner.query(`insert into issuing_body values ('${districtId}', '某办公室', '某办公室', array['临办']);
      insert into dispatch (district_id, id, variant, issuer, title, state, openness, draft, drafted_by, drafted_at, signed_on,
        mark, number_year, number_serial, issued_on)
      select '${districtId}', gen_random_uuid(), 'circular', '某办公室', o.openness || '的通报', o.state, o.openness, 1, 'u', now(),
        '2026-10-09', '临办', 2026, o.serial, '2026-10-10'
      from (values ('public', 'issued', 1), ('on-request', 'issued', 2), ('public', 'withdrawn', 3)) o (openness, state, serial)`),
  )
  const { files } = await prepareOpenData(deps, supervisor, { districtId, demo: false })
  const { rows } = JSON.parse(files['月度监测.json']!)
  expect(rows).toMatchObject([
    { month: '2026-07', registered: 1, judged: 0, qualified: null, unqualified: null, unknown: 1, rate: null },
    { month: '2026-08', registered: 1, judged: 1, unknown: 0 },
  ])
  // Only what is 主动公开 is named, and nothing that was taken back.
  expect(JSON.parse(files['公开文件.json']!).rows).toEqual([
    { title: 'public的通报', kind: '通报', number: '临办〔2026〕1号', date: '2026-10-10' },
  ])
  expect(files['月度监测.csv']!.split('\r\n')[1]).toBe('2026-07,1,0,0,,,1,')
  expect(JSON.parse(files['字段说明.json']!).tables.map(({ file }: { file: string }) => file)).toEqual([
    '账号名录',
    '月度监测',
    '公开文件',
  ])
  // 已备案 by somebody's word alone isn't in the public directory; and nobody's name or number is anywhere.
  expect(JSON.parse(files['账号名录.json']!).rows).toEqual([])
  expect(Object.keys(files)).toEqual(expect.arrayContaining(['说明.txt', '清单.csv']))
})

it('is open to nobody until a second person releases it, one set at a time, and closed again with a reason', async () => {
  const { deps, database } = await threeMonths()
  const prepare = () => prepareOpenData(deps, supervisor, { districtId, demo: false })
  const release = (id: string, actor = head) => releaseOpenData(deps, actor, { districtId, id })
  const first = await prepare()
  expect(await prepare()).toMatchObject({ id: first.id, isNew: false })
  expect(await releasedSet(deps.db, districtId)).toBeUndefined()
  await expect(release(first.id, supervisor)).rejects.toMatchObject({ code: 'access.denied' })
  await expect(release(first.id, { ...head, id: supervisor.id })).rejects.toMatchObject({
    code: 'access.maker-is-checker',
  })
  await release(first.id)
  expect(await releasedSet(deps.db, districtId)).toMatchObject({ id: first.id, serial: 1 })
  await database.owner((owner) => owner.query(`update district set office_name = '临湖区数据局'`))
  const second = await prepare()
  // What is open stays as it was released.
  expect((await releasedSet(deps.db, districtId))!.files['说明.txt']).toContain('临湖区行政审批服务局')
  await expect(release(first.id)).rejects.toMatchObject({ code: 'open-data.not-newest' })
  // A month was opened again for a correction: what was prepared before says it still.
  const closings = `month_closing where month = '2026-08'`
  await database.owner((owner) =>
    owner.query(`create table kept as select * from ${closings}; delete from ${closings}`),
  )
  await expect(release(second.id)).rejects.toMatchObject({ code: 'open-data.facts-changed' })
  const changed = () => deps.db.transaction().execute((tx) => changedSince(tx, deps, districtId))
  expect(await changed()).toEqual(['月度监测'])
  expect(await releasedSet(deps.db, districtId)).toMatchObject({ serial: 1 })
  await database.owner((owner) => owner.query(`insert into month_closing select * from kept`))
  await release(second.id)
  expect(await changed()).toEqual([])
  expect(await releasedSet(deps.db, districtId)).toMatchObject({ serial: 2 })
  const withdraw = (reason: string) => withdrawOpenData(deps, head, { districtId, id: second.id, reason })
  await expect(withdraw('错')).rejects.toMatchObject({ code: 'open-data.no-reason' })
  await withdraw('名称有误，核对后再公开')
  expect(await releasedSet(deps.db, districtId)).toBeUndefined()
  await expect(withdraw('名称有误，核对后再公开')).rejects.toMatchObject({ code: 'open-data.not-released' })
  await expect(release(second.id)).rejects.toMatchObject({ code: 'open-data.not-prepared' })
})
