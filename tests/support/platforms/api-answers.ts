import { codes, type Fault } from './faults.ts'
import { type SimulatedAccount, type TruePost, visible } from './world.ts'

/** One call of an interface, as the simulator takes it. */
export type Call = {
  path: string
  query: URLSearchParams
  body: Record<string, unknown>
  headers: Record<string, unknown>
}
export type ApiAnswer = { status: number; json: unknown; listed: readonly TruePost[] }

const answer = (json: unknown, listed: readonly TruePost[] = []): ApiAnswer => ({ status: 200, json, listed })
const seconds = (ms: number) => Math.floor(ms / 1000)
const dayOf = (ms: number) => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 10)

/** The credentials by which each account is known; those of another account are refused. */
export const secretsOf = ({ n, channel }: SimulatedAccount): Record<string, string> => {
  if (channel === 'weixin') return { appSecret: `weixin-secret-${n}` }
  if (channel === 'weibo') return { accessToken: `weibo-token-${n}` }
  if (channel === 'douyin') return { accessToken: `douyin-token-${n}`, refreshToken: `douyin-refresh-${n}` }
  return {}
}

/** Every fifth mass message is sent by hand: `freepublish` doesn't list it, the statistics of the next day do. */
export const isByHand = ({ id }: TruePost): boolean => Number(id) % 5 === 0

const article = (n: number, { id, title, at }: TruePost) => ({
  msgid: `${Number(id)}_1`,
  title,
  url: `https://mp.weixin.qq.com/s?__biz=B${n}&mid=${Number(id)}&idx=1&sn=0`,
  at,
})

export function weixinAnswer(account: SimulatedAccount, call: Call, now: number, fault: Fault | null): ApiAnswer {
  const { path, body, query } = call
  const { n } = account
  if (path === '/cgi-bin/stable_token') {
    if (body['secret'] !== secretsOf(account)['appSecret'])
      return answer({ errcode: 40125, errmsg: 'invalid appsecret' })
    return answer({ access_token: `weixin-${n}-${Math.floor(now / 7_200_000)}`, expires_in: 7200 })
  }
  if (!query.get('access_token')?.startsWith(`weixin-${n}-`))
    return answer({ errcode: 40001, errmsg: 'invalid credential' })
  const code = fault && codes.weixin[fault]
  if (code) return answer({ errcode: code, errmsg: 'rid: 0-0-0' })
  if (path === '/cgi-bin/freepublish/batchget') return published(account, body, now)
  if (path === '/cgi-bin/comment/list') return answer({ errcode: 0, total: 0, comment: [] })
  if (fault === 'late-figures') return answer({ list: [], is_delay: true })
  if (path !== '/datacube/getarticletotaldetail') return answer({ list: [], is_delay: false })
  const [from, to] = [String(body['begin_date']), String(body['end_date'])]
  const listed = visible(account, now).filter(({ at }) => dayOf(at) >= from && dayOf(at) <= to)
  const list = listed.map((post) => {
    const { msgid, title, url, at } = article(n, post)
    const detail_list = [{ stat_date: to, read_user: Number(post.id) % 1000 }]
    return { ref_date: dayOf(at), msgid, publish_type: isByHand(post) ? 0 : 1, title, content_url: url, detail_list }
  })
  return answer({ list, is_delay: false }, listed)
}

function published(account: SimulatedAccount, body: Record<string, unknown>, now: number): ApiAnswer {
  const all = visible(account, now).filter((post) => !isByHand(post))
  const listed = all.slice(Number(body['offset']), Number(body['offset']) + Number(body['count']))
  const item = listed.map((post) => {
    const { title, url, at } = article(account.n, post)
    return {
      article_id: `A${post.id}`,
      update_time: seconds(at),
      content: { create_time: seconds(at), update_time: seconds(at), news_item: [{ title, url, is_deleted: false }] },
    }
  })
  return answer({ total_count: all.length, item_count: item.length, item }, listed)
}

const weiboDate = (ms: number) => {
  const [, weekday, day, month, year, time] =
    /^(\w+), (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(ms + 8 * 3_600_000).toUTCString()) ?? []
  return `${weekday} ${month} ${day} ${time} +0800 ${year}`
}

export function weiboAnswer(account: SimulatedAccount, call: Call, now: number, fault: Fault | null): ApiAnswer {
  const refused = (error_code: number) => ({
    status: 403,
    json: { request: call.path, error_code, error: 'x' },
    listed: [],
  })
  if (call.headers['authorization'] !== `OAuth2 ${secretsOf(account)['accessToken']}`) return refused(21332)
  const code = fault && codes.weibo[fault]
  if (code) return refused(code)
  if (call.path.includes('users/counts')) return answer([{ id: 1, followers_count: account.n }])
  if (!call.path.includes('user_timeline')) return answer({ comments: [], total_number: 0 })
  const all = visible(account, now)
  const [page, count] = [Number(call.query.get('page')), Number(call.query.get('count'))]
  const listed = all.slice((page - 1) * count, page * count)
  const statuses = listed.map(({ id, title, at, pinned }) => ({
    created_at: weiboDate(at),
    idstr: `51${id}`,
    text: title,
    visible: { type: 0 },
    ...(pinned && { isTop: 1 }),
    reposts_count: 0,
    comments_count: 0,
  }))
  return answer({ statuses, total_number: all.length }, listed)
}

export function douyinAnswer(account: SimulatedAccount, call: Call, now: number, fault: Fault | null): ApiAnswer {
  const refused = (error_code: number) => answer({ data: { error_code, description: 'x' }, extra: { error_code } })
  const { accessToken, refreshToken } = secretsOf(account)
  const fresh = `${accessToken}-fresh`
  if (call.path === '/oauth/refresh_token/')
    return call.body['refresh_token'] === refreshToken
      ? answer({ data: { error_code: 0, access_token: fresh }, message: 'success' })
      : refused(10010)
  if (account.goneFrom !== null && account.goneFrom <= now) return refused(28001045)
  const token = call.headers['access-token']
  if (token !== accessToken && token !== fresh) return refused(28001003)
  const code = fault && codes.douyin[fault]
  if (code) return refused(code)
  const cursor = Number(call.query.get('cursor'))
  const count = Number(call.query.get('count'))
  const all = visible(account, now)
  const listed = all.slice(cursor, cursor + count)
  const list = listed.map(({ id, title, at, pinned }) => ({
    item_id: `@${id}`,
    video_id: `7000${id}`,
    title,
    create_time: seconds(at),
    is_top: pinned,
    video_status: 5,
    statistics: { play_count: Number(id) % 500 },
  }))
  const next = cursor + count
  return answer(
    { data: { error_code: 0, has_more: next < all.length, cursor: next, list }, extra: { error_code: 0 } },
    listed,
  )
}
