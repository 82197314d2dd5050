import { describe, expect, it } from 'vitest'
import { handedFiles } from '../../../tests/support/handed-files.ts'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { workbookOf } from '../../../tests/support/sheets.ts'
import { civilDate } from '../../calendar/index.ts'
import { Refusal } from '../../vocabulary/refusals/index.ts'
import { postsOf, spansOf, updateFacts } from '../queries.ts'
import { importPosts, type PostImportInput } from '../verbs/import-posts.ts'

const supervisor = actorOf('supervisor')
const september = { from: civilDate('2026-09-01'), to: civilDate('2026-09-30') }
const text = (...lines: string[]) => new TextEncoder().encode(lines.join('\n'))

async function waterOffice() {
  const place = await monitoredDistrict()
  const unit = await place.unit('临湖区水务局')
  const accountId = await place.account(unit, '临湖水务')
  const weibo = await place.account(unit, '水务微博', { platform: 'weibo' })
  const take = (bytes: Uint8Array, more: Partial<PostImportInput> = {}) =>
    importPosts(place.deps, supervisor, { districtId, fileName: '交来.csv', bytes, ...more })
  const figures = async () =>
    (
      await place.deps.db
        .selectFrom('collection_sample')
        .select(['key', 'value', 'confidence', 'observed_at as observedAt', 'account_id as accountId'])
        .orderBy('observed_at')
        .orderBy('key')
        .execute()
    ).map(({ key, value, confidence, observedAt, accountId: of }) => ({ key, value, confidence, observedAt, of }))
  return { ...place, unit, accountId, weibo, take, figures }
}

describe('a file is known by its heads, whatever it is called', () => {
  it.each([
    ['users', ['weixin-users']],
    ['messages', ['weixin-messages']],
    ['content', ['weixin-content-days']],
    ['traffic', ['weixin-content-days', 'weixin-content-days', 'weixin-content-sources']],
    ['published', ['weixin-published']],
    ['exporter', ['wechat-article-exporter']],
    ['rankedAccounts', ['ranking-accounts']],
    ['rankedPosts', ['ranking-posts']],
    ['posts', ['posts']],
  ] as const)('%s', async (name, kinds) => {
    const { take, accountId } = await waterOffice()
    const shown = await take(await handedFiles[name](), { account: accountId, dryRun: true, fileName: '无题.bin' })
    expect(shown.tables.map(({ kind }) => kind)).toEqual(kinds)
  })
})

it('takes followers of each day from 用户分析, in GB18030, and a fall below zero as it is', async () => {
  const { take, figures, accountId } = await waterOffice()
  const result = await take(handedFiles.users(), { account: '临湖水务' })
  expect(result).toMatchObject({ outcome: 'written', rejected: [], counts: { rows: 2, accounts: 1, newFigures: 4 } })
  expect(await figures()).toMatchObject([
    { key: 'follower-changes', value: { day: '2026-09-01', new: 12, cancelled: 15, net: -3 }, of: accountId },
    { key: 'followers', value: { day: '2026-09-01', count: 20_480 }, confidence: 'exact' },
    { key: 'follower-changes', value: { day: '2026-09-02', net: 6 } },
    { key: 'followers', value: { day: '2026-09-02', count: 20_486 } },
  ])
})

it('takes numbers of messages alone; a blank is no figure and a nought is one', async () => {
  const { take, figures } = await waterOffice()
  await take(handedFiles.messages(), { account: '临湖水务' })
  expect((await figures()).map(({ key, value }) => ({ key, value }))).toEqual([
    { key: 'upstream-messages', value: { day: '2026-09-01', users: 3, messages: 5 } },
    { key: 'upstream-messages', value: { day: '2026-09-02', users: 0, messages: 0 } },
  ])
})

it.each(['消息内容', 'OpenID', '粉丝昵称', '手机号'])('keeps nothing of a file with a column %s', async (head) => {
  const { take, count } = await waterOffice()
  const file = text(`时间,消息发送人数,消息发送次数,${head}`, '2026-09-01,3,5,某人')
  await expect(take(file, { account: '临湖水务' })).rejects.toMatchObject({
    code: 'posts.personal-head',
    params: { sheet: expect.any(String), row: 1, head },
  })
  expect(await count('stored_file')).toBe(0)
})

it('reads tables that stand side by side each by its own head, and says of which it takes nothing', async () => {
  const { take, figures, count } = await waterOffice()
  const result = await take(handedFiles.traffic(), { account: '临湖水务' })
  expect(result).toMatchObject({ outcome: 'written', rejected: [] })
  expect(result.tables.at(-1)?.sees).toContain('不取用')
  expect((await figures()).map(({ key, value }) => [key, value])).toEqual([
    ['content-days', { day: '2026-09-01', shareUsers: 3, originalReaders: 0, collectUsers: 1, published: 2 }],
    ['content-days:全部', { day: '2026-09-01', readers: 210 }],
    ['content-days:搜一搜', { day: '2026-09-01', readers: 11 }],
    ['content-days', { day: '2026-09-02', shareUsers: 1, originalReaders: 0, collectUsers: 0, published: 0 }],
  ])
  expect(await count('post')).toBe(0)
})

it('takes 发布时间 of wechat-article-exporter, not 创建时间, and 100001 for at least 100,000', async () => {
  const { take, deps, accountId } = await waterOffice()
  const result = await take(await handedFiles.exporter())
  expect(result.tables[0]?.untaken).toEqual(['ID', '封面', '摘要', '创建时间', '喜欢', '作者', '文章内容'])
  const { posts } = await postsOf(deps.db, districtId, accountId)
  expect(posts).toMatchObject([
    { title: '河长巡河', publishedOn: '2026-09-05', counts: { likes: { value: 3 } } },
    {
      title: '停水通知',
      publishedOn: '2026-09-01',
      original: true,
      counts: { reads: { value: 100_000, precision: 'at-least' } },
    },
  ])
  expect(posts[0]?.counts.reads).toBeUndefined()
})

it.each([
  [
    '账号,创建时间,标题,链接,日期,发布时间',
    '临湖水务,2026-09-01,停水,https://example.cn/1,2026-09-02,2026-09-20',
    '2026-09-20',
    /^$/,
  ],
  ['账号,日期,标题,链接', '临湖水务,2026-09-02,停水,https://example.cn/1', '2026-09-02', /^$/],
  [
    '账号,创建时间,标题,链接',
    '临湖水务,2026-09-01,停水,https://example.cn/1',
    null,
    /“创建时间”不是发布时间.*不算更新/,
  ],
])(
  'takes of %s the time that a post was published, in whatever order, and never when its draft was made',
  async (head, row, day, note) => {
    const { take, deps, accountId } = await waterOffice()
    const result = await take(new TextEncoder().encode(`${head}\n${row}`))
    expect(result.tables[0]?.note ?? '').toMatch(note)
    const { posts } = await postsOf(deps.db, districtId, accountId)
    expect(posts).toMatchObject([{ title: '停水', publishedOn: day }])
  },
)

it('takes 100001 of the operator’s own back end for that number', async () => {
  const { take, deps, accountId } = await waterOffice()
  await take(handedFiles.published(), { account: '临湖水务' })
  const { posts } = await postsOf(deps.db, districtId, accountId)
  expect(posts.at(-1)).toMatchObject({ title: '停水通知', counts: { reads: { value: 100_001, precision: 'exact' } } })
})

describe('a list that somebody chose from says nothing of silence', () => {
  it.each(['exporter', 'published'] as const)(
    '%s speaks for the days a person declares, and for no other',
    async (name) => {
      const { take, deps, accountId } = await waterOffice()
      await take(await handedFiles[name](), { account: '临湖水务' })
      expect(await spansOf(deps.db, districtId, accountId, september)).toEqual([])
      await take(await handedFiles[name](), { account: '临湖水务', covers: september })
      expect(await spansOf(deps.db, districtId, accountId, september)).toMatchObject([september])
    },
  )

  it('a ranking speaks for no day, and refuses days that are declared', async () => {
    const { take, deps, accountId } = await waterOffice()
    expect(await take(handedFiles.rankedPosts())).toMatchObject({
      outcome: 'written',
      counts: { newPosts: 1, spans: 0 },
    })
    const facts = (await updateFacts(deps.db, districtId, september)).get(accountId)
    expect(facts).toMatchObject({ lastPostOn: '2026-09-01', covered: false, coveredUntil: null })
    await expect(take(handedFiles.rankedPosts(), { covers: september })).rejects.toMatchObject({
      code: 'posts.covers-unlisted',
    })
    const accounts = { covers: september, acceptValid: true }
    await expect(take(handedFiles.rankedAccounts(), accounts)).rejects.toMatchObject({ code: 'posts.covers-unlisted' })
  })
})

describe('whose a ranking’s row is', () => {
  const head = '排名,公众号,微信号,总阅读数'
  it('is told by 微信号 or by name; a stranger’s row goes back to the person', async () => {
    const { take, figures, accountId, deps } = await waterOffice()
    await deps.db.updateTable('account').set({ identifier: 'LinhuShuiwu' }).where('id', '=', accountId).execute()
    const result = await take(handedFiles.rankedAccounts(), { acceptValid: true })
    expect(result).toMatchObject({ outcome: 'written', rejected: [{ row: 3, column: '账号', found: '邻县发布' }] })
    expect(await figures()).toMatchObject([
      {
        key: 'ranking',
        of: accountId,
        confidence: 'at-least',
        value: { day: '2026-09-30', rank: 1, posts: 31, mostReads: 100_000, index: 812.55, atLeast: ['mostReads'] },
      },
    ])
  })

  it('is nobody’s where two accounts have the name, and where name and 微信号 say different things', async () => {
    const { take, unit, account, accountId, deps } = await waterOffice()
    const other = await account(unit, '临湖供水')
    await deps.db.updateTable('account').set({ identifier: 'lhgs' }).where('id', '=', other).execute()
    expect((await take(text(head, '1,临湖水务,lhgs,99'))).rejected).toMatchObject([
      { row: 2, found: '临湖水务', wanted: expect.stringContaining('临湖供水') },
    ])
    const twice = await sameNameElsewhere(deps, accountId)
    expect((await take(text(head, `1,临湖水务,,99`))).rejected).toMatchObject([
      { row: 2, wanted: expect.stringContaining(twice) },
    ])
  })

  async function sameNameElsewhere(
    deps: Awaited<ReturnType<typeof waterOffice>>['deps'],
    accountId: string,
  ): Promise<string> {
    const row = await deps.db.selectFrom('account').selectAll().where('id', '=', accountId).executeTakeFirstOrThrow()
    const id = deps.ids.next()
    const unitId = deps.ids.next()
    const { district_id, created_at, updated_at } = row
    await deps.db
      .insertInto('unit')
      .values({ district_id, id: unitId, code: unitId, name: '临湖镇政府', kind: 'department', created_at, updated_at })
      .execute()
    await deps.db
      .insertInto('account')
      .values({ district_id, id, unit_id: unitId, name: row.name, platform: row.platform, created_at, updated_at })
      .execute()
    return '临湖镇政府'
  }
})

describe('a file without a column of accounts', () => {
  it('asks whose it is', async () => {
    const { take } = await waterOffice()
    await expect(take(handedFiles.users())).rejects.toMatchObject({ code: 'posts.account-needed' })
  })
  it('is not bound to an account of another platform, nor to one that nobody knows', async () => {
    const { take, weibo } = await waterOffice()
    for (const account of [weibo, '水务微博', '查无此号'])
      await expect(take(handedFiles.users(), { account })).rejects.toMatchObject({ code: 'posts.account-unknown' })
  })
})

it('shows of each row whether it is new, known, changed or refused, and writes nothing', async () => {
  const { take, count } = await waterOffice()
  await take(handedFiles.posts())
  await take(handedFiles.users(), { account: '临湖水务' })
  const file = text(
    '账号,平台,标题,链接,发布时间,阅读',
    '临湖水务,公众号,停水通知,https://mp.weixin.qq.com/s/Aa1,2026-09-01 09:30,200',
    '临湖水务,公众号,河长巡河,https://mp.weixin.qq.com/s/Aa2,2026-09-05,',
    '查无此号,公众号,别处,https://mp.weixin.qq.com/s/Zz,2026-09-05,',
    '临湖水务,公众号,,,,',
  )
  expect((await take(file, { dryRun: true })).rows).toMatchObject([
    { row: 2, account: '临湖水务', what: '停水通知', state: 'known' },
    { row: 3, state: 'new' },
    { row: 4, state: 'refused', what: '账号：查无此号' },
    { row: 5, state: 'nothing' },
  ])
  const users = text(
    '时间,新关注人数,取消关注人数,净增关注人数,累积关注人数',
    '2026-09-01,12,15,-3,20480',
    '2026-09-02,9,2,7,20486',
  )
  const preview = await take(users, { account: '临湖水务', dryRun: true })
  expect(preview.rows?.map(({ state }) => state)).toEqual(['known', 'changed'])
  expect(preview.counts).toMatchObject({ newFigures: 0, knownFigures: 3, changedFigures: 1 })
  expect(await count('post')).toBe(1)
})

describe('a damaged or foreign file is answered with a sentence and leaves nothing behind', () => {
  const users = '时间,新关注人数,取消关注人数,净增关注人数,累积关注人数'
  const html = `<table><tr><th>时间</th><th>新关注人数</th></tr><tr><td>2026-09-01</td><td>1</td></tr></table>`
  const refusals: [string, () => Uint8Array | Promise<Uint8Array>, string][] = [
    ['no head that is known', () => text('甲,乙', '1,2'), 'posts.no-head'],
    ['a head without the day', () => text('新关注人数,取消关注人数', '1,2'), 'posts.head-missing'],
    [
      'an export without its links',
      () => text('公众号,标题,发布时间,所属合集', '临湖水务,通知,2026-09-01,'),
      'posts.head-missing',
    ],
    ['a head and nothing below', () => text(users), 'posts.no-rows'],
    ['nothing at all', () => new Uint8Array(), 'table.file-empty'],
    ['a web page under another name', () => text(html), 'table.convert-first'],
    ['a workbook that breaks off', async () => (await handedFiles.exporter()).slice(0, 900), 'table.'],
    ['an old workbook that breaks off', () => handedFiles.published().subarray(0, 700), 'table.'],
    ['a picture', () => new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]), 'table.not-a-table'],
  ]
  it.each(refusals)('%s', async (_what, bytes, code) => {
    const { take, count } = await waterOffice()
    const refused = await take(await bytes(), { account: '临湖水务' }).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(Refusal)
    expect((refused as Refusal).code).toContain(code)
    expect([await count('stored_file'), await count('post')]).toEqual([0, 0])
  })

  it.each([
    ['a day that no calendar has', '2026-02-30,1,0,1,10', '时间'],
    ['a day that has not come', '2026-10-13,1,0,1,10', '时间'],
    ['no day', ',1,0,1,10', '时间'],
    ['words for a number', '2026-09-01,很多,0,1,10', '新关注人数'],
    ['half a person', '2026-09-01,1.5,0,1,10', '新关注人数'],
    ['less than nobody', '2026-09-01,-1,0,1,10', '新关注人数'],
    ['a broken cell', '2026-09-01,#REF!,0,1,10', '新关注人数'],
    ['a number beyond all numbers', '2026-09-01,99999999999999999999,0,1,10', '新关注人数'],
  ])('a row with %s goes back by the name of its head', async (_what, line, column) => {
    const { take, figures } = await waterOffice()
    const result = await take(text(users, line, '2026-09-02,8,2,6,20'), { account: '临湖水务' })
    expect(result).toMatchObject({ outcome: 'rejected', rejected: [{ row: 2, column }] })
    expect(await figures()).toEqual([])
  })

  it('a day that stands twice with other numbers goes back; twice with the same it is one', async () => {
    const { take } = await waterOffice()
    const twice = (line: string) => take(text(users, '2026-09-01,1,0,1,10', line), { account: '临湖水务' })
    expect((await twice('2026-09-01,2,0,2,11')).rejected).toMatchObject([
      { row: 3, wanted: expect.stringContaining('第 2 行') },
    ])
    expect((await twice('2026-09-01,1,0,1,10')).outcome).toBe('written')
  })

  it('columns that nobody knows, an empty one in the middle and remarks above the head do no harm', async () => {
    const { take } = await waterOffice()
    const rows = [
      ['2026年9月数据（仅供内部使用）'],
      ['账号', '平台', null, '标题', '链接', '发布时间', '心情', '阅读量（次）'],
      ['临湖水务', '公众号', '备', '停水通知', 'https://example.cn/1', '2026-09-01', '好', 5],
    ]
    const result = await take(await workbookOf({ name: '九月', rows }))
    expect(result).toMatchObject({ outcome: 'written', counts: { newPosts: 1, samples: 1 } })
    expect(result.tables).toMatchObject([{ sheet: '九月', row: 2, kind: 'posts', untaken: ['心情'] }])
  })
})
