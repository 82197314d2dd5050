import { describe, expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { importPosts, type PostImportInput } from '../verbs/import-posts.ts'
import { undoImport } from '../verbs/undo-import.ts'
import { metAccounts } from './met-accounts.ts'

const supervisor = actorOf('supervisor')
const head = '账号,平台,主办单位,标题,链接,发布时间,作者'
const row = (account: string, more: { platform?: string; unit?: string; post?: string } = {}) => {
  const { platform = '公众号', unit = '', post = account } = more
  return `${account},${platform},${unit},${post}通知,https://example.cn/${encodeURIComponent(post)},2026-10-08 09:00,张三`
}

async function district() {
  const place = await monitoredDistrict()
  const water = await place.unit('临湖区水务局')
  await place.account(water, '临湖水务')
  const take = (lines: readonly string[], more: Partial<PostImportInput> = {}) =>
    importPosts(place.deps, supervisor, {
      districtId,
      fileName: '十月.csv',
      bytes: new TextEncoder().encode([head, ...lines].join('\n')),
      acceptValid: true,
      ...more,
    })
  const met = async (page = { offset: 0, limit: 50 }) => metAccounts(place.deps.db, districtId, page)
  return { ...place, take, met }
}

describe('accounts that a handed file names and the ledger does not know', () => {
  it('are kept with platform, unit, source and day, each once, and nobody else of the row', async () => {
    const { take, met } = await district()
    await take([
      row('临湖水务'),
      row('临湖供水', { unit: '临湖区水务局' }),
      row('临湖供水', { post: '又一条' }),
      row('临湖水务', { platform: '抖音', post: '短视频' }),
      row('临湖渔政(新浪微博)', { platform: '' }),
    ])
    const { rows, total } = await met()
    expect(total).toBe(3)
    expect(rows.map(({ name, platform, unitName, rows: count }) => [name, platform, unitName, count])).toEqual([
      ['临湖供水', 'wechat_official', '临湖区水务局', 2],
      ['临湖水务', 'douyin', null, 1],
      ['临湖渔政', 'weibo', null, 1],
    ])
    expect(rows[0]).toMatchObject({ files: ['十月.csv'], lastMetOn: '2026-10-12' })
    expect(rows[0]?.link).toContain('https://example.cn/')
    expect(JSON.stringify(rows)).not.toContain('张三')
  })

  it('are none of a preview, of a file that was not written, or of one that was taken back', async () => {
    const { take, met, deps } = await district()
    await take([row('临湖水务'), row('临湖供水')], { dryRun: true })
    await take([row('临湖水务'), row('临湖供水')], { acceptValid: false })
    expect((await met()).total).toBe(0)
    const { importId } = await take([row('临湖水务'), row('临湖供水')])
    expect((await met()).total).toBe(1)
    await undoImport(deps, supervisor, { districtId, importId: importId!, reason: '文件有误' }, () =>
      Promise.resolve({ months: [], reports: [] }),
    )
    expect((await met()).total).toBe(0)
  })

  it('of several files are one, with all that told of it', async () => {
    const { take, met } = await district()
    for (const fileName of ['甲.csv', '乙.csv']) await take([row('临湖水务'), row('临湖供水')], { fileName })
    expect((await met()).rows).toMatchObject([{ name: '临湖供水', rows: 2, files: ['乙.csv', '甲.csv'] }])
  })

  it('are paged', async () => {
    const { take, met } = await district()
    await take([row('临湖水务'), ...Array.from({ length: 120 }, (_, at) => row(`临湖单位${at + 1}号`))])
    const pages = [0, 50, 100, 150].map(async (offset) => met({ offset, limit: 50 }))
    expect((await Promise.all(pages)).map(({ rows, total }) => [rows.length, total])).toEqual([
      [50, 120],
      [50, 120],
      [20, 120],
      [0, 120],
    ])
  })
})
