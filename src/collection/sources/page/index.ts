import { z } from 'zod'
import type { Instant } from '../../../calendar/index.ts'
import type { Reply } from '../../../outgoing/index.ts'
import { openPage, readOpened } from '../../articles/index.ts'
import type { PageRead } from '../../articles/model.ts'
import { seenPage } from '../../evidence/seen.ts'
import { linkKey } from '../../link-key.ts'
import { webTarget } from '../addresses.ts'
import { defineSource, type Look, type LookContext, type OtherSample, type PostSample } from '../contract.ts'
import { timeFound } from '../platform-times.ts'
import { nothingSeen, readAnswer } from '../replies.ts'

/** One public page: an article that proves an account alive and tells its 认证主体, or a notice that it is gone. */
export const pageSource = defineSource({
  kind: 'page',
  label: '公开网页（公众号文章、政府网站文章）',
  sees: '一个网页上的账号名称、主体、标题和发布时间，以及平台显示的删除、迁移、注销、封禁。只看得到这一页，不能说明其他日子有没有发布。',
  settings: z.strictObject({}),
  target: webTarget,
  secrets: {},
  needsAuthorisation: false,
  look: (_settings, { url }, context) => readAnswer({ url }, context, (reply) => readPage(reply, url, context)),
})

function readPage(reply: Reply, url: string, context: LookContext): Look {
  const { memory } = context
  const page = openPage(reply.body, reply.headers)
  const read = readOpened(page, reply.url)
  if (read.outcome === 'blocked' || read.outcome === 'malformed') return nothingSeen(read.outcome, read.why, memory)
  const kind = read.outcome === 'gone' ? 'gone' : 'listed'
  const seen = seenPage(reply, { kind, url, why: read.why }, page, read.text)
  if (read.outcome === 'gone') return { ...gone(read, context), seen }
  const { publishedAt } = read
  if (publishedAt !== null && timeFound(publishedAt, context.now).publishedOn === null)
    return nothingSeen('malformed', `网页上的发布时间不可能是真的（${publishedAt}），版式可能已变`, memory)
  return { outcome: 'ok', why: null, samples: samplesOf(read, url, context), covers: null, memory, seen }
}

// An article that its author took down says nothing of the account; only what the platform says of the account does.
function gone(read: PageRead, { memory, now }: LookContext): Look {
  const { state, why } = read
  if (state === 'deleted' || state === 'violation') return nothingSeen('not-found', why, memory)
  const sample: OtherSample = {
    kind: 'availability',
    key: 'account',
    value: { state },
    observedAt: now,
    confidence: 'stated',
  }
  return { outcome: 'gone', why, samples: [sample], covers: null, memory }
}

function samplesOf(read: PageRead, url: string, { now }: LookContext): (PostSample | OtherSample)[] {
  const post = postIn(read, url, now)
  const told = Object.fromEntries(
    Object.entries({ name: read.account, certifiedEntity: read.entity, names: read.facts['names'] }).filter(
      ([, value]) => value !== null && value !== undefined,
    ),
  )
  const profile: OtherSample = { kind: 'profile', key: 'page', value: told, observedAt: now, confidence: 'stated' }
  return [...(post ? [post] : []), ...(Object.keys(told).length > 0 ? [profile] : [])]
}

function postIn(
  { title, text, publishedAt, facts, kind }: PageRead,
  url: string,
  now: Instant,
): PostSample | undefined {
  if (kind === 'weixin-profile' || title === null || publishedAt === null) return undefined
  return {
    kind: 'post',
    linkKey: linkKey(url, title, publishedAt),
    url,
    title,
    ...timeFound(publishedAt, now),
    original: facts['original'] === '是' ? true : null,
    automatic: false,
    counts: {},
    ...(text !== null && { text }),
    ...(text !== null && kind === 'weixin-article' && { whole: text }),
  }
}
