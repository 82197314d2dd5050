import { describe, expect, it } from 'vitest'
import type { KnownAccount } from '../handed/accounts.ts'
import { placeFeeds } from './place-feeds.ts'

const account = (id: string, name: string, platform: KnownAccount['platform'], profileUrl: string | null = null) =>
  ({
    id,
    name,
    platform,
    profileUrl,
    unitName: '临湖区水务局',
    runningState: 'running',
    identifier: null,
  }) as KnownAccount
const ledger = [
  account('wx', '临湖水务', 'wechat_official', 'https://mp.example/water'),
  account('wb', '临湖水务', 'weibo', 'https://weibo.example/u/7'),
  account('dy', '平安临湖', 'douyin', 'https://douyin.example/safe'),
]
const feed = (title: string | null, htmlUrl: string | null = null, xmlUrl = 'https://feeds.example/1.xml') => ({
  title,
  htmlUrl,
  xmlUrl,
})
const place = (one: ReturnType<typeof feed>, setUp: Parameters<typeof placeFeeds>[2] = []) =>
  placeFeeds([one], ledger, setUp)[0]

describe('a feed of a list', () => {
  it.each([
    [
      'the page it names',
      feed('别的叫法', 'http://WEIBO.example/u/7/?utm_source=x'),
      { by: 'link', account: { id: 'wb' } },
    ],
    ['its name, where one account alone has it', feed('平安临湖'), { by: 'name', account: { id: 'dy' } }],
    ['its name with the platform', feed('临湖水务（新浪微博）'), { by: 'name', account: { id: 'wb' } }],
    [
      'the page, where the name is of several',
      feed('临湖水务', 'https://mp.example/water'),
      { by: 'link', account: { id: 'wx' } },
    ],
  ])('is of the account that %s says', (_what, given, wanted) => {
    expect(place(given)).toMatchObject({ is: 'found', ...wanted })
  })

  it.each([
    ['the name of two accounts', feed('临湖水务'), /2 个账号/, ['wx', 'wb']],
    [
      'a page and a name of different accounts',
      feed('平安临湖', 'https://mp.example/water'),
      /不同的账号/,
      ['wx', 'dy'],
    ],
    ['neither page nor name that the ledger knows', feed('外区发布', 'https://else.example/'), /对不上/, []],
    ['no name at all', feed(null), /对不上/, []],
    ['an address nothing can fetch', feed('平安临湖', null, 'https://a.example:99999/x'), /网址/, []],
  ])('with %s is nobody’s until a person says so', (_what, given, why, candidates) => {
    const found = place(given)
    expect(found).toMatchObject({ is: 'open', why: expect.stringMatching(why) })
    expect(found?.is === 'open' && found.candidates.map(({ id }) => id)).toEqual(candidates)
  })

  it('that is set up stays with the account it is set up for, whatever the list calls it', () => {
    const setUp = { accountId: 'dy', url: 'http://feeds.example/1.xml/', state: 'off' as const }
    expect(place(feed('临湖水务（新浪微博）'), [setUp])).toMatchObject({
      is: 'set-up',
      account: { id: 'dy' },
      isOff: true,
    })
  })
})
