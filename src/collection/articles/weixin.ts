import { decodeReferences } from '../feeds/characters.ts'
import { byId, type Document, find, metaOf, readable } from './dom.ts'
import { nothingRead, type PageRead, type PageState } from './model.ts'

/** What WeChat writes instead of a page, by what it begins with; wordings change, so each is a piece of a sentence. */
const notices: readonly (readonly [PageState, RegExp])[] = [
  ['captcha', /环境异常|完成验证后即可继续访问|操作频繁|请在微信客户端打开链接|访问过于频繁/],
  ['deleted', /(?:该|此)内容已被发布者删除|该文章已被发布者删除/],
  ['migrated', /(?:公众号|帐号|账号)已迁移/],
  ['deregistered', /(?:帐号|账号|公众号)已(?:自主)?(?:注销|申请注销|回收)|自主注销/],
  ['banned', /(?:帐号|账号|公众号)已被(?:屏蔽|封禁|停用)|已停止使用|被责令屏蔽/],
  [
    'violation',
    /此内容因违规无法查看|违反.{0,30}(?:无法查看|已被删除)|涉嫌侵权.{0,10}无法查看|此内容被.{0,20}投诉|违规.{0,12}无法查看/,
  ],
]

/**
 * An article or a profile of a 公众号. A notice counts only where no article stands on the page: articles quote these
 * very sentences.
 */
export function readWeixin(document: Document, html: string): PageRead {
  const article = readArticle(document, html)
  if (article) return article
  const profile = readProfile(document, html)
  if (profile) return profile
  const shown = readable(document).slice(0, 2_000)
  const [state] = notices.find(([, words]) => words.test(shown)) ?? []
  if (state === 'captcha') return { ...nothingRead, outcome: 'blocked', state, why: '平台要求验证，未能看到内容' }
  if (state)
    return { ...nothingRead, outcome: 'gone', state, kind: 'weixin-article', why: shown.split('\n')[0] ?? null }
  return { ...nothingRead, why: '微信页面上没有找到文章，版式可能已变' }
}

function readArticle(document: Document, html: string): PageRead | undefined {
  const content = byId(document, 'js_content')
  const meta = metaOf(document)
  const title = textAt(document, 'activity-name') ?? variable(html, 'msg_title') ?? meta.get('og:title') ?? null
  const account = textAt(document, 'js_name') ?? variable(html, 'nickname') ?? null
  if (!content && !account) return undefined
  const seconds = /\b(?:ct|createTimestamp|create_time)\s*[=:]\s*["']?(\d{10})\b/.exec(html)?.[1]
  const publishedAt = seconds ? new Date(Number(seconds) * 1000).toISOString().replace('.000Z', 'Z') : null
  const missing = [title === null && '标题', account === null && '账号名称', publishedAt === null && '发布时间'].filter(
    Boolean,
  )
  return {
    ...nothingRead,
    outcome: missing.length > 0 ? 'malformed' : 'ok',
    why: missing.length > 0 ? `微信文章页上没有找到${missing.join('、')}，版式可能已变` : null,
    state: 'present',
    kind: 'weixin-article',
    account,
    title,
    publishedAt,
    text: content ? readable(content) || null : null,
    facts: present({
      biz: variable(html, 'biz'),
      originalId: variable(html, 'user_name'),
      original: /copyright_logo|["']?copyright_stat["']?\s*[=:]\s*["']?11/.test(html) ? '是' : undefined,
    }),
  }
}

const PROFILE = {
  entity: /^(?:帐号|账号|认证)主体$/,
  names: /^名称记录$/,
  registered: /^注册时间$/,
  verified: /^认证详情$/,
}

// A label and its value stand in neighbouring elements, whatever those are called this year.
function readProfile(document: Document, html: string): PageRead | undefined {
  const lines = readable(document).split('\n')
  const after = (label: RegExp) => {
    const at = lines.findIndex((line) => label.test(line.replace(/[：:\s].*$/, '')))
    if (at < 0) return undefined
    const inline = /[：:\s]\s*(.+)$/.exec(lines[at] ?? '')?.[1]
    return inline ?? lines[at + 1]
  }
  const entity = after(PROFILE.entity)
  const account = variable(html, 'nickname') ?? titleLike(document)
  if (!entity || !account) return undefined
  return {
    ...nothingRead,
    outcome: 'ok',
    state: 'present',
    kind: 'weixin-profile',
    account,
    entity,
    facts: present({
      names: after(PROFILE.names),
      registered: after(PROFILE.registered),
      verified: after(PROFILE.verified),
    }),
  }
}

const titleLike = (document: Document): string | undefined => {
  const [found] = find(document, ({ attribs }) =>
    /profile_nickname|wx_nickname|profile-name/.test(attribs['class'] ?? ''),
  )
  return found && (readable(found) || undefined)
}

function textAt(document: Document, id: string): string | undefined {
  const element = byId(document, id)
  return element && (readable(element).replace(/\n/g, ' ') || undefined)
}

/** A value that the page's own script holds: `var nickname = htmlDecode("…");`, `nickname: '…'`. */
function variable(html: string, name: string): string | undefined {
  const pattern = new RegExp(String.raw`\b${name}\s*[=:]\s*(?:htmlDecode\()?(["'])((?:\\.|(?!\1).){0,500})\1`)
  const found = pattern.exec(html)?.[2]
  if (!found) return undefined
  const plain = found
    .replace(/\\x([\da-f]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\u([\da-f]{4})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\(.)/g, '$1')
  return decodeReferences(plain).trim() || undefined
}

const present = (facts: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(facts).filter((entry): entry is [string, string] => entry[1] !== undefined))
