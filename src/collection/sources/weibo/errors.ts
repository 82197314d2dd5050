import type { Errors, Meaning } from '../api-replies.ts'

const HOUR = 3_600_000
const token = (why: string): Meaning => ({ outcome: 'unauthorised', why })
/** Quotas of Weibo count by the hour. */
const quota = (why: string): Meaning => ({ outcome: 'quota-exhausted', why, retryAfterMs: HOUR })
const broken: Meaning = { outcome: 'unreachable', why: '微博接口繁忙' }

// open.weibo.com/wiki/Error_code: 1xxxx of the system, 2xxxx of the service.
export const weiboErrors: Errors = {
  codeOf: ({ error_code }) => {
    const code = Number(error_code)
    return Number.isSafeInteger(code) ? code : 0
  },
  meanings: {
    10001: broken,
    10002: broken,
    10003: broken,
    10004: { outcome: 'blocked', why: '本系统出口地址被微博限制' },
    10005: token('应用没有该接口权限'),
    10006: token('缺少应用标识'),
    10009: broken,
    10010: broken,
    10011: broken,
    10014: token('应用权限不足'),
    10022: quota('本系统出口地址的调用额度已用完'),
    10023: quota('该授权的调用额度已用完'),
    10024: quota('该接口的调用额度已用完'),
    20003: { outcome: 'gone', why: '微博提示用户不存在', gone: 'deleted' },
    21301: token('授权校验失败'),
    21314: token('授权已被使用'),
    21315: token('授权已过期'),
    21316: token('授权已被撤销'),
    21317: token('授权被拒绝'),
    21319: token('运营单位已解除授权'),
    21327: token('授权已过期'),
    21332: token('授权无效'),
  },
}
