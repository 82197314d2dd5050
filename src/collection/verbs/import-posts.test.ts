import { describe, expect, it } from 'vitest'
import {
  actorOf,
  districtId,
  monitoredDistrict,
  type MonitoredDistrict,
} from '../../../tests/support/monitored-district.ts'
import { permissionTable, type Role, roles } from '../../access/index.ts'
import { civilDate, instant } from '../../calendar/index.ts'
import { latestEvents } from '../../trail/index.ts'
import { postsOf, spansOf, updateFacts } from '../queries.ts'
import { importPosts, type PostImportInput } from './import-posts.ts'

const september = { from: civilDate('2026-09-16'), to: civilDate('2026-09-30') }
const supervisor = actorOf('supervisor')
const csv = (...lines: string[]) =>
  new TextEncoder().encode(['账号,平台,标题,链接,发布时间,阅读,点赞', ...lines].join('\n'))
const day = (text: string) => civilDate(text)

async function waterOffice(): Promise<
  MonitoredDistrict & {
    accountId: string
    take: (bytes: Uint8Array, more?: Partial<PostImportInput>) => ReturnType<typeof importPosts>
  }
> {
  const place = await monitoredDistrict()
  const accountId = await place.account(await place.unit('临湖区水务局'), '临湖水务')
  const take = (bytes: Uint8Array, more: Partial<PostImportInput> = {}) =>
    importPosts(place.deps, supervisor, { districtId, fileName: '九月.csv', bytes, ...more })
  return { ...place, accountId, take }
}

it('keeps posts, what was counted of them, the days looked at, the file itself, and one event', async () => {
  const { take, count, deps, accountId } = await waterOffice()
  const result = await take(
    csv(
      '临湖水务,公众号,停水通知,https://mp.weixin.qq.com/s/a1,2026-09-15 17:20,10万+,12',
      '临湖水务,公众号,河长巡河,https://mp.weixin.qq.com/s/a2,2026-09-07,1234,',
    ),
  )
  expect(result).toMatchObject({
    outcome: 'written',
    rejected: [],
    counts: { rows: 2, accounts: 1, newPosts: 2, knownPosts: 0, samples: 3, spans: 1 },
  })
  const { posts } = await postsOf(deps.db, districtId, accountId)
  expect(posts[0]).toMatchObject({ title: '停水通知', publishedOn: '2026-09-15', timePrecision: 'moment' })
  expect(posts[0]?.counts.reads).toMatchObject({ value: 100_000, precision: 'at-least', source: '九月.csv' })
  expect(posts[1]).toMatchObject({ publishedAt: null, publishedOn: '2026-09-07', timePrecision: 'day' })
  const whole = { from: day('2026-09-01'), to: day('2026-09-30') }
  expect(await spansOf(deps.db, districtId, accountId, whole)).toMatchObject([
    { from: '2026-09-07', to: '2026-09-15', importedBy: supervisor.id },
  ])
  expect(await count('stored_file')).toBe(1)
  expect(await latestEvents(deps.db, districtId)).toMatchObject([{ action: 'posts.imported' }])
})

it('takes the same link twice as one post, in one file and in the next', async () => {
  const { take, count, at, deps } = await waterOffice()
  const row = '临湖水务,公众号,停水通知,https://example.cn/a?id=1,2026-09-15 17:20,100,'
  const again = '临湖水务,公众号,停水通知,http://EXAMPLE.cn/a?id=1&from=timeline#x,2026-09-15 17:20,100,'
  expect((await take(csv(row, again))).counts).toMatchObject({ newPosts: 1, knownPosts: 0 })
  const later = await importPosts({ ...at('2026-10-13T01:00:00.000Z'), ids: deps.ids }, supervisor, {
    districtId,
    fileName: '又一次.csv',
    bytes: csv(row.replace(',100,', ',180,')),
  })
  expect(later.counts).toMatchObject({ newPosts: 0, knownPosts: 1, samples: 1 })
  expect(await count('post')).toBe(1)
  expect(await count('post_sample')).toBe(2)
})

it('changes nothing when the same file, collected at the same moment, is imported twice', async () => {
  const { take, count } = await waterOffice()
  const collectedAt = instant('2026-10-01T09:00:00+08:00')
  const bytes = csv('临湖水务,公众号,停水通知,https://example.cn/1,2026-09-15,100,3')
  await take(bytes, { collectedAt })
  expect((await take(bytes, { collectedAt })).counts).toMatchObject({ newPosts: 0, samples: 0 })
  expect([await count('post'), await count('post_sample')]).toEqual([1, 2])
})

it('counts nothing anew when the same file is handed over again on the same day, and does on the next', async () => {
  const { count, at, deps } = await waterOffice()
  const bytes = csv('临湖水务,公众号,停水通知,https://example.cn/1,2026-09-15,100,3')
  const hand = async (moment: string) =>
    importPosts({ ...at(moment), ids: deps.ids }, supervisor, { districtId, fileName: '发布.csv', bytes })
  await hand('2026-10-13T01:00:00.000Z')
  expect((await hand('2026-10-13T02:00:00.000Z')).counts).toMatchObject({ newPosts: 0, samples: 0 })
  expect(await count('post_sample')).toBe(2)
  expect((await hand('2026-10-14T01:00:00.000Z')).counts).toMatchObject({ samples: 2 })
})

it('keeps a post without a time and counts it for nothing; a later file fills the time in', async () => {
  const { take, deps, accountId } = await waterOffice()
  await take(csv('临湖水务,公众号,停水通知,https://example.cn/1,,,'))
  const facts = async () => (await updateFacts(deps.db, districtId, september)).get(accountId)
  expect(await facts()).toEqual({ lastPostOn: null, postsInWindow: 0, covered: false, coveredUntil: null })
  await take(csv('临湖水务,公众号,停水通知,https://example.cn/1,2026-09-20,,'))
  expect(await facts()).toMatchObject({ lastPostOn: '2026-09-20', postsInWindow: 1 })
})

describe('a file claims no more than it shows', () => {
  it.each([
    ['posts only after the window leave it unknown', ['2026-10-02'], {}, { covered: false, lastPostOn: null }],
    [
      'an older post and nothing since covers the window where somebody says when he looked',
      ['2026-09-01'],
      { collectedAt: instant('2026-10-02T10:00:00+08:00') },
      { covered: true, lastPostOn: '2026-09-01' },
    ],
    ['the day of the import is no day of looking', ['2026-09-01'], {}, { covered: false, lastPostOn: '2026-09-01' }],
    [
      'an old post that stands alone may be pinned and begins nothing',
      ['2026-01-05', '2026-09-20'],
      { collectedAt: instant('2026-10-02T10:00:00+08:00') },
      { covered: false },
    ],
    [
      'collected before the checkpoint does not cover it',
      ['2026-09-01'],
      { collectedAt: instant('2026-09-25T10:00:00+08:00') },
      { covered: false, coveredUntil: '2026-09-25' },
    ],
    [
      'a declared start is taken at its word',
      ['2026-09-20'],
      { covers: { from: day('2026-09-01'), to: day('2026-10-10') } },
      { covered: true },
    ],
    [
      'a declared end narrows it',
      ['2026-09-01'],
      { covers: { from: day('2026-09-01'), to: day('2026-09-29') } },
      { covered: false },
    ],
  ])('%s', async (_what, days, more, expected) => {
    const { take, deps, accountId } = await waterOffice()
    await take(csv(...days.map((on, i) => `临湖水务,公众号,第${i}篇,https://example.cn/${i},${on},,`)), more)
    expect((await updateFacts(deps.db, districtId, september)).get(accountId)).toMatchObject(expected)
  })

  it('says nothing for an account by a row "nothing found" without declared days, and does with them', async () => {
    const { take, deps, accountId } = await waterOffice()
    const covered = async () => (await updateFacts(deps.db, districtId, september)).get(accountId)?.covered
    expect((await take(csv('临湖水务,公众号,,,,,'))).counts).toMatchObject({ nothingFound: 1, spans: 0 })
    expect(await covered()).toBe(false)
    await take(csv('临湖水务,公众号,,,,,'), { covers: { from: day('2026-09-01'), to: day('2026-09-30') } })
    expect(await covered()).toBe(true)
  })

  it('says nothing for an account with a post whose time it doesn’t tell, without declared days', async () => {
    const { take, deps, accountId } = await waterOffice()
    const covered = async () => (await updateFacts(deps.db, districtId, september)).get(accountId)?.covered
    const bytes = csv(
      '临湖水务,公众号,停水通知,https://example.cn/1,2026-09-01,,',
      '临湖水务,公众号,巡河,https://example.cn/2,,,',
    )
    const collectedAt = instant('2026-10-01T09:00:00+08:00')
    expect((await take(bytes, { collectedAt })).counts).toMatchObject({ newPosts: 2, withoutTime: 1, spans: 0 })
    expect(await covered()).toBe(false)
    await take(bytes, { collectedAt, covers: september })
    expect(await covered()).toBe(true)
  })

  it('does not speak for an account whose row it lost', async () => {
    const { take, deps, accountId } = await waterOffice()
    const bytes = csv(
      '临湖水务,公众号,一,https://example.cn/1,2026-09-01,,',
      '临湖水务,公众号,二,https://example.cn/2,昨天,,',
    )
    expect(await take(bytes, { acceptValid: true })).toMatchObject({
      outcome: 'written',
      counts: { newPosts: 1, spans: 0 },
    })
    expect((await updateFacts(deps.db, districtId, september)).get(accountId)?.covered).toBe(false)
  })

  it('joins spans that touch and leaves a gap a gap', async () => {
    const { collected, deps, accountId } = await waterOffice()
    const covered = async () => (await updateFacts(deps.db, districtId, september)).get(accountId)?.covered
    await collected(accountId, '2026-09-10', '2026-09-20')
    await collected(accountId, '2026-09-22', '2026-09-30')
    expect(await covered()).toBe(false)
    await collected(accountId, '2026-09-21', '2026-09-21')
    expect(await covered()).toBe(true)
  })
})

it('names sheet, row, column, what was found and what is wanted, and writes nothing', async () => {
  const { take, count } = await waterOffice()
  const result = await take(
    csv(
      '临湖水务,公众号,好,https://example.cn/1,2026-09-15,100,',
      '临湖文旅,公众号,无此账号,https://example.cn/2,2026-09-15,,',
      '临湖水务,公众号,坏,https://example.cn/3,昨天,很多,',
      '临湖水务,公众号,未来,https://example.cn/4,2026-12-01,,',
    ),
  )
  expect(result.outcome).toBe('rejected')
  expect(result.rejected.map(({ row, column, found }) => [row, column, found])).toEqual([
    [3, '账号', '临湖文旅'],
    [4, '发布时间', '昨天'],
    [4, '阅读', '很多'],
    [5, '发布时间', '2026-12-01'],
  ])
  expect(result.rejected[0]?.wanted).toContain('台账')
  expect([await count('post'), await count('stored_file'), await count('trail_event')]).toEqual([0, 0, 0])
})

it.each([
  [
    'an unknown name of its platform goes on where it ends',
    '临湖水利,公众号,新名,https://example.cn/2,2026-09-28,,',
    0,
  ],
  ['an unknown name without a platform goes on', '临湖水利,,新名,https://example.cn/2,2026-09-28,,', 0],
  ['an unknown name without a time stands beside it', '临湖水利,公众号,新名,https://example.cn/2,,,', 0],
  ['the unknown name is of another platform', '临湖水利,抖音,新名,https://example.cn/2,2026-09-28,,', 1],
  ['the unknown name ends before it', '临湖水利,公众号,新名,https://example.cn/2,2026-09-01,,', 1],
])('speaks for an account only where it can not have been renamed: %s', async (_what, line, spans) => {
  const { take, deps, accountId } = await waterOffice()
  const result = await take(csv('临湖水务,公众号,旧名,https://example.cn/1,2026-09-10,,', line), {
    acceptValid: true,
    covers: september,
  })
  expect(result.outcome).toBe('written')
  expect(await spansOf(deps.db, districtId, accountId, september)).toHaveLength(spans)
})

it('shows the whole result in a dry run and writes nothing', async () => {
  const { take, count } = await waterOffice()
  const result = await take(csv('临湖水务,公众号,一,https://example.cn/1,2026-09-15,100,2'), { dryRun: true })
  expect(result).toMatchObject({ outcome: 'previewed', importId: null, counts: { newPosts: 1, samples: 2, spans: 1 } })
  expect(await count('post')).toBe(0)
})

it.each([
  ['a file without a head', new TextEncoder().encode('第一列,第二列\n1,2'), {}, 'posts.no-head'],
  ['a head without rows', csv(), {}, 'posts.no-rows'],
  [
    'declared days that run backwards',
    csv('临湖水务,公众号,,,,,'),
    { covers: { from: day('2026-09-30'), to: day('2026-09-01') } },
    'posts.covers-reversed',
  ],
  [
    'declared days nobody has seen yet',
    csv('临湖水务,公众号,,,,,'),
    { covers: { from: day('2026-09-30'), to: day('2026-10-31') } },
    'posts.covers-future',
  ],
  [
    'a collection that lies ahead',
    csv('临湖水务,公众号,,,,,'),
    { collectedAt: instant('2026-10-13T00:00:00+08:00') },
    'posts.collected-later',
  ],
])('refuses %s', async (_what, bytes, more, code) => {
  const { take } = await waterOffice()
  await expect(take(bytes, more)).rejects.toMatchObject({ code })
})

it('takes for a link only what is a web address; without one, title and time tell posts apart', async () => {
  const { take, deps, accountId } = await waterOffice()
  const result = await take(
    csv(
      '临湖水务,公众号,一,mp.weixin.qq.com/s/a1,2026-09-15,,',
      '临湖水务,公众号,二,点击查看,2026-09-14,,',
      '临湖水务,公众号,二,点击查看,2026-09-13,,',
      '临湖水务,公众号,三,javascript:alert(1),2026-09-12,,',
    ),
  )
  expect(result.counts.newPosts).toBe(4)
  const { posts } = await postsOf(deps.db, districtId, accountId)
  expect(posts.map(({ url }) => url)).toEqual(['https://mp.weixin.qq.com/s/a1', null, null, null])
})

it('reads JSON as the same table', async () => {
  const { take } = await waterOffice()
  const rows = [
    {
      账号: '临湖水务',
      平台: '微信',
      标题: '一',
      链接: 'https://example.cn/1',
      发布时间: '2026-09-15T09:00:00+08:00',
      阅读: 12,
      是否原创: '是',
    },
  ]
  expect(await take(new TextEncoder().encode(JSON.stringify(rows)))).toMatchObject({
    outcome: 'written',
    counts: { newPosts: 1, samples: 1 },
  })
})

it('lets only those import who may', async () => {
  const { deps } = await waterOffice()
  const input = { districtId, fileName: 'x.csv', bytes: csv('临湖水务,公众号,一,https://example.cn/1,2026-09-15,,') }
  const refused: Role[] = []
  for (const role of roles)
    await importPosts(deps, actorOf(role), input).catch(({ code }) => code === 'access.denied' && refused.push(role))
  expect(refused).toEqual(roles.filter((role) => !permissionTable[role]['posts.import']))
  await expect(importPosts(deps, { ...supervisor, districtId: '990200' }, input)).rejects.toMatchObject({
    code: 'access.denied',
  })
})

describe('a link that names no single post', () => {
  const profile = 'https://weibo.example/u/1'
  it('sends back every row after the first, and the file says nothing of that account’s silence', async () => {
    const { take, deps, accountId } = await waterOffice()
    const bytes = csv(
      `临湖水务,公众号,一,${profile},2026-09-01,,`,
      `临湖水务,公众号,二,${profile},2026-09-15,,`,
      `临湖水务,公众号,三,${profile},2026-09-29,,`,
    )
    const covers = { from: day('2026-09-01'), to: day('2026-09-30') }
    const { rejected } = await take(bytes, { dryRun: true })
    expect(rejected.map(({ row, column, found }) => [row, column, found])).toEqual([
      [3, '链接', profile],
      [4, '链接', profile],
    ])
    await take(bytes, { acceptValid: true, covers })
    expect((await updateFacts(deps.db, districtId, september)).get(accountId)).toMatchObject({ covered: false })
  })

  it.each([
    ['the same row again', '一,2026-09-01', '一,2026-09-01', 0],
    ['a title edited, at the same moment', '一,2026-09-01 08:00', '一（更新）,2026-09-01 08:00', 0],
    ['another title at another time of the day', '一,2026-09-01 08:00', '二,2026-09-01 18:00', 1],
    ['another day', '一,2026-09-01', '一,2026-09-02', 1],
  ])('%s', async (_what, first, second, rejected) => {
    const { take } = await waterOffice()
    const line = (titleAndTime: string) => {
      const [title, time] = titleAndTime.split(',')
      return `临湖水务,公众号,${title},${profile},${time},,`
    }
    expect((await take(csv(line(first), line(second)), { dryRun: true })).rejected).toHaveLength(rejected)
  })
})

it('a file put together from two exports speaks of each account to its own newest post', async () => {
  const { take, unit, account, deps } = await waterOffice()
  const other = await account(await unit('临湖区民政局'), '临湖民政')
  await take(
    csv(
      '临湖水务,公众号,一,https://example.cn/1,2026-09-01,,',
      '临湖水务,公众号,二,https://example.cn/2,2026-09-14,,',
      '临湖民政,公众号,三,https://example.cn/3,2026-09-02,,',
      '临湖民政,公众号,四,https://example.cn/4,2026-09-30,,',
    ),
  )
  const whole = { from: day('2026-09-01'), to: day('2026-09-30') }
  expect(await spansOf(deps.db, districtId, other, whole)).toMatchObject([{ to: '2026-09-30' }])
  const facts = await updateFacts(deps.db, districtId, { from: day('2026-09-10'), to: day('2026-09-30') })
  expect([...facts.values()].filter(({ covered }) => covered)).toHaveLength(1)
})

describe('a known post for which a later file tells another day', () => {
  const row = (time: string) => csv(`临湖水务,公众号,停水通知,https://example.cn/1,${time},,`)
  it('keeps the day it has, and the file says nothing of that account’s silence', async () => {
    const { take, deps, accountId } = await waterOffice()
    await take(row('2026-09-01'))
    const again = await take(row('2026-09-20'), { acceptValid: true })
    expect(again).toMatchObject({ outcome: 'rejected', moved: 1, rejected: [{ row: 2, found: '2026-09-20' }] })
    expect((await postsOf(deps.db, districtId, accountId)).posts).toMatchObject([{ publishedOn: '2026-09-01' }])
  })

  it('is corrected where a person says so, and the trail tells both days', async () => {
    const { take, deps, accountId } = await waterOffice()
    await take(row('2026-09-01'))
    expect(await take(row('2026-09-20 08:00'), { correctTimes: true })).toMatchObject({
      outcome: 'written',
      counts: { corrected: 1, newPosts: 0 },
    })
    const [post] = (await postsOf(deps.db, districtId, accountId)).posts
    expect(post).toMatchObject({ publishedOn: '2026-09-20', timePrecision: 'moment' })
    const [event] = await latestEvents(deps.db, districtId)
    expect(event).toMatchObject({
      before: { times: [{ postId: post?.id, publishedOn: '2026-09-01' }] },
      after: { times: [{ postId: post?.id, publishedOn: '2026-09-20' }] },
    })
  })
})
