import { tidy } from './characters.ts'
import { readFeedTime } from './dates.ts'
import { type Element, elementsOf, localName, readMarkup, textOf } from './markup.ts'
import { type Feed, type FeedEntry, type FeedResult, type FeedStats } from './model.ts'
import { isSafeUri, resolveUri } from './resolve-uri.ts'
import { type Markup, valueOf } from './values.ts'

const FEEDS = new Set(['channel', 'atom:feed', 'feed', 'rdf:rdf', 'rss'])
const ENTRIES = new Set(['item', 'atom:entry', 'entry'])

/**
 * RSS 0.9x to 2.0, RDF, Atom 0.3 and 1.0, CDF. Elements are found where people put them and not only where the format
 * wants them: items outside the channel, Atom in RSS and RSS in Atom. Undefined: nothing in it is a feed.
 */
export function readXmlFeed(text: string, base: string | null, markup: Markup): FeedResult | undefined {
  const root = readMarkup(text, base)
  const found = everything(root)
  const outer = found.find(({ name }) => FEEDS.has(name))
  const entries = found.filter((element) => ENTRIES.has(element.name) && !inside(element, ENTRIES))
  if (!outer && entries.length === 0) return undefined
  const channel = found.find(({ name }) => name === 'channel') ?? outer ?? root
  // What breaks off before its first entry doesn't say that there is none.
  const brokenOff = entries.length === 0 && outer !== undefined && !isClosed(text, localName(outer))
  return {
    outcome: entries.length > 0 ? 'ok' : brokenOff ? 'malformed' : 'empty',
    ...(brokenOff && { why: '订阅源在第一条内容之前中断' }),
    format: formatOf(outer ?? root, channel),
    feed: readFeed(channel, markup),
    entries: entries.map((entry) => readEntry(entry, markup)),
  }
}

const isClosed = (text: string, name: string): boolean =>
  new RegExp(String.raw`<(?:/(?:[\w.-]+:)?${name}\s*|(?:[\w.-]+:)?${name}\b[^<>]*/)>`, 'i').test(text)

function everything(element: Element): Element[] {
  const found: Element[] = []
  const open = [...elementsOf(element)].reverse()
  for (let next = open.pop(); next; next = open.pop()) {
    found.push(next)
    // What stands in an entry belongs to it.
    if (!ENTRIES.has(next.name)) open.push(...elementsOf(next).reverse())
  }
  return found
}

function inside({ parent }: Element, names: ReadonlySet<string>): boolean {
  for (let at = parent; at; at = at.parent) if (names.has(at.name)) return true
  return false
}

function formatOf(outer: Element, channel: Element): NonNullable<FeedResult['format']> {
  if (outer.name === 'rdf:rdf') return 'rdf'
  if (outer.name === 'rss') return 'rss'
  if (outer.name.endsWith('feed')) return 'atom'
  return channel.attributes['href'] !== undefined || channel.attributes['base'] !== undefined ? 'cdf' : 'rss'
}

// Where several elements say the same thing, the first that says anything is believed.
type Field = readonly string[]
const TITLE: Field = ['title', 'atom:title', 'dc:title', 'itunes:title', 'media:title']
const PUBLISHED: Field = 'pubdate atom:published published atom:issued issued dcterms:issued dcterms:available'.split(
  ' ',
)
const UPDATED: Field = 'atom:updated updated atom:modified modified dcterms:modified dc:date lastbuilddate'.split(' ')
const AUTHOR: Field = 'author atom:author dc:creator dc:author itunes:author managingeditor atom:managingeditor'.split(
  ' ',
)
// The first of these in a document is the summary, whichever it is; captions of pictures only where nothing else is.
const SUMMARY: ReadonlySet<string> = new Set(
  'description atom:summary summary abstract dc:description dcterms:abstract itunes:summary'.split(' '),
)
const CAPTION: Field = ['media:description', 'itunes:subtitle']
const CONTENT: Field = 'content:encoded atom:content content fullitem xhtml:body body xhtml:div'.split(' ')

function readFeed(channel: Element, markup: Markup): Feed {
  return {
    title: firstValue(channel, TITLE, (element) => valueOf(element, usualTitle(element), markup)),
    link: linkOf(channel),
    id: identifier(first(channel, ['atom:id', 'id'])),
    author: authorOf(channel),
    published: timeOf(channel, PUBLISHED),
    updated: timeOf(channel, UPDATED) ?? readFeedTime(channel.attributes['lastmod']),
  }
}

function readEntry(entry: Element, markup: Markup): FeedEntry {
  const guid = first(entry, ['guid'])
  const content = firstValue(entry, CONTENT, (element) => valueOf(element, usualContent(element), markup))
  const summaries = summariesOf(entry).flatMap((element) => valueOf(element, usualSummary(element), markup) ?? [])
  const stats = statsOf(entry)
  return {
    title: firstValue(entry, TITLE, (element) => valueOf(element, usualTitle(element), markup)),
    link: linkOf(entry) ?? permalink(guid),
    id: idOf(entry, guid),
    author: authorOf(entry),
    published: timeOf(entry, PUBLISHED),
    updated: timeOf(entry, UPDATED) ?? readFeedTime(entry.attributes['lastmod']),
    // A feed with the text alone has it for a summary too; one with two summaries means the second for the text.
    summary: summaries[0] ?? content,
    content: content ?? summaries[1] ?? null,
    ...(stats && { stats }),
  }
}

function summariesOf(entry: Element): Element[] {
  const found = elementsOf(entry).filter(({ name }) => SUMMARY.has(name))
  if (found.length > 0) return found
  // Feeds of videos put what is said of one into a group with its files.
  return [entry, ...all(entry, ['media:group'])].flatMap((one) => all(one, CAPTION)).slice(0, 1)
}

const isAtom = ({ name }: Element) => name.startsWith('atom:')
const usualTitle = (element: Element) => (isAtom(element) ? 'text' : 'guess')
const usualSummary = (element: Element) =>
  isAtom(element) ? 'text' : localName(element) === 'description' ? 'html' : 'guess'
const usualContent = (element: Element) => (isAtom(element) ? 'text' : 'html')

const all = (element: Element, names: Field): Element[] => {
  const own = elementsOf(element)
  return names.flatMap((name) => own.filter((child) => child.name === name))
}
const first = (element: Element, names: Field): Element | undefined => all(element, names)[0]

function firstValue(element: Element, names: Field, read: (found: Element) => string | null): string | null {
  for (const found of all(element, names)) {
    const value = read(found)
    if (value !== null) return value
  }
  return null
}

const timeOf = (element: Element, names: Field): string | null =>
  firstValue(element, names, (found) => readFeedTime(textOf(found)))

/** An address as it stands, or seen from where it stands. */
function address(element: Element | undefined): string | null {
  const text = element && tidy(textOf(element))
  return element && text && isSafeUri(text) ? resolveUri(element.base, text) : null
}

function idOf(entry: Element, guid: Element | undefined): string | null {
  if (guid) return permalink(guid) ?? (tidy(textOf(guid)) || null)
  return identifier(first(entry, ['atom:id', 'id'])) ?? entry.attributes['rdf:about'] ?? null
}

// What has no slash is a word or a number and no address seen from somewhere.
function identifier(id: Element | undefined): string | null {
  const text = id && tidy(textOf(id))
  return (text?.includes('/') && address(id)) || text || null
}

const isPermalink = (guid: Element): boolean => (guid.attributes['ispermalink'] ?? 'true').toLowerCase() !== 'false'

// Many an identifier calls itself a link by saying nothing, and is a title or a number.
const permalink = (guid: Element | undefined): string | null =>
  guid && isPermalink(guid) && /^\s*(?:\/|[a-z][a-z0-9+.-]*:)/i.test(textOf(guid)) ? address(guid) : null

/** RSS writes the address into the element, Atom into an attribute, CDF into the entry itself. */
function linkOf(element: Element): string | null {
  const links = all(element, ['link', 'atom:link'])
  const written = links.find((link) => isWritten(link) && isPage(link))
  if (written) return address(written)
  const alternate = links.findLast((link) => link.attributes['href']?.trim() && isPage(link))
  const href = alternate?.attributes['href'] ?? element.attributes['href']
  return href !== undefined && href.trim() !== '' && isSafeUri(href)
    ? resolveUri((alternate ?? element).base, href)
    : null
}

const PAGES = /^(?:text\/html|application\/xhtml\+xml|html|)$/

const isWritten = (link: Element): boolean => link.attributes['href'] === undefined && textOf(link).trim() !== ''
const isPage = ({ attributes }: Element): boolean =>
  (attributes['rel'] ?? 'alternate').toLowerCase() === 'alternate' && PAGES.test(attributes['type'] ?? '')

/** 撰稿: "name (mail)" where both stand in elements of their own, as written otherwise. */
function authorOf(element: Element): string | null {
  const author = firstOf(all(element, AUTHOR))
  if (!author) return null
  const part = (name: string) => {
    const found = elementsOf(author).find((child) => localName(child) === name)
    return found && tidy(textOf(found))
  }
  const [name, mail] = [part('name'), part('email')]
  if (name && mail) return `${name} (${mail})`
  if (name || mail) return name || mail || null
  return elementsOf(author).length > 0 ? null : tidy(textOf(author)) || null
}

const firstOf = (found: Element[]): Element | undefined => found.find((one) => textOf(one).trim() !== '')

const STATS = { reposts_count: 'reposts', comments_count: 'comments', attitudes_count: 'likes' } as const

function statsOf(entry: Element): FeedStats | undefined {
  const stats = first(entry, ['stats'])
  if (!stats) return undefined
  const read: FeedStats = {}
  for (const child of elementsOf(stats)) {
    const [key, value] = [STATS[localName(child) as keyof typeof STATS], Number(textOf(child).trim() || Number.NaN)]
    if (key && Number.isSafeInteger(value) && value >= 0) read[key] = value
  }
  return read
}
