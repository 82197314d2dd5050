import { z } from 'zod'
import { linkKey } from '../../link-key.ts'
import { type Answer, failedLook, failure, isFailure, isObject, objectsIn, reasonOf, textIn } from '../api-replies.ts'
import { countsOf } from '../api-counts.ts'
import { defineSource, type Look, type LookContext, type PostSample } from '../contract.ts'
import { reachingKnown } from '../known-before.ts'
import { secondsIn, timeOf } from '../platform-times.ts'
import { openSession, type Session } from './session.ts'

const PAGE = 20
const PAGES = 10

/** 抖音号 through the account's own authorisation (OAuth), under the unit's 授权书. */
export const douyinSource = defineSource({
  kind: 'douyin',
  platform: 'douyin',
  label: '抖音接口（须有授权书）',
  sees: '授权账号自己的公开作品及播放、点赞、评论、分享数。看不到私密、审核中的作品，也看不到评论内容。',
  settings: z.strictObject({}),
  target: z.strictObject({
    openId: z.string().trim().min(8, '请填写授权账号的 open_id').max(100),
    clientKey: z.string().trim().min(4, '请填写应用的 client_key').max(60),
  }),
  fields: { openId: '授权账号（open_id）', clientKey: '应用标识（client_key）' },
  secrets: { accessToken: '授权令牌（access_token）', refreshToken: '续期令牌（refresh_token）' },
  needsAuthorisation: true,
  async look(_settings, { openId, clientKey }, context): Promise<Look> {
    const session = openSession(context, { openId, clientKey })
    const { videos, failure: no } = await listVideos(session, context)
    if (no) return failedLook(no, context, videos.map(postOnly))
    const note = await fillCounts(session, videos, context.now)
    const posts = videos.map(postOnly)
    if (posts.length === 0) return { outcome: 'empty', why: null, samples: [], memory: {} }
    return { outcome: 'ok', why: note, samples: posts, memory: {} }
  },
})

type Video = PostSample & { itemId: string | null; uncounted: boolean }

const postOnly = ({ itemId: _itemId, uncounted: _uncounted, ...post }: Video): PostSample => post

async function listVideos(session: Session, context: LookContext) {
  const reachesKnown = reachingKnown(context)
  const videos: Video[] = []
  let more = true
  for (let page = 0, cursor: unknown = 0; page < PAGES; page++) {
    const answer = await session.get('/api/douyin/v1/video/video_list/', {
      cursor: String(cursor),
      count: String(PAGE),
    })
    if (isFailure(answer)) return { videos, failure: answer }
    const data = isObject(answer['data']) ? answer['data'] : {}
    if (!Array.isArray(data['list']))
      return { videos, failure: failure({ outcome: 'malformed', why: '作品列表缺少约定的内容' }) }
    const listed = objectsIn(data['list']).flatMap((item) => videoOf(item, context.now) ?? [])
    videos.push(...listed.filter((post) => !videos.some(({ linkKey: key }) => key === post.linkKey)))
    cursor = data['cursor']
    more = data['has_more'] === true
    if (!more || reachesKnown(listed)) break
  }
  if (videos.length === 0 && more)
    return { videos, failure: failure({ outcome: 'malformed', why: '作品列表没有列完，且一件公开作品也没有' }) }
  return { videos, failure: null }
}

/** 2 不适宜公开, 4 审核中, 6 好友可见, 7 私密: the public doesn't see them. What is new to us counts as public. */
const HIDDEN: ReadonlySet<unknown> = new Set([2, 4, 6, 7])

function videoOf(item: Answer, now: LookContext['now']): Video | undefined {
  const itemId = textIn(item['item_id'])
  const url = addressOf(item)
  if (HIDDEN.has(item['video_status']) || (itemId === null && url === null)) return undefined
  const time = timeOf(secondsIn(item['create_time'], now))
  const title = (textIn(item['title']) ?? '').slice(0, 300)
  return {
    kind: 'post',
    itemId,
    uncounted: !isObject(item['statistics']),
    linkKey: url === null ? `douyin:${itemId}` : linkKey(url, title, ''),
    url,
    title,
    text: textIn(item['title']) ?? '',
    ...time,
    original: null,
    automatic: false,
    ...((item['is_top'] === true || item['is_top'] === 1) && { pinned: true }),
    counts: countsIn(item['statistics'], { publishedOn: time.publishedOn, now }),
  }
}

// The number of a work makes the address that files and shared links have; `item_id` is enciphered for the app.
function addressOf(item: Answer): string | null {
  const share = textIn(item['share_url'])
  const number = /^\d{8,}$/.exec(String(item['video_id']))?.[0] ?? /\/video\/(\d{8,})/.exec(share ?? '')?.[1]
  return number === undefined ? share : `https://www.douyin.com/video/${number}`
}

const counted = { reads: 'play_count', likes: 'digg_count', comments: 'comment_count', reposts: 'share_count' } as const
const countsIn = (found: unknown, when: Parameters<typeof countsOf>[2]) =>
  countsOf(isObject(found) ? found : undefined, counted, when)

/** 视频数据: asked for the newest works where the list came without counts. */
async function fillCounts(session: Session, videos: Video[], now: LookContext['now']): Promise<string | null> {
  const without = videos.filter((video) => video.uncounted && video.itemId !== null).slice(0, PAGE)
  if (without.length === 0) return null
  const item_ids = without.flatMap(({ itemId }) => itemId ?? [])
  const answer = await session.post('/api/douyin/v1/video/video_data/', { item_ids })
  if (isFailure(answer)) return `作品数据：${reasonOf(answer)}`
  const data = isObject(answer['data']) ? answer['data'] : {}
  for (const item of objectsIn(data['list'])) {
    const video = without.find(({ itemId }) => itemId === item['item_id'])
    if (video) video.counts = countsIn(item['statistics'], { publishedOn: video.publishedOn, now })
  }
  return null
}
