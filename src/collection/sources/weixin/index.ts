import { z } from 'zod'
import { addDays, type CivilDate, dayOf } from '../../../calendar/index.ts'
import { failedLook, isFailure, isObject } from '../api-replies.ts'
import { defineSource, type Look, type LookContext, type Memory } from '../contract.ts'
import { listPublished, mergedArticles } from './articles.ts'
import { withGone } from '../gone-messages.ts'
import { readComments } from './comments.ts'
import { dateIn, type Figures, readFigures } from './statistics.ts'
import { openSession } from './session.ts'

const secrets = { appSecret: '开发者密码（AppSecret）' }

/** 公众号 through the operator's own API (its AppID and AppSecret, or a 第三方平台 that it authorised), under the unit's 授权书. */
export const weixinSource = defineSource({
  kind: 'weixin',
  platform: 'wechat_official',
  label: '公众号接口（须有授权书）',
  sees: '接口列出的已发布文章、阅读和分享统计、粉丝数、留言的时间和是否回复。看不到接口没有列出的群发；经人工核对清单完整以前，不能说明哪几天没有发布。',
  settings: z.strictObject({}),
  target: z.strictObject({
    appid: z
      .string()
      .trim()
      .regex(/^wx[0-9a-z]{16}$/i, 'AppID 应为 wx 开头的18位字符'),
    listsAll: z.boolean().default(false),
    /** Read by the right that its administrator gave a 第三方平台; absent: by its own AppSecret. */
    through: z.literal('component').optional(),
  }),
  fields: { appid: '开发者ID（AppID）' },
  secrets,
  secretsOf: ({ through }) => (through ? { refreshToken: '第三方平台刷新令牌' } : secrets),
  needsAuthorisation: true,
  async look(_settings, { appid, listsAll, through }, context): Promise<Look> {
    const session = await openSession(context, { appid, through })
    if (isFailure(session)) return failedLook(session, context)
    const { posts, failure: no } = await listPublished(session, context)
    if (no) return failedLook(no, context, posts)
    const figures = await readFigures(session, context)
    const articles = recent(figures.articles, context)
    const comments = await readComments(session, articles, context.now)
    const told = withGone(context.memory, comments.listings, context.now)
    const notes = [...figures.notes, ...comments.notes]
    return {
      outcome: 'ok',
      why: notes.length > 0 ? notes.join('；') : null,
      samples: [...mergedArticles(posts, figures.posts), ...figures.samples, ...told.samples],
      // Whether every mass message is listed isn't documented: a person has to have checked.
      ...(!listsAll && { covers: null }),
      memory: { ...remembered(figures, articles), comments: told.comments },
    }
  },
})

const remembered = ({ through }: Figures, articles: readonly Article[]): Memory => ({
  ...(through && { figuresThrough: through }),
  articles,
})

type Article = { msgid: string; on: CivilDate }

/** Articles of the last week whose comments are read, from this look's statistics and the look before. */
function recent(found: readonly Article[], { memory, now }: LookContext): Article[] {
  const since = addDays(dayOf(now), -7)
  const before = Array.isArray(memory['articles']) ? memory['articles'].filter(isObject) : []
  const known = before.flatMap(({ msgid, on }) => {
    const day = dateIn(on)
    return typeof msgid === 'string' && day ? [{ msgid, on: day }] : []
  })
  const all = new Map([...known, ...found].map((article) => [article.msgid, article]))
  return [...all.values()].filter(({ on }) => on >= since).toSorted((a, b) => (a.on < b.on ? 1 : -1))
}
