import { decodeBytes, headerOf, type Headers } from './decode-bytes.ts'
import { type FeedResult, noFeed } from './model.ts'
import { readJsonFeed } from './read-json.ts'
import { readXmlFeed } from './read-xml.ts'
import type { Markup } from './values.ts'

export { decodeBytes } from './decode-bytes.ts'
export { entryKey } from './entry-key.ts'
export { readOpml, writeOpml } from './opml.ts'

/** Larger than any feed; what comes in longer is cut off by whoever fetches it. */
const MAX_BYTES = 32 * 1024 * 1024

/**
 * Reads a feed: RSS 0.9x to 2.0, RDF, Atom 0.3 and 1.0, CDF, JSON Feed 1.0 and 1.1, well-formed or not. Bytes as they
 * came, with the headers they came with (`content-type` for the encoding, `content-location` for relative addresses).
 * Never throws: what is no feed is the outcome `malformed` with the reason. Markup comes out harmless unless it is asked
 * for as found, which is for counting only.
 */
export function parseFeed(bytes: Uint8Array, headers: Headers = {}, markup: Markup = 'harmless'): FeedResult {
  if (bytes.length > MAX_BYTES) return malformed('超过 32 MB')
  return readFeedText(decodeBytes(bytes, headers), headers, markup)
}

/** As `parseFeed`, where the text is decoded already. */
export function readFeedText(text: string, headers: Headers, markup: Markup): FeedResult {
  if (text.length === 0) return malformed('内容为空')
  const base = headerOf(headers, 'content-location') ?? null
  const read = /^\s*[{[]/.test(text) ? readJsonFeed(text, base, markup) : readXmlFeed(text, base, markup)
  return read ?? malformed(/<html[\s>]/i.test(text) ? '返回的是网页，不是订阅源' : '不是 RSS、Atom 或 JSON Feed')
}

const malformed = (why: string): FeedResult => ({ outcome: 'malformed', why, feed: noFeed, entries: [] })
