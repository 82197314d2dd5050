import { readFeedTime } from './dates.ts'
import { sanitiseMarkup } from './html.ts'
import type { FeedEntry, FeedResult } from './model.ts'
import { isSafeUri, resolveUri } from './resolve-uri.ts'
import type { Markup } from './values.ts'

type Json = Record<string, unknown>
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * JSON Feed 1.0 and 1.1; undefined where the text is no JSON object that has items or calls itself a feed. What has the
 * wrong type is not there.
 */
export function readJsonFeed(text: string, base: string | null, markup: Markup): FeedResult | undefined {
  const found = parsed(text)
  if (!isObject(found)) return undefined
  const { items } = found
  if (!Array.isArray(items) && !/jsonfeed\.org/.test(textIn(found, 'version') ?? '')) return undefined
  const entries = (Array.isArray(items) ? items : []).filter(isObject).map((item) => readItem(item, base, markup))
  return {
    outcome: entries.length > 0 ? 'ok' : 'empty',
    format: 'json',
    feed: {
      title: textIn(found, 'title'),
      link: linkIn(found, base, 'home_page_url'),
      id: linkIn(found, base, 'feed_url'),
      author: authorIn(found),
      published: null,
      updated: null,
    },
    entries,
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.trim())
  } catch {
    return undefined
  }
}

function readItem(item: Json, base: string | null, markup: Markup): FeedEntry {
  const html = textIn(item, 'content_html')
  const content = html !== null && markup === 'harmless' ? sanitiseMarkup(html, base).trim() || null : html
  return {
    title: textIn(item, 'title'),
    link: linkIn(item, base, 'url') ?? linkIn(item, base, 'external_url'),
    id: typeof item['id'] === 'number' || typeof item['id'] === 'boolean' ? String(item['id']) : textIn(item, 'id'),
    author: authorIn(item),
    published: readFeedTime(textIn(item, 'date_published')),
    updated: readFeedTime(textIn(item, 'date_modified')),
    summary: textIn(item, 'summary'),
    content: content ?? textIn(item, 'content_text'),
  }
}

function textIn(object: Json, key: string): string | null {
  const value = object[key]
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
}

function linkIn(object: Json, base: string | null, key: string): string | null {
  const value = textIn(object, key)
  return value !== null && isSafeUri(value) ? resolveUri(base, value) : null
}

// 1.1 has a list of authors, 1.0 had one.
function authorIn(object: Json): string | null {
  const listed = Array.isArray(object['authors']) ? object['authors'] : [object['author']]
  const names = listed.filter(isObject).flatMap((author) => textIn(author, 'name') ?? mailIn(author) ?? [])
  return names.length > 0 ? names.join('、') : null
}

const mailIn = (author: Json): string | undefined => /^mailto:([^?]+)/i.exec(textIn(author, 'url') ?? '')?.[1]
