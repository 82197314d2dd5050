import type { Errors, Meaning } from '../api-replies.ts'

const unauthorised = (why: string): Meaning => ({ outcome: 'unauthorised', why })

/** The token lapsed or another one took its place: asked for anew, once. */
export const TOKEN_CODES: ReadonlySet<number> = new Set([40001, 40014, 42001])
/** 61500 to 61503: the statistics of a day can't be asked for, or not yet. */
export const NOT_READY = 61503
export const NO_COMMENTS: ReadonlySet<number> = new Set([88000, 88001, 45157])

// 公众号 全局返回码. What isn't certain of it stands in README.md.
export const weixinErrors: Errors = {
  codeOf: ({ errcode }) => (typeof errcode === 'number' ? errcode : 0),
  meanings: {
    [-1]: { outcome: 'unreachable', why: '微信接口繁忙' },
    40001: unauthorised('AppSecret 有误或凭证失效'),
    40013: unauthorised('AppID 有误'),
    40014: unauthorised('凭证无效'),
    40125: unauthorised('AppSecret 有误'),
    40164: unauthorised('本系统出口地址不在公众号的接口白名单内'),
    40243: unauthorised('AppSecret 已冻结'),
    41001: unauthorised('缺少凭证'),
    42001: unauthorised('凭证已过期'),
    45009: { outcome: 'quota-exhausted', why: '当日接口调用额度已用完' },
    45011: { outcome: 'rate-limited', why: '调用过于频繁', retryAfterMs: 60_000 },
    48001: unauthorised('公众号没有该接口权限'),
    48004: unauthorised('接口已被封禁'),
    50001: unauthorised('运营单位未授权该接口'),
    // Said of banned accounts and of deregistered ones alike, and of others: no evidence about the account.
    50002: unauthorised('账号受限，是否封禁或注销请人工核实'),
    61003: unauthorised('公众号没有授权第三方平台，或授权已取消'),
    61004: unauthorised('本系统出口地址不在第三方平台的白名单内'),
    61007: unauthorised('第三方平台未获该接口授权'),
    61501: { outcome: 'malformed', why: '统计日期超出接口范围' },
    [NOT_READY]: { outcome: 'malformed', why: '统计数据尚未生成' },
    88000: { outcome: 'malformed', why: '未开通留言' },
  },
}

// What 微信开放平台 says to the platform itself; the same numbers as above speak of its own token and secret here.
export const componentErrors: Errors = {
  codeOf: weixinErrors.codeOf,
  meanings: {
    ...weixinErrors.meanings,
    40001: unauthorised('第三方平台凭证失效或 AppSecret 有误'),
    40013: unauthorised('第三方平台或公众号的 AppID 有误'),
    40014: unauthorised('第三方平台凭证无效'),
    40125: unauthorised('第三方平台 AppSecret 有误'),
    41004: unauthorised('缺少第三方平台 AppSecret'),
    42001: unauthorised('第三方平台凭证已过期'),
    // Over with the next ticket: no reason to hold an account.
    61005: { outcome: 'unreachable', why: '第三方平台的验证票据已过期' },
    61006: { outcome: 'unreachable', why: '第三方平台的验证票据无效' },
    61009: unauthorised('授权码无效，请重新扫码授权'),
    61010: unauthorised('授权码已过期，请重新扫码授权'),
    61011: unauthorised('第三方平台无效'),
    61023: unauthorised('刷新令牌无效，请公众号管理员重新扫码授权'),
  },
}
