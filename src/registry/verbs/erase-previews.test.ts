import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { workbookOf } from '../../../tests/support/sheets.ts'
import { previewPosts } from '../../collection/verbs/preview-posts.ts'
import { latestEvents } from '../../trail/index.ts'
import { latestImportRuns } from '../queries/import-runs.ts'
import { erasePreviews } from './erase-previews.ts'
import { importAccounts, importKept } from './import-accounts.ts'

const supervisor = actorOf('supervisor')
const rounds = { ...actorOf('operator'), kind: 'system' as const, id: 'system' }

async function uploaded() {
  const place = await monitoredDistrict()
  const unit = await place.unit('临湖区水务局')
  await place.account(unit, '临湖水务', { platform: 'weibo' })
  const rows = [
    ['名称', '主办单位', '平台类型', '负责人及联系电话'],
    ['临湖水务', '临湖区水务局', '新浪微博', '方书遥 13800000001'],
  ]
  const sheet = { districtId, fileName: '附件2.xlsx', bytes: await workbookOf({ name: '附件2', rows }) }
  const { importId } = await importAccounts(place.deps, supervisor, { ...sheet, dryRun: true, keep: true })
  const csv = '账号,平台,标题,链接,发布时间\n临湖水务,新浪微博,防汛提示,https://example.cn/p/1,2026-10-02'
  const posts = await previewPosts(place.deps, supervisor, {
    districtId,
    fileName: '发布.csv',
    bytes: new TextEncoder().encode(csv),
  })
  const fileThere = (id: string) => existsSync(join(place.deps.dataDir, 'files', id.slice(-2), id))
  return { ...place, importId: importId!, postsFile: posts.fileId, fileThere }
}

it('an upload is told in the trail before anybody confirms it', async () => {
  const { deps } = await uploaded()
  expect((await latestEvents(deps.db, districtId)).map(({ action }) => action)).toEqual([
    'posts.previewed',
    'accounts.previewed',
  ])
})

it('an upload that nobody confirmed within a day is erased, and its line says so', async () => {
  const { deps, at, importId, postsFile, fileThere } = await uploaded()
  const dayLater = { ...at('2026-10-13T01:00:01.000Z'), ids: deps.ids }
  expect(await erasePreviews(at('2026-10-13T01:00:00.000Z'), rounds, districtId)).toBe(0)
  expect(fileThere(postsFile)).toBe(true)
  expect(await erasePreviews(dayLater, rounds, districtId)).toBe(2)
  expect(fileThere(postsFile)).toBe(false)
  expect(await latestImportRuns(deps.db, districtId, 5)).toMatchObject([{ id: importId, state: 'erased' }])
  await expect(importKept(deps, supervisor, { districtId, importId })).rejects.toMatchObject({
    code: 'record.not-found',
  })
  expect((await latestEvents(deps.db, districtId, { limit: 1 }))[0]).toMatchObject({
    action: 'previews.erased',
    actorKind: 'system',
  })
  expect(await erasePreviews(dayLater, rounds, districtId)).toBe(0)
})

it('an upload that was written stays, because the ledger rests on it', async () => {
  const { deps, at, importId } = await uploaded()
  await importKept(deps, supervisor, { districtId, importId })
  await erasePreviews({ ...at('2026-10-20T01:00:00.000Z'), ids: deps.ids }, rounds, districtId)
  expect(await latestImportRuns(deps.db, districtId, 5)).toMatchObject([{ id: importId, state: 'written' }])
})
