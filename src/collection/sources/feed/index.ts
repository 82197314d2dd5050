import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Instant } from '../../../calendar/index.ts'
import type { Reply } from '../../../outgoing/index.ts'
import { readable, readDocument } from '../../articles/dom.ts'
import { seenFeed } from '../../evidence/seen.ts'
import { decodeBytes, entryKey, readFeedText } from '../../feeds/index.ts'
import type { FeedEntry } from '../../feeds/model.ts'
import { linkKey } from '../../link-key.ts'
import type { Count, Metric } from '../../model.ts'
import { webTarget } from '../addresses.ts'
import { defineSource, type Look, type LookContext, type PostSample } from '../contract.ts'
import { timeFound } from '../platform-times.ts'
import { nothingSeen, readAnswer } from '../replies.ts'

/** RSS, Atom and JSON Feed: of a platform that offers them, of a government site, or of a relay such as RSSHub. */
export const feedSource = defineSource({
  kind: 'feed',
  label: '订阅源（RSS、Atom）',
  sees: '最近若干条内容的标题、链接和发布时间。看不到更早的内容；订阅源列出的条数不足以连到上次采集的，中间按未采集处理。系统不附带借用个人登录的中转服务；使用的，登录失效后按未采集处理。',
  settings: z.strictObject({}),
  target: webTarget,
  secrets: {},
  needsAuthorisation: false,
  look: (_settings, { url }, context) =>
    readAnswer({ url, headers: conditional(context.memory) }, context, (reply) => readFeed(reply, url, context)),
})

function conditional({ etag, lastModified }: LookContext['memory']): Record<string, string> {
  return {
    accept: 'application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5',
    ...(typeof etag === 'string' && { 'if-none-match': etag }),
    ...(typeof lastModified === 'string' && { 'if-modified-since': lastModified }),
  }
}

function readFeed(reply: Reply, url: string, { memory, now }: LookContext): Look {
  const digest = createHash('sha256').update(reply.body).digest('base64url')
  const { etag, 'last-modified': lastModified } = reply.headers
  const next = { digest, ...(etag && { etag }), ...(lastModified && { lastModified }) }
  if (memory['digest'] === digest)
    return { outcome: 'unchanged', why: null, samples: [], memory: { ...memory, ...next } }
  const headers = { ...reply.headers, 'content-location': reply.headers['content-location'] ?? reply.url }
  const text = decodeBytes(reply.body, headers)
  const read = readFeedText(text, headers, 'as-found')
  if (read.outcome === 'malformed') return nothingSeen('malformed', read.why ?? null, memory)
  if (read.outcome === 'empty') {
    // A relay whose login has ended answers with a feed that has nothing in it.
    if (memory['hadEntries'] === true) return nothingSeen('malformed', '订阅源原有内容，现在一条也没有', memory)
    return { outcome: 'empty', why: null, samples: [], memory: next }
  }
  const samples = postsIn(read.entries, now)
  const seen = seenFeed(reply, url, listOf(samples), text)
  return { outcome: 'ok', why: null, samples, memory: { ...next, hadEntries: true }, seen }
}

/** What a feed lists, a line an entry: when, what, where. */
const listOf = (posts: readonly PostSample[]) =>
  posts
    .map(({ title, url, publishedAt, publishedOn }) =>
      [publishedAt ?? publishedOn ?? '无发布时间', title, url ?? ''].join('　'),
    )
    .join('\n')

function postsIn(entries: readonly FeedEntry[], now: Instant): PostSample[] {
  const posts = new Map<string, PostSample>()
  const links = entries.map(({ link }) => link)
  for (const [at, entry] of entries.entries()) {
    // A link of its own tells a post from file to feed; where many entries have the link of the list, their ids tell them.
    const own = entry.link !== null && links.indexOf(entry.link) === at && links.lastIndexOf(entry.link) === at
    const post = postOf(entry, own, now)
    if (post && !posts.has(post.linkKey)) posts.set(post.linkKey, post)
  }
  return [...posts.values()]
}

function postOf(entry: FeedEntry, ownLink: boolean, now: Instant): PostSample | undefined {
  const title = plain(entry.title ?? entry.summary ?? '').slice(0, 300)
  if (title === '' && entry.link === null) return undefined
  return {
    kind: 'post',
    linkKey: ownLink ? linkKey(entry.link, title, '') : entryKey(entry),
    url: webAddress(entry.link),
    title,
    ...timeFound(entry.published ?? entry.updated, now),
    original: null,
    automatic: false,
    counts: countsOf(entry.stats),
    text: [entry.title, entry.summary, entry.content].map((part) => wordsOf(part ?? '')).join('\n'),
    ...(entry.content && { whole: wordsOf(entry.content) }),
  }
}

const webAddress = (text: string | null) => (text !== null && /^https?:\/\/\S+$/i.test(text) ? text : null)

// Where nothing is marked up, it is text as it stands.
const wordsOf = (markup: string) => (/[<&]/.test(markup) ? readable(readDocument(markup)) : markup)

const plain = (text: string) =>
  text
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()

function countsOf(stats: FeedEntry['stats']): Partial<Record<Metric, Count>> {
  if (!stats) return {}
  return Object.fromEntries(Object.entries(stats).map(([metric, value]) => [metric, { value, precision: 'exact' }]))
}
