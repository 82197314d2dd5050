import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { allText, collectingPlace } from '../../../tests/support/collecting-place.ts'
import { actorOf, districtId } from '../../../tests/support/monitored-district.ts'
import { roles } from '../../access/index.ts'
import { latestEvents } from '../../trail/index.ts'
import { eraseEvidence } from './erase.ts'
import { evidenceOf } from './queries.ts'
import { excerptOf, openEvidence } from './read.ts'

const site = collectingPlace()
const head = actorOf('office_head')
type Place = Awaited<ReturnType<typeof site.open>>

const page = (text: string, extra = '') => `<html><head>
  <meta property="article:published_time" content="2026-10-10T08:00:00+08:00">
  <script>var nonce = "${Math.random()}"</script></head>
  <body><h1>防汛提示</h1><div class="a" data-x="${extra}"><p>${text}</p></div></body></html>`
const html = { 'content-type': 'text/html; charset=utf-8' }
const item = (day: string) =>
  `<item><title>${day} 的内容</title><link>https://a.example/${day}</link><pubDate>${day}T10:00:00+08:00</pubDate></item>`
const feed = (stamp: string, ...days: string[]) =>
  `<rss><channel><title>临湖水务</title><lastBuildDate>${stamp}</lastBuildDate>${days.map(item).join('')}</channel></rss>`

const kept = ({ deps, accountId }: Place) => evidenceOf(deps.db, districtId, accountId, { limit: 50 })
const contents = ({ deps }: Place) => deps.db.selectFrom('evidence_content').select(['sha256', 'file_id']).execute()
const filesIn = (dataDir: string) =>
  readdirSync(dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))

describe('what a look saw', () => {
  it('is kept with its address, time, headers and digests, and its post, look and day refer to it', async () => {
    const place = await site.open('page')
    site.serve(page('注意安全'), { ...html, 'set-cookie': 'sid=abc', authorization: 'x', etag: '"7"' })
    await place.look()
    const [one, ...others] = await kept(place)
    expect(others).toEqual([])
    expect(one).toMatchObject({
      kind: 'listed',
      status: 200,
      observedAt: '2026-10-12T01:00:00.000Z',
      times: 1,
      headers: { etag: '"7"', 'content-type': html['content-type'] },
      isCut: false,
      erased: null,
      stamp: null,
    })
    expect(JSON.stringify(one?.headers)).not.toMatch(/cookie|sid|authorization/)
    const opened = await openEvidence(place.deps, districtId, one!)
    expect(opened.state).toBe('whole')
    const document = opened.state === 'whole' ? opened.document : ''
    expect(document).toMatch(/【提取的文字】\n注意安全[^]*【原件主要部分】[^]*<h1>防汛提示<\/h1>/)
    expect(document).not.toMatch(/nonce|data-x/)
    const digest = (name: string) => createHash(name).update(document).digest('hex')
    expect([one?.sha256, one?.sm3]).toEqual([digest('sha256'), digest('sm3')])
    const { db } = place.deps
    expect(await db.selectFrom('post').select('evidence_id').execute()).toEqual([{ evidence_id: one?.id }])
    expect(await db.selectFrom('collection_attempt').select('evidence_id').execute()).toEqual([
      { evidence_id: one?.id },
    ])
    // Sealed like everything that may hold names: neither the table nor the disk can be read.
    expect(await allText(place)).not.toContain('注意安全')
    expect(readFileSync(filesIn(place.deps.dataDir)[0] ?? '').includes('注意安全')).toBe(false)
  })

  it('and is there again keeps nothing new: when it was first and last seen', async () => {
    const place = await site.open('page')
    site.serve(page('注意安全', 'a'), html)
    await place.look()
    site.serve(page('注意安全', 'b'), html)
    await place.look('2026-10-20T01:00:00.000Z')
    expect(await kept(place)).toMatchObject([
      { observedAt: '2026-10-12T01:00:00.000Z', lastSeenAt: '2026-10-20T01:00:00.000Z', times: 2 },
    ])
    const looks = await place.deps.db.selectFrom('collection_attempt').select('evidence_id').execute()
    expect(new Set(looks.map(({ evidence_id: id }) => id)).size).toBe(1)
  })

  it('of a feed is kept anew when it brings a post, or once in seven days; what only changed keeps nothing', async () => {
    const place = await site.open('feed')
    const lookAt = async (moment: string, stamp: string, ...days: string[]) => {
      site.serve(feed(stamp, ...days))
      await place.look(moment)
      return (await kept(place)).length
    }
    expect(await lookAt('2026-10-12T01:00:00.000Z', 'a', '2026-10-10')).toBe(1)
    expect(await lookAt('2026-10-15T01:00:00.000Z', 'b', '2026-10-10')).toBe(1)
    expect(await lookAt('2026-10-17T01:00:00.000Z', 'c', '2026-10-16', '2026-10-10')).toBe(2)
    expect(await lookAt('2026-10-20T01:00:00.000Z', 'd', '2026-10-16', '2026-10-10')).toBe(2)
    expect(await lookAt('2026-10-25T01:00:00.000Z', 'e', '2026-10-16', '2026-10-10')).toBe(3)
  })

  it('is what posts refer to where they were first seen; one that came without any, as from a file, where it was seen next', async () => {
    const place = await site.open('feed')
    const { db } = place.deps
    const pointed = async () =>
      (await db.selectFrom('post').select(['title', 'evidence_id']).orderBy('title').execute()).map(
        ({ evidence_id: id }) => id,
      )
    site.serve(feed('a', '2026-10-09', '2026-10-10'))
    await place.look()
    const [first] = await kept(place)
    expect(await pointed()).toEqual([first?.id, first?.id])
    await db.updateTable('post').set({ evidence_id: null }).where('title', 'like', '2026-10-10%').execute()
    site.serve(feed('b', '2026-10-09', '2026-10-10', '2026-10-16'))
    await place.look('2026-10-17T01:00:00.000Z')
    const [second] = await kept(place)
    expect(second?.id).not.toBe(first?.id)
    expect(await pointed()).toEqual([first?.id, second?.id, second?.id])
  })

  it('is one content in a district, however many accounts show it', async () => {
    const place = await site.open('page')
    const other = await place.account(place.unitId, '临湖水务二号', { platform: 'weibo' })
    await place.watch(other)
    site.serve(page('注意安全').replace(/<script>.*<\/script>/, ''), html)
    await place.look()
    expect(await contents(place)).toHaveLength(1)
    expect(await place.count('stored_file')).toBe(1)
    expect((await place.deps.db.selectFrom('evidence').select('account_id').execute()).length).toBe(2)
  })

  it.each([
    ['该公众号已被屏蔽，无法查看', 'gone', 'availability'],
    ['该账号已自主注销，内容无法查看', 'gone', 'availability'],
    ['该内容已被发布者删除', 'not-found', null],
  ])('of the platform saying “%s” is kept, and look and sample refer to it', async (words, outcome, sample) => {
    const place = await site.open('page', '/s/abc', 'mp.weixin.qq.com')
    site.serve(`<html><body><p>${words}</p></body></html>`, html)
    expect(await place.look()).toMatchObject({ outcomes: { [outcome]: 1 } })
    const [one, ...others] = await kept(place)
    expect(others).toEqual([])
    expect(one).toMatchObject({ kind: 'gone', why: words })
    const { db } = place.deps
    expect(await db.selectFrom('collection_attempt').select('evidence_id').execute()).toEqual([
      { evidence_id: one?.id },
    ])
    expect(await db.selectFrom('collection_sample').select(['kind', 'evidence_id']).execute()).toEqual(
      sample ? [{ kind: sample, evidence_id: one?.id }] : [],
    )
  })

  it('of a website that fails is kept with what it answered, and one that opens leaves nothing', async () => {
    const place = await site.open('site')
    site.serve('<html><body><h1>502 Bad Gateway</h1></body></html>', html, 502)
    await place.look()
    site.serve('welcome', html, 200)
    await place.look('2026-10-12T03:00:00.000Z')
    const [one, ...others] = await kept(place)
    expect(others).toEqual([])
    expect(one).toMatchObject({ kind: 'failed', status: 502, why: '应答状态 502' })
    const samples = await place.deps.db
      .selectFrom('collection_sample')
      .select('evidence_id')
      .orderBy('observed_at')
      .execute()
    expect(samples).toEqual([{ evidence_id: one?.id }, { evidence_id: null }])
  })

  it('with a key in its address shows the address without it', async () => {
    const place = await site.open('page', '/a?id=3&access_token=verysecret')
    site.serve(page('注意安全'), html)
    await place.look()
    const [one] = await kept(place)
    expect(one?.url).toMatch(/\/a\?id=3&access_token=\*\*\*$/)
    expect(one?.finalUrl).not.toContain('verysecret')
  })
})

describe('kept evidence', () => {
  it('that was damaged on the disk is said to be damaged', async () => {
    const place = await site.open('page')
    site.serve(page('注意安全'), html)
    await place.look()
    const [path = ''] = filesIn(place.deps.dataDir)
    const bytes = readFileSync(path)
    bytes[bytes.length - 1]! ^= 1
    writeFileSync(path, bytes)
    const [one] = await kept(place)
    expect(await openEvidence(place.deps, districtId, one!)).toEqual({ state: 'damaged' })
  })

  it('that is another text than the one its digests are of is said to be damaged', async () => {
    const place = await site.open('page')
    site.serve(page('注意安全'), html)
    await place.look()
    const [one] = await kept(place)
    expect(await openEvidence(place.deps, districtId, { ...one!, sm3: '0'.repeat(64) })).toEqual({ state: 'damaged' })
    expect(await openEvidence(place.deps, districtId, { ...one!, sha256: '0'.repeat(64) })).toEqual({
      state: 'damaged',
    })
  })

  it('shows numbers that name a person masked, also where the excerpt ends', async () => {
    const place = await site.open('page')
    site.serve(page('联系人李某 13812345678，身份证110101199003078515'), html)
    await place.look()
    const [one] = await kept(place)
    const opened = await openEvidence(place.deps, districtId, one!)
    const document = opened.state === 'whole' ? opened.document : ''
    expect(excerptOf(document)).toBe('联系人李某 138****5678，身份证****************15')
    expect(excerptOf(document, 12)).not.toMatch(/1381/)
  })
})

describe('personal data in evidence', () => {
  async function withData() {
    const place = await site.open('page')
    site.serve(page('联系人李某 13812345678'), html)
    await place.look()
    const [one] = await kept(place)
    return { ...place, one: one! }
  }

  it('is erased with the bytes; digest, time and who stay, and the same content is not taken again', async () => {
    const place = await withData()
    const { deps, accountId, one } = place
    await eraseEvidence(deps, head, { districtId, accountId, evidenceId: one.id, reason: 'request' })
    const [left] = await kept(place)
    expect(left).toMatchObject({
      sha256: one.sha256,
      observedAt: one.observedAt,
      erased: { because: 'personal', by: head.id },
    })
    expect(await openEvidence(deps, districtId, left!)).toEqual({ state: 'erased' })
    expect(filesIn(deps.dataDir)).toEqual([])
    expect((await latestEvents(deps.db, districtId))[0]).toMatchObject({
      action: 'evidence.erased',
      subjectId: one.id,
      after: { sha256: one.sha256, because: 'request' },
    })
    await expect(
      eraseEvidence(deps, head, { districtId, accountId, evidenceId: one.id, reason: 'request' }),
    ).rejects.toMatchObject({ code: 'record.not-found' })
    await place.look('2026-11-12T01:00:00.000Z')
    const other = await place.account(place.unitId, '另一账号', { platform: 'weibo' })
    await place.watch(other)
    await place.look('2026-11-13T01:00:00.000Z')
    expect(filesIn(deps.dataDir)).toEqual([])
    expect(await place.count('stored_file')).toBe(1)
  })

  it('is erased by the head of the office alone', async () => {
    const { deps, accountId, one } = await withData()
    for (const role of roles.filter((name) => name !== 'office_head'))
      await expect(
        eraseEvidence(deps, actorOf(role), { districtId, accountId, evidenceId: one.id, reason: 'request' }),
        role,
      ).rejects.toMatchObject({ code: 'access.denied' })
  })
})
