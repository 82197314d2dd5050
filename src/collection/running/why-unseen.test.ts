import { expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { civilDate, instant } from '../../calendar/index.ts'
import { addTarget, sourceOfKind } from '../sources/set-up.ts'
import { addFeeds } from '../verbs/add-feeds.ts'
import { whyNotSeen } from './why-unseen.ts'

it('tells of an account that was not seen whether nothing looked, what stood in the way, and up to when it was seen', async () => {
  const { deps, unit, account } = await monitoredDistrict()
  const unitId = await unit('临湖区水务局')
  const never = await account(unitId, '临湖水务')
  const failed = await account(unitId, '临湖供水')
  const held = await account(unitId, '临湖排水')
  await addFeeds(deps, actorOf('supervisor'), {
    districtId,
    feeds: [
      { accountId: failed, url: 'https://feeds.example.cn/gongshui.xml' },
      { accountId: held, url: 'https://feeds.example.cn/paishui.xml' },
    ],
  })
  await deps.db
    .updateTable('collection_target')
    .set({ state: 'held', held_reason: '连续 5 次未能采集' })
    .where('account_id', '=', held)
    .execute()
  const { id: targetId } = await deps.db
    .selectFrom('collection_target')
    .select('id')
    .where('account_id', '=', failed)
    .executeTakeFirstOrThrow()
  const look = (outcome: string, day: string) => ({
    district_id: districtId,
    id: deps.ids.next(),
    account_id: failed,
    source_kind: 'feed',
    outcome,
    target_id: targetId,
    due_at: instant(`${day}T01:00:00Z`),
    started_at: instant(`${day}T01:00:00Z`),
    finished_at: instant(`${day}T01:00:00Z`),
  })
  await deps.db
    .insertInto('collection_attempt')
    .values([
      look('ok', '2026-09-02'),
      look('unreachable', '2026-09-20'),
      look('unreachable', '2026-09-21'),
      look('ok', '2026-08-31'),
    ])
    .execute()
  await deps.db
    .insertInto('collection_span')
    .values({
      district_id: districtId,
      id: deps.ids.next(),
      account_id: failed,
      source: '八月.csv',
      from_day: civilDate('2026-08-01'),
      to_day: civilDate('2026-08-31'),
      collected_at: instant('2026-09-01T00:00:00Z'),
    })
    .execute()
  const page = await account(unitId, '临湖河道')
  const article = { ...look('unchanged', '2026-09-22'), account_id: page, source_kind: 'page' }
  await addTarget(deps, actorOf('supervisor'), {
    districtId,
    accountId: page,
    sourceId: await sourceOfKind(deps, actorOf('supervisor'), districtId, 'page'),
    target: { url: 'https://www.example.cn/a.html' },
  })
  const { id: target_id } = await deps.db
    .selectFrom('collection_target')
    .select('id')
    .where('account_id', '=', page)
    .executeTakeFirstOrThrow()
  await deps.db
    .insertInto('collection_attempt')
    .values({ ...article, target_id })
    .execute()
  const september = { from: civilDate('2026-09-01'), to: civilDate('2026-09-30') }
  expect(await whyNotSeen(deps.db, districtId, [never, failed, page, held], september)).toEqual(
    new Map([
      [never, '没有采集来源，也没有导入数据'],
      [page, '公开网页（公众号文章、政府网站文章）采集到的内容不足以说明有没有更新'],
      [failed, '订阅源（RSS、Atom）无法访问2次，已有数据只到8月31日'],
      [held, '采集来源已暂停（连续 5 次未能采集）'],
    ]),
  )
  await deps.db.updateTable('collection_target').set({ state: 'held' }).execute()
  const october = { from: civilDate('2026-10-01'), to: civilDate('2026-10-31') }
  expect((await whyNotSeen(deps.db, districtId, [page], october)).get(page)).toBe('采集来源已暂停')
})
