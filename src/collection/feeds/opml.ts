import { tidy } from './characters.ts'
import { decodeBytes, type Headers } from './decode-bytes.ts'
import { type Element, elementsOf, readMarkup } from './markup.ts'

/** One feed of a list: its name, where it is fetched, and the page it belongs to. */
export type ListedFeed = { title: string | null; xmlUrl: string; htmlUrl: string | null }

export type OpmlResult = { outcome: 'ok' | 'empty' | 'malformed'; why?: string; feeds: ListedFeed[] }

const MAX_BYTES = 8 * 1024 * 1024

/**
 * The feeds of an OPML list (1.0 and 2.0), as readers export it: of all folders, in order, each address once. Never
 * throws; outlines without a web address are folders or notes and no feeds.
 */
export function readOpml(bytes: Uint8Array, headers: Headers = {}): OpmlResult {
  if (bytes.length > MAX_BYTES) return { outcome: 'malformed', why: '超过 8 MB', feeds: [] }
  const found = outlinesIn(readMarkup(decodeBytes(bytes, headers), null))
  if (!found) return { outcome: 'malformed', why: '不是 OPML 清单', feeds: [] }
  const feeds = new Map<string, ListedFeed>()
  for (const feed of found.flatMap(listed)) if (!feeds.has(feed.xmlUrl)) feeds.set(feed.xmlUrl, feed)
  return { outcome: feeds.size > 0 ? 'ok' : 'empty', feeds: [...feeds.values()] }
}

/** All outlines, however deep; undefined where there are none and nothing says that this is OPML. */
function outlinesIn(root: Element): Element[] | undefined {
  const [outlines, open]: [Element[], Element[]] = [[], [root]]
  let isOpml = false
  for (let next = open.pop(); next; next = open.pop()) {
    if (next.name === 'outline') outlines.push(next)
    isOpml ||= next.name === 'opml'
    open.push(...elementsOf(next).reverse())
  }
  return isOpml || outlines.length > 0 ? outlines : undefined
}

function listed({ attributes }: Element): ListedFeed[] {
  const xmlUrl = webAddress(attributes['xmlurl'])
  if (xmlUrl === null) return []
  const title = tidy(attributes['title'] ?? '') || tidy(attributes['text'] ?? '')
  return [{ title: title || null, xmlUrl, htmlUrl: webAddress(attributes['htmlurl']) }]
}

// "feed:" before an address, or instead of its "http:", opened it in a reader once.
function webAddress(found: string | undefined): string | null {
  const text = (found ?? '')
    .trim()
    .replace(/^feed:(?=https?:)/i, '')
    .replace(/^feed:\/\//i, 'http://')
  return /^https?:\/\/[^\s/]/i.test(text) ? text : null
}

/** An OPML 2.0 list that any reader takes. */
export function writeOpml(title: string, feeds: readonly ListedFeed[]): string {
  const outlines = feeds.map((feed) => {
    const name = attribute(feed.title ?? feed.xmlUrl)
    const page = feed.htmlUrl === null ? '' : ` htmlUrl="${attribute(feed.htmlUrl)}"`
    return `    <outline type="rss" text="${name}" title="${name}" xmlUrl="${attribute(feed.xmlUrl)}"${page}/>\n`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n  <head><title>${attribute(title)}</title></head>\n  <body>\n${outlines.join('')}  </body>\n</opml>\n`
}

const REFERENCES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Escaped for an attribute; control characters, which XML can't hold, left out. */
const attribute = (text: string): string =>
  text.replace(/[&<>"]/g, (found) => REFERENCES[found] ?? '').replace(/(?![\t\n\r])\p{Cc}|\p{Cs}/gu, '')
