import { createHash } from 'node:crypto'
import { foldWord } from '../vocabulary/platforms.ts'

// What senders, searches and sharing append to a link; none of it says which post is meant.
const TRACKING =
  /^(?:utm_.*|spm.*|from|isappinstalled|scene|clicktime|enterid|share_.*|timestamp|wx_header|sessionid|chksm|subscene|ascene|devicetype|version|nettype|lang|pass_ticket|exportkey|fbclid|gclid|weibo_id|refer_flag|mod|luicode|lfid|is_from_webapp|sender_device|vd_source|spm_id_from|bbid|ts)$/i

/**
 * The identity of a post within its account: the same link written twice is one post. Scheme, host case, fragment,
 * tracking parameters and the order of the rest don't count; an article of a WeChat 公众号 is known by
 * __biz/mid/idx/sn or by /s/ID. Without a link: a digest of title and publishing time as found.
 */
export function linkKey(url: string | null, title: string, publishedAs: string): string {
  const parsed = url === null ? null : URL.parse(url.trim())
  if (!parsed) return `text:${digest(`${foldWord(url ?? '')}\n${foldWord(title)}\n${publishedAs}`)}`
  const host = parsed.hostname.toLowerCase().replace(/\.$/, '') + (parsed.port ? `:${parsed.port}` : '')
  if (host === 'mp.weixin.qq.com') return weixinKey(parsed)
  const path = parsed.pathname.replace(/\/+$/, '') || '/'
  return bounded(`${host}${path}${query(parsed.searchParams)}`)
}

function weixinKey({ pathname, searchParams }: URL): string {
  const [biz, mid, idx] = ['__biz', 'mid', 'idx'].map((name) => searchParams.get(name))
  if (biz && mid) return `weixin:${biz}/${mid}/${idx ?? '1'}`
  const short = /^\/s\/([\w-]+)/.exec(pathname)?.[1]
  return short ? `weixin:/s/${short}` : bounded(`mp.weixin.qq.com${pathname}${query(searchParams)}`)
}

function query(params: URLSearchParams): string {
  const kept = [...params].filter(([name]) => !TRACKING.test(name)).map(([name, value]) => `${name}=${value}`)
  return kept.length ? `?${kept.sort().join('&')}` : ''
}

// A B-tree entry holds about 2,700 bytes; a link longer than that is known by its digest.
const bounded = (key: string) => (key.length <= 500 ? key : `long:${digest(key)}`)
const digest = (text: string) => createHash('sha256').update(text).digest('hex')
