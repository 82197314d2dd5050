/**
 * What a feed says, as it says it. A time is ISO 8601: with `Z` where the feed gave an offset, without one where it gave
 * none (whoever reads it decides what it means, here Asia/Shanghai), and a bare day or month where no more was said.
 * Unreadable or missing: null.
 */
export type Feed = {
  title: string | null
  link: string | null
  id: string | null
  author: string | null
  published: string | null
  updated: string | null
}

/** One entry. `summary` and `content` are markup wherever the feed calls them so, plain text otherwise. */
export type FeedEntry = Feed & {
  summary: string | null
  content: string | null
  /** RSSHub's `<stats>` and JSON Feed extensions: absent where the feed gives none. */
  stats?: FeedStats
}

export type FeedStats = { reposts?: number; comments?: number; likes?: number }

/** malformed: nothing in it is a feed. empty: a feed without a single entry; the page was there and was read. */
export type FeedOutcome = 'ok' | 'empty' | 'malformed'

export type FeedResult = {
  outcome: FeedOutcome
  /** Why nothing could be read, for people. */
  why?: string
  format?: 'rss' | 'rdf' | 'atom' | 'json' | 'cdf'
  feed: Feed
  entries: FeedEntry[]
}

export const noFeed: Feed = { title: null, link: null, id: null, author: null, published: null, updated: null }
