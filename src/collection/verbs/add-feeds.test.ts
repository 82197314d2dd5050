import { beforeEach, describe, expect, it } from 'vitest'
import {
  actorOf,
  districtId,
  monitoredDistrict,
  type MonitoredDistrict,
} from '../../../tests/support/monitored-district.ts'
import { roles } from '../../access/index.ts'
import { latestEvents } from '../../trail/index.ts'
import { addFeeds } from './add-feeds.ts'
import { exportFeeds } from './export-feeds.ts'
import { previewFeeds } from './preview-feeds.ts'

const supervisor = actorOf('supervisor')
const may = ['supervisor', 'operator']
const url = (n: number) => `https://feeds.example/${n}.xml`
let district: MonitoredDistrict
let weibo: string
let douyin: string

beforeEach(async () => {
  district = await monitoredDistrict()
  const unit = await district.unit('临湖区水务局')
  weibo = await district.account(unit, '临湖水务', { platform: 'weibo', profile_url: 'https://weibo.example/u/7' })
  douyin = await district.account(unit, '临湖水务', { platform: 'douyin' })
})

const targets = async () =>
  (
    await district.deps.db
      .selectFrom('collection_target')
      .select(['account_id', 'target', 'state', 'next_at'])
      .where('district_id', '=', districtId)
      .orderBy('id')
      .execute()
  ).map(({ account_id, target, ...rest }) => ({ account: account_id, target, ...rest }))
const preview = (opml: string) =>
  previewFeeds(district.deps, supervisor, { districtId, fileName: '清单.opml', bytes: new TextEncoder().encode(opml) })

describe('feeds that a person has said whose they are', () => {
  it('are set up with one event, their first looks due at once; those that are set up already stay', async () => {
    const { deps } = district
    const first = [{ accountId: weibo, url: url(1) }]
    expect(await addFeeds(deps, supervisor, { districtId, feeds: first })).toEqual({ added: 1, already: 0 })
    const feeds = [
      // The same address of another account: it is looked at for the first already.
      { accountId: douyin, url: url(1) },
      { accountId: douyin, url: url(2) },
      { accountId: douyin, url: url(2) },
    ]
    expect(await addFeeds(deps, supervisor, { districtId, feeds })).toEqual({ added: 1, already: 2 })
    expect(await targets()).toMatchObject([
      { account: weibo, target: { url: url(1) }, state: 'on', next_at: deps.wall.now() },
      { account: douyin, target: { url: url(2) }, state: 'on' },
    ])
    expect((await latestEvents(deps.db, districtId, { limit: 1 }))[0]).toMatchObject({
      action: 'sources.feeds-added',
      after: { feeds: 1, accounts: 1 },
    })
  })

  it.each([
    ['nothing', () => [], 'feeds.none-chosen'],
    ['an address that nothing can fetch', () => [{ accountId: weibo, url: 'javascript:x()' }], 'sources.not-valid'],
    [
      'an account that isn’t there',
      () => [{ accountId: '00000000-0000-7000-8000-000000000000', url: url(1) }],
      'record.not-found',
    ],
  ])('with %s among them are refused whole', async (_what, wrong, code) => {
    const feeds = wrong().length > 0 ? [{ accountId: weibo, url: url(9) }, ...wrong()] : []
    await expect(addFeeds(district.deps, supervisor, { districtId, feeds })).rejects.toMatchObject({ code })
    expect(await targets()).toEqual([])
  })

  it('are for who may change sources', async () => {
    for (const role of roles.filter((one) => !may.includes(one)))
      await expect(
        addFeeds(district.deps, actorOf(role), { districtId, feeds: [{ accountId: weibo, url: url(1) }] }),
        role,
      ).rejects.toMatchObject({ code: 'access.denied' })
  })
})

describe('a list of feeds', () => {
  it('that was exported is read again with every feed at its account, here and where none is set up yet', async () => {
    const { deps } = district
    const feeds = [
      { accountId: weibo, url: url(1) },
      { accountId: douyin, url: url(2) },
    ]
    await addFeeds(deps, supervisor, { districtId, feeds })
    const { opml, feeds: count } = await exportFeeds(deps, supervisor, { districtId })
    expect(count).toBe(2)
    expect(await preview(opml)).toMatchObject([{ is: 'set-up' }, { is: 'set-up' }])
    await deps.db.deleteFrom('collection_target').execute()
    const again = await preview(opml)
    const whose = new Map(again.map((feed) => [feed.xmlUrl, feed.is === 'found' ? feed.account.id : feed.is]))
    expect(Object.fromEntries(whose)).toEqual({ [url(1)]: weibo, [url(2)]: douyin })
  })

  it('leaves out what was switched off', async () => {
    const { deps } = district
    await addFeeds(deps, supervisor, { districtId, feeds: [{ accountId: weibo, url: url(1) }] })
    await deps.db.updateTable('collection_target').set({ state: 'off' }).execute()
    expect(await exportFeeds(deps, supervisor, { districtId })).toMatchObject({ feeds: 0 })
  })

  it.each([
    ['is none', '<html><body>环境异常</body></html>', 'feeds.not-opml'],
    ['is empty', '', 'feeds.not-opml'],
    ['names no address', '<opml><body><outline text="临湖水务"/></body></opml>', 'feeds.none'],
  ])('that %s is refused in a sentence, and nothing is set up', async (_what, text, code) => {
    await expect(preview(text)).rejects.toMatchObject({ code, message: expect.stringContaining('清单.opml') })
    expect(await targets()).toEqual([])
  })
})
