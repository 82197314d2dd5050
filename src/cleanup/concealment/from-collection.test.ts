import { describe, expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { importPosts } from '../../collection/index.ts'
import { listFromCollection, metIn } from './from-collection.ts'
import { matchDocument } from './match-document.ts'

const today = '2026-10-12' as never

async function district() {
  const place = await monitoredDistrict()
  const water = await place.unit('临湖区水务局')
  await place.account(water, '临湖水务', { certified_entity: '临湖区水务局' })
  const lines = [
    '账号,平台,主办单位,标题,链接,发布时间',
    '临湖水务,公众号,,停水,https://example.cn/1,2026-10-08',
    '临湖水务,抖音,临湖区水务局,直播,https://example.cn/2,2026-10-08',
    '江北生活圈,公众号,,探店,https://example.cn/3,2026-10-08',
  ]
  await importPosts(place.deps, actorOf('supervisor'), {
    districtId,
    fileName: '十月.csv',
    bytes: new TextEncoder().encode(lines.join('\n')),
    acceptValid: true,
  })
  const match = async () =>
    matchDocument(place.deps, actorOf('supervisor'), {
      districtId,
      asOf: today,
      ...(await listFromCollection(place.deps.db, districtId, today)),
    })
  return { ...place, water, match }
}

describe('what 系统采集 met', () => {
  it('is a list like any other: the account of a unit on another platform is 疑似未备案', async () => {
    const { match } = await district()
    const { counts, matches, rejected } = await match()
    expect([counts.rows, rejected]).toEqual([2, []])
    const found = matches.find(({ discovered }) => discovered.name === '临湖水务')
    expect(found).toMatchObject({
      kind: 'unfiled',
      unit: { name: '临湖区水务局' },
      discovered: {
        platform: 'douyin',
        discoveredOn: today,
        note: '见于采集文件“十月.csv”，共1行；内容链接 https://example.cn/2',
      },
    })
  })

  it('is matched once it stands in the ledger', async () => {
    const { match, account, water } = await district()
    await account(water, '临湖水务', { platform: 'douyin', certified_entity: '临湖区水务局' })
    const { matches } = await match()
    expect(matches.find(({ discovered }) => discovered.name === '临湖水务')?.kind).toBe('matched')
  })

  it('is the same to the byte for the same imports and day, and refused where there is none', async () => {
    const { deps } = await district()
    const list = await listFromCollection(deps.db, districtId, today)
    expect(await listFromCollection(deps.db, districtId, today)).toEqual(list)
    await deps.db.deleteFrom('import_stranger').execute()
    await expect(listFromCollection(deps.db, districtId, today)).rejects.toMatchObject({
      code: 'concealment.nothing-met',
    })
  })

  it('names three files and counts the rest; a note never grows too long to be read again', () => {
    const files = ['甲.csv', '乙.csv', '丙.csv', '丁.csv']
    expect(metIn({ files, rows: 9, link: null })).toBe('见于采集文件“甲.csv”、“乙.csv”、“丙.csv”等4份文件，共9行')
    expect(metIn({ files, rows: 9, link: `https://example.cn/${'a'.repeat(600)}` })).not.toContain('example.cn')
  })
})
