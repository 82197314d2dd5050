import { createHash } from 'node:crypto'
import type { NoReply, Reply } from '../../outgoing/index.ts'
import { bearsSecrecyMark } from '../../vocabulary/secrecy-mark.ts'
import { mainPart } from '../articles/main-part.ts'
import { readable } from '../articles/dom.ts'
import { type OpenedPage, openPage } from '../articles/index.ts'
import type { EvidenceKind, Seen } from './model.ts'

/** Letters of text and of main part that are kept of one look. */
const TEXT_MOST = 100_000
const PART_MOST = 400_000
/** A page that failed says little, and may say it often. */
const FAILED_MOST = 20_000

// Nothing that names a session, a person or a key; what tells from when and of what kind an answer is.
const TELLING = [
  'date',
  'last-modified',
  'etag',
  'age',
  'content-type',
  'content-length',
  'content-language',
  'server',
  'via',
  'location',
  'retry-after',
  'x-cache',
]
const HEADER_MOST = 500
const SECRET_NAME = /token|secret|passw|session|ticket|signature|^(?:key|sid|sign|sig|code|auth)$|api_?key/i

type What = { kind: EvidenceKind; url: string; why?: string | null }

/** A page as it was read: `text` is the article's where one was found. */
export function seenPage(
  reply: Reply,
  { kind, url, why = null }: What,
  { document }: OpenedPage,
  text?: string | null,
): Seen {
  const whole = readable(document)
  const page = seen(reply, { kind, url, why }, text ?? whole, mainPart(document))
  return { ...page, isMarked: page.isMarked || bearsSecrecyMark(whole) }
}

/** A feed: its text is what it lists, its main part the feed itself, as it was decoded. */
export const seenFeed = (reply: Reply, url: string, text: string, feed: string): Seen =>
  seen(reply, { kind: 'listed', url }, text, feed)

/** What came, or that nothing came, where a page should have opened. */
export function seenFailure(reply: Reply | NoReply, url: string, why: string): Seen {
  if (reply.kind === 'reply') {
    const page = seenPage(reply, { kind: 'failed', url, why }, openPage(reply.body, reply.headers))
    const isCut = page.isCut || page.text.length > FAILED_MOST || page.part.length > FAILED_MOST
    return { ...page, text: cut(page.text, FAILED_MOST), part: cut(page.part, FAILED_MOST), isCut }
  }
  const address = withoutKeys(url)
  return {
    kind: 'failed',
    url: address,
    finalUrl: address,
    status: null,
    headers: {},
    why,
    text: why,
    part: '',
    isMarked: false,
    isCut: false,
    reply: null,
  }
}

function seen(reply: Reply, { kind, url, why = null }: What, text: string, part: string): Seen {
  return {
    kind,
    url: withoutKeys(url),
    finalUrl: withoutKeys(reply.url),
    status: reply.status,
    headers: Object.fromEntries(
      TELLING.flatMap((name) => {
        const value = reply.headers[name]
        return value ? [[name, name === 'location' ? withoutKeys(value) : value.slice(0, HEADER_MOST)]] : []
      }),
    ),
    why,
    isMarked: bearsSecrecyMark(text) || bearsSecrecyMark(part),
    text: cut(text, TEXT_MOST),
    part: cut(part, PART_MOST),
    isCut: text.length > TEXT_MOST || part.length > PART_MOST,
    reply: { sha256: createHash('sha256').update(reply.body).digest('hex'), bytes: reply.body.byteLength },
  }
}

const cut = (text: string, most: number) => text.slice(0, most).toWellFormed()

/** An address without the values of what may be a key; what it leads to stays readable. */
export function withoutKeys(address: string): string {
  if (!URL.canParse(address)) return address.slice(0, 2_000)
  const url = new URL(address)
  for (const name of url.searchParams.keys()) if (SECRET_NAME.test(name)) url.searchParams.set(name, '***')
  return (url.href === new URL(address).href ? address : url.href).slice(0, 2_000)
}
