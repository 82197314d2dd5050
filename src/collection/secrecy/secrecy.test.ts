import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { allText, collectingPlace } from '../../../tests/support/collecting-place.ts'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { roles } from '../../access/index.ts'
import { civilDate, instant } from '../../calendar/index.ts'
import { latestEvents } from '../../trail/index.ts'
import { updateFacts } from '../queries.ts'
import { messageSample } from '../sources/messages.ts'
import { importPosts } from '../verbs/import-posts.ts'
import { previewPosts } from '../verbs/preview-posts.ts'
import { handOver } from './hand-over.ts'
import { withoutMarked } from './stop-marked.ts'
import { listStops } from './stops.ts'

const supervisor = actorOf('supervisor')
const window = { from: civilDate('2026-10-01'), to: civilDate('2026-10-12') }
const site = collectingPlace()
const item = (day: string, title: string, description = '') =>
  `<item><title>${title}</title><link>https://a.example/${encodeURIComponent(title)}</link>
  <description><![CDATA[${description}]]></description><pubDate>${day}T10:00:00+08:00</pubDate></item>`
const feed = (...items: string[]) => `<rss><channel><title>临湖水务</title>${items.join('')}</channel></rss>`
const stopsOf = async ({ deps }: Awaited<ReturnType<typeof monitoredDistrict>>) =>
  listStops(deps.db, districtId, { offset: 0, limit: 50 })

describe('a post that looks like a secret', () => {
  it('is numbered and of it nothing is kept, yet its account published on that day', async () => {
    const place = await site.open('feed')
    site.serve(
      feed(
        item('2026-10-11', '水库调度方案', '<p>机密<b>★</b>10年</p><p>兵力部署如下</p>'),
        item('2026-10-02', '防汛提示', '注意安全'),
      ),
    )
    expect(await place.look()).toMatchObject({ outcomes: { ok: 1 }, newPosts: 2 })
    const { rows, waiting } = await stopsOf(place)
    expect(rows).toMatchObject([{ number: 1, kind: 'post', accountName: '临湖水务', handedOn: null }])
    expect(waiting).toBe(1)
    const everything = await allText(place)
    for (const word of ['水库调度方案', '兵力部署', encodeURIComponent('水库调度方案')])
      expect(everything, word).not.toContain(word)
    expect(everything).toContain('防汛提示')
    // No snapshot of the feed either: it holds the text.
    expect(existsSync(join(place.deps.dataDir, 'files'))).toBe(false)
    expect((await updateFacts(place.deps.db, districtId, window)).get(place.accountId)).toMatchObject({
      lastPostOn: '2026-10-11',
    })
    expect(await latestEvents(place.deps.db, districtId, { limit: 5 })).toContainEqual(
      expect.objectContaining({ action: 'secrecy.stopped', after: { stops: [1] } }),
    )
  })

  it('met again keeps its number and is no second post', async () => {
    const place = await site.open('feed')
    site.serve(feed(item('2026-10-11', '机密★10年 方案')))
    await place.look()
    site.serve(feed(item('2026-10-13', '绝密★ 另一件'), item('2026-10-11', '机密★10年 方案')))
    await place.look('2026-10-14T01:00:00.000Z')
    expect((await stopsOf(place)).rows.map(({ number }) => number)).toEqual([2, 1])
    expect(await place.count('post')).toBe(2)
  })

  it('on a page of its own leaves no page behind', async () => {
    const place = await site.open('page')
    site.serve(
      '<html><head><meta property="article:published_time" content="2026-10-10T08:00:00+08:00"></head><body><h1>通知</h1><div><p>秘密★长期</p><p>具体部署略</p></div></body></html>',
      { 'content-type': 'text/html; charset=utf-8' },
    )
    await place.look()
    expect((await stopsOf(place)).rows).toMatchObject([{ kind: 'post' }])
    expect(await allText(place)).not.toContain('具体部署')
    expect(existsSync(join(place.deps.dataDir, 'files'))).toBe(false)
  })
})

it('a page whose mark lies behind what is kept of it leaves nothing either', async () => {
  const place = await site.open('site')
  const body = `<html><body><p>${'某'.repeat(450_000)}</p><p>绝密★长期</p></body></html>`
  site.serve(body, { 'content-type': 'text/html; charset=utf-8' }, 500)
  await place.look()
  expect((await stopsOf(place)).rows).toMatchObject([{ kind: 'page' }])
  expect(await place.count('stored_file')).toBe(0)
})

describe('a message that looks like a secret', () => {
  it('is told by its time alone, although its mark lies behind what is kept of messages', () => {
    const at = instant('2026-10-12T01:00:00.000Z')
    const text = `${'某'.repeat(200)}\n机密★5年`
    const sample = messageSample({ id: 'm1', at, text, repliedAt: null, replied: false })
    const place = { districtId, accountId: 'a', targetId: 't' }
    const { samples, stopped } = withoutMarked({ outcome: 'ok', why: null, samples: [sample], memory: {} }, place)
    expect(stopped).toMatchObject([{ kind: 'message' }])
    expect(JSON.stringify(samples)).not.toMatch(/某某|机密|isMarked/)
    expect(samples).toMatchObject([{ value: { at, status: 'open' } }])
  })
})

it('a reason that bears a mark is numbered and not told', () => {
  const look = { outcome: 'malformed' as const, why: '网页称：机密★5年 某部署', samples: [], memory: {} }
  const { why, stopped } = withoutMarked(look, { districtId, accountId: 'a', targetId: 't' })
  expect(why).not.toMatch(/机密|部署/)
  expect(stopped).toMatchObject([{ kind: 'page' }])
})

describe('a file of posts with such a row', () => {
  const bytes = new TextEncoder().encode(
    '账号,平台,标题,链接,发布时间\n临湖水务,新浪微博,防汛提示,https://example.cn/p/1,2026-10-02\n临湖水务,新浪微博,绝密★启用前 试卷内容,https://example.cn/p/2,2026-10-03',
  )
  const file = { districtId, fileName: '发布.csv', bytes }

  it('is refused whole, its rows told by their number, and kept nowhere: not imported, not for a preview', async () => {
    const place = await monitoredDistrict()
    await place.account(await place.unit('临湖区水务局'), '临湖水务', { platform: 'weibo' })
    for (const attempt of [
      () => importPosts(place.deps, supervisor, { ...file, acceptValid: true }),
      () => previewPosts(place.deps, supervisor, file),
    ])
      await expect(attempt()).rejects.toMatchObject({
        code: 'secrecy.file-stopped',
        message: expect.stringMatching(/第3行.*第1号.*严禁录入、上传涉密信息/),
      })
    expect((await stopsOf(place)).rows).toMatchObject([{ number: 1, kind: 'import', place: '第3行', accountId: null }])
    expect(await place.count('post')).toBe(0)
    expect(await place.count('stored_file')).toBe(0)
    expect(await allText(place)).not.toContain('试卷内容')
    expect(readdirSync(place.deps.dataDir)).toEqual([])
  })
})

describe('handing over', () => {
  async function stopped() {
    const place = await site.open('feed')
    site.serve(feed(item('2026-10-11', '机密★10年 方案')))
    await place.look()
    return place
  }
  const paper = { districtId, number: 1, version: 1, handedTo: '临湖区保密局 陈某', handedOn: civilDate('2026-10-12') }

  it('is recorded once, with whom and when', async () => {
    const { deps } = await stopped()
    await handOver(deps, supervisor, paper)
    const { rows, waiting } = await listStops(deps.db, districtId, { offset: 0, limit: 9 })
    expect(waiting).toBe(0)
    expect(rows).toMatchObject([{ handedTo: '临湖区保密局 陈某', handedOn: '2026-10-12', handedBy: supervisor.id }])
    expect((await latestEvents(deps.db, districtId))[0]).toMatchObject({
      action: 'secrecy.handed-over',
      after: { stop: 1, on: '2026-10-12' },
    })
    expect(JSON.stringify(await latestEvents(deps.db, districtId))).not.toContain('陈某')
    await expect(handOver(deps, supervisor, { ...paper, version: 2 })).rejects.toMatchObject({
      code: 'secrecy.handed-over-already',
    })
  })

  it.each([
    [{ handedTo: ' ' }, 'secrecy.receiver-missing'],
    [{ handedTo: '机密★10年' }, 'secrecy.receiver-missing'],
    [{ handedOn: civilDate('2026-10-13') }, 'secrecy.handed-over-later'],
    [{ number: 7 }, 'record.not-found'],
    [{ version: 3 }, 'record.changed-meanwhile'],
  ])('with %j is refused: %s', async (over, code) => {
    const { deps } = await stopped()
    await expect(handOver(deps, supervisor, { ...paper, ...over })).rejects.toMatchObject({ code })
  })

  it('is for the supervisor and the head of the office', async () => {
    const { deps } = await stopped()
    for (const role of roles.filter((one) => !['supervisor', 'office_head'].includes(one)))
      await expect(handOver(deps, actorOf(role), paper), role).rejects.toMatchObject({ code: 'access.denied' })
  })
})
