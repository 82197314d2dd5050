import { createHash } from 'node:crypto'
import { foldWord } from '../vocabulary/platforms.ts'

// What senders, searches and sharing append to a link; none of it says which post is meant.
const TRACKING =
  /^(?:utm_.*|spm.*|isappinstalled|clicktime|enterid|share_.*|wx_header|sessionid|chksm|subscene|ascene|devicetype|nettype|pass_ticket|exportkey|fbclid|gclid|refer_flag|luicode|lfid|is_from_webapp|sender_device|vd_source|spm_id_from)$/i
// How a link was passed on in WeChat, wherever it leads.
const SHARED = /^(?:timeline|groupmessage|singlemessage|message)$/
// These may say which post is meant elsewhere; on WeChat's own host they never do.
const WEIXIN_TRACKING = /^(?:from|scene|timestamp|version|lang|mod|ts)$/i

/**
 * The identity of a post within its account: the same link written twice is one post. Scheme, host case, a fragment that
 * is no route (`#/…`, `#!…`), tracking parameters and the order of the rest don't count; an article of a WeChat 公众号 is known by
 * __biz/mid/idx/sn or by /s/ID. Without a link: a digest of title and publishing time as found.
 */
export function linkKey(url: string | null, title: string, publishedAs: string): string {
  const parsed = url === null ? null : URL.parse(url.trim())
  if (!parsed) return `text:${digest(`${foldWord(url ?? '')}\n${foldWord(title)}\n${publishedAs}`)}`
  const host = parsed.hostname.toLowerCase().replace(/\.$/, '') + (parsed.port ? `:${parsed.port}` : '')
  if (host === 'mp.weixin.qq.com') return weixinKey(parsed)
  const path = parsed.pathname.replace(/\/+$/, '') || '/'
  // A page that routes by its fragment shows every post at one address.
  const route = /^#[!/]/.test(parsed.hash) ? parsed.hash : ''
  return bounded(`${host}${path}${query(parsed.searchParams)}${route}`)
}

function weixinKey({ pathname, searchParams }: URL): string {
  const [biz, mid, idx] = ['__biz', 'mid', 'idx'].map((name) => searchParams.get(name))
  if (biz && mid) return bounded(`weixin:${biz}/${mid}/${idx ?? '1'}`)
  const short = /^\/s\/([\w-]+)/.exec(pathname)?.[1]
  return short
    ? bounded(`weixin:/s/${short}`)
    : bounded(`mp.weixin.qq.com${pathname}${query(searchParams, WEIXIN_TRACKING)}`)
}

function query(params: URLSearchParams, more?: RegExp): string {
  const kept = [...params]
    .filter(([name, value]) => !TRACKING.test(name) && !more?.test(name) && !(name === 'from' && SHARED.test(value)))
    .map(([name, value]) => `${name}=${value}`)
  return kept.length ? `?${kept.sort().join('&')}` : ''
}

/** A B-tree entry holds about 2,700 bytes; what is longer than that is known by its digest. */
export const bounded = (key: string) => (key.length <= 500 ? key : `long:${digest(key)}`)
const digest = (text: string) => createHash('sha256').update(text).digest('hex')
