import { z } from 'zod'
import { linkKey } from '../../link-key.ts'
import {
  type Answer,
  ask,
  countIn,
  failedLook,
  type Failure,
  failure,
  isFailure,
  isObject,
  objectsIn,
  reasonOf,
  textIn,
} from '../api-replies.ts'
import { countsOf } from '../api-counts.ts'
import { defineSource, type Look, type LookContext, type OtherSample, type PostSample } from '../contract.ts'
import { reachingKnown } from '../known-before.ts'
import { type Listing, withGone } from '../gone-messages.ts'
import { messageSample } from '../messages.ts'
import { timeOf, weiboTime } from '../platform-times.ts'
import { weiboErrors } from './errors.ts'
import { weiboPath } from './mid.ts'

const PAGE = 50
const PAGES = 10
/** Comments are read of so many posts a look: each is a call, and calls are counted by the hour. */
const COMMENTED = 3

const hosts = { ordinary: 'api.weibo.com', commercial: 'c.api.weibo.com' } as const

/** 微博 through the account's own authorisation (OAuth 2), under the unit's 授权书. */
export const weiboSource = defineSource({
  kind: 'weibo',
  platform: 'weibo',
  label: '微博接口（须有授权书）',
  sees: '授权账号自己的微博、粉丝数、评论的时间和是否回复。只看得到接口返回的部分；经人工核对清单完整以前，不能说明哪几天没有发布。',
  settings: z.strictObject({ tier: z.enum(['ordinary', 'commercial']).default('ordinary') }),
  target: z.strictObject({
    uid: z
      .string()
      .trim()
      .regex(/^\d{5,20}$/, '微博 UID 应为数字'),
    listsAll: z.boolean().default(false),
  }),
  fields: { uid: '微博 UID' },
  secrets: { accessToken: '授权令牌（access_token）' },
  needsAuthorisation: true,
  async look({ tier }, { uid, listsAll }, context): Promise<Look> {
    const call: Call = (path, query) => ask(context, got(hosts[tier], path, query, context), weiboErrors)
    const { posts, failure: no } = await timeline(call, uid, context)
    if (no) return failedLook(no, context, posts)
    const counted = await followers(call, uid, context)
    const said = await comments(call, uid, posts, context)
    const told = withGone(context.memory, said.listings, context.now)
    const notes = [counted, said].flatMap(({ note }) => note ?? [])
    return {
      outcome: posts.length === 0 && listsAll ? 'empty' : 'ok',
      why: notes.length > 0 ? notes.join('；') : null,
      samples: [
        ...posts.map(({ id: _id, commented: _commented, ...post }) => post),
        ...counted.samples,
        ...told.samples,
      ],
      ...(!listsAll && { covers: null }),
      memory: { comments: told.comments },
    }
  },
})

type Call = (path: string, query: Record<string, string | number>) => Promise<Answer | Failure>
type Status = PostSample & { id: string; commented: boolean }
type Part = { samples: OtherSample[]; note?: string }

// In a header and not in the address, which others write down.
const got = (host: string, path: string, query: Record<string, string | number>, { secrets }: LookContext) => ({
  url: `https://${host}/2/${path}.json?${new URLSearchParams(Object.entries(query).map(([name, value]): [string, string] => [name, String(value)])).toString()}`,
  headers: { authorization: `OAuth2 ${secrets['accessToken'] ?? ''}` },
})

async function timeline(call: Call, uid: string, context: LookContext) {
  const reachesKnown = reachingKnown(context)
  const posts: Status[] = []
  for (let page = 1; page <= PAGES; page++) {
    const answer = await call('statuses/user_timeline', { uid, count: PAGE, page, trim_user: 1 })
    if (isFailure(answer)) return { posts, failure: ofThisAccount(answer, context) }
    if (!Array.isArray(answer['statuses']))
      return { posts, failure: failure({ outcome: 'malformed', why: '微博列表缺少约定的内容' }) }
    const statuses = objectsIn(answer['statuses'])
    const total = countIn(answer['total_number'])
    // An app that may not see others' posts is answered so.
    if (page === 1 && statuses.length === 0 && total)
      return { posts, failure: failure({ outcome: 'malformed', why: `接口称有${total}条微博，却一条也没有列出` }) }
    const listed = statuses.flatMap((status) => statusOf(status, uid, context.now) ?? [])
    posts.push(...listed.filter((post) => !posts.some(({ linkKey: key }) => key === post.linkKey)))
    // A page may hold fewer than were asked for although others follow: the total tells.
    if (statuses.length === 0 || page * PAGE >= (total ?? Infinity) || reachesKnown(listed)) break
  }
  return { posts, failure: null }
}

// Of an account that was never seen, a UID that nobody has is a slip of whoever typed it.
function ofThisAccount(no: Failure, { memory }: LookContext): Failure {
  const wasSeen = Array.isArray(memory['keys']) && memory['keys'].length > 0
  if (!no.gone || wasSeen) return no
  return failure({ outcome: 'not-found', why: '微博提示用户不存在，请先核对 UID' }, no.code)
}

const counted = { reposts: 'reposts_count', comments: 'comments_count', likes: 'attitudes_count' } as const
/** 1 私密, 3 指定分组, 4 密友: the public doesn't see them. */
const HIDDEN: ReadonlySet<unknown> = new Set([1, 3, 4])

function statusOf(status: Answer, uid: string, now: LookContext['now']): Status | undefined {
  const id = textIn(status['idstr']) ?? textIn(status['mid'])
  const visible = isObject(status['visible']) ? status['visible']['type'] : 0
  if (id === null || !/^\d+$/.test(id) || HIDDEN.has(visible) || status['deleted'] === '1') return undefined
  const url = `https://weibo.com/${uid}/${weiboPath(id)}`
  const time = timeOf(weiboTime(status['created_at'], now))
  return {
    kind: 'post',
    id,
    commented: (countIn(status['comments_count']) ?? 0) > 0,
    linkKey: linkKey(url, '', ''),
    url,
    title: (textIn(status['text']) ?? '').replace(/<[^>]*>/g, '').slice(0, 300),
    text: (textIn(status['text']) ?? '').replace(/<[^>]*>/g, ''),
    ...time,
    original: !isObject(status['retweeted_status']),
    automatic: false,
    ...((status['isTop'] === 1 || status['isTop'] === true) && { pinned: true }),
    counts: countsOf(status, counted, { publishedOn: time.publishedOn, now }),
  }
}

async function followers(call: Call, uid: string, { now }: LookContext): Promise<Part> {
  const answer = await call('users/counts', { uids: uid })
  if (isFailure(answer)) return { samples: [], note: `粉丝数：${reasonOf(answer)}` }
  // The documentation shows a bare list of one; answers with the list in a field are seen as well.
  const [counts] = [...objectsIn(answer['list']), ...objectsIn(answer['counts']), answer]
  const count = countIn(counts?.['followers_count'])
  if (count === undefined) return { samples: [] }
  return {
    samples: [{ kind: 'metric', key: 'followers', value: { count }, observedAt: now, confidence: 'exact' }],
  }
}

type Comments = { listings: Listing[]; note?: string }

async function comments(call: Call, uid: string, posts: readonly Status[], { now }: LookContext): Promise<Comments> {
  const listings: Listing[] = []
  for (const { id } of posts.filter(({ commented }) => commented).slice(0, COMMENTED)) {
    const answer = await call('comments/show', { id, count: 50 })
    if (isFailure(answer)) return { listings, note: `评论：${reasonOf(answer)}` }
    const listed = objectsIn(answer['comments'])
    const whole = countIn(answer['total_number']) === listed.length
    listings.push({ of: id, whole, samples: commentsIn(listed, uid, now) })
  }
  return { listings }
}

const writer = (comment: Answer) =>
  isObject(comment['user']) ? (textIn(comment['user']['idstr']) ?? String(comment['user']['id'])) : ''
const idOf = (comment: Answer) => textIn(comment['idstr']) ?? textIn(comment['mid'])

// An answer of the account is a comment of its own that names the one it answers.
function commentsIn(list: readonly Answer[], uid: string, now: LookContext['now']): OtherSample[] {
  const answers = new Map(
    list
      .filter((one) => writer(one) === uid && isObject(one['reply_comment']))
      .map((one) => [idOf(one['reply_comment'] as Answer), weiboTime(one['created_at'], now)]),
  )
  return list.flatMap((one) => {
    const id = idOf(one)
    const at = weiboTime(one['created_at'], now)
    if (writer(one) === uid || id === null || at === null) return []
    return [
      messageSample({
        id,
        at,
        text: textIn(one['text']) ?? '',
        replied: answers.has(id),
        repliedAt: answers.get(id) ?? null,
      }),
    ]
  })
}
