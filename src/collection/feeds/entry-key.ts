import { bounded, linkKey } from '../link-key.ts'
import type { FeedEntry } from './model.ts'

/**
 * The identity of an entry within its feed: its id, else its link, else title and time. An entry that comes again, edited
 * or through another address of the same page, is the same post; editing an old post is no update (rulebook (i)3). An id
 * that is an address counts as a link does (`link-key.ts`), so that a post known from a file is known from the feed too.
 */
export function entryKey({ id, link, title, published, updated }: FeedEntry): string {
  // Some generators put the title where they have no id, and titles such as 今日天气 come again every day.
  if (id !== null && id !== title) return /^https?:/i.test(id) ? linkKey(id, '', '') : bounded(`id:${id}`)
  return linkKey(link, title ?? '', published ?? updated ?? '')
}
