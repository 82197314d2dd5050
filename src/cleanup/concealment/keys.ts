import { type Platform, platforms } from '../../vocabulary/platforms.ts'

/** Under which keys accounts are compared: writing habits fall away, identities stay. */

/** A name without width, case, blanks and punctuation. A name of signs alone stays as it is. */
export function foldName(name: string): string {
  const half = name.normalize('NFKC').toLowerCase()
  return half.replace(/[^\p{L}\p{N}]+/gu, '') || half.replace(/\s+/gu, '')
}

// What accounts of offices carry besides the name of the office. 发布 alone is a name: what would be left empty stays.
const generic =
  /(?:官方|官微|官号|官博|政务|新媒体|发布|在线|平台|微信公众号|公众号|订阅号|服务号|视频号|新浪|微博|微信|抖音|快手|头条号|百家号)|号$/gu

/** What a folded name says beyond district, platform and words like 官方、发布. Same core, same office: not always the same account. */
export function coreName(folded: string, district: { name: string; shortName: string }): string {
  const words = [district.name, district.shortName].map(foldName).filter(Boolean)
  const local = words.reduce((rest, word) => rest.replaceAll(word, ''), folded)
  const bare = local.replace(generic, '').replace(/(?:人民政府|政府|街道办事处|办事处|委员会|局)$/u, '')
  return bare.length >= 2 ? bare : folded
}

/** `space|value`: two identities of one space that differ are two accounts; of different spaces they say nothing about each other. */
export type Identity = { space: string; value: string; firm: boolean }
export const identityKey = ({ space, value }: Identity) => `${space}|${value}`

const blank = /^(?:无|暂无|没有|不详|未知|na|n\/a|null|[-—–/\s]*)$/iu

/** The text of a cell, or null where it says that there is nothing. */
export function said(text: string | null | undefined): string | null {
  const trimmed = text?.normalize('NFKC').trim() ?? ''
  return blank.test(trimmed) ? null : trimmed
}

/** Identities that a text of identifiers holds: several may stand in one cell. */
export function identitiesOf(platform: Platform, found: string): Identity[] {
  return found
    .normalize('NFKC')
    .split(/[\s、,;|/]+/u)
    .map((word) => word.replace(/^(?:id|uid|账号|帐号|微信号|原始id|抖音号|快手号)[:：]?/iu, '').replace(/^@/u, ''))
    .filter((word) => !blank.test(word))
    .map((word) => identityOf(platforms[platform].family, word))
}

// 原始ID (gh_…) and 微信号 are two numbers of one account; a 微博 UID and its own domain are, too.
function identityOf(family: string, word: string): Identity {
  const value = word.toLowerCase()
  if (family === 'wechat_official')
    return value.startsWith('gh_')
      ? { space: 'wechat-original', value, firm: true }
      : { space: 'wechat-alias', value, firm: false }
  const numeric = /^\d+$/u.test(value)
  const firm = numeric && (family === 'weibo' || family === 'bilibili')
  return { space: `${family}-${numeric ? 'number' : 'word'}`, value, firm }
}

type Reading = { host: RegExp; path: RegExp; space: string; firm: boolean }
// Addresses of an account's own page, by platform: what in them is its identity.
const profiles: readonly Reading[] = [
  {
    host: /(?:^|\.)weibo\.(?:com|cn)$/u,
    path: /^\/(?:u\/|profile\/|p\/1\d{5})?(\d{5,})(?:\/|$)/u,
    space: 'weibo-number',
    firm: true,
  },
  { host: /(?:^|\.)weibo\.(?:com|cn)$/u, path: /^\/([a-z][a-z0-9_-]{2,})\/?$/iu, space: 'weibo-word', firm: false },
  { host: /^space\.bilibili\.com$/u, path: /^\/(\d+)/u, space: 'bilibili-number', firm: true },
  { host: /(?:^|\.)douyin\.com$/u, path: /^\/(?:share\/)?user\/([\w-]+)/u, space: 'douyin-page', firm: true },
  { host: /(?:^|\.)kuaishou\.com$/u, path: /^\/profile\/([\w-]+)/u, space: 'kuaishou-page', firm: true },
  { host: /(?:^|\.)xiaohongshu\.com$/u, path: /^\/user\/profile\/([\w-]+)/u, space: 'xiaohongshu-page', firm: true },
  { host: /(?:^|\.)toutiao\.com$/u, path: /^\/c\/user\/(?:token\/)?([\w-]+)/u, space: 'toutiao-page', firm: false },
]

const hostPlatforms: readonly (readonly [RegExp, Platform])[] = [
  [/(?:^|\.)weibo\.(?:com|cn)$/u, 'weibo'],
  [/^mp\.weixin\.qq\.com$/u, 'wechat_official'],
  [/(?:^|\.)douyin\.com$/u, 'douyin'],
  [/(?:^|\.)(?:kuaishou|gifshow)\.com$/u, 'kuaishou'],
  [/(?:^|\.)toutiao\.com$/u, 'toutiao'],
  [/(?:^|\.)bilibili\.com$/u, 'bilibili'],
  [/(?:^|\.)xiaohongshu\.com$/u, 'xiaohongshu'],
  [/^baijiahao\.baidu\.com$/u, 'baijiahao'],
  [/^tieba\.baidu\.com$/u, 'tieba'],
]

/** The platform on which a link leads, where its host says so. */
export function platformOfLink(link: string): Platform | undefined {
  const host = addressOf(link)?.hostname.toLowerCase()
  return host === undefined ? undefined : hostPlatforms.find(([pattern]) => pattern.test(host))?.[1]
}

/** A web address, also where the scheme was left out; undefined: none. */
export function addressOf(link: string): URL | undefined {
  const text = link.normalize('NFKC').trim()
  if (/^https?:\/\/\S+$/iu.test(text)) return URL.parse(text) ?? undefined
  return /^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:[/?#]\S*)?$/iu.test(text)
    ? (URL.parse(`https://${text}`) ?? undefined)
    : undefined
}

/** The identity in the address of an account's page. */
export function identityOfLink(link: string): Identity | undefined {
  const address = addressOf(link)
  if (!address) return undefined
  const host = address.hostname.toLowerCase().replace(/^www\./u, '')
  const biz = host === 'mp.weixin.qq.com' ? address.searchParams.get('__biz') : null
  if (biz) return { space: 'wechat-biz', value: biz, firm: true }
  for (const { host: hosts, path, space, firm } of profiles) {
    const value = hosts.test(host) ? path.exec(address.pathname)?.[1] : undefined
    if (value) return { space, value: space.endsWith('-page') ? value : value.toLowerCase(), firm }
  }
  return undefined
}

const counting =
  /^(?:utm_.*|spm.*|from|share_.*|timestamp|refer_flag|luicode|lfid|is_from_webapp|vd_source|ts|scene)$/iu

/** An address for comparing: no scheme, no www or m, no tracking. Undefined where it names no page of its own: a home page, an article. */
export function pageKey(link: string): string | undefined {
  const address = addressOf(link)
  if (!address) return undefined
  const host = address.hostname.toLowerCase().replace(/^(?:www|m|mobile|wap)\./u, '')
  if (host === 'mp.weixin.qq.com') return undefined
  const kept = [...address.searchParams].filter(([name]) => !counting.test(name)).map((pair) => pair.join('='))
  const path = address.pathname.replace(/\/+$/u, '')
  return path === '' && kept.length === 0
    ? undefined
    : `${host}${path}${kept.length ? `?${kept.sort().join('&')}` : ''}`
}

/** Pairs of letters that follow each other; of one letter alone: itself. */
export function pairsOf(folded: string): Set<string> {
  const letters = Array.from(folded)
  return new Set(letters.length < 2 ? letters : letters.slice(1).map((letter, index) => `${letters[index]}${letter}`))
}

/** Dice: twice the pairs in common over all pairs, 0 to 1. */
export function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let common = 0
  for (const pair of one) if (other.has(pair)) common += 1
  return one.size + other.size === 0 ? 0 : (2 * common) / (one.size + other.size)
}
