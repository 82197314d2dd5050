import { linkKey } from '../../link-key.ts'
import { type Answer, countIn, type Failure, failure, isFailure, isObject, objectsIn, textIn } from '../api-replies.ts'
import { readable, readDocument } from '../../articles/dom.ts'
import type { LookContext, PostSample } from '../contract.ts'
import { reachingKnown } from '../known-before.ts'
import { secondsIn, timeOf } from '../platform-times.ts'
import type { Session } from './session.ts'

const PAGE = 20
/** A look lists so many at most; what lies further back stays unseen and is claimed by nobody. */
const PAGES = 5

/** freepublish/batchget, back to what the look before listed. `failure`: the listing broke off, what came before it stands. */
export async function listPublished(
  session: Session,
  context: LookContext,
): Promise<{ posts: PostSample[]; failure: Failure | null }> {
  const reachesKnown = reachingKnown(context)
  const posts: PostSample[] = []
  for (let page = 0; page < PAGES; page++) {
    const answer = await session.call('/cgi-bin/freepublish/batchget', {
      offset: page * PAGE,
      count: PAGE,
      no_content: 1,
    })
    if (isFailure(answer)) return { posts, failure: answer }
    if (!Array.isArray(answer['item']) && countIn(answer['total_count']) === undefined)
      return { posts, failure: failure({ outcome: 'malformed', why: '发布清单缺少约定的内容' }) }
    const items = objectsIn(answer['item'])
    const total = countIn(answer['total_count']) ?? 0
    if (page === 0 && items.length === 0 && total > 0)
      return { posts, failure: failure({ outcome: 'malformed', why: `接口称有${total}条发布，却一条也没有列出` }) }
    const listed = items.flatMap((item) => articlesOf(item, context.now))
    posts.push(...listed.filter((post) => !posts.some(({ linkKey: key }) => key === post.linkKey)))
    if (items.length === 0 || (page + 1) * PAGE >= total || reachesKnown(listed)) break
  }
  return { posts, failure: null }
}

// One publication holds up to eight articles, each a post with a link of its own.
function articlesOf(item: Answer, now: LookContext['now']): PostSample[] {
  const content = isObject(item['content']) ? item['content'] : {}
  // The time of an item is that of its last change; where the content tells when it was made, that stands.
  const at = secondsIn(content['create_time'] ?? item['update_time'], now)
  return objectsIn(content['news_item']).flatMap((article, index) => {
    if (article['is_deleted'] === true) return []
    const url = textIn(article['url'])
    const title = (textIn(article['title']) ?? '').slice(0, 300)
    const id = textIn(item['article_id'])
    if (url === null && id === null) return []
    return [
      {
        kind: 'post' as const,
        linkKey: url === null ? `weixin:article/${id}/${index}` : linkKey(url, title, ''),
        url,
        title,
        text: [article['title'], article['digest'], article['content']].map((part) => textIn(part) ?? '').join('\n'),
        ...wholeOf(article['content']),
        ...timeOf(at),
        original: null,
        automatic: false,
        counts: {},
      },
    ]
  })
}

const wholeOf = (found: unknown): Pick<PostSample, 'whole'> => {
  const content = textIn(found)
  return content === null ? {} : { whole: readable(readDocument(content)) }
}

/** Articles of both lists, each once: the day the statistics tell is the day of publishing, the list's time may be a later change. */
export function mergedArticles(listed: readonly PostSample[], counted: readonly PostSample[]): PostSample[] {
  const posts = [...listed]
  for (const post of counted) {
    const at = posts.findIndex(({ linkKey: key }) => key === post.linkKey)
    const known = posts[at]
    if (!known) posts.splice(placeOf(post, posts), 0, post)
    else if (known.publishedOn === post.publishedOn) posts[at] = { ...known, counts: post.counts }
    else posts[at] = { ...post, title: known.title || post.title }
  }
  return posts
}

// Where its day puts it: behind older ones it would be taken for the end of the list.
function placeOf({ publishedOn }: PostSample, posts: readonly PostSample[]): number {
  const at = posts.findIndex((one) => one.publishedOn !== null && publishedOn !== null && one.publishedOn < publishedOn)
  return at < 0 ? posts.length : at
}
