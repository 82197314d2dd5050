import { describe, expect, it } from 'vitest'
import { instant } from '../../calendar/index.ts'
import type { Limits, Outgoing } from '../../outgoing/index.ts'
import type { LookContext, Outcome, Source } from './contract.ts'
import { sources } from './index.ts'
import { leastText } from './messages.ts'
import { withoutSecrets } from './secrets.ts'
import { weiboPath } from './weibo/mid.ts'

const now = instant('2026-10-12T09:00:00+08:00')
const targets = {
  weixin: { appid: 'wx0000000000000001' },
  weibo: { uid: '1000000001' },
  douyin: { openId: 'open-id-of-a-sample', clientKey: 'aw-sample' },
} as const
type Kind = keyof typeof targets
type Asked = { outgoing: Outgoing; limits: Partial<Limits> | undefined; body: Record<string, unknown> }

/** A look at a platform that answers by path; what isn't named has nothing in it. */
async function lookAt(
  kind: Kind,
  answers: Record<string, unknown>,
  more: Partial<LookContext> & { target?: object } = {},
) {
  const source = sources.get(kind) as Source
  const asked: Asked[] = []
  const { target, ...context } = more
  const look = await source.look(source.settings.parse({}), source.target.parse({ ...targets[kind], ...target }), {
    account: { id: '018f0000-0000-7000-8000-000000000000', name: '临湖水务', platform: 'wechat_official' },
    now,
    memory: {},
    secrets: Object.fromEntries(Object.keys(source.secrets).map((name) => [name, `secret-${name}`])),
    send: (outgoing, limits) => {
      const body = typeof outgoing.body === 'string' && outgoing.body.startsWith('{') ? JSON.parse(outgoing.body) : {}
      asked.push({ outgoing, limits, body })
      const { pathname } = new URL(outgoing.url)
      const found = Object.entries(answers).find(([path]) => pathname.includes(path))?.[1]
      const answer =
        typeof found === 'function' ? found(body, asked.length) : (found ?? { list: [], item: [], total_count: 0 })
      return Promise.resolve({
        kind: 'reply',
        url: outgoing.url,
        status: 200,
        headers: {},
        body: Buffer.from(JSON.stringify(answer)),
      })
    },
    ...context,
  })
  const paths = asked.map(({ outgoing }) => new URL(outgoing.url).pathname)
  return { look, asked, paths }
}

const token = { access_token: 'token-a', expires_in: 7200 }
const weixin = (answers: Record<string, unknown>, more: Parameters<typeof lookAt>[2] = {}) =>
  lookAt('weixin', { stable_token: token, ...answers }, more)
const article = (mid: number, updated = 1_760_000_000) => ({
  article_id: `A${mid}`,
  update_time: updated,
  content: { news_item: [{ title: `第${mid}篇`, url: `https://mp.weixin.qq.com/s?__biz=B&mid=${mid}&idx=1&sn=0` }] },
})

describe('what a platform’s code means', () => {
  it.each<[Kind, number, Outcome]>([
    ['weixin', -1, 'unreachable'],
    ['weixin', 40001, 'unauthorised'],
    ['weixin', 40013, 'unauthorised'],
    ['weixin', 40164, 'unauthorised'],
    ['weixin', 42001, 'unauthorised'],
    ['weixin', 45009, 'quota-exhausted'],
    ['weixin', 45011, 'rate-limited'],
    ['weixin', 48001, 'unauthorised'],
    ['weixin', 50002, 'unauthorised'],
    ['weixin', 12345, 'malformed'],
    ['weibo', 10001, 'unreachable'],
    ['weibo', 10004, 'blocked'],
    ['weibo', 10022, 'quota-exhausted'],
    ['weibo', 10023, 'quota-exhausted'],
    ['weibo', 10024, 'quota-exhausted'],
    ['weibo', 20003, 'gone'],
    ['weibo', 21319, 'unauthorised'],
    ['weibo', 21327, 'unauthorised'],
    ['weibo', 21332, 'unauthorised'],
    ['weibo', 29999, 'malformed'],
    ['douyin', 28001005, 'unreachable'],
    ['douyin', 28001012, 'unauthorised'],
    ['douyin', 28001045, 'gone'],
    ['douyin', 28001046, 'gone'],
    ['douyin', 28001047, 'unauthorised'],
    ['douyin', 28001052, 'blocked'],
    ['douyin', 28003017, 'quota-exhausted'],
    ['douyin', 28003018, 'rate-limited'],
    ['douyin', 2190001, 'quota-exhausted'],
    ['douyin', 28009999, 'malformed'],
  ])('%s %i: %s', async (kind, code, outcome) => {
    const answer = { errcode: code, error_code: code, data: { error_code: code }, errmsg: 'appid wx0 of 203.0.113.9' }
    const { look } = await lookAt(kind, { '/': answer }, { memory: { keys: ['a post that was listed before'] } })
    expect(look).toMatchObject({ outcome, covers: null })
    expect(look.why).toContain(String(code))
    expect(look.why).not.toContain('203.0.113.9')
  })

  it('an answer can’t pretend that an account is gone', async () => {
    const forged = { outcome: 'gone', why: '已注销', code: 1, gone: 'banned' }
    for (const kind of ['weixin', 'weibo', 'douyin'] as const)
      expect((await lookAt(kind, { '/': forged })).look.outcome).toBe('malformed')
  })

  it('every call goes to the platform’s own host and follows no redirect', async () => {
    for (const kind of ['weixin', 'weibo', 'douyin'] as const) {
      const { asked } = await lookAt(kind, { stable_token: token })
      expect(asked.every(({ limits }) => limits?.redirects === 0)).toBe(true)
      const hosts = asked.map(({ outgoing }) => new URL(outgoing.url).origin)
      expect(new Set(hosts)).toEqual(
        new Set([
          { weixin: 'https://api.weixin.qq.com', weibo: 'https://api.weibo.com', douyin: 'https://open.douyin.com' }[
            kind
          ],
        ]),
      )
    }
  })
})

describe('a look at a 公众号', () => {
  it('never calls what the platform has given up', async () => {
    const { paths } = await weixin({})
    expect(paths.join()).not.toMatch(/getarticletotal(?!detail)|getarticlesummary|getuserread/)
    expect(paths).toContain('/datacube/getarticletotaldetail')
  })

  it('refreshes a lapsed token by force once, and only then', async () => {
    let lapsed = true
    const { look, asked } = await weixin({
      batchget: () => {
        const answer = lapsed ? { errcode: 42001 } : { total_count: 0, item: [] }
        lapsed = false
        return answer
      },
    })
    expect(look.outcome).toBe('ok')
    expect(asked.flatMap(({ body }) => body['force_refresh'] ?? [])).toEqual([false, true])
  })

  it('pages back to what the look before listed, and no further', async () => {
    const pages = (body: { offset: number }) => ({
      total_count: 90,
      item: Array.from({ length: 20 }, (_, at) => article(1000 - body.offset - at)),
    })
    const first = await weixin({ batchget: pages })
    expect(first.paths.filter((path) => path.includes('batchget'))).toHaveLength(5)
    const keys = [975, 974, 973, 972].map((mid) => `weixin:B/${mid}/1`)
    const next = await weixin({ batchget: pages }, { memory: { keys } })
    expect(next.paths.filter((path) => path.includes('batchget'))).toHaveLength(2)
    expect(next.look.samples).toHaveLength(40)
  })

  it('keeps what was listed before the quota ran out, and claims no day', async () => {
    const pages = (body: { offset: number }) =>
      body.offset === 0 ? { total_count: 90, item: [article(1)] } : { errcode: 45009 }
    const { look } = await weixin({ batchget: pages }, { target: { listsAll: true } })
    expect(look).toMatchObject({ outcome: 'quota-exhausted', covers: null })
    expect(look.samples).toMatchObject([{ title: '第1篇' }])
  })

  it('says nothing of silence until a person has checked that the list is whole', async () => {
    expect((await weixin({})).look).toMatchObject({ outcome: 'ok', covers: null })
    expect((await weixin({}, { target: { listsAll: true } })).look.covers).toBeUndefined()
  })

  it('takes late figures for figures that aren’t there, never for 0', async () => {
    const late = { list: [{ ref_date: '2026-10-11', msgid: '1_1', detail: { read_user: 0 } }], is_delay: true }
    const { look } = await weixin({ getarticleread: late, getbizsummary: late, getarticletotaldetail: late })
    expect(look.samples).toEqual([])
    expect(look.memory['figuresThrough']).toBeUndefined()
  })

  it('asks for a day’s figures once they can be there: from eight on, and not again', async () => {
    const figures = (paths: string[]) => paths.filter((path) => path.startsWith('/datacube/')).length
    const early = await weixin({}, { now: instant('2026-10-12T07:59:59+08:00') })
    expect(early.asked.find(({ body }) => body['end_date'])?.body['end_date']).toBe('2026-10-10')
    const due = await weixin({}, { now: instant('2026-10-12T08:00:00+08:00') })
    expect(due.asked.find(({ body }) => body['end_date'])?.body['end_date']).toBe('2026-10-11')
    expect(due.look.memory).toMatchObject({ figuresThrough: '2026-10-11' })
    const again = await weixin({}, { memory: due.look.memory })
    expect(figures(again.paths)).toBe(0)
    const afterFive = await weixin({}, { memory: { figuresThrough: '2026-10-06' } })
    expect(figures(afterFive.paths)).toBe(18)
    expect(afterFive.look.memory).toMatchObject({ figuresThrough: '2026-10-09' })
  })

  it('takes the day of the statistics where an article was changed later', async () => {
    const changed = article(5, Date.parse('2026-10-11T09:00:00+08:00') / 1000)
    const detail = {
      ref_date: '2026-10-08',
      msgid: '5_1',
      title: '第5篇',
      content_url: changed.content.news_item[0]?.url,
    }
    const { look } = await weixin({
      batchget: { total_count: 1, item: [changed] },
      getarticletotaldetail: { list: [detail], is_delay: false },
    })
    expect(look.samples).toMatchObject([{ publishedOn: '2026-10-08', timePrecision: 'day' }])
  })
})

describe('a list of posts', () => {
  const videos = (from: number, count: number) =>
    Array.from({ length: count }, (_, at) => ({
      video_id: String(7_000_000_000 - from - at),
      item_id: `@${from + at}`,
    }))
  const statuses = (from: number, count: number) =>
    Array.from({ length: count }, (_, at) => ({ idstr: String(9_000_000 - from - at), visible: { type: 0 } }))
  const paged = {
    weixin: {
      stable_token: token,
      batchget: ({ offset }: { offset: number }) => ({
        total_count: 200,
        item: Array.from({ length: 20 }, (_, at) => article(1000 - offset - at)),
      }),
    },
    weibo: {
      user_timeline: (_body: unknown, asked: number) => ({
        total_number: 500,
        statuses: statuses(50 * (asked - 1), 50),
      }),
    },
    douyin: {
      video_list: (_body: unknown, asked: number) => ({
        data: { list: videos(20 * (asked - 1), 20), has_more: true, cursor: asked },
      }),
    },
  } as const
  const listed = async (kind: Kind, keys: unknown[]) => {
    const { look, paths } = await lookAt(kind, paged[kind], { memory: { keys } })
    const keysNow = look.samples.flatMap((sample) => (sample.kind === 'post' ? sample.linkKey : []))
    return { keys: keysNow, pages: paths.filter((path) => /batchget|user_timeline|video_list/.test(path)).length }
  }

  it.each(['weixin', 'weibo', 'douyin'] as const)(
    '%s: goes on behind a known post that stands among new ones, and ends where the known ones begin',
    async (kind) => {
      const { keys } = await listed(kind, [])
      const aPage = kind === 'weibo' ? 50 : 20
      expect((await listed(kind, [keys[3]])).pages).toBeGreaterThan(2)
      expect((await listed(kind, keys.slice(2, 6))).pages).toBe(1)
      expect((await listed(kind, keys.slice(aPage + 1))).pages).toBe(2)
      expect((await listed(kind, [keys[aPage - 1]])).pages).toBe(1)
    },
  )

  it.each<[Kind, Record<string, unknown>, object]>([
    ['weixin', { stable_token: token, batchget: { total_count: 12, item: [] } }, { listsAll: true }],
    ['weibo', { user_timeline: { total_number: 12, statuses: [] } }, { listsAll: true }],
    ['douyin', { video_list: { data: { list: [], has_more: true } } }, {}],
  ])('%s: of which nothing is listed although there are posts is no empty one', async (kind, answers, target) => {
    const { look } = await lookAt(kind, answers, { target })
    expect(look).toMatchObject({ outcome: 'malformed', covers: null, samples: [] })
  })
})

it.each<[Kind, Record<string, unknown>]>([
  [
    'weibo',
    {
      user_timeline: {
        total_number: 5,
        statuses: [1, 3, 4]
          .map((type) => ({ idstr: `90${type}`, visible: { type } }))
          .concat([
            { idstr: '907', visible: { type: 0 } },
            { idstr: '908', visible: { type: 77 } },
          ]),
      },
    },
  ],
  [
    'douyin',
    { video_list: { data: { list: [2, 4, 6, 7, 5, 77].map((n) => ({ item_id: `@${n}`, video_status: n })) } } },
  ],
])('%s: what the public can’t see is no post, and what is new to us is one', async (kind, answers) => {
  const { look } = await lookAt(kind, answers)
  expect(look.samples.filter((sample) => sample.kind === 'post')).toHaveLength(2)
})

it('statistics end where the quota does, and the list stands', async () => {
  const { look, paths } = await weixin({
    batchget: { total_count: 1, item: [article(1)] },
    getusercumulate: { errcode: 45009 },
  })
  expect(paths.filter((path) => path.startsWith('/datacube/'))).toEqual(['/datacube/getusercumulate'])
  expect(look).toMatchObject({ outcome: 'ok', why: '统计数据：当日接口调用额度已用完（错误码 45009）' })
  expect(look.samples).toMatchObject([{ title: '第1篇' }])
})

describe('what is kept of a message', () => {
  it.each([
    ['请回电 13900000000', '请回电 ＊＊＊'],
    ['电话:139-0000-0000,谢谢', '电话:＊＊＊,谢谢'],
    ['１３９ ００００ ００００', '＊＊＊'],
    ['+86 139 0000 0000', '＊＊＊'],
    ['身份证11010519900307002X', '身份证＊＊＊'],
    ['我是一三九零零零零零零零零', '我是＊＊＊'],
    ['写信 someone@mail.example', '写信 ＊＊＊'],
    ['微信:abc_12345', '微信:＊＊＊'],
    ['@临湖某人 你好', '@某用户 你好'],
    ['12345 热线和 2026 年', '12345 热线和 2026 年'],
  ])('%s becomes %s', (text, wanted) => expect(leastText(text)).toBe(wanted))

  it.each(['<', 'a', 'a.', 'a@', '1 ', '微信'])('ends with a text of nothing but %s', (part) =>
    expect([...leastText(part.repeat(300_000))].length).toBeLessThanOrEqual(121),
  )

  it('is a beginning only', () => expect([...leastText('水'.repeat(500))]).toHaveLength(121))

  it('holds no openid, nickname or portrait', async () => {
    const { look } = await weixin(
      {
        'comment/list': {
          total: 1,
          comment: [
            {
              user_comment_id: 1,
              openid: 'o-1',
              nickname: '某人',
              create_time: 1_760_000_000,
              content: '水',
              comment_type: 0,
            },
          ],
        },
      },
      { memory: { figuresThrough: '2026-10-11', articles: [{ msgid: '7_1', on: '2026-10-10' }] } },
    )
    expect(look.samples).toMatchObject([{ kind: 'message', value: { status: 'open', text: '水' } }])
    expect(JSON.stringify(look)).not.toMatch(/o-1|某人|openid|nickname/)
  })
})

it('a post of Weibo has the same address here as in files', () => {
  expect(weiboPath('3501756485200075')).toBe('z0JH2lOMb')
})

it('a look that holds a credential, wherever it came from, leaves nothing behind', () => {
  const look = { outcome: 'ok' as const, why: null, samples: [], memory: { seen: 'x secret"value y' } }
  expect(withoutSecrets(look, ['secret"value'], {})).toMatchObject({ outcome: 'malformed', memory: {} })
  expect(withoutSecrets(look, ['another-value'], {})).toBe(look)
})
