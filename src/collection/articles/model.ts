/**
 * What a page says of an article or of the account behind it. Nothing is made up: what the page doesn't say is null, and
 * a page on which nothing stands where it should is `malformed`, an alarm and never "unchanged".
 */
export type PageRead = {
  /** gone: the platform itself says so, `state` says what. blocked: a captcha or a closed door. */
  outcome: 'ok' | 'gone' | 'blocked' | 'malformed'
  state: PageState
  /** What the page was read as. */
  kind: 'weixin-article' | 'weixin-profile' | 'government' | 'generic' | null
  why: string | null
  account: string | null
  /** 账号主体、认证主体. */
  entity: string | null
  title: string | null
  /** ISO 8601 in UTC, or a day alone; a time without zone is Asia/Shanghai. */
  publishedAt: string | null
  text: string | null
  /** What else the page tells: 名称记录, the meta tags of government sites, a WeChat account's own id. */
  facts: Readonly<Record<string, string>>
}

export const stateLabels = {
  present: '正常',
  deleted: '内容已被发布者删除',
  violation: '内容因违规无法查看',
  banned: '账号被平台封禁、屏蔽',
  migrated: '账号已迁移',
  deregistered: '账号已注销',
  captcha: '平台要求验证',
  unknown: '不明',
} as const
export type PageState = keyof typeof stateLabels

export const nothingRead: PageRead = {
  outcome: 'malformed',
  state: 'unknown',
  kind: null,
  why: null,
  account: null,
  entity: null,
  title: null,
  publishedAt: null,
  text: null,
  facts: {},
}
