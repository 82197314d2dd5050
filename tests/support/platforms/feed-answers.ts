import { createHash } from 'node:crypto'
import { gb18030 } from './gb18030.ts'
import { type SimulatedAccount, type TruePost, visible } from './world.ts'

const HOUR = 3_600_000
/** As many as common bridges list. */
export const FEED_ITEMS = 20

export type Answer = {
  status: number
  headers: Record<string, string>
  body: string | Buffer
  listed: readonly TruePost[]
}

export const listedInFeed = (account: SimulatedAccount, now: number): TruePost[] =>
  visible(account, now).slice(0, FEED_ITEMS)

/** The feed of an account: with an ETag that is kept to, in GB18030 under a wrong head, or with the clock two hours ahead. */
export function feedAnswer(account: SimulatedAccount, now: number, known: string | undefined): Answer {
  const listed = listedInFeed(account, now)
  const text = feed(account, listed, now)
  const body = account.quirk === 'gb18030' ? gb18030(text) : text
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 16)}"`
  if (known === etag) return { status: 304, headers: { etag }, body: '', listed }
  return { status: 200, headers: { etag, 'content-type': 'application/rss+xml; charset=utf-8' }, body, listed }
}

export const emptiedFeed = (account: SimulatedAccount, now: number): string => feed(account, [], now)

function feed({ name, quirk, n }: SimulatedAccount, posts: readonly TruePost[], now: number): string {
  const ahead = quirk === 'clock-ahead' ? 2 * HOUR : 0
  // Renamed at noon, Asia/Shanghai.
  const title = quirk === 'renamed' && new Date(now).getUTCHours() >= 4 ? `${name}（新名）` : name
  const items = posts.map(
    ({ id, title: what, at }) =>
      `<item><title>${what}</title><link>https://posts.example/${n}/${id}</link><guid isPermaLink="false">${id}</guid><pubDate>${new Date(at + ahead).toUTCString()}</pubDate></item>`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>${title}</title>${items.join('')}</channel></rss>`
}
